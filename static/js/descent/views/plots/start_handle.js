// The handle at the start of the runs, which is moved by a click or a drag in the plot or by the arrow keys.
/** @import { Point } from "../../../draw/geometry.js" */
/** @import { Plot } from "../../../draw/plot/scale.js" */
import { setAttribute, setText } from "../../../draw/dom.js";
import { cornersOf, isInside } from "../../../draw/plot/scale.js";
import { set, shape } from "../../../draw/svg.js";

/** Radius in pixels in which the handle can be caught, and of its ring. */
const REACH = 22;
const RING = 10;
/** The distance of the label's baseline above the middle, in pixels. */
export const LABEL_RISE = 21;

/** @typedef {{ node: SVGGElement, label: SVGTextElement }} StartHandle */

/** @param {Element} parent @returns {StartHandle} */
export function startHandle(parent) {
  const node = shape(
    "g",
    // Until it is placed it has no name and no value.
    {
      class: "start",
      "data-start": "",
      // Dragging it moves no picture around it.
      "data-drag": "",
      "data-key": "start",
      tabindex: 0,
      role: "slider",
      visibility: "hidden",
    },
    parent,
  );
  shape("circle", { class: "start-reach", r: REACH }, node);
  shape("circle", { class: "start-ring", r: RING }, node);
  shape("path", { class: "start-cross", d: "M-15 0H-5M5 0H15M0 -15V-5M0 5V15" }, node);
  const label = shape("text", { class: "start-word", y: -LABEL_RISE, "text-anchor": "middle" }, node);
  return { node, label };
}

/**
 * @param {StartHandle} handle
 * @param {Plot} plot
 * @param {Point} point in pixels
 * @param {{ name: string, label: string, value: number, valueText: string }} texts `name` for screen readers
 */
export function placeHandle({ node, label }, plot, point, texts) {
  setAttribute(node, "visibility", isInside(cornersOf(plot, 2), point) ? null : "hidden");
  set(node, {
    transform: `translate(${point.x.toFixed(2)} ${point.y.toFixed(2)})`,
    "aria-label": texts.name,
    "aria-valuenow": texts.value,
    "aria-valuemin": plot.x[0],
    "aria-valuemax": plot.x[1],
    "aria-valuetext": texts.valueText,
  });
  setText(label, texts.label);
}

/** @type {Record<string, readonly [right: number, up: number]>} */
const ARROW_KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
/** With Shift a key press moves this many times as far. */
const SHIFT_FACTOR = 10;
/** A second tap within this time, in milliseconds, makes both a double tap. */
const DOUBLE_TAP = 300;
/** Key presses within this time of each other, in milliseconds, are one gesture: one step of undo. */
const GESTURE_TIME = 1000;

/**
 * @typedef {object} StartActions
 * @property {(spot: Point) => boolean} isOnPlot
 * @property {(spot: Point, continues: boolean) => void} moveTo pixels; `continues`: the same gesture
 * @property {(right: number, up: number, continues: boolean) => void} moveBy multiples of the smallest move
 * @property {boolean} [pans] dragging beside the handle moves the picture, and a click sets the start
 */

/** @param {SVGSVGElement} svg the plot @param {StartHandle} handle @param {StartActions} actions */
export function listenForStart(svg, handle, actions) {
  listenForDrags(svg, handle.node, actions);
  listenForKeys(handle.node, actions);
}

/** @param {SVGSVGElement} svg @param {SVGGElement} handle @param {StartActions} actions */
function listenForDrags(svg, handle, { isOnPlot, moveTo, pans = false }) {
  let dragging = false;
  let continues = false;
  const drag = (/** @type {PointerEvent} */ event) => {
    moveTo(spotOf(svg, event), continues);
    continues = true;
  };
  svg.addEventListener("pointerdown", (event) => {
    const onHandle = event.target instanceof Element && event.target.closest("[data-start]") !== null;
    if (event.button !== 0 || !event.isPrimary || !(onHandle || isOnPlot(spotOf(svg, event)))) return;
    // A finger beside the handle scrolls the page.
    if ((event.pointerType === "touch" || pans) && !onHandle) return;
    dragging = true;
    continues = false;
    svg.setPointerCapture(event.pointerId);
    handle.focus({ preventScroll: true });
    event.preventDefault();
    if (!onHandle) drag(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (dragging) drag(event);
  });
  // `touch-action` does not hold for a part of a drawing: the browser would scroll after a few moves.
  handle.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  for (const name of ["pointerup", "pointercancel"])
    svg.addEventListener(name, () => {
      dragging = false;
    });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let tapped;
  svg.addEventListener("click", (event) => {
    const touched = event instanceof PointerEvent && event.pointerType === "touch";
    const onHandle = event.target instanceof Element && event.target.closest("[data-start]") !== null;
    clearTimeout(tapped);
    const spot = spotOf(svg, event);
    if (!(touched || pans) || onHandle || !isOnPlot(spot)) return;
    // Two taps show the whole map: they change no number.
    if (!touched) moveTo(spot, false);
    else if (event.detail < 2) tapped = setTimeout(() => moveTo(spot, false), DOUBLE_TAP);
  });
}

/** @param {SVGGElement} handle @param {StartActions} actions */
function listenForKeys(handle, { moveBy }) {
  let lastPress = -Infinity;
  handle.addEventListener("keydown", (event) => {
    const move = ARROW_KEYS[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const times = event.shiftKey ? SHIFT_FACTOR : 1;
    moveBy(move[0] * times, move[1] * times, event.timeStamp - lastPress < GESTURE_TIME);
    lastPress = event.timeStamp;
  });
}

/**
 * The place of a pointer in a drawing, in pixels.
 * @param {SVGSVGElement} svg @param {MouseEvent} event
 * @returns {Point}
 */
export function spotOf(svg, event) {
  const { left, top } = svg.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}
