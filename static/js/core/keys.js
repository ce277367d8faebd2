// The keys of a page: the verb of each, and when a key belongs to the field or button in focus instead.
/** @import { Call, Dispatch, PageVerbs } from "./types.js" */

/**
 * The verbs of keys.
 * @template [V=PageVerbs]
 * @typedef {Record<string, Call<V> | ((model: any) => Call<V> | null)>} Keys
 */

/** The keys of every page. @type {Keys} */
const COMMON = {
  " ": ["toggle"],
  ArrowRight: ["next"],
  ArrowLeft: ["back"],
  Home: ["first"],
  End: ["last"],
  "?": ["help"],
  1: ["chooseGrouping", "neuron"],
  2: ["chooseGrouping", "layer"],
  3: ["chooseGrouping", "phase"],
};

/** Scrolls a box sideways that can scroll further; what is cut off is never scrolled.
 * @param {Element} box @param {number} by in CSS pixels */
function scrolls(box, by) {
  if (!/auto|scroll/.test(getComputedStyle(box).overflowX)) return false;
  const before = box.scrollLeft;
  box.scrollBy(by, 0);
  return box.scrollLeft !== before;
}

/** @template V @param {Document | HTMLElement} page the keys count while the focus is in it
 *  @param {Dispatch<V>} dispatchOwn @param {() => unknown} model @param {Keys<V>} own */
export function listen(page, dispatchOwn, model, own) {
  /** @type {Keys} */
  const keys = { ...COMMON, .../** @type {Keys} */ (/** @type {unknown} */ (own)) };
  const dispatch = /** @type {Dispatch} */ (/** @type {unknown} */ (dispatchOwn));
  page.addEventListener("keydown", (/** @type {any} */ happened) => {
    const event = /** @type {KeyboardEvent} */ (happened);
    const at = event.target instanceof Element ? event.target : null;
    if (event.defaultPrevented || page.querySelector("dialog[open]")) return;
    // The first Escape closes a menu.
    if (event.key === "Escape" && page.querySelector(".menu:popover-open")) return;
    const typing =
      at !== null && at.closest("input:not([type=checkbox]), select, textarea, [contenteditable]") !== null;
    // While a number is being typed its field undoes the typing; once it counts, the page's undo does.
    const counts = !typing || at?.matches("select, input.number:not([data-typing])");
    if ((event.ctrlKey || event.metaKey) && !event.altKey && counts) {
      const key = event.key.toLowerCase();
      if (key === "z") dispatch(event.shiftKey ? "redo" : "undo");
      else if (key === "y") dispatch("redo");
      else return;
      event.preventDefault();
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    // Space and Enter belong to the button, link or switch in focus.
    if (
      (event.key === " " || event.key === "Enter") &&
      at?.closest("button, a, summary, [role=button], [role=switch], input")
    )
      return;
    const across = { ArrowRight: 40, ArrowLeft: -40 }[event.key];
    if (across && at && scrolls(at, across)) {
      event.preventDefault();
      return;
    }
    const entry = keys[event.key];
    if (!entry) return;
    const said = typeof entry === "function" ? entry(model()) : entry;
    if (said) dispatch(...said);
    event.preventDefault();
  });
}
