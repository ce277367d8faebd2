// Plots of functions: numbers in, places, path strings and colours out, no DOM. A plot maps a view (two ranges of
// numbers) onto a box of pixels; y grows upwards.

import { arrowHead } from "./geometry.js";
import { formatNumber, mixColours } from "../math/format.js";

/** @import { Point } from "./geometry.js" */
/** @import { Colour } from "../math/format.js" */

/** @typedef {readonly [number, number]} Range low, high */
/**
 * @typedef {object} Plot
 * @property {Range} x the numbers at its left and right border
 * @property {Range} y the numbers at its lower and upper border
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 * @property {number} perX pixels for one
 * @property {number} perY
 * @property {boolean} equal whether one is as long across as it is up: only then is a right angle a right angle
 */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Corners */
/** @typedef {{ x: readonly number[], y: readonly number[], values: readonly (readonly (number | null)[])[] }} Grid values by row (y), then column (x) */

// ---- the box ---------------------------------------------------------------------------------------------------

/** A view longer than this, one way or the other, is drawn with two scales. */
const LONGEST = 3;
/** How high a plot of two scales is, for its width. */
const SHAPE = 0.76;

/**
 * A plot of equal scales as large as its place allows; a view too long for that fills the place with two scales.
 * @param {{ x: Range, y: Range }} view
 * @param {{ width: number, tallest: number, left: number, right: number, top: number, bottom: number, free?: number }} place
 *   its size and margins in pixels; `free`: how high it is for its width, where the axes are of different kinds and need no equal scales
 * @returns {Plot}
 */
export function plotOf(view, place) {
  const room = Math.max(40, place.width - place.left - place.right);
  const tallest = Math.max(40, place.tallest - place.top - place.bottom);
  const ratio = spanOf(view.y) / spanOf(view.x);
  const equal = place.free === undefined && ratio <= LONGEST && ratio >= 1 / LONGEST;
  const width = equal ? Math.min(room, tallest / ratio) : room;
  const height = equal ? width * ratio : Math.min(tallest, Math.max(160, width * (place.free ?? SHAPE)));
  return {
    x: view.x,
    y: view.y,
    width,
    height,
    equal,
    top: place.top,
    left: place.left + (room - width) / 2,
    perX: width / spanOf(view.x),
    perY: height / spanOf(view.y),
  };
}

const spanOf = (/** @type {Range} */ [low, high]) => high - low || 1;

/** @param {Plot} plot @param {number} x */
export const acrossOf = (plot, x) => plot.left + (x - plot.x[0]) * plot.perX;
/** @param {Plot} plot @param {number} y */
export const downOf = (plot, y) => plot.top + (plot.y[1] - y) * plot.perY;
/** @param {Plot} plot @param {number} x @param {number} y @returns {Point} */
export const placeOf = (plot, x, y) => ({ x: acrossOf(plot, x), y: downOf(plot, y) });
/** The numbers at a place. @param {Plot} plot @param {Point} place @returns {Point} */
export const numbersAt = (plot, place) => ({
  x: plot.x[0] + (place.x - plot.left) / plot.perX,
  y: plot.y[1] - (place.y - plot.top) / plot.perY,
});
/** @param {Plot} plot @param {number} [margin] @returns {Corners} */
export const cornersOf = (plot, margin = 0) => ({
  left: plot.left - margin,
  top: plot.top - margin,
  right: plot.left + plot.width + margin,
  bottom: plot.top + plot.height + margin,
});
/** @param {Corners} box @param {Point} p */
export const isInside = (box, p) =>
  p.x >= box.left && p.x <= box.right && p.y >= box.top && p.y <= box.bottom;

/**
 * A number as exact as a pixel of the plot can tell: what one drags to is a short number.
 * @param {number} value @param {number} perUnit pixels for one
 */
export function roundedTo(value, perUnit) {
  const decimals = Math.max(0, Math.min(15, Math.ceil(Math.log10(perUnit))));
  return Number(value.toFixed(decimals)) + 0;
}

// ---- axes ------------------------------------------------------------------------------------------------------

/** How far round numbers stand apart when there are about so many: 1, 2 or 5 times a power of ten. @param {Range} range @param {number} about */
export function tickStep(range, about) {
  const raw = spanOf(range) / Math.max(1, about);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find((n) => n * power >= raw * 0.999) ?? 10;
  return step * power;
}

/** Round numbers within a range. @param {Range} range @param {number} about how many */
export function ticksOf(range, about) {
  const step = tickStep(range, about);
  const first = Math.ceil(range[0] / step - 1e-9);
  const last = Math.floor(range[1] / step + 1e-9);
  return Array.from({ length: Math.max(0, Math.min(200, last - first + 1)) }, (_, k) => {
    const value = (first + k) * step;
    return Number(value.toPrecision(12)) + 0;
  });
}

