// What pointer, wheel and keyboard do in the graph view.

/** @import { GraphViewState } from "./types.js" */
import { set } from "../../../draw/svg.js";
import { drawPulses } from "./update.js";
import { fit, scrollToStep, zoomTo } from "./zoom.js";

/** A press of a zoom button multiplies the scale by this; the wheel needs so many pixels for a factor of e. */
const ZOOM_STEP = 1.25;
const WHEEL_PIXELS = 400;

/** @param {GraphViewState} view */
export function listen(view) {
  listenToZoom(view);
  listenToResize(view);
  listenToDragging(view);
  listenToFocus(view);
  listenToChoices(view);
}

/** @param {GraphViewState} view */
function listenToZoom(view) {
  const { pane, zoomFit, zoomIn, zoomOut } = view;
  /** @param {number | null} scale @param {{ x: number, y: number }} [around] */
  const zoom = (scale, around) => {
    zoomTo(view, scale, around);
    if (view.screen) drawPulses(view, view.screen);
  };
  zoomOut.addEventListener("click", () => zoom(view.scale / ZOOM_STEP));
  zoomIn.addEventListener("click", () => zoom(view.scale * ZOOM_STEP));
  zoomFit.addEventListener("click", () => zoom(null));
  pane.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = pane.getBoundingClientRect();
      const around = { x: event.clientX - box.x, y: event.clientY - box.y };
      zoom(view.scale * Math.exp(-event.deltaY / WHEEL_PIXELS), around);
    },
    { passive: false },
  );
}

/** @param {GraphViewState} view */
function listenToResize(view) {
  new ResizeObserver(() => {
    const size = `${view.pane.clientWidth} ${globalThis.innerHeight}`;
    if (size === view.fittedSize) return;
    view.fittedSize = size;
    fit(view);
    view.scrolledTo = -1;
    if (view.screen) scrollToStep(view, view.screen);
  }).observe(view.pane);
}

/** Dragging the background scrolls. @param {GraphViewState} view */
function listenToDragging(view) {
  const { pane } = view;
  pane.addEventListener("pointerdown", (event) => {
    const isBackground =
      event.target instanceof Element && !event.target.closest("[data-node],[data-handle]");
    if (event.pointerType === "mouse" && event.button === 0 && isBackground)
      view.grabbed = { x: event.clientX, y: event.clientY, left: pane.scrollLeft, top: pane.scrollTop };
  });
  pane.addEventListener("pointermove", (event) => {
    const { grabbed } = view;
    if (!grabbed || !(event.buttons & 1)) {
      view.grabbed = null;
      return;
    }
    pane.scrollLeft = grabbed.left - event.clientX + grabbed.x;
    pane.scrollTop = grabbed.top - event.clientY + grabbed.y;
  });
}

/** The address under the pointer or the keyboard focus is dispatched; the page highlights it through `screen.focus`.
 * @param {GraphViewState} view */
function listenToFocus(view) {
  const { context, pane, svg } = view;
  const hover = (/** @type {EventTarget | null} */ target) => {
    const node = target instanceof Element ? target.closest("[data-focus],[data-address]") : null;
    const address = node?.getAttribute("data-focus") ?? node?.getAttribute("data-address") ?? null;
    if (address === view.hovered) return;
    view.hovered = address;
    context.dispatch("focus", address);
  };
  for (const name of ["pointerover", "focusin"])
    pane.addEventListener(name, (event) => {
      hover(event.target);
      showHandle(svg, event.target);
    });
  for (const name of ["pointerleave", "focusout"]) pane.addEventListener(name, () => hover(null));
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
