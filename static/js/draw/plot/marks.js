// What stands in a plot: curves, trails of runs, arrows and markers, as places and path strings. No DOM.
/** @import { Point } from "../geometry.js" */
/** @import { Corners, Plot } from "./scale.js" */
import { arrowHead } from "../geometry.js";
import { cornersOf, isInside, placeOf, spanOf } from "./scale.js";

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
export function cellOf(list, value) {
  let low = 0;
  let high = list.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  return low;
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
