// Lines in a plot as path strings: curves of functions, trajectories of runs, contours. No DOM.
/** @import { Point } from "../geometry.js" */
/** @import { Corners, Plot } from "./scale.js" */
import { at } from "../../core/at.js";
import { cornersOf, isInside, placeOf } from "./scale.js";

/** A coordinate in a path, to a tenth of a pixel. @param {number} value */
export const coordinate = (value) => Number(value.toFixed(1)).toString();

/** A line through points. @param {readonly Point[]} points */
export const polyline = (points) =>
  points.map(({ x, y }, k) => `${k ? "L" : "M"}${coordinate(x)} ${coordinate(y)}`).join("");

// ---- clipping --------------------------------------------------------------------------------------------------

/** A segment whose ends are both farther away than this, in pixels, is not drawn. */
const MAX_DISTANCE = 1e9;

/**
 * The part of the segment from `a` to `b` within a box, or null (Liang-Barsky).
 * @param {Point} a @param {Point} b @param {Corners} box
 * @returns {[Point, Point] | null}
 */
export function clipped(a, b, box) {
  const [sizeA, sizeB] = [distanceOf(a), distanceOf(b)];
  // Crossings are computed from the nearer end: next to a huge coordinate the difference would be rounded away.
  if (Math.min(sizeA, sizeB) > MAX_DISTANCE) return null;
  if (sizeA > sizeB) {
    const [start, end] = clipped(b, a, box) ?? [];
    return start && end ? [end, start] : null;
  }
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  /** @type {[towardsBorder: number, distanceToBorder: number][]} */
  const borders = [
    [-dx, a.x - box.left],
    [dx, box.right - a.x],
    [-dy, a.y - box.top],
    [dy, box.bottom - a.y],
  ];
  let from = 0;
  let to = 1;
  for (const [towards, distance] of borders) {
    if (Number.isNaN(towards) || Number.isNaN(distance)) return null;
    if (towards === 0) {
      if (distance < 0) return null;
    } else if (towards < 0) from = Math.max(from, distance / towards);
    else to = Math.min(to, distance / towards);
  }
  if (from > to) return null;
  const pointAt = (/** @type {number} */ t) => ({ x: a.x + t * dx, y: a.y + t * dy });
  return [from === 0 ? a : pointAt(from), to === 1 ? b : pointAt(to)];
}

/** @param {Point} point */
const distanceOf = ({ x, y }) => Math.max(Math.abs(x), Math.abs(y));

/** How far beyond the plot lines are drawn before they are clipped, in pixels. The SVG clip path cuts the rest. */
const CLIP_MARGIN = 400;

/** Collects clipped segments into one path; a segment that continues the one before needs no new move. */
class Pen {
  path = "";
  /** @type {Point | null} */
  #end = null;
  /** @type {Corners} */
  #box;

  /** @param {Plot} plot */
  constructor(plot) {
    this.#box = cornersOf(plot, CLIP_MARGIN);
  }

  /** @param {Point} from @param {Point} to */
  draw(from, to) {
    const part = clipped(from, to, this.#box);
    if (!part) return;
    const [a, b] = part;
    if (!this.#end || this.#end.x !== a.x || this.#end.y !== a.y)
      this.path += `M${coordinate(a.x)} ${coordinate(a.y)}`;
    this.path += `L${coordinate(b.x)} ${coordinate(b.y)}`;
    this.#end = b;
  }

  /** The next segment begins with a move. */
  lift() {
    this.#end = null;
  }
}

// ---- curves, trajectories, contours ----------------------------------------------------------------------------

/**
 * The curve of a function as a path, interrupted where the function has no value.
 * @param {Plot} plot @param {readonly number[]} xs @param {readonly (number | null)[]} ys
 */
export function curvePath(plot, xs, ys) {
  const pen = new Pen(plot);
  /** @type {Point | null} */
  let before = null;
  xs.forEach((x, k) => {
    const y = at(ys, k);
    if (y === null) {
      before = null;
      pen.lift();
      return;
    }
    const here = placeOf(plot, x, y);
    if (before) pen.draw(before, here);
    before = here;
  });
  return pen.path;
}

/** Points nearer than this to the last one drawn are left out of a trajectory, in pixels. */
const MIN_SEGMENT = 0.6;
/** The smallest distance between two dots of a trajectory, in pixels. */
const MIN_DOT_DISTANCE = 5;
/** Dots up to this far outside the plot are drawn, in pixels. */
const DOT_MARGIN = 4;

/**
 * The points of a run as a path, of which every prefix can be cut out.
 * @typedef {object} Trajectory
 * @property {string} path
 * @property {number[]} ends `path.slice(0, ends[k])` draws the trajectory up to point k
 * @property {string} dots a dot at every point that has room for one, as segments of no length
 * @property {number[]} dotEnds the same for `dots`
 */

/** @param {Plot} plot @param {readonly number[]} xs @param {readonly number[]} ys @returns {Trajectory} */
export function trajectoryOf(plot, xs, ys) {
  const dotBox = cornersOf(plot, DOT_MARGIN);
  const pen = new Pen(plot);
  let dots = "";
  /** @type {number[]} */
  const ends = [];
  /** @type {number[]} */
  const dotEnds = [];
  /** @type {Point | null} */
  let before = null;
  /** @type {Point | null} */
  let dot = null;
  for (let k = 0; k < xs.length; k++) {
    const here = placeOf(plot, at(xs, k), at(ys, k));
    if (before && Math.hypot(here.x - before.x, here.y - before.y) >= MIN_SEGMENT) {
      pen.draw(before, here);
      before = here;
    }
    before ??= here;
    if (isInside(dotBox, here) && (!dot || Math.hypot(here.x - dot.x, here.y - dot.y) >= MIN_DOT_DISTANCE)) {
      dots += dotPath(here);
      dot = here;
    }
    ends.push(pen.path.length);
    dotEnds.push(dots.length);
  }
  return { path: pen.path, ends, dots, dotEnds };
}

/** The path and the dots of a trajectory up to point k, each null where there is nothing to draw.
 * @param {Trajectory} trajectory @param {number} k */
export const trajectoryUpTo = ({ path, ends, dots, dotEnds }, k) => ({
  path: path.slice(0, at(ends, k)) || null,
  dots: dots.slice(0, at(dotEnds, k)) || null,
});

/** A dot: a segment of no length, which round line caps make visible. @param {Point} point */
export const dotPath = ({ x, y }) => `M${coordinate(x)} ${coordinate(y)}h0`;

/**
 * The contour lines of one level as one path.
 * @param {Plot} plot
 * @param {readonly (readonly (readonly number[])[])[]} lines of points [x, y]
 */
export const contourPath = (plot, lines) =>
  lines.map((line) => polyline(line.map((point) => placeOf(plot, at(point, 0), at(point, 1))))).join("");
