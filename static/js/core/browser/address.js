// The address of a tab. Safari allows 100 changes of it in 30 seconds and throws beyond. What rewrites the entry that
// is shown is written at most once a second: the first time at once, the last of several in a second at its end. A new
// entry is made at once, unless there were many of them lately; a frame makes none. No change of the address throws.

/** Milliseconds from one change to the next. */
export const REST = 1000;
/** Milliseconds until a change that the browser refused is tried again. */
const REFUSED_REST = 10_000;
/** So many new entries in so many milliseconds are made at once. With those of every second they are less than 100. */
export const MOST_ENTRIES = 20;
const LATELY = 30_000;

/** @typedef {{push: boolean, state: unknown}} Entry `push`: a new entry of the history */
/** @typedef {ReturnType<typeof createAddress>} Address */

/** @param {Window} tab */
function createAddress(tab) {
  // The entries of a frame are in the history of the page around, whose back button would go through them.
  const isFramed = tab.parent !== undefined && tab.parent !== tab;
  /** What is still to be written. @type {(Entry & {href: string}) | null} */
  let wanted = null;
  let resting = 0;
  /** New entries of late. */
  let entries = 0;
  let isLeaving = false;

  function write() {
    if (wanted === null) return;
    const { href, push, state } = wanted;
    let rest = REST;
    try {
      if (push && !isLeaving) tab.history.pushState(state, "", href);
      else tab.history.replaceState(state, "", href);
      wanted = null;
      if (push) countEntry();
    } catch {
      rest = REFUSED_REST;
    }
    tab.clearTimeout(resting);
    resting = tab.setTimeout(() => {
      resting = 0;
      write();
    }, rest);
  }
  function countEntry() {
    entries += 1;
    tab.setTimeout(() => {
      entries -= 1;
    }, LATELY);
  }
  // Another entry is shown now: what was to be written belongs to the one before.
  tab.addEventListener("popstate", () => {
    wanted = null;
  });
  tab.addEventListener("pagehide", () => {
    isLeaving = true;
    write();
  });
  tab.addEventListener("pageshow", () => {
    isLeaving = false;
  });

  return {
    /** The address with what is still to be written. */
    get href() {
      return wanted?.href ?? tab.location.href;
    },
    get hash() {
      return new URL(this.href).hash;
    },
    /** Writes what waits to be written now: the reader is about to use it. */
    flush: write,
    /** @param {string} to relative to the present address @param {Partial<Entry>} [entry] */
    write(to, { push = false, state = null } = {}) {
      const href = new URL(to, this.href).href;
      const isNew = push && !isFramed;
      const isFree = isNew && entries < MOST_ENTRIES;
      // The way back finds the last of what rewrote the entry before.
      if (isFree && wanted?.push === false) write();
      wanted = { href, push: isNew || (wanted?.push ?? false), state };
      if (!resting || isFree || isLeaving) write();
    },
  };
}

/** @type {WeakMap<Window, Address>} */
const addresses = new WeakMap();

/** The address of a tab: one for all that write it. @param {Window} tab */
export function addressOf(tab) {
  const known = addresses.get(tab) ?? createAddress(tab);
  addresses.set(tab, known);
  return known;
}
