// The error of a difference against h, both as powers of ten: box, points, and where it is lowest. Pure.
/** @import { Plot, Range } from "../../draw/plot/scale.js" */
/** @import { Check } from "../types.js" */
import { placeOf, plotOf } from "../../draw/plot/scale.js";

/** The two precisions, and the look of each: a solid line with discs, a dashed one with squares. */
export const PRECISIONS = /** @type {const} */ (["error64", "error32"]);
/** @typedef {(typeof PRECISIONS)[number]} Precision */
/** An error of 0 is drawn here, at the lowest place: all digits agree. */
const LOWEST = 1e-17;
/** More than the whole gradient is drawn at the top. */
const HIGHEST = 10;

/** @param {number} error */
const heightOf = (error) => Math.log10(Math.min(HIGHEST, Math.max(LOWEST, error)));

/** The powers of ten that a box has to hold. @param {readonly number[]} heights @returns {Range} */
function powers(heights) {
  const [low, high] = [Math.floor(Math.min(...heights)), Math.ceil(Math.max(...heights))];
  return [low, Math.max(high, low + 1)];
}

/** @param {Check["curve"]} curve @param {{width: number, height: number}} size in pixels @returns {Plot} */
export function boxOf(curve, { width, height }) {
  const errors = PRECISIONS.flatMap((name) => curve[name].filter((error) => error !== null)).map(heightOf);
  const view = { x: powers(curve.h.map(Math.log10)), y: errors.length > 0 ? powers(errors) : powers([0, 1]) };
  const place = { width, tallest: height, left: 44, right: 12, top: 20, bottom: 40, aspect: 10 };
  return plotOf(view, place);
}

/** The points of a precision in pixels, in the order of h. @param {Check["curve"]} curve @param {Precision} name
 * @param {Plot} plot @returns {{x: number, y: number}[]} */
export const pointsOf = (curve, name, plot) =>
  curve.h.flatMap((h, k) => {
    const error = curve[name][k] ?? null;
    return error === null ? [] : [placeOf(plot, Math.log10(h), heightOf(error))];
  });

/** Which h is best for a precision; null: none can be computed. @param {Check["curve"]} curve @param {Precision} name
 * @returns {{h: number, error: number} | null} */
export function bestOf(curve, name) {
  /** @type {{h: number, error: number} | null} */
  let best = null;
  curve.h.forEach((h, k) => {
    const error = curve[name][k] ?? null;
    if (error !== null && (best === null || error < best.error)) best = { h, error };
  });
  return best;
}

/** The powers of ten of an axis, at most so many. @param {Range} range @param {number} most */
export function powersOf([low, high], most) {
  const step = Math.max(1, Math.ceil((high - low) / most));
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, k) => low + k * step);
}