/** @param {number} value */
export const tickText = (value) => formatNumber(value, 6);

// ---- lines -----------------------------------------------------------------------------------------------------

const n = (/** @type {number} */ value) => Number(value.toFixed(1)).toString();

/** A line between two places farther away than this, in pixels, is not drawn. */
const OUT_OF_SIGHT = 1e9;
/** The part of a stretch within a box, or null. @param {Point} a @param {Point} b @param {Corners} box @returns {[Point, Point] | null} */
export function clipped(a, b, box) {
  const [near, far] = [a, b].map(({ x, y }) => Math.max(Math.abs(x), Math.abs(y)));
  // The place of the crossing is counted from the nearer end: a number as large as the other has no digits left for it.
  if (Math.min(near ?? 0, far ?? 0) > OUT_OF_SIGHT) return null;
  if ((near ?? 0) > (far ?? 0)) {
    const [start, end] = clipped(b, a, box) ?? [];
    return start && end ? [end, start] : null;
  }
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  let from = 0;
  let to = 1;
  for (const [run, room] of [
    [-dx, a.x - box.left],
    [dx, box.right - a.x],
    [-dy, a.y - box.top],
    [dy, box.bottom - a.y],
  ]) {
    if (run === undefined || room === undefined || Number.isNaN(run) || Number.isNaN(room)) return null;
    if (run === 0) {
      if (room < 0) return null;
    } else if (run < 0) from = Math.max(from, room / run);
    else to = Math.min(to, room / run);
  }
  if (from > to) return null;
  const at = (/** @type {number} */ t) => ({ x: a.x + t * dx, y: a.y + t * dy });
  return [from === 0 ? a : at(from), to === 1 ? b : at(to)];
}

/** Points nearer than this to the last one drawn add nothing to a line, in pixels. */
const NEAR = 0.6;
/** Dots of a trail stand at least so far apart. */
const DOTS_APART = 5;

/**
 * @typedef {object} Trail the way of a run as one path
 * @property {string} text
 * @property {number[]} ends text.slice(0, ends[k]) draws the way up to point k
 * @property {string} dots a dot at every point that has room for one, as stretches of no length
 * @property {number[]} dotEnds
 */

/** @param {Plot} plot @param {readonly number[]} xs @param {readonly number[]} ys @returns {Trail} */
export function trailOf(plot, xs, ys) {
  const box = cornersOf(plot, 400);
  const window = cornersOf(plot, 4);
  let text = "";
  let dots = "";
  const ends = [];
  const dotEnds = [];
  /** @type {Point | null} */
  let before = null;
  /** @type {Point | null} */
  let pen = null;
  /** @type {Point | null} */
  let dot = null;
  for (let k = 0; k < xs.length; k++) {
    const here = placeOf(plot, xs[k] ?? 0, ys[k] ?? 0);
    if (before && Math.hypot(here.x - before.x, here.y - before.y) >= NEAR) {
      const part = clipped(before, here, box);
      if (part) {
        const [a, b] = part;
        if (!pen || pen.x !== a.x || pen.y !== a.y) text += `M${n(a.x)} ${n(a.y)}`;
        text += `L${n(b.x)} ${n(b.y)}`;
        pen = b;
      }
      before = here;
    }
    before ??= here;
    if (isInside(window, here) && (!dot || Math.hypot(here.x - dot.x, here.y - dot.y) >= DOTS_APART)) {
      dots += `M${n(here.x)} ${n(here.y)}h0`;
      dot = here;
    }
    ends.push(text.length);
    dotEnds.push(dots.length);
  }
  return { text, ends, dots, dotEnds };
}

/** The line of a function; it breaks where the function has no value. @param {Plot} plot @param {readonly number[]} xs @param {readonly (number | null)[]} ys */
export function curvePath(plot, xs, ys) {
  const box = cornersOf(plot, 400);
  let text = "";
  /** @type {Point | null} */
  let before = null;
  /** @type {Point | null} */
  let pen = null;
  xs.forEach((x, k) => {
    const y = ys[k];
    if (y === null || y === undefined) {
      before = pen = null;
      return;
    }
    const here = placeOf(plot, x, y);
    const part = before ? clipped(before, here, box) : null;
    if (part) {
      if (!pen || pen.x !== part[0].x || pen.y !== part[0].y) text += `M${n(part[0].x)} ${n(part[0].y)}`;
      text += `L${n(part[1].x)} ${n(part[1].y)}`;
      pen = part[1];
    }
    before = here;
  });
  return text;
}

