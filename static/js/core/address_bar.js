// The address bar holds the last request that worked. An edit that worked is a new entry of the history; undo, redo,
// positions and links rewrite the entry one is on, so that the back button never brings back what was undone. A link
// that cannot be shown stays where it is, for its reader to mend, until an edit makes an entry of its own.
/** @import { PageModel } from "./types.js" */
import { addressOf } from "./browser/address.js";
import { isRefused } from "./editing.js";
import { Unreadable, isStateHash } from "./url_hash.js";

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
  const address = addressOf(tab);
  /** An edit has not been answered yet, its entry is still to be made. */
  let owed = false;
  /** The entry holds a link that is not shown. */
  let isDamaged = false;
  /** The entry holds a state that the server has not answered yet: what is accepted is still the one before. */
  let isOpening = false;
  let written = 0;
  const isBare = () => !isStateHash(address.hash);

  /** The state in the address; undefined where it has none. @returns {{state: any, refusal: Unreadable | null}} */
  function start() {
    isDamaged = false;
    if (isBare()) return { state: undefined, refusal: null };
    try {
      return { state: read(address.hash), refusal: null };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      isDamaged = true;
      return { state: undefined, refusal: error };
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

  /** @param {boolean} push a new entry of the history */
  function flush(push) {
    tab.clearTimeout(written);
    const text = write();
    if (text === null || ((isDamaged || isOpening) && !push) || `#${text}` === address.hash) return;
    isDamaged = false;
    address.write(`#${text}`, { push });
  }

  /** An anchor of the page leaves what is shown as it is; its entry notes it, for the way back.
   * @param {unknown} noted */
  function passAnchor(noted) {
    if (typeof noted === "string") follow(read(`#${noted}`));
    else address.write(address.hash, { state: write() });
  }

  tab.addEventListener("pagehide", () => flush(false));
  // What is printed may hold the address.
  tab.addEventListener("beforeprint", () => {
    flush(false);
    address.flush();
  });
  tab.addEventListener("popstate", ({ state: noted }) => {
    tab.clearTimeout(written);
    if (isBare() && address.hash !== "") {
      passAnchor(noted);
      return;
    }
    const { state, refusal } = start();
    if (refusal) {
      refuse(refusal);
      return;
    }
    owed = false;
    follow(state);
    isOpening = isWaiting();
  });

  return {
    start,
    /** A link to what the page shows, which the address bar then holds as well. */
    link() {
      flush(false);
      address.flush();
      return new URL(`#${write() ?? ""}`, address.href).href;
    },
    /** @param {PageModel} model @param {PageModel} before @param {string} verb */
    changed(model, before, verb) {
      // One gesture is one entry of the history.
      const continues = model.past === before.past;
      if (model.state.request !== before.state.request && !REWRITING.has(verb) && !continues) owed = true;
      if (verb === "refused" && isRefused(model)) {
        owed = false;
        isOpening = false;
        isDamaged ||= model.answer === null && !isBare();
      }
      const isAnswered = verb === "arrived" && model.state.request === model.answer?.request;
      if (isAnswered) isOpening = false;
      if (isAnswered || verb === "refused") {
        if (owed || !isBare()) remember(owed);
      } else if (model.state !== before.state) remember(false);
    },
  };
}
