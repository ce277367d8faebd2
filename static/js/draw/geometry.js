// Points, arrows and paths: numbers in, numbers and path strings out, no DOM.

import { at } from "../core/at.js";

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {Point & { w: number, h: number }} Box a box around its middle */
/**
 * @typedef {object} Arrow
 * @property {Point} from
 * @property {Point} to its tip
 * @property {Point} base where its line ends, inside the head
 * @property {string} line path of the line
 * @property {string} head path of the head
 * @property {number} angle in radians
 */

/** @param {number} value */
const rounded = (value) => Number(value.toFixed(2)).toString();
/** @param {Point} point */
const textOf = ({ x, y }) => `${rounded(x)} ${rounded(y)}`;

/** A polyline. @param {readonly Point[]} points */
export const pathOf = (points) => points.map((p, k) => `${k ? "L" : "M"}${textOf(p)}`).join("");

/**
 * A long slim arrow head with its tip at `tip`, pointing along `angle`.
 * @param {Point} tip @param {number} angle @param {number} length @param {number} [slim] half its width / its length
 */
export function arrowHead(tip, angle, length, slim = 0.27) {
  const back = { x: tip.x - length * Math.cos(angle), y: tip.y - length * Math.sin(angle) };
  const dx = length * slim * Math.sin(angle);
  const dy = length * slim * Math.cos(angle);
  const left = { x: back.x + dx, y: back.y - dy };
  const right = { x: back.x - dx, y: back.y + dy };
  return `${pathOf([tip, left, right])}Z`;
}

/**
 * A straight arrow between two points.
 * @param {Point} from @param {Point} to @param {number} head length of its head
 * @returns {Arrow}
 */
export function arrow(from, to, head) {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const base = { x: to.x - head * 0.8 * Math.cos(angle), y: to.y - head * 0.8 * Math.sin(angle) };
  return { from, to, base, line: pathOf([from, base]), head: arrowHead(to, angle, head), angle };
}

/**
 * The point of a circle in the direction of another point.
 * @param {Point} centre @param {number} radius @param {Point} towards
 */
export function onCircle(centre, radius, towards) {
  const angle = Math.atan2(towards.y - centre.y, towards.x - centre.x);
  return { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) };
}

/** A polyline with round corners. @param {readonly Point[]} points @param {number} radius */
export function roundedPath(points, radius) {
  let path = "";
  points.forEach((p, k) => {
    const before = points[k - 1];
    const after = points[k + 1];
    if (!before || !after) {
      path += `${before ? "L" : "M"}${textOf(p)}`;
      return;
    }
    const r = Math.min(radius, distance(before, p) / 2, distance(after, p) / 2);
    path += `L${textOf(onCircle(p, r, before))}Q${textOf(p)} ${textOf(onCircle(p, r, after))}`;
  });
  return path;
}

/** @param {Point} from @param {Point} to @param {number} part */
export const between = (from, to, part) => ({
  x: from.x + (to.x - from.x) * part,
  y: from.y + (to.y - from.y) * part,
});

/** @param {Point} a @param {Point} b */
const distance = (a, b) => Math.hypot(b.x - a.x, b.y - a.y);

/** How far a segment passes from a point. @param {{ from: Point, to: Point }} segment @param {Point} point */
export function distanceTo({ from, to }, point) {
  const along = (point.x - from.x) * (to.x - from.x) + (point.y - from.y) * (to.y - from.y);
  const part = along / (distance(from, to) ** 2 || 1);
  return distance(point, between(from, to, Math.max(0, Math.min(1, part))));
}

/**
 * A point at part 0..1 of the length of a polyline.
 * @param {readonly Point[]} points at least one @param {number} part @returns {Point}
 */
export function alongPath(points, part) {
  const last = points.length - 1;
  let total = 0;
  for (let k = 1; k <= last; k++) total += distance(at(points, k - 1), at(points, k));
  let left = Math.max(0, Math.min(1, part)) * total;
  for (let k = 1; k <= last; k++) {
    const [a, b] = [at(points, k - 1), at(points, k)];
    const length = distance(a, b);
    if (left <= length || k === last) return between(a, b, length ? Math.min(1, left / length) : 0);
    left -= length;
  }
  return at(points, 0);
}