/** Contour lines of one level as one path. @param {Plot} plot @param {readonly (readonly (readonly number[])[])[]} lines */
export const contourPath = (plot, lines) =>
  lines
    .map((line) =>
      line
        .map(([x = 0, y = 0], k) => {
          const p = placeOf(plot, x, y);
          return `${k ? "L" : "M"}${n(p.x)} ${n(p.y)}`;
        })
        .join(""),
    )
    .join("");

/** The value of a curve between its points, or null. @param {readonly number[]} xs ascending @param {readonly (number | null)[]} ys @param {number} x */
export function curveAt(xs, ys, x) {
  const k = cellOf(xs, x);
  const [x0, x1, y0, y1] = [xs[k], xs[k + 1], ys[k], ys[k + 1]];
  if (
    x0 === undefined ||
    x1 === undefined ||
    typeof y0 !== "number" ||
    typeof y1 !== "number" ||
    x < x0 ||
    x > x1
  )
    return null;
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0 || 1);
}

/** The stretch of an ascending list that holds a number. @param {readonly number[]} list @param {number} value */
function cellOf(list, value) {
  let low = 0;
  let high = list.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  return low;
}

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

// ---- arrows ----------------------------------------------------------------------------------------------------

/**
 * @typedef {object} Slope what stands at a point: the gradient, the tangent of the contour, the angle between them
 * @property {Point} tip
 * @property {string} line
 * @property {string} head
 * @property {string} tangent
 * @property {string} corner the mark of the right angle
 * @property {Point} aside where the words can stand, beyond the tip
 */

/**
 * The gradient at a point as an arrow of the length given, the tangent of the contour across it. With two scales both are
 * drawn as they are seen, and so is the angle between them.
 * @param {Plot} plot @param {Point} at in pixels @param {readonly [number, number]} gradient @param {number} length in pixels
 * @returns {Slope | null} null where the gradient is zero
 */
export function slopeOf(plot, at, gradient, length) {
  const size = Math.max(Math.abs(gradient[0]), Math.abs(gradient[1]));
  if (!(size > 0) || !Number.isFinite(size)) return null;
  const [gx, gy] = [gradient[0] / size, gradient[1] / size];
  const up = unit(gx * plot.perX, -gy * plot.perY);
  const along = unit(-gy * plot.perX, -gx * plot.perY);
  const tip = { x: at.x + up.x * length, y: at.y + up.y * length };
  const half = length;
  const mark = Math.min(19, length * 0.36);
  const head = Math.min(15, length * 0.4);
  const corner = [
    { x: at.x + along.x * mark, y: at.y + along.y * mark },
    { x: at.x + (along.x + up.x) * mark, y: at.y + (along.y + up.y) * mark },
    { x: at.x + up.x * mark, y: at.y + up.y * mark },
  ];
  return {
    tip,
    line: `M${n(at.x)} ${n(at.y)}L${n(tip.x - up.x * head * 0.8)} ${n(tip.y - up.y * head * 0.8)}`,
    head: arrowHead(tip, Math.atan2(up.y, up.x), head, 0.36),
    tangent: `M${n(at.x - along.x * half)} ${n(at.y - along.y * half)}L${n(at.x + along.x * half)} ${n(at.y + along.y * half)}`,
    corner: corner.map((p, k) => `${k ? "L" : "M"}${n(p.x)} ${n(p.y)}`).join(""),
    aside: { x: tip.x + up.x * 10, y: tip.y + up.y * 10 },
  };
}

/** @param {number} x @param {number} y @returns {Point} */
function unit(x, y) {
  const length = Math.hypot(x, y) || 1;
  return { x: x / length, y: y / length };
}

/**
 * The points of a way, by their number, that are in the picture and stand far enough from the one before for an arrow of their own.
 * @param {Plot} plot @param {readonly number[]} xs @param {readonly number[]} ys @param {number} between in pixels @returns {number[]}
 */
export function pointsApart(plot, xs, ys, between) {
  const corners = cornersOf(plot, 1);
  /** @type {number[]} */
  const kept = [];
  /** @type {Point | null} */
  let before = null;
  xs.forEach((x, k) => {
    const at = placeOf(plot, x, ys[k] ?? 0);
    if (!isInside(corners, at) || (before && Math.hypot(at.x - before.x, at.y - before.y) < between)) return;
    before = at;
    kept.push(k);
  });
  return kept;
}

