// Searching an ascending list of numbers, and interpolating between its entries. No DOM.
import { at } from "../../core/at.js";

/**
 * The index k with list[k] <= value < list[k + 1], by bisection; the first or the last interval for a value outside.
 * @param {readonly number[]} list ascending
 * @param {number} value
 */
export function intervalOf(list, value) {
  let low = 0;
  let high = list.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (at(list, middle) <= value) low = middle;
    else high = middle;
  }
  return low;
}

/** The share of an interval that lies below `value`; an interval of no length counts as one long.
 * @param {number} value @param {number} low @param {number} high */
export const shareOfInterval = (value, low, high) => (value - low) / (high - low || 1);

/**
 * The value of a curve at `x`, interpolated linearly; null outside its points and next to a point without a value.
 * @param {readonly number[]} xs ascending
 * @param {readonly (number | null)[]} ys
 * @param {number} x
 */
export function curveAt(xs, ys, x) {
  const k = intervalOf(xs, x);
  const [x0, x1, y0, y1] = [xs[k], xs[k + 1], ys[k], ys[k + 1]];
  if (x0 === undefined || x1 === undefined || typeof y0 !== "number" || typeof y1 !== "number") return null;
  if (x < x0 || x > x1) return null;
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0 || 1);
}
