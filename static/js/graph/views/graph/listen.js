// What pointer and keyboard do in the graph view.

/** @import { GraphViewState } from "./types.js" */
import { listenToPointed, numberAt } from "../../../core/browser/pointed.js";
import { set } from "../../../draw/svg.js";

/** @param {GraphViewState} view */
export function listen(view) {
  listenToFocus(view);
  listenToChoices(view);
}

/** The address under the pointer or the keyboard focus is dispatched; the page highlights it through `screen.focus`.
 * @param {GraphViewState} view */
function listenToFocus(view) {
  const { context, pane, svg } = view;
  const hover = (/** @type {EventTarget | null} */ target) => {
    const node = numberAt(target);
    const address = node?.getAttribute("data-focus") ?? node?.getAttribute("data-address") ?? null;
    if (address === view.hovered) return;
    view.hovered = address;
    context.dispatch("focus", address);
  };
  const underPointer = listenToPointed(pane, hover);
  pane.addEventListener("pointerover", ({ target }) => showHandle(svg, target));
  pane.addEventListener("focusin", ({ target }) =>
    showHandle(svg, numberAt(target) ? target : (underPointer() ?? target)),
  );
}

/** Shows the handle that folds the node under the pointer or the focus, and no other.
 * @param {SVGSVGElement} svg @param {EventTarget | null} target */
function showHandle(svg, target) {
  const part = target instanceof Element ? target.closest("[data-node],[data-handle]") : null;
  const id = part?.getAttribute("data-node") ?? part?.getAttribute("data-of") ?? null;
  for (const handle of svg.querySelectorAll('[data-handle="collapse"]')) {
    const isShown = handle.getAttribute("data-of") === id;
    set(handle, { "data-shown": isShown ? "" : null, tabindex: isShown ? 0 : -1 });
  }
}

/** Nodes are selected, boxes folded and opened; a click on the background ends the selection.
 * @param {GraphViewState} view */
function listenToChoices(view) {
  const { context, pane } = view;
  pane.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || choose(view, event.target)) return;
    const isBackground = event.target.closest("svg") && !event.target.closest("[data-node],.part");
    if (isBackground && view.screen?.state.selected !== null) context.dispatch("select", null);
  });
  pane.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    if (!(event.target instanceof Element) || !choose(view, event.target)) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/** @param {GraphViewState} view @param {Element} target @returns {boolean} whether something was chosen */
function choose({ context, screen }, target) {
  const handle = target.closest("[data-handle]");
  if (handle) {
    const verb = /** @type {"collapse" | "expand"} */ (handle.getAttribute("data-handle"));
    context.dispatch(verb, Number(handle.getAttribute("data-of")));
    return true;
  }
  const node = target.closest("[data-node][role=button]") ?? target.closest("[data-ball]");
  if (!node || !screen) return false;
  const id = Number(node.getAttribute("data-node") ?? node.getAttribute("data-ball"));
  context.dispatch("select", screen.state.selected === id ? null : id);
  return true;
}
