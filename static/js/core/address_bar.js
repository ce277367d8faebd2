// The address bar holds the last request that worked. An edit that worked is a new entry of the history; undo, redo,
// positions and links rewrite the entry one is on, so that the back button never brings back what was undone.
/** @import { PageModel } from "./types.js" */
import { isRefused } from "./editing.js";
import { Unreadable } from "./url_hash.js";

/** What changes the request without being an edit. */
const REWRITING = new Set(["arrived", "open", "undo", "redo"]);
/** A position that runs by is written when it has stood for so many milliseconds. */
const REST = 150;

/**
 * @param {object} parts
 * @param {Window} parts.tab
 * @param {(hash: string) => any} parts.read throws `Unreadable`
 * @param {() => string | null} parts.write the hash of what the page shows; null before there is anything
 * @param {() => boolean} parts.isWaiting an edit has not been answered yet
 * @param {(state: any) => void} parts.follow shows another state; undefined is the page's own beginning
 * @param {(reason: Unreadable) => void} parts.refuse
 */
export function createAddressBar({ tab, read, write, isWaiting, follow, refuse }) {
  /** An edit has not been answered yet, its entry is still to be made. */
  let owed = false;
  let written = 0;
  const isBare = () => tab.location.hash.length < 2;

  /** The state in the address; null where it has none. @returns {{state: any, refusal: Unreadable | null}} */
  function start() {
    if (isBare()) return { state: undefined, refusal: null };
    try {
      return { state: read(tab.location.hash), refusal: null };
    } catch (error) {
      if (error instanceof Unreadable) return { state: undefined, refusal: error };
      throw error;
    }
  }

  /** @param {boolean} push */
  function remember(push) {
    if (push && !isWaiting()) {
      owed = false;
      flush(true);
      return;
    }
    tab.clearTimeout(written);
    written = tab.setTimeout(() => flush(false), REST);
  }

  /** Writes now. @param {boolean} push a new entry of the history */
  function flush(push) {
    tab.clearTimeout(written);
    const text = write();
    if (text === null) return;
    const hash = `#${text}`;
    if (hash === tab.location.hash) return;
    if (push) tab.history.pushState(null, "", hash);
    else tab.history.replaceState(null, "", hash);
  }

  tab.addEventListener("pagehide", () => flush(false));
  tab.addEventListener("popstate", () => {
    const { state, refusal } = start();
    if (refusal) {
      refuse(refusal);
      flush(false);
      return;
    }
    tab.clearTimeout(written);
    owed = false;
    follow(state);
  });

  return {
    start,
    flush,
    /** @param {PageModel} model @param {PageModel} before @param {string} verb */
    changed(model, before, verb) {
      // One gesture is one entry of the history.
      const continues = model.past === before.past;
      if (model.state.request !== before.state.request && !REWRITING.has(verb) && !continues) owed = true;
      if (verb === "refused" && isRefused(model)) owed = false;
      const settled =
        (verb === "arrived" && model.state.request === model.answer?.request) || verb === "refused";
      if (settled) {
        if (owed || !isBare()) remember(owed);
      } else if (model.state !== before.state) remember(false);
    },
  };
}
