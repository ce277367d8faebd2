// The gestures on a picture: wheel, pinch, dragging, double click. What they change is up to the picture.

/** @import { Point } from "../../draw/geometry.js" */
import { CLICK_DISTANCE, isSideways, mayScroll } from "../../core/browser/drag.js";

/**
 * @typedef {object} Gestures what a picture does
 * @property {(factor: number, around?: Point) => void} zoom `around`: a point of the pane, in CSS pixels; its middle if
 *   left out
 * @property {(dx: number, dy: number) => void} pan in CSS pixels
 * @property {() => void} fit
 * @property {() => boolean} canPan whether there is more of the picture than its pane shows
 * @property {boolean} [isEndless] a map: there always is
 */
/** A pointer that is down; `isHeld`: it holds something that is dragged for itself.
 * @typedef {Point & { isHeld: boolean }} Finger */

/** Pixels of a wheel, and of a trackpad's pinch, for a factor of e. */
const WHEEL_PIXELS = 400;
const PINCH_PIXELS = 100;
/** A turn of the wheel by less than this with the Ctrl key is a pinch on a trackpad. */
const PINCH_LIMIT = 50;
/** Pixels of a line and of a page, where a wheel counts these. */
const WHEEL_UNITS = [1, 16, 400];
/** What is dragged or typed in for itself. */
const HELD = "[data-edit],[data-drag],input,select,textarea,button,a";
/** What a double click on it belongs to. */
const NOT_GROUND = `${HELD},[data-focus],[data-address],[data-node],[role=button]`;

/** @param {HTMLElement} pane @param {Gestures} gestures */
export function listenToGestures(pane, gestures) {
  listenToWheel(pane, gestures);
  listenToPointers(pane, gestures);
  pane.addEventListener("dblclick", ({ target }) => {
    if (target instanceof Element && !target.closest(NOT_GROUND)) gestures.fit();
  });
}

/** The wheel zooms; where the page around scrolls, only with the Ctrl key. Sideways it pans.
 * @param {HTMLElement} pane @param {Gestures} gestures */
function listenToWheel(pane, { zoom, pan }) {
  pane.addEventListener(
    "wheel",
    (event) => {
      const { ctrlKey, metaKey, shiftKey } = event;
      const isForced = ctrlKey || metaKey;
      if (!isForced && scrollsAround(pane)) return;
      event.preventDefault();
      const unit = WHEEL_UNITS[event.deltaMode] ?? 1;
      const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
      if (!isForced && (shiftKey || Math.abs(dx) > Math.abs(dy))) {
        pan(-(dx || dy), 0);
        return;
      }
      const pixels = ctrlKey && Math.abs(dy) < PINCH_LIMIT ? PINCH_PIXELS : WHEEL_PIXELS;
      zoom(Math.exp(-dy / pixels), pointIn(pane, event));
    },
    { passive: false },
  );
}

/** Whether a plain wheel scrolls something that the pane is in. @param {Element} pane */
function scrollsAround(pane) {
  const { documentElement: page, fullscreenElement } = pane.ownerDocument;
  for (let node = pane.parentElement; node; node = node.parentElement) {
    const { overflowY } = getComputedStyle(node);
    const scrolls =
      overflowY === "auto" || overflowY === "scroll" || (node === page && overflowY === "visible");
    if (scrolls && node.scrollHeight > node.clientHeight + 1) return true;
    if (node === fullscreenElement) return false;
  }
  return false;
}

/** A point of the window in the pane. @param {Element} pane @param {{ clientX: number, clientY: number }} point
 * @returns {Point} */
export function pointIn(pane, { clientX, clientY }) {
  const { left, top } = pane.getBoundingClientRect();
  return { x: clientX - left - pane.clientLeft, y: clientY - top - pane.clientTop };
}

/** One pointer pans, two zoom and pan. A click that ends a gesture chooses nothing.
 * @param {HTMLElement} pane @param {Gestures} gestures */
function listenToPointers(pane, gestures) {
  /** @type {Map<number, Finger>} */
  const fingers = new Map();
  /** Where the first of them went down. */
  let first = { clientX: 0, clientY: 0 };
  let isMoving = false;
  let isOver = false;
  pane.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !(event.target instanceof Element)) return;
    const isHeld = event.target.closest(HELD) !== null;
    // A mouse has a single pointer: one that is still known was released outside the window.
    if (event.pointerType === "mouse") fingers.clear();
    if (fingers.size === 0) [first, isMoving, isOver] = [event, false, false];
    fingers.set(event.pointerId, { ...pointIn(pane, event), isHeld });
  });
  pane.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    if (event.buttons === 0) {
      fingers.delete(event.pointerId);
      return;
    }
    const now = { ...pointIn(pane, event), isHeld: before.isHeld };
    const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, finger]) => finger);
    const isPinch = others.length > 0;
    if (!isMoving) {
      // One finger scrolls the page that a picture is in, and moves it only sideways; a map has no end sideways.
      const scrolls = mayScroll(pane, event) && (gestures.isEndless || !isSideways(first, event));
      if (!isPinch && scrolls) return;
      const isFar =
        Math.hypot(event.clientX - first.clientX, event.clientY - first.clientY) >= CLICK_DISTANCE;
      if (!isPinch && (!isFar || before.isHeld || !gestures.canPan())) return;
      isMoving = true;
      pane.setPointerCapture(event.pointerId);
      pane.dataset["grabbed"] = "";
    }
    fingers.set(event.pointerId, now);
    const [other] = others;
    if (other) pinch(gestures, before, now, other);
    else gestures.pan(now.x - before.x, now.y - before.y);
  });
  for (const name of /** @type {const} */ (["pointerup", "pointercancel"]))
    pane.addEventListener(name, (event) => {
      fingers.delete(event.pointerId);
      if (fingers.size > 0) return;
      delete pane.dataset["grabbed"];
      isOver = isMoving;
      // The click follows at once, or not at all.
      if (isOver) setTimeout(() => (isOver = false));
      isMoving = false;
    });
  pane.addEventListener(
    "click",
    (event) => {
      if (!isOver) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
}

/** One of two fingers has moved. @param {Gestures} gestures @param {Point} before @param {Point} now
 * @param {Point} other */
function pinch({ zoom, pan }, before, now, other) {
  const [old, next] = [before, now].map(({ x, y }) => Math.hypot(x - other.x, y - other.y));
  if (old && next) zoom(next / old, { x: (before.x + other.x) / 2, y: (before.y + other.y) / 2 });
  pan((now.x - before.x) / 2, (now.y - before.y) / 2);
}
