// Dragging sideways changes a number or a place in time. On a touch screen only a mostly horizontal movement does so:
// a mostly vertical one scrolls (`touch-action: pan-y`), and changes nothing.

/** A pointer that has moved less than this, in CSS pixels, has clicked. */
export const CLICK_DISTANCE = 4;

/** @typedef {Pick<PointerEvent, "clientX" | "clientY">} Place */

/** Whether a pointer has gone sideways since it went down. @param {Place} from @param {PointerEvent} event */
export function isSideways(from, event) {
  const dx = Math.abs(event.clientX - from.clientX);
  const dy = Math.abs(event.clientY - from.clientY);
  return dx >= CLICK_DISTANCE && (event.pointerType !== "touch" || dx > dy);
}

/** Whether one finger on a node may scroll what the node is in. @param {Element} node @param {PointerEvent} event */
export const mayScroll = (node, event) =>
  event.pointerType === "touch" && getComputedStyle(node).touchAction !== "none";

/**
 * Goes to the places of a chart or timeline that a click, a tap or a drag sideways chooses.
 * @param {HTMLElement | SVGSVGElement} element
 * @param {(event: PointerEvent) => void} go
 * @param {(event: PointerEvent) => boolean} [starts] whether a pointer may begin where it is
 * @returns {() => boolean} whether it is being dragged
 */
export function listenToScrubs(element, go, starts = () => true) {
  const node = /** @type {HTMLElement} */ (element);
  /** @type {PointerEvent | null} */
  let from = null;
  let isOn = false;
  const begin = (/** @type {PointerEvent} */ event) => {
    isOn = true;
    node.setPointerCapture(event.pointerId);
  };
  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary || !starts(event)) return;
    from = event;
    if (event.pointerType === "touch") return;
    begin(event);
    go(event);
  });
  node.addEventListener("pointermove", (event) => {
    if (!from || from.pointerId !== event.pointerId) return;
    if (!isOn && isSideways(from, event)) begin(event);
    if (isOn) go(event);
  });
  node.addEventListener("pointerup", (event) => {
    if (!from || from.pointerId !== event.pointerId) return;
    const distance = Math.hypot(event.clientX - from.clientX, event.clientY - from.clientY);
    if (!isOn && distance < 2 * CLICK_DISTANCE) go(event);
    [from, isOn] = [null, false];
  });
  node.addEventListener("pointercancel", () => {
    [from, isOn] = [null, false];
  });
  return () => isOn;
}
