// The scales of a plot: from numbers to pixels and back, and the ticks of its axes. No DOM.
/** @import { Point } from "../geometry.js" */
import { formatNumber } from "../../math/format.js";

/** @typedef {readonly [low: number, high: number]} Range */
/**
 * @typedef {object} Plot the box of a plot, in pixels, and its scales
 * @property {Range} x the numbers at its left and right border
 * @property {Range} y the numbers at its lower and upper border
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 * @property {number} perX pixels per unit
 * @property {number} perY
 * @property {boolean} equal both scales are the same: only then does a right angle appear as one
 */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Corners */
/**
 * @typedef {object} Grid a function of two variables, sampled
 * @property {readonly number[]} x ascending
 * @property {readonly number[]} y ascending
 * @property {readonly (readonly (number | null)[])[]} values by row (y), then column (x); null: no value
 */

// ---- the box ---------------------------------------------------------------------------------------------------

/** A view whose sides differ by more than this factor gets a scale for each axis. */
const MAX_EQUAL_RATIO = 3;
/** Height by width of a plot with two scales. */
const ASPECT = 0.76;
/** The least size of a plot in pixels, and the least height of one with two scales. */
const MIN_SIZE = 40;
const MIN_HEIGHT = 160;

/**
 * A plot of equal scales, as large as the available space allows; a view too long for that fills it with two scales.
 * @param {{ x: Range, y: Range }} view
 * @param {object} place the space in pixels, margins included
 * @param {number} place.width
 * @param {number} place.tallest
 * @param {number} place.left margin
 * @param {number} place.right
 * @param {number} place.top
 * @param {number} place.bottom
 * @param {number} [place.aspect] height by width, for axes of different kinds, which need no equal scales
 * @returns {Plot}
 */
export function plotOf(view, place) {
  const room = Math.max(MIN_SIZE, place.width - place.left - place.right);
  const tallest = Math.max(MIN_SIZE, place.tallest - place.top - place.bottom);
  const ratio = spanOf(view.y) / spanOf(view.x);
  const equal = place.aspect === undefined && ratio <= MAX_EQUAL_RATIO && ratio >= 1 / MAX_EQUAL_RATIO;
  const width = equal ? Math.min(room, tallest / ratio) : room;
  const free = Math.min(tallest, Math.max(MIN_HEIGHT, width * (place.aspect ?? ASPECT)));
  const height = equal ? width * ratio : free;
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

/** The length of a range; 1 for one of no length. @param {Range} range */
export const spanOf = ([low, high]) => high - low || 1;

/** The nearest number of a range. @param {number} value @param {Range} range */
export const clamp = (value, [low, high]) => Math.max(low, Math.min(high, value));

/** @param {Plot} plot @param {number} x @returns {number} pixels from the left */
export const acrossOf = (plot, x) => plot.left + (x - plot.x[0]) * plot.perX;
/** @param {Plot} plot @param {number} y @returns {number} pixels from the top */
export const downOf = (plot, y) => plot.top + (plot.y[1] - y) * plot.perY;
/** @param {Plot} plot @param {number} x @param {number} y @returns {Point} in pixels */
export const placeOf = (plot, x, y) => ({ x: acrossOf(plot, x), y: downOf(plot, y) });
/** The inverse of `placeOf`. @param {Plot} plot @param {Point} place @returns {Point} in the plot's units */
export const numbersAt = (plot, place) => ({
  x: plot.x[0] + (place.x - plot.left) / plot.perX,
  y: plot.y[1] - (place.y - plot.top) / plot.perY,
});
/** @param {Plot} plot @param {number} [margin] outside the plot, in pixels; negative: inside @returns {Corners} */
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
 * A number rounded to the decimals that a pixel distinguishes, so that dragging sets short numbers.
 * @param {number} value @param {number} perUnit pixels per unit
 */
export function roundedTo(value, perUnit) {
  const decimals = Math.max(0, Math.min(15, Math.ceil(Math.log10(perUnit))));
  return Number(value.toFixed(decimals)) + 0;
}

// ---- axes ------------------------------------------------------------------------------------------------------

const MAX_TICKS = 200;

/**
 * The distance of about so many ticks in a range: 1, 2 or 5 times a power of ten.
 * @param {Range} range @param {number} about
 */
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
  return Array.from({ length: Math.max(0, Math.min(MAX_TICKS, last - first + 1)) }, (_, k) => {
    const value = (first + k) * step;
    return Number(value.toPrecision(12)) + 0;
  });
}

/** @param {number} value */
export const tickText = (value) => formatNumber(value, 6);
