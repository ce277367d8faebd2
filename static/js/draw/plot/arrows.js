// Arrows in a plot: gradients with the tangent of the contour, and pointers to what lies outside. No DOM.
/** @import { Point } from "../geometry.js" */
/** @import { Plot } from "./scale.js" */
import { at } from "../../core/at.js";
import { arrowHead } from "../geometry.js";
import { polyline } from "./lines.js";
import { cornersOf, isInside, placeOf, spanOf } from "./scale.js";

/** @param {number} x @param {number} y @returns {Point} */
function unit(x, y) {
  const length = Math.hypot(x, y) || 1;
  return { x: x / length, y: y / length };
}

/**
 * The point at some distance from another.
 * @param {Point} from @param {Point} direction a unit vector @param {number} distance
 */
const along = (from, direction, distance) => ({
  x: from.x + direction.x * distance,
  y: from.y + direction.y * distance,
});

/** The largest size of the right-angle mark and of the arrow head, in pixels. */
const MAX_MARK = 19;
const MAX_HEAD = 15;

/**
 * The gradient at a point, the tangent of the contour and the right angle between them, as path strings.
 * @typedef {object} Slope
 * @property {Point} tip of the gradient's arrow
 * @property {string} line
 * @property {string} head
 * @property {string} tangent
 * @property {string} corner the mark of the right angle
 * @property {Point} aside a place for a label, beyond the tip
 */

/**
 * The gradient at a point as an arrow, and the tangent of the contour across it. In a plot of two scales both are
 * drawn
 * as they appear there, and so is the angle between them.
 * @param {Plot} plot
 * @param {Point} point in pixels
 * @param {readonly [number, number]} gradient
 * @param {number} length in pixels
 * @returns {Slope | null} null where the gradient is zero
 */
export function slopeOf(plot, point, gradient, length) {
  const size = Math.max(Math.abs(gradient[0]), Math.abs(gradient[1]));
  if (!(size > 0) || !Number.isFinite(size)) return null;
  const [gx, gy] = [gradient[0] / size, gradient[1] / size];
  const uphill = unit(gx * plot.perX, -gy * plot.perY);
  const level = unit(-gy * plot.perX, -gx * plot.perY);
  const tip = along(point, uphill, length);
  const mark = Math.min(MAX_MARK, length * 0.36);
  const head = Math.min(MAX_HEAD, length * 0.4);
  const besides = along(point, level, mark);
  return {
    tip,
    line: polyline([point, along(tip, uphill, -head * 0.8)]),
    head: arrowHead(tip, Math.atan2(uphill.y, uphill.x), head, 0.36),
    tangent: polyline([along(point, level, -length), along(point, level, length)]),
    corner: polyline([
      besides,
      { x: point.x + (level.x + uphill.x) * mark, y: point.y + (level.y + uphill.y) * mark },
      along(point, uphill, mark),
    ]),
    aside: along(tip, uphill, 10),
  };
}

/**
 * The indices of the points of a trajectory that are in the plot and at least `between` pixels from the one before.
 * @param {Plot} plot @param {readonly number[]} xs @param {readonly number[]} ys @param {number} between
 * @returns {number[]}
 */
export function pointsApart(plot, xs, ys, between) {
  const corners = cornersOf(plot, 1);
  /** @type {number[]} */
  const kept = [];
  /** @type {Point | null} */
  let before = null;
  xs.forEach((x, k) => {
    const point = placeOf(plot, x, at(ys, k));
    if (!isInside(corners, point)) return;
    if (before && Math.hypot(point.x - before.x, point.y - before.y) < between) return;
    before = point;
    kept.push(k);
  });
  return kept;
}

/** The length of the longest gradient, in pixels. */
const MAX_ARROW = 104;
/** The shortest gradient's length as a share of the longest's. */
const MIN_ARROW_SHARE = 0.1;

/**
 * The length at which a gradient is drawn, in pixels: logarithmic, a fifth shorter for every power of ten.
 * @param {number} norm @param {number} largest the largest norm of the run
 */
export function arrowLength(norm, largest) {
  if (!(norm > 0) || !(largest > 0)) return 0;
  const decades = Math.log10(Math.min(1, norm / largest));
  return MAX_ARROW * Math.max(MIN_ARROW_SHARE, 1 + decades / 5);
}

/**
 * Where the line from the plot's middle to a point outside crosses the border.
 * @typedef {object} Exit
 * @property {Point} at
 * @property {string} head an arrow head that points outwards
 * @property {Point} inward a place for a label, inside
 */

/**
 * @param {Plot} plot @param {number} x @param {number} y in the plot's units, as large as they may be
 * @returns {Exit | null} null for a point inside
 */
export function exitOf(plot, x, y) {
  const halfX = spanOf(plot.x) / 2;
  const halfY = spanOf(plot.y) / 2;
  const u = x / halfX - (plot.x[0] + halfX) / halfX;
  const v = y / halfY - (plot.y[0] + halfY) / halfY;
  const far = Math.max(Math.abs(u), Math.abs(v));
  if (far <= 1) return null;
  const border = {
    x: plot.left + (plot.width / 2) * (1 + u / far),
    y: plot.top + (plot.height / 2) * (1 - v / far),
  };
  const out = unit((u / far) * plot.width, (-v / far) * plot.height);
  return {
    at: border,
    head: arrowHead(border, Math.atan2(out.y, out.x), 18, 0.42),
    inward: along(border, out, -26),
  };
}
