// The window of a plot that is zoomed and moved: ranges in, ranges out. No DOM.
/** @import { Point } from "../geometry.js" */
/** @import { Plot, Range } from "./scale.js" */
import { spanOf } from "./scale.js";

/** @typedef {{ x: Range, y: Range }} PlotView */

/** A window is not so narrow that float64 could not tell its points apart, */
const LEAST_SHARE = 1e-9;
/** not so wide against the one that fits, and not so far out that its ends could not be asked for. */
const MOST_TIMES = 1e6;
const FARTHEST = 1e100;
/** A factor this close to 1 is rounding. */
const LEAST_CHANGE = 1e-6;

/** The narrowest span at a place. @param {Range} range */
const leastSpan = ([low, high]) =>
  Math.max(Math.abs(low), Math.abs(high), Number.MIN_VALUE / LEAST_SHARE) * LEAST_SHARE;

/** @param {Range} range */
const isWithin = ([low, high]) => low >= -FARTHEST && high <= FARTHEST;

/** Both ranges changed alike, or the window itself where one of them cannot be.
 * @param {PlotView} view @param {(range: Range, axis: "x" | "y") => Range} change */
function changed(view, change) {
  const next = { x: change(view.x, "x"), y: change(view.y, "y") };
  return isWithin(next.x) && isWithin(next.y) ? next : view;
}

/**
 * A window `factor` times as large on the screen; a point of it stays where it is. Both axes keep their ratio.
 * @param {PlotView} view @param {PlotView} fit the window that shows everything
 * @param {number} factor above 1: closer @param {Point} about in the plot's units
 * @returns {PlotView}
 */
export function zoomed(view, fit, factor, about) {
  const axes = /** @type {const} */ (["x", "y"]);
  const largest = Math.min(...axes.map((axis) => spanOf(view[axis]) / leastSpan(view[axis])));
  const smallest = Math.max(...axes.map((axis) => spanOf(view[axis]) / (MOST_TIMES * spanOf(fit[axis]))));
  const by = Math.max(smallest, Math.min(largest, factor));
  if (!(Math.abs(by - 1) > LEAST_CHANGE)) return view;
  return changed(view, ([low, high], axis) => [
    about[axis] - (about[axis] - low) / by,
    about[axis] + (high - about[axis]) / by,
  ]);
}

/** A window moved with the pointer. @param {PlotView} view @param {Plot} plot @param {number} right in pixels
 * @param {number} down @returns {PlotView} */
export function moved(view, plot, right, down) {
  const by = { x: -right / plot.perX, y: down / plot.perY };
  return changed(view, ([low, high], axis) => [low + by[axis], high + by[axis]]);
}

/**
 * How what was drawn in one plot stands in another: places in pixels are multiplied by `scale` and then moved.
 * @param {Plot} from @param {Plot} to
 */
export function transformBetween(from, to) {
  const scale = { x: to.perX / from.perX, y: to.perY / from.perY };
  return {
    scale,
    x: to.left + (from.x[0] - to.x[0]) * to.perX - from.left * scale.x,
    y: to.top + (to.y[1] - from.y[1]) * to.perY - from.top * scale.y,
  };
}
