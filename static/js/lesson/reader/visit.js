// What a reader has changed in a section: kept in the tab for a reload or a change of language, and encoded in shared
// links.
/** @import { Memory } from "../../core/browser/memory.js" */
import { addressOf } from "../../core/browser/address.js";
import { Unreadable, isObject, isStateHash, packed, unpacked } from "../../core/url_hash.js";

/** Requests by experiment and positions by figure. `figureRule`: see `Lesson.figureRule`; `practice`: what is asked
 * before steps, as a state of the network has it.
 * @typedef {{experiments: Record<string, unknown>, positions: Record<string, number>, figureRule: boolean,
 * practice: string | undefined}} Kept */
/** @typedef {ReturnType<typeof createVisit>} Visit */

/** Parts of another form are dropped. @param {unknown} value @returns {Kept} */
function readKept(value) {
  const { b, f, d, q } = isObject(value) ? value : {};
  return {
    experiments: isObject(b)
      ? Object.fromEntries(Object.entries(b).filter(([, request]) => isObject(request)))
      : {},
    positions: isObject(f) ? Object.fromEntries(Object.entries(f).filter(([, at]) => isPosition(at))) : {},
    figureRule: d === 1,
    practice: typeof q === "string" && /^ask[\w~]{0,30}$/.test(q) ? q : undefined,
  };
}

/** The part of the page that a link leads to, by its id. @param {unknown} value */
const placeIn = (value) =>
  isObject(value) && typeof value["a"] === "string" && /^[\w-]{1,60}$/.test(value["a"]) ? value["a"] : null;

/** @param {unknown} at */
const isPosition = (at) => Number.isInteger(at) && Number(at) >= 0 && Number(at) < MAX_POSITION;
const MAX_POSITION = 1e7;
/** What a link holds where nothing has been changed. */
const EMPTY = { b: {}, f: {} };

/** @param {string | null} text what the tab has kept */
function readText(text) {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}

/** @param {number} section @param {{tab: Window, memory: Pick<Memory, "get" | "set">}} browser */
export function createVisit(section, { tab, memory }) {
  const key = `lesson.${section}`;
  const address = addressOf(tab);
  let isDamaged = false;
  const from = linked() ?? readText(memory.get(key));
  const kept = readKept(from);

  /** The state in the address; null where there is none or it cannot be read. */
  function linked() {
    if (!isStateHash(address.hash)) return null;
    try {
      return unpacked(address.hash);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      isDamaged = true;
      return null;
    }
  }
  const compact = () => ({
    b: kept.experiments,
    f: kept.positions,
    d: kept.figureRule ? 1 : undefined,
    q: kept.practice,
  });
  const opened = JSON.stringify(compact());
  function write() {
    const now = JSON.stringify(compact());
    memory.set(key, now);
    // After a change the opened link is outdated: removed, so that a reload reads the kept state instead. One that
    // cannot be read stays, for its reader to mend.
    if (now === opened || isDamaged || !isStateHash(address.hash)) return;
    const { pathname, search } = new URL(address.href);
    address.write(`${pathname}${search}`);
  }
  // A link to this section opened in the same tab changes the hash only.
  tab.addEventListener("hashchange", () => {
    if (isStateHash(tab.location.hash)) tab.location.reload();
  });

  return {
    /** The address holds a state that cannot be read. */
    isDamaged: () => isDamaged,
    /** undefined where none was kept. @param {string} experiment */
    request: (experiment) => kept.experiments[experiment],
    /** undefined where none was kept. @param {string} figure */
    position: (figure) => kept.positions[figure],
    figureRule: () => kept.figureRule,
    practice: () => kept.practice,
    /** @param {string} experiment @param {unknown} request null: that of the preset */
    keep(experiment, request) {
      if (request === null) delete kept.experiments[experiment];
      else kept.experiments[experiment] = request;
      write();
    },
    /** @param {string} figure @param {number} position */
    keepPosition(figure, position) {
      kept.positions[figure] = position;
      write();
    },
    /** @param {boolean} on */
    setFigureRule(on) {
      kept.figureRule = on;
      write();
    },
    /** @param {string | undefined} practice */
    setPractice(practice) {
      kept.practice = practice;
      write();
    },
    /** Forgets positions, requests and the rule, also of figures that are not built yet. */
    clear() {
      Object.assign(kept, { experiments: {}, positions: {}, figureRule: false });
      write();
    },
    /** Where the link that was opened leads to: the id of a part of the page; null: to its beginning. */
    place: placeIn(from),
    /** A link to the page in its present state.
     * @param {string | null} [place] the part that it leads to, by its id; "": to its beginning, without a state where
     * nothing has been changed */
    link(place = null) {
      const state = compact();
      const isPlain = JSON.stringify(state) === JSON.stringify(EMPTY);
      const hash = place !== null && isPlain ? place : packed({ ...state, a: place || undefined });
      return new URL(`#${hash}`, address.href).href;
    },
  };
}
