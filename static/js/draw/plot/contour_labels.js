// The places of the numbers on contour lines. No DOM.
/** @import { Point } from "../geometry.js" */
/** @import { Plot } from "./scale.js" */
import { at } from "../../core/at.js";
import { formatNumber } from "../../math/format.js";
import { intervalOf, shareOfInterval } from "./interval.js";
import { cornersOf, isInside, placeOf } from "./scale.js";

/**
 * @typedef {{ x: number, y: number, angle: number, text: string, level: number }} Label angle in degrees, within ±90
 */

/** Labels farther apart than this, in pixels, are none the better for it. */
const FAR = 160;
/** A label is placed only where the line is at least this straight: chord by length along the line. */
const MIN_STRAIGHTNESS = 0.8;

/**
 * One label a level, where its line is long, straight and away from the other labels.
 * @param {Plot} plot
 * @param {readonly { level: number, lines: readonly (readonly (readonly number[])[])[] }[]} contours
 * @param {number} size of the letters in pixels
 * @param {readonly Point[]} [avoid] places to keep clear of
 * @returns {Label[]}
 */
export function labelsOf(plot, contours, size, avoid = []) {
  /** @type {Label[]} */
  const labels = [];
  for (const { level, lines } of contours) {
    const text = formatNumber(level, 3);
    const width = text.length * size * 0.6 + 6;
    const box = cornersOf(plot, -Math.max(size, width * 0.5));
    const taken = [...labels, ...avoid];
    /** @type {Label | null} */
    let best = null;
    let bestScore = 0;
    for (const line of lines) {
      const points = line.map((point) => placeOf(plot, at(point, 0), at(point, 1)));
      for (const { middle, angle, straightness, length } of placesOn(points, width)) {
        if (!isInside(box, middle)) continue;
        const distance = Math.min(
          ...taken.map((other) => Math.hypot(other.x - middle.x, other.y - middle.y)),
          FAR,
        );
        if (distance < width * 0.9) continue;
        const score = straightness * 2 + distance / FAR + 0.4 * Math.cos(angle) + Math.min(1, length / 600);
        if (score > bestScore) {
          bestScore = score;
          best = { x: middle.x, y: middle.y, angle: (angle * 180) / Math.PI, text, level };
        }
      }
    }
    if (best) labels.push(best);
  }
  return labels;
}

/**
 * The places of a line where a label of this width fits.
 * @param {readonly Point[]} points @param {number} width
 * @returns {{ middle: Point, angle: number, straightness: number, length: number }[]} `length`: of the whole line
 */
function placesOn(points, width) {
  const distances = distancesAlong(points);
  const length = distances.at(-1) ?? 0;
  if (length < width * 1.6) return [];
  const count = Math.min(24, Math.max(3, Math.round(length / 18)));
  return Array.from({ length: count }, (_, k) => {
    const distance = (length * (k + 0.5)) / count;
    const from = pointAt(points, distances, distance - width / 2);
    const to = pointAt(points, distances, distance + width / 2);
    return {
      middle: pointAt(points, distances, distance),
      angle: upright(Math.atan2(to.y - from.y, to.x - from.x)),
      straightness: Math.hypot(to.x - from.x, to.y - from.y) / width,
      length,
    };
  }).filter(({ straightness }) => straightness >= MIN_STRAIGHTNESS);
}

/** The same direction or its opposite, so that text is not upside down. @param {number} angle in radians */
const upright = (angle) =>
  angle > Math.PI / 2 ? angle - Math.PI : angle <= -Math.PI / 2 ? angle + Math.PI : angle;

/** The distance of every point from the first one, along the line. @param {readonly Point[]} points */
function distancesAlong(points) {
  let sum = 0;
  return points.map((p, k) => {
    const before = points[k - 1];
    if (before) sum += Math.hypot(p.x - before.x, p.y - before.y);
    return sum;
  });
}

/** The point at a distance along a line. @param {readonly Point[]} points @param {readonly number[]} distances
 * @param {number} distance @returns {Point} */
function pointAt(points, distances, distance) {
  const k = intervalOf(distances, distance);
  const [a, b] = [at(points, k), at(points, k + 1)];
  const part = Math.max(0, Math.min(1, shareOfInterval(distance, at(distances, k), at(distances, k + 1))));
  return { x: a.x + part * (b.x - a.x), y: a.y + part * (b.y - a.y) };
}
