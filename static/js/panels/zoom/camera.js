// The view of a picture: a pane shows a part of its content by a CSS transform. The view follows changes of both sizes,
// and what the user has chosen stays.

/** @import { Box, Point } from "../../draw/geometry.js" */
/** @import { Sizes, View } from "./view.js" */
import { media } from "../../core/browser/media.js";
import { ease } from "../../draw/pulses.js";
import {
  clampedView,
  firstView,
  isLarger,
  keptView,
  movedView,
  revealingView,
  scaledView,
  viewBetween,
  wholeScale,
} from "./view.js";

/** The largest scale: a multiple of the one that shows the whole picture, and at least the other. */
const MAX_OF_WHOLE = 8;
const MAX_SCALE = 3;
/** A scale this close to 1 is 1: sizes are whole pixels, and a picture that fits is not scaled for a part of one. */
const NEARLY = 0.005;
/** How long the view takes to reach the place of the next step, in ms. */
const GLIDE = 240;

/**
 * @typedef {object} CameraOptions
 * @property {HTMLElement} pane in the page
 * @property {HTMLElement} content a child of the pane, of a size of its own
 * @property {() => number} [largest] the largest scale of the whole picture; 1 if left out
 * @property {(whole: number) => number} [home] the scale at which the picture is shown first, from the one that shows
 *   all of it; the content's own size where it is larger than the pane, if left out
 * @property {(view: View) => void} changed called after every change of the view
 */
/**
 * @typedef {object} CameraState
 * @property {View} view
 * @property {"home" | "whole" | "free"} choice the first view, the whole picture, or a view of the user's own
 * @property {Box | null} place of the content that was last brought into sight, in parts of its width and height
 * @property {number} gliding the next frame of a movement; 0: the view stands still
 * @property {() => boolean} isStill whether movements are not wanted
 */
/** @typedef {CameraOptions & CameraState} Camera */

/** @param {CameraOptions} options @returns {Camera} */
export function createCamera(options) {
  const still = media("(prefers-reduced-motion: reduce)");
  return {
    ...options,
    view: { scale: 1, x: 0, y: 0 },
    choice: "home",
    place: null,
    gliding: 0,
    isStill: () => still.matches,
  };
}

/** @param {Camera} camera @returns {Sizes} */
const sizesOf = ({ pane, content }) => ({
  pane: { width: pane.clientWidth, height: pane.clientHeight },
  content: { width: content.offsetWidth, height: content.offsetHeight },
});

/** @param {Sizes} sizes */
const isHidden = ({ pane, content }) =>
  Math.min(pane.width, pane.height, content.width, content.height) === 0;

/** The scales of the whole picture and of the first view, and the limits of what can be chosen.
 * @param {Camera} camera @param {Sizes} sizes */
function scalesOf({ largest = () => 1, home }, sizes) {
  const exact = wholeScale(sizes, largest());
  const whole = Math.abs(exact - 1) < NEARLY ? 1 : exact;
  const first = home ? home(whole) : Math.max(whole, Math.min(1, largest()));
  return {
    whole,
    first,
    low: Math.min(whole, first),
    high: Math.max(MAX_SCALE, whole * MAX_OF_WHOLE),
  };
}

/** @param {Camera} camera changed in place @param {View} view */
function show(camera, view) {
  const { pane, content, changed } = camera;
  const { scale, x, y } = view;
  camera.view = view;
  const [dx, dy] = [x - content.offsetLeft, y - content.offsetTop];
  const isPlain = scale === 1 && Math.abs(dx) < 0.5 && Math.abs(dy) < 0.5;
  const transform = `translate(${dx.toFixed(2)}px, ${dy.toFixed(2)}px) scale(${scale.toFixed(5)})`;
  content.style.setProperty("transform", isPlain ? "none" : transform);
  const isCut = isLarger(view, sizesOf(camera));
  pane.toggleAttribute("data-larger", isCut);
  pane.toggleAttribute("data-unfitted", isCut || camera.choice === "free");
  changed(view);
}

/** After a change of a size: the first view and the whole picture are fitted again, a view of one's own stays.
 * @param {Camera} camera changed in place */
export function refit(camera) {
  const sizes = sizesOf(camera);
  if (isHidden(sizes)) return;
  stop(camera);
  const { choice, place, view } = camera;
  const { whole, first, low, high } = scalesOf(camera, sizes);
  if (choice === "free") {
    const scale = Math.max(low, Math.min(high, view.scale));
    show(camera, keptView({ ...view, scale }, sizes));
    return;
  }
  const next = firstView(choice === "whole" ? whole : first, sizes);
  const box = place && scaledBox(place, sizes.content.width, sizes.content.height);
  show(camera, box ? clampedView(revealingView(next, box, sizes.pane), sizes) : next);
}

