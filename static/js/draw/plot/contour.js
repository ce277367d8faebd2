// A function of two variables in a plot: values on a grid, shades, contour lines and their labels. No DOM.
/** @import { Colour } from "../../math/colour.js" */
/** @import { Point } from "../geometry.js" */
/** @import { Grid, Plot, Range } from "./scale.js" */
import { mixColours } from "../../math/colour.js";
import { formatNumber } from "../../math/format.js";
import { cellOf } from "./marks.js";
import { cornersOf, isInside, placeOf, spanOf } from "./scale.js";

// ---- heights and their colours ---------------------------------------------------------------------------------

/**
 * The value of a grid between its points; null outside, and where its nearest point has none.
 * @param {Grid} grid @param {number} x @param {number} y
 */
export function valueAt({ x: xs, y: ys, values }, x, y) {
  if (!(x >= (xs[0] ?? 0) && x <= (xs.at(-1) ?? 0) && y >= (ys[0] ?? 0) && y <= (ys.at(-1) ?? 0)))
    return null;
  const i = cellOf(xs, x);
  const j = cellOf(ys, y);
  const u = (x - (xs[i] ?? 0)) / ((xs[i + 1] ?? 0) - (xs[i] ?? 0) || 1);
  const v = (y - (ys[j] ?? 0)) / ((ys[j + 1] ?? 0) - (ys[j] ?? 0) || 1);
  const below = values[j];
  const above = values[j + 1];
  const nearest = (v < 0.5 ? below : above)?.[u < 0.5 ? i : i + 1];
  if (typeof nearest !== "number") return null;
  // At the border of where the function has values, those that there are.
  const at = (/** @type {readonly (number | null)[] | undefined} */ row, /** @type {number} */ column) =>
    row?.[column] ?? nearest;
  return (
    (at(below, i) * (1 - u) + at(below, i + 1) * u) * (1 - v) +
    (at(above, i) * (1 - u) + at(above, i + 1) * u) * v
  );
}

/** Lowest and highest value of a grid. @param {Grid} grid @returns {Range} */
export function rangeOf({ values }) {
  let low = Infinity;
  let high = -Infinity;
  for (const row of values)
    for (const value of row)
      if (value !== null) {
        if (value < low) low = value;
        if (value > high) high = value;
      }
  return low <= high ? [low, high] : [0, 1];
}

/**
 * Where a value stands among the levels, 0 the lowest, 1 the highest: from one contour to the next the colour goes the
 * same way, however the levels are spaced.
 * @param {readonly number[]} stops ascending: lowest value, levels, highest value @param {number} value
 */
export function shareOf(stops, value) {
  const last = stops.length - 1;
  if (last < 1) return 0;
  if (value <= (stops[0] ?? 0)) return 0;
  if (value >= (stops[last] ?? 0)) return 1;
  const k = cellOf(stops, value);
  const low = stops[k] ?? 0;
  return (k + (value - low) / ((stops[k + 1] ?? low) - low || 1)) / last;
}

/** The stops of `shareOf`. @param {readonly { level: number }[]} contours @param {Range} range */
export function stopsOf(contours, [low, high]) {
  const levels = contours
    .map(({ level }) => level)
    .filter((level) => level > low && level < high)
    .sort((a, b) => a - b);
  return [low, ...levels, high];
}

/** A ramp through several colours. @param {readonly Colour[]} colours @returns {(share: number) => Colour} */
export const rampOf = (colours) => (share) => {
  const at = Math.max(0, Math.min(1, share)) * (colours.length - 1);
  const k = Math.min(colours.length - 2, Math.floor(at));
  return mixColours(colours[k] ?? [0, 0, 0], colours[k + 1] ?? [0, 0, 0], at - k);
};

/**
 * The heights of a view as pixels, red green blue alpha; where the function has no value they let the ground through.
 * @param {Grid} grid @param {{ x: Range, y: Range }} view @param {readonly number[]} stops @param {(share: number) => Colour} ramp
 * @param {number} columns @param {number} rows @returns {Uint8ClampedArray<ArrayBuffer>}
 */
export function shadesOf(grid, view, stops, ramp, columns, rows) {
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  /** @type {Colour[]} */
  const table = Array.from({ length: 256 }, (_, k) => ramp(k / 255));
  for (let row = 0; row < rows; row++) {
    const y = view.y[1] - ((row + 0.5) / rows) * spanOf(view.y);
    for (let column = 0; column < columns; column++) {
      const value = valueAt(grid, view.x[0] + ((column + 0.5) / columns) * spanOf(view.x), y);
      if (value === null) continue;
      const colour = table[Math.round(shareOf(stops, value) * 255)];
      const at = 4 * (row * columns + column);
      if (colour) pixels.set([colour[0], colour[1], colour[2], 255], at);
    }
  }
  return pixels;
}

