// A function of two variables on a grid: values between the points, colours of heights, contour lines in cells. No
// DOM.
/** @import { Colour } from "../../math/colour.js" */
/** @import { Grid, Range } from "./scale.js" */
import { at } from "../../core/at.js";
import { mixColours } from "../../math/colour.js";
import { intervalOf, shareOfInterval } from "./interval.js";
import { spanOf } from "./scale.js";

// ---- values ----------------------------------------------------------------------------------------------------

/**
 * The value between the points of a grid, interpolated bilinearly; null outside the grid and where the nearest point
 * has no value.
 * @param {Grid} grid @param {number} x @param {number} y
 */
export function valueAt({ x: xs, y: ys, values }, x, y) {
  if (!isWithin(xs, x) || !isWithin(ys, y)) return null;
  const i = intervalOf(xs, x);
  const j = intervalOf(ys, y);
  const below = at(values, j);
  const above = values[j + 1] ?? below;
  const u = shareOfInterval(x, at(xs, i), xs[i + 1] ?? at(xs, i));
  const v = shareOfInterval(y, at(ys, j), ys[j + 1] ?? at(ys, j));
  const nearest = (v < 0.5 ? below : above)[u < 0.5 ? i : i + 1];
  if (typeof nearest !== "number") return null;
  // Corners without a value, at the border of the domain, take the nearest one's.
  const corner = (/** @type {readonly (number | null)[]} */ row, /** @type {number} */ column) =>
    row[column] ?? nearest;
  return (
    (corner(below, i) * (1 - u) + corner(below, i + 1) * u) * (1 - v) +
    (corner(above, i) * (1 - u) + corner(above, i + 1) * u) * v
  );
}

/** @param {readonly number[]} list ascending @param {number} value */
const isWithin = (list, value) => value >= at(list, 0) && value <= at(list, list.length - 1);

/** The lowest and the highest value of a grid; 0 to 1 if it has none. @param {Grid} grid @returns {Range} */
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

// ---- colours ---------------------------------------------------------------------------------------------------

/**
 * The place of a value among the levels, from 0 (lowest) to 1 (highest), linear between neighbours: the colour
 * changes
 * by the same amount from one contour to the next, however the levels are spaced.
 * @param {readonly number[]} stops ascending: lowest value, levels, highest value
 * @param {number} value
 */
export function shareOf(stops, value) {
  const last = stops.length - 1;
  if (last < 1) return 0;
  if (value <= at(stops, 0)) return 0;
  if (value >= at(stops, last)) return 1;
  const k = intervalOf(stops, value);
  return (k + shareOfInterval(value, at(stops, k), at(stops, k + 1))) / last;
}

/** The stops of `shareOf`. @param {readonly { level: number }[]} contours @param {Range} range */
export function stopsOf(contours, [low, high]) {
  const levels = contours
    .map(({ level }) => level)
    .filter((level) => level > low && level < high)
    .sort((a, b) => a - b);
  return [low, ...levels, high];
}

/**
 * A colour ramp through two or more colours.
 * @param {readonly Colour[]} colours
 * @returns {(share: number) => Colour}
 */
export const rampOf = (colours) => (share) => {
  const place = Math.max(0, Math.min(1, share)) * (colours.length - 1);
  const k = Math.min(colours.length - 2, Math.floor(place));
  return mixColours(at(colours, k), at(colours, k + 1), place - k);
};

/**
 * The heights of a view as pixels (red, green, blue, alpha), transparent where the function has no value.
 * @param {Grid} grid @param {{ x: Range, y: Range }} view
 * @param {readonly number[]} stops @param {(share: number) => Colour} ramp
 * @param {number} columns @param {number} rows
 * @returns {Uint8ClampedArray<ArrayBuffer>}
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
      const [red, green, blue] = at(table, Math.round(shareOf(stops, value) * 255));
      pixels.set([red, green, blue, 255], 4 * (row * columns + column));
    }
  }
  return pixels;
}

// ---- contour lines ---------------------------------------------------------------------------------------------

/**
 * The segments of contour lines within each cell of a grid, by marching squares, in units of the grid (column, row).
 * @param {Grid} grid @param {readonly number[]} levels
 * @returns {Map<number, number[]>} from cell j·(columns − 1) + i to [u, v, u, v, …], two points a segment
 */
export function contourCells({ x: xs, y: ys, values }, levels) {
  /** @type {Map<number, number[]>} */
  const cells = new Map();
  const columns = xs.length - 1;
  for (let j = 0; j < ys.length - 1; j++) {
    const [below, above] = [at(values, j), at(values, j + 1)];
    for (let i = 0; i < columns; i++) {
      const [a, b, c, d] = [at(below, i), at(below, i + 1), at(above, i + 1), at(above, i)];
      if (a === null || b === null || c === null || d === null) continue;
      const crossings = levels.flatMap((level) => crossingsOf(i, j, [a, b, c, d], level));
      if (crossings.length > 0) cells.set(j * columns + i, crossings);
    }
  }
  return cells;
}

/**
 * Where a level crosses the sides of the cell (i, j): pairs of points [u, v, u, v, …].
 * @param {number} i @param {number} j
 * @param {readonly [number, number, number, number]} values at the corners, counter-clockwise from (i, j)
 * @param {number} level
 */
function crossingsOf(i, j, values, level) {
  const [a, b, c, d] = values;
  /** @type {readonly (readonly [u: number, v: number, value: number])[]} */
  const corners = [
    [i, j, a],
    [i + 1, j, b],
    [i + 1, j + 1, c],
    [i, j + 1, d],
  ];
  /** @type {number[]} */
  const crossings = [];
  corners.forEach(([u, v, value], k) => {
    const [nextU, nextV, next] = at(corners, (k + 1) % 4);
    if (value < level === next < level) return;
    const part = (level - value) / (next - value);
    crossings.push(u + part * (nextU - u), v + part * (nextV - v));
  });
  // In the cell of a saddle the four crossings are paired so that the middle of the cell lies on the right side.
  if (crossings.length === 8 && a < level !== a + b + c + d < 4 * level)
    crossings.push(...crossings.splice(0, 2));
  return crossings;
}
