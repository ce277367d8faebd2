// Curves and polylines: a route as an SVG path or as points, lines beside a line, lines cut at their ends.

/** @import { Point } from "../../draw/geometry.js" */
/** @import { Cubic } from "./types.js" */
import { at } from "../../core/at.js";

const n = (/** @type {number} */ value) => Number(value.toFixed(1)).toString();

/** The path data of a route; empty for an empty route. @param {readonly Cubic[]} route */
export function routePath(route) {
  const [first] = route;
  if (!first) return "";
  const start = `M${n(first.from.x)} ${n(first.from.y)}`;
  const curves = route.map(
    ({ c1, c2, to }) => `C${n(c1.x)} ${n(c1.y)} ${n(c2.x)} ${n(c2.y)} ${n(to.x)} ${n(to.y)}`,
  );
  return [start, ...curves].join("");
}

/** Points along a route, both ends included; a horizontal segment has its ends only.
 * @param {readonly Cubic[]} route @param {number} [parts] into which a segment is divided @returns {Point[]} */
export function pointsOf(route, parts = 14) {
  /** @type {Point[]} */
  const points = route.slice(0, 1).map(({ from }) => from);
  for (const { from, c1, c2, to } of route) {
    const count = from.y === to.y && c1.y === from.y && c2.y === to.y ? 1 : parts;
    for (let k = 1; k <= count; k++) {
      const u = k / count;
      const [a, b, c, d] = [(1 - u) ** 3, 3 * (1 - u) ** 2 * u, 3 * (1 - u) * u * u, u ** 3];
      points.push({
        x: a * from.x + b * c1.x + c * c2.x + d * to.x,
        y: a * from.y + b * c1.y + c * c2.y + d * to.y,
      });
    }
  }
  return points;
}

/** The line at a distance to its left: above it, for one that runs to the right.
 * @param {readonly Point[]} points @param {number} distance @returns {Point[]} */
export function parallelTo(points, distance) {
  return points.map((p, k) => {
    const [a, b] = [points[k - 1] ?? p, points[k + 1] ?? p];
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    return {
      x: p.x + ((b.y - a.y) / length) * distance,
      y: p.y - ((b.x - a.x) / length) * distance,
    };
  });
}

/** The line without a length at its start and one at its end.
 * @param {readonly Point[]} points @param {number} start @param {number} end */
export const trimmed = (points, start, end) =>
  withoutStart(withoutStart(points, start).toReversed(), end).toReversed();

/** @param {readonly Point[]} line @param {number} length
 * @returns {Point[]} the last point alone if the line is shorter */
function withoutStart(line, length) {
  let left = length;
  for (let k = 1; k < line.length; k++) {
    const [a, b] = [at(line, k - 1), at(line, k)];
    const own = Math.hypot(b.x - a.x, b.y - a.y);
    if (own > left)
      return [{ x: a.x + ((b.x - a.x) * left) / own, y: a.y + ((b.y - a.y) * left) / own }, ...line.slice(k)];
    left -= own;
  }
  return line.slice(-1);
}