/**
 * The stretches of contour lines within each cell of a grid, by marching squares: for every cell that a level crosses,
 * pairs of places in units of the grid (column, row).
 * @param {Grid} grid @param {readonly number[]} levels
 * @returns {Map<number, number[]>} cell j·(columns − 1) + i to [u, v, u, v, ...]
 */
export function contourCells({ x: xs, y: ys, values }, levels) {
  /** @type {Map<number, number[]>} */
  const cells = new Map();
  const columns = xs.length - 1;
  for (let j = 0; j < ys.length - 1; j++) {
    for (let i = 0; i < columns; i++) {
      const [a, b, c, d] = [values[j]?.[i], values[j]?.[i + 1], values[j + 1]?.[i + 1], values[j + 1]?.[i]];
      if (typeof a !== "number" || typeof b !== "number" || typeof c !== "number" || typeof d !== "number")
        continue;
      /** Around the cell. @type {[number, number, number][]} */
      const around = [
        [i, j, a],
        [i + 1, j, b],
        [i + 1, j + 1, c],
        [i, j + 1, d],
      ];
      for (const level of levels) {
        /** @type {number[]} */
        const crossings = [];
        around.forEach(([u, v, value], k) => {
          const [nextU, nextV, next] = around[(k + 1) % 4] ?? [u, v, value];
          if (value < level === next < level) return;
          const part = (level - value) / (next - value);
          crossings.push(u + part * (nextU - u), v + part * (nextV - v));
        });
        // In a saddle's cell the four crossings are paired so that its middle lies on the right side.
        if (crossings.length === 8 && a < level !== a + b + c + d < 4 * level)
          crossings.push(...crossings.splice(0, 2));
        if (crossings.length) {
          const cell = j * columns + i;
          const known = cells.get(cell);
          if (known) known.push(...crossings);
          else cells.set(cell, crossings);
        }
      }
    }
  }
  return cells;
}

// ---- labels of contours ----------------------------------------------------------------------------------------

/** @typedef {{ x: number, y: number, angle: number, text: string, level: number }} Label angle in degrees, never upside down */

/**
 * One label a level where its line is long, straight and free of the others.
 * @param {Plot} plot @param {readonly { level: number, lines: readonly (readonly (readonly number[])[])[] }[]} contours
 * @param {number} size of the letters in pixels @param {readonly Point[]} [avoid] places to keep clear of
 * @returns {Label[]}
 */
export function labelsOf(plot, contours, size, avoid = []) {
  /** @type {Label[]} */
  const labels = [];
  for (const { level, lines } of contours) {
    const text = formatNumber(level, 3);
    const long = text.length * size * 0.6 + 6;
    const box = cornersOf(plot, -Math.max(size, long * 0.5));
    /** @type {Label | null} */
    let best = null;
    let bestScore = 0;
    for (const line of lines) {
      const points = line.map(([x = 0, y = 0]) => placeOf(plot, x, y));
      const reach = lengthsOf(points);
      const whole = reach.at(-1) ?? 0;
      if (whole < long * 1.6) continue;
      const tries = Math.min(24, Math.max(3, Math.round(whole / 18)));
      for (let k = 0; k < tries; k++) {
        const at = (whole * (k + 0.5)) / tries;
        const from = pointAt(points, reach, at - long / 2);
        const middle = pointAt(points, reach, at);
        const to = pointAt(points, reach, at + long / 2);
        if (!isInside(box, middle)) continue;
        const chord = Math.hypot(to.x - from.x, to.y - from.y);
        const straight = chord / long;
        if (straight < 0.8) continue;
        const others = Math.min(
          ...[...labels, ...avoid].map((other) => Math.hypot(other.x - middle.x, other.y - middle.y)),
          160,
        );
        if (others < long * 0.9) continue;
        const angle = upright(Math.atan2(to.y - from.y, to.x - from.x));
        const score = straight * 2 + others / 160 + 0.4 * Math.cos(angle) + Math.min(1, whole / 600);
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

/** @param {number} angle */
const upright = (angle) =>
  angle > Math.PI / 2 ? angle - Math.PI : angle <= -Math.PI / 2 ? angle + Math.PI : angle;

/** How far along a line its points stand. @param {readonly Point[]} points */
function lengthsOf(points) {
  let sum = 0;
  return points.map((p, k) => {
    const before = points[k - 1];
    if (before) sum += Math.hypot(p.x - before.x, p.y - before.y);
    return sum;
  });
}

/** @param {readonly Point[]} points @param {readonly number[]} reach @param {number} at @returns {Point} */
function pointAt(points, reach, at) {
  const k = cellOf(reach, at);
  const a = points[k] ?? { x: 0, y: 0 };
  const b = points[k + 1] ?? a;
  const part = Math.max(
    0,
    Math.min(1, (at - (reach[k] ?? 0)) / ((reach[k + 1] ?? 0) - (reach[k] ?? 0) || 1)),
  );
  return { x: a.x + part * (b.x - a.x), y: a.y + part * (b.y - a.y) };
}