/** @param {Box} box @param {number} across @param {number} down @returns {Box} */
const scaledBox = ({ x, y, w, h }, across, down) => ({
  x: x * across,
  y: y * down,
  w: w * across,
  h: h * down,
});

/** Shows the whole picture; if that is shown, the first view. @param {Camera} camera changed in place */
export function fit(camera) {
  const { whole, first } = scalesOf(camera, sizesOf(camera));
  const isWhole = Math.abs(camera.view.scale - whole) < 1e-4 * whole;
  camera.choice = isWhole && first !== whole ? "home" : "whole";
  refit(camera);
}

/** Changes the scale by a factor.
 * @param {Camera} camera changed in place @param {number} factor
 * @param {Point} [around] a point of the pane; its middle if left out */
export function zoom(camera, factor, around) {
  const sizes = sizesOf(camera);
  if (isHidden(sizes)) return;
  const { low, high } = scalesOf(camera, sizes);
  if (camera.view.scale * factor <= low) {
    // Out to the limit: the whole picture, in its middle.
    camera.choice = "whole";
    refit(camera);
    return;
  }
  const scale = Math.min(high, camera.view.scale * factor);
  if (scale === camera.view.scale) return;
  const { width, height } = sizes.pane;
  choose(camera, scaledView(camera.view, scale, around ?? { x: width / 2, y: height / 2 }));
}

/** @param {Camera} camera changed in place @param {number} dx @param {number} dy */
export const pan = (camera, dx, dy) => choose(camera, movedView(camera.view, dx, dy));

/** Whether there is more of the picture than the pane shows. @param {Camera} camera */
export const canPan = (camera) => isLarger(camera.view, sizesOf(camera));

/** @param {Camera} camera changed in place @param {View} view */
function choose(camera, view) {
  stop(camera);
  camera.choice = "free";
  show(camera, keptView(view, sizesOf(camera)));
}

/** Brings a box of the content into sight; a picture that is in sight as a whole stays as it is.
 * @param {Camera} camera changed in place @param {Box} box in pixels of the content */
export function reveal(camera, box) {
  const sizes = sizesOf(camera);
  const { width, height } = sizes.content;
  camera.place = scaledBox(box, 1 / (width || 1), 1 / (height || 1));
  if (isHidden(sizes) || !isLarger(camera.view, sizes)) return;
  const target = clampedView(revealingView(camera.view, box, sizes.pane), sizes);
  if (Math.hypot(target.x - camera.view.x, target.y - camera.view.y) > 0.5) glide(camera, target);
}

/** Brings elements of the content into sight together.
 * @param {Camera} camera changed in place @param {readonly Element[]} nodes */
export function revealAll(camera, nodes) {
  const { pane, view } = camera;
  const boxes = nodes.map((node) => node.getBoundingClientRect()).filter(({ width }) => width > 0);
  if (boxes.length === 0) return;
  const corner = pane.getBoundingClientRect();
  const left = Math.min(...boxes.map((box) => box.left));
  const right = Math.max(...boxes.map((box) => box.right));
  const top = Math.min(...boxes.map((box) => box.top));
  const bottom = Math.max(...boxes.map((box) => box.bottom));
  reveal(camera, {
    x: ((left + right) / 2 - corner.left - pane.clientLeft - view.x) / view.scale,
    y: ((top + bottom) / 2 - corner.top - pane.clientTop - view.y) / view.scale,
    w: (right - left) / view.scale,
    h: (bottom - top) / view.scale,
  });
}

/** @param {Camera} camera changed in place */
function stop(camera) {
  if (camera.gliding) cancelAnimationFrame(camera.gliding);
  camera.gliding = 0;
}

/** @param {Camera} camera changed in place @param {View} target */
function glide(camera, target) {
  stop(camera);
  if (camera.isStill()) {
    show(camera, target);
    return;
  }
  const from = camera.view;
  const start = performance.now();
  const frame = (/** @type {number} */ now) => {
    const part = Math.max(0, Math.min(1, (now - start) / GLIDE));
    camera.gliding = part < 1 ? requestAnimationFrame(frame) : 0;
    show(camera, viewBetween(from, target, ease(part)));
  };
  camera.gliding = requestAnimationFrame(frame);
}
