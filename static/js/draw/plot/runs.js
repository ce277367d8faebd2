// The line style and marker of each run in a plot, and the place of a run within a step. No DOM.
/** @import { Point } from "../geometry.js" */
import { at } from "../../core/at.js";
import { coordinate, polyline } from "./lines.js";

/** The dash pattern of the line and the shape of the marker, one entry a run. Colours are the tokens --run-1 … */
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

/** @param {number} run counted from 0; after the last look the first one comes again */
export const lookOf = (run) => at(RUN_LOOKS, run % RUN_LOOKS.length);
/** The name of a run's colour token. @param {number} run */
export const colourOf = (run) => `--run-${(run % RUN_LOOKS.length) + 1}`;

/**
 * The corners of the regular shapes: `first` is the angle of the first one in turns, `inner` the distance of every
 * second one as a share of the others'.
 * @type {Record<Exclude<Marker, "circle" | "cross">, { corners: number, first: number, inner: number }>}
 */
const POLYGONS = {
  square: { corners: 4, first: 0.125, inner: 1 },
  triangle: { corners: 3, first: -0.25, inner: 1 },
  diamond: { corners: 4, first: 0, inner: 1 },
  pentagon: { corners: 5, first: -0.25, inner: 1 },
  star: { corners: 10, first: -0.25, inner: 0.48 },
  wedge: { corners: 3, first: 0.25, inner: 1 },
};

/**
 * The outline of a run's marker.
 * @param {Marker} marker @param {number} r its radius @param {Point} [centre]
 */
export function markerPath(marker, r, centre = { x: 0, y: 0 }) {
  if (marker === "circle")
    return (
      `M${coordinate(centre.x - r)} ${coordinate(centre.y)}` +
      `a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`
    );
  const corners = marker === "cross" ? crossCorners(r) : polygonCorners(marker, r);
  return `${polyline(corners.map(({ x, y }) => ({ x: centre.x + x, y: centre.y + y })))}Z`;
}

/** @param {number} r @returns {Point[]} */
function crossCorners(r) {
  const a = r * 1.05;
  const b = r * 0.4;
  const corners = /** @type {const} */ ([
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
  ]);
  return corners.map(([x, y]) => ({ x, y }));
}

/** @param {keyof typeof POLYGONS} marker @param {number} r @returns {Point[]} */
function polygonCorners(marker, r) {
  const { corners, first, inner } = POLYGONS[marker];
  const size = corners === 3 ? r * 1.25 : r * 1.15;
  return Array.from({ length: corners }, (_, k) => {
    const angle = 2 * Math.PI * (first + k / corners);
    const reach = size * (k % 2 ? inner : 1);
    return { x: reach * Math.cos(angle), y: reach * Math.sin(angle) };
  });
}

/**
 * One coordinate of a run between the iterate before `iteration` and the one of `iteration`. A run that has ended
 * stays
 * at its last iterate.
 * @param {readonly number[]} values of one variable, by iteration @param {number} iteration
 * @param {number} progress from the one iterate (0) to the other (1)
 */
export function iterateAt(values, iteration, progress) {
  const last = values.length - 1;
  const to = at(values, Math.min(iteration, last));
  const from = at(values, Math.max(0, Math.min(iteration - 1, last)));
  return progress >= 1 || from === to ? to : from + (to - from) * progress;
}
