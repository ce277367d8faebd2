// The scales of a plot: numbers to places in pixels and back, and the ticks of its axes. No DOM.
/** @import { Point } from "../geometry.js" */
import { formatNumber } from "../../math/format.js";

/** @typedef {readonly [number, number]} Range low, high */
/**
 * @typedef {object} Plot
 * @property {Range} x the numbers at its left and right border
 * @property {Range} y the numbers at its lower and upper border
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 * @property {number} perX pixels for one
 * @property {number} perY
 * @property {boolean} equal whether one is as long across as it is up: only then is a right angle a right angle
 */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Corners */
/** @typedef {{ x: readonly number[], y: readonly number[], values: readonly (readonly (number | null)[])[] }} Grid values by row (y), then column (x) */

// ---- the box ---------------------------------------------------------------------------------------------------

/** A view longer than this, one way or the other, is drawn with two scales. */
const LONGEST = 3;
/** How high a plot of two scales is, for its width. */
const SHAPE = 0.76;

/**
 * A plot of equal scales as large as its place allows; a view too long for that fills the place with two scales.
 * @param {{ x: Range, y: Range }} view
 * @param {{ width: number, tallest: number, left: number, right: number, top: number, bottom: number, free?: number }} place
 *   its size and margins in pixels; `free`: how high it is for its width, where the axes are of different kinds and need no equal scales
 * @returns {Plot}
 */
export function plotOf(view, place) {
  const room = Math.max(40, place.width - place.left - place.right);
  const tallest = Math.max(40, place.tallest - place.top - place.bottom);
  const ratio = spanOf(view.y) / spanOf(view.x);
  const equal = place.free === undefined && ratio <= LONGEST && ratio >= 1 / LONGEST;
  const width = equal ? Math.min(room, tallest / ratio) : room;
  const height = equal ? width * ratio : Math.min(tallest, Math.max(160, width * (place.free ?? SHAPE)));
  return {
    x: view.x,
    y: view.y,
    width,
    height,
    equal,
    top: place.top,
    left: place.left + (room - width) / 2,
    perX: width / spanOf(view.x),
    perY: height / spanOf(view.y),
  };
}

export const spanOf = (/** @type {Range} */ [low, high]) => high - low || 1;

/** @param {Plot} plot @param {number} x */
export const acrossOf = (plot, x) => plot.left + (x - plot.x[0]) * plot.perX;
/** @param {Plot} plot @param {number} y */
export const downOf = (plot, y) => plot.top + (plot.y[1] - y) * plot.perY;
/** @param {Plot} plot @param {number} x @param {number} y @returns {Point} */
export const placeOf = (plot, x, y) => ({ x: acrossOf(plot, x), y: downOf(plot, y) });
/** The numbers at a place. @param {Plot} plot @param {Point} place @returns {Point} */
export const numbersAt = (plot, place) => ({
  x: plot.x[0] + (place.x - plot.left) / plot.perX,
  y: plot.y[1] - (place.y - plot.top) / plot.perY,
});
/** @param {Plot} plot @param {number} [margin] @returns {Corners} */
export const cornersOf = (plot, margin = 0) => ({
  left: plot.left - margin,
  top: plot.top - margin,
  right: plot.left + plot.width + margin,
  bottom: plot.top + plot.height + margin,
});
/** @param {Corners} box @param {Point} p */
export const isInside = (box, p) =>
  p.x >= box.left && p.x <= box.right && p.y >= box.top && p.y <= box.bottom;

/**
 * A number as exact as a pixel of the plot can tell: what one drags to is a short number.
 * @param {number} value @param {number} perUnit pixels for one
 */
export function roundedTo(value, perUnit) {
  const decimals = Math.max(0, Math.min(15, Math.ceil(Math.log10(perUnit))));
  return Number(value.toFixed(decimals)) + 0;
}

// ---- axes ------------------------------------------------------------------------------------------------------

/** How far round numbers stand apart when there are about so many: 1, 2 or 5 times a power of ten. @param {Range} range @param {number} about */
export function tickStep(range, about) {
  const raw = spanOf(range) / Math.max(1, about);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find((n) => n * power >= raw * 0.999) ?? 10;
  return step * power;
}

/** Round numbers within a range. @param {Range} range @param {number} about how many */
export function ticksOf(range, about) {
  const step = tickStep(range, about);
  const first = Math.ceil(range[0] / step - 1e-9);
  const last = Math.floor(range[1] / step + 1e-9);
  return Array.from({ length: Math.max(0, Math.min(200, last - first + 1)) }, (_, k) => {
    const value = (first + k) * step;
    return Number(value.toPrecision(12)) + 0;
  });
}

/** @param {number} value */
export const tickText = (value) => formatNumber(value, 6);