/** How long a gradient is drawn: a tenfold one is a step longer, between two borders. @param {number} norm @param {number} largest the largest of the run */
export function arrowLength(norm, largest) {
  if (!(norm > 0) || !(largest > 0)) return 0;
  const decades = Math.log10(Math.min(1, norm / largest));
  return 104 * Math.max(0.48, 1 + decades / 5);
}

/**
 * Where a point outside is to be looked for: an arrow at the border, towards it from the middle.
 * @param {Plot} plot @param {number} x @param {number} y in the plot's numbers, as large as they may be
 * @returns {{ at: Point, head: string, inward: Point } | null} null for a point inside
 */
export function exitOf(plot, x, y) {
  const halfX = spanOf(plot.x) / 2;
  const halfY = spanOf(plot.y) / 2;
  const u = x / halfX - (plot.x[0] + halfX) / halfX;
  const v = y / halfY - (plot.y[0] + halfY) / halfY;
  const far = Math.max(Math.abs(u), Math.abs(v));
  if (far <= 1) return null;
  const at = {
    x: plot.left + (plot.width / 2) * (1 + u / far),
    y: plot.top + (plot.height / 2) * (1 - v / far),
  };
  const out = unit((u / far) * plot.width, (-v / far) * plot.height);
  return {
    at,
    head: arrowHead(at, Math.atan2(out.y, out.x), 18, 0.42),
    inward: { x: at.x - out.x * 26, y: at.y - out.y * 26 },
  };
}

// ---- runs ------------------------------------------------------------------------------------------------------

/** How runs differ besides their colour (--run-1 …): the dash of the line, the shape of the ball. One a run. */
export const RUN_LOOKS = /** @type {const} */ ([
  { dash: "", marker: "circle" },
  { dash: "9 4", marker: "square" },
  { dash: "2 4", marker: "triangle" },
  { dash: "12 4 2 4", marker: "diamond" },
  { dash: "5 3", marker: "cross" },
  { dash: "14 3 4 3", marker: "pentagon" },
  { dash: "1 6", marker: "star" },
  { dash: "16 6", marker: "wedge" },
]);

/** @typedef {typeof RUN_LOOKS[number]["marker"]} Marker */

/** @param {number} run 0-based */
export const lookOf = (run) => RUN_LOOKS[run % RUN_LOOKS.length] ?? RUN_LOOKS[0];
/** The name of its colour. @param {number} run */
export const colourOf = (run) => `--run-${(run % RUN_LOOKS.length) + 1}`;

/** Corners of the regular shapes: how many, the first one's angle in turns, and how far in every second one lies. @type {Record<Exclude<Marker, "circle" | "cross">, [number, number, number]>} */
const SHAPES = {
  square: [4, 0.125, 1],
  triangle: [3, -0.25, 1],
  diamond: [4, 0, 1],
  pentagon: [5, -0.25, 1],
  star: [10, -0.25, 0.48],
  wedge: [3, 0.25, 1],
};

/** The outline of a run's ball around a point. @param {Marker} marker @param {number} r @param {Point} [at] */
export function markerPath(marker, r, at = { x: 0, y: 0 }) {
  if (marker === "circle")
    return `M${n(at.x - r)} ${n(at.y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  if (marker === "cross") {
    const a = r * 1.05;
    const b = r * 0.4;
    const outline = [
      [-b, -a],
      [b, -a],
      [b, -b],
      [a, -b],
      [a, b],
      [b, b],
      [b, a],
      [-b, a],
      [-b, b],
      [-a, b],
      [-a, -b],
      [-b, -b],
    ];
    return `${outline.map(([x = 0, y = 0], k) => `${k ? "L" : "M"}${n(at.x + x)} ${n(at.y + y)}`).join("")}Z`;
  }
  const [count, first, inner] = SHAPES[marker];
  const size = count === 3 ? r * 1.25 : r * 1.15;
  return `${Array.from({ length: count }, (_, k) => {
    const angle = 2 * Math.PI * (first + k / count);
    const reach = size * (k % 2 ? inner : 1);
    return `${k ? "L" : "M"}${n(at.x + reach * Math.cos(angle))} ${n(at.y + reach * Math.sin(angle))}`;
  }).join("")}Z`;
}

/**
 * Where a run is: on its way from the iterate before to the one that the page stands on. A run that has ended stays.
 * @param {readonly number[]} values of one variable @param {number} iteration @param {number} way 0 to 1
 */
export function iterateAt(values, iteration, way) {
  const last = values.length - 1;
  const to = values[Math.min(iteration, last)] ?? 0;
  const from = values[Math.max(0, Math.min(iteration - 1, last))] ?? to;
  return way >= 1 || from === to ? to : from + (to - from) * way;
}
