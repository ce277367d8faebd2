// The perspective of a surface in space: a camera that turns around it, the painter's order of its cells, heights and
// light. The surface is a grid of heights over a rectangle; x runs to the right, y to the back, z up, all about -1 to
// 1. No DOM.
import { at } from "../core/at.js";

/**
 * @typedef {object} Turn the direction of the camera
 * @property {number} yaw around the vertical axis, in radians
 * @property {number} pitch above the ground, in radians
 * @property {number} [zoom] 1: the whole block fits
 */
/** @typedef {readonly [x: number, y: number, z: number]} Vector */
/**
 * @typedef {object} Camera
 * @property {(x: number, y: number, z: number) => { x: number, y: number, depth: number }} project
 *   onto the screen in pixels; the larger the depth, the farther away
 * @property {(xs: ArrayLike<number>, ys: ArrayLike<number>, zs: ArrayLike<number>, across: Float64Array,
 *   down: Float64Array) => void} projectGrid
 *   all points of a grid of heights zs, row by row, into the two lists of pixels
 * @property {Vector} eye the place of the camera
 */

/** The distance of the camera from the middle: its perspective is visible, but distorts little. */
const DISTANCE = 6.5;
/**
 * The least and the greatest pitch: never from below, and never straight from above, where yaw would lose its
 * sense.
 */
export const PITCH_RANGE = /** @type {const} */ ([0.06, 1.5]);
export const ZOOM_RANGE = /** @type {const} */ ([0.6, 3]);
/** The turn before anyone has turned the surface. */
export const START_TURN = Object.freeze({ yaw: -0.55, pitch: 0.62, zoom: 1 });

/** A turn within its ranges, yaw within ±π. @param {Turn} turn @returns {Required<Turn>} */
export function turnWithin({ yaw, pitch, zoom = 1 }) {
  const whole = 2 * Math.PI;
  return {
    yaw: yaw - whole * Math.round(yaw / whole),
    pitch: Math.max(PITCH_RANGE[0], Math.min(PITCH_RANGE[1], pitch)),
    zoom: Math.max(ZOOM_RANGE[0], Math.min(ZOOM_RANGE[1], zoom)),
  };
}

/**
 * A camera on a block. At zoom 1 the block is as large as the screen allows for any yaw.
 * @param {Turn} turn @param {{ width: number, height: number, margin: number }} screen in pixels
 * @param {number} radius of the block's ground @param {number} tall the block's height, half of it above z = 0
 * @returns {Camera}
 */
export function cameraOf(turn, { width, height, margin }, radius, tall) {
  const { yaw, pitch, zoom } = turnWithin(turn);
  const [cosYaw, sinYaw, cosPitch, sinPitch] = [
    Math.cos(yaw),
    Math.sin(yaw),
    Math.cos(pitch),
    Math.sin(pitch),
  ];
  /** The height on the screen of a point on the axis towards the back. @param {number} back @param {number} z */
  const heightOnScreen = (back, z) =>
    ((z * cosPitch + back * sinPitch) * DISTANCE) / (DISTANCE + back * cosPitch - z * sinPitch);
  const lowest = Math.min(heightOnScreen(-radius, -tall / 2), heightOnScreen(-radius, tall / 2));
  const highest = Math.max(heightOnScreen(radius, tall / 2), heightOnScreen(-radius, tall / 2));
  const widest =
    (radius * DISTANCE) / Math.sqrt((DISTANCE - (tall / 2) * sinPitch) ** 2 - (radius * cosPitch) ** 2);
  const fitting = Math.min((width / 2 - margin) / widest, (height - 2 * margin) / (highest - lowest));
  const scale = zoom * Math.max(10, fitting);
  const middle = height / 2 + (scale * (highest + lowest)) / 2;
  return {
    eye: [-DISTANCE * sinYaw * cosPitch, -DISTANCE * cosYaw * cosPitch, DISTANCE * sinPitch],
    project(x, y, z) {
      const right = x * cosYaw - y * sinYaw;
      const back = x * sinYaw + y * cosYaw;
      const up = z * cosPitch + back * sinPitch;
      const depth = back * cosPitch - z * sinPitch;
      const near = DISTANCE / (DISTANCE + depth);
      return { x: width / 2 + right * near * scale, y: middle - up * near * scale, depth };
    },
    projectGrid(xs, ys, zs, across, down) {
      if (zs.length !== xs.length * ys.length)
        throw new RangeError("the heights are not one for every point");
      // Read without `at`: this runs for every point at every frame.
      for (let j = 0, k = 0; j < ys.length; j++) {
        const y = /** @type {number} */ (ys[j]);
        for (let i = 0; i < xs.length; i++, k++) {
          const x = /** @type {number} */ (xs[i]);
          const z = /** @type {number} */ (zs[k]);
          const back = x * sinYaw + y * cosYaw;
          const near = (DISTANCE * scale) / (DISTANCE + back * cosPitch - z * sinPitch);
          across[k] = width / 2 + (x * cosYaw - y * sinYaw) * near;
          down[k] = middle - (z * cosPitch + back * sinPitch) * near;
        }
      }
    },
  };
}

/**
 * The painter's order of the cells along one axis: from both ends towards the cell in front of the camera, so
 *   that nearer
 * cells are painted later.
 * @param {number} count @param {number} eye the place of the camera along the axis, in cells
 * @returns {number[]}
 */
export function paintersOrder(count, eye) {
  const nearest = Math.max(0, Math.min(count - 1, Math.floor(eye)));
  const order = [];
  for (let distance = Math.max(nearest, count - 1 - nearest); distance > 0; distance--) {
    if (nearest - distance >= 0) order.push(nearest - distance);
    if (nearest + distance < count) order.push(nearest + distance);
  }
  return count > 0 ? [...order, nearest] : [];
}

/** With the median value below this share of the range, heights are logarithmic. */
const MAX_SKEWED_MEDIAN = 0.12;

/**
 * @typedef {object} Heights
 * @property {(value: number) => number} height of a value, from 0 (the lowest) to 1 (the highest); clamped
 * @property {boolean} logarithmic high values are compressed, so that differences among low ones are visible
 */

/**
 * The mapping from values to heights: linear, or logarithmic where a few large values would flatten all others.
 * @param {readonly (readonly (number | null)[])[]} rows
 * @returns {Heights}
 */
export function heightsOf(rows) {
  const sorted = rows
    .flat()
    .filter((value) => value !== null)
    .sort((a, b) => a - b);
  const low = sorted[0] ?? 0;
  const high = sorted.at(-1) ?? 1;
  const span = high - low || 1;
  const median = sorted[sorted.length >> 1] ?? low;
  const logarithmic = high > low && sorted.length > 0 && (median - low) / span < MAX_SKEWED_MEDIAN;
  const clamped = (/** @type {number} */ share) => Math.max(0, Math.min(1, share));
  if (!logarithmic) return { height: (value) => clamped((value - low) / span), logarithmic };
  // About linear up to the tenth percentile.
  const scale = Math.max(span * 1e-4, at(sorted, Math.floor(sorted.length * 0.1)) - low);
  const whole = Math.log1p(span / scale);
  return { height: (value) => clamped(Math.log1p(Math.max(0, value - low) / scale) / whole), logarithmic };
}

// ---- paths on the surface --------------------------------------------------------------------------------------

/** A step shorter than this, in cells, is drawn together with the next. */
const MIN_STEP = 0.03;

/**
 * A part of a path that lies within one cell.
 * @typedef {object} CellSegment
 * @property {number} cell row · columns + column
 * @property {readonly [u: number, v: number]} from in units of the grid (column, row)
 * @property {readonly [u: number, v: number]} to
 * @property {number} index the point of the path that it leads to
 */

/**
 * A path over the ground, cut into segments of at most half a cell, so that each can be painted with its cell.
 * Segments
 * outside the ground are left out.
 * @param {readonly number[]} us @param {readonly number[]} vs the points in units of the grid (column, row)
 * @param {number} columns @param {number} rows cells
 * @returns {CellSegment[]}
 */
export function segmentsOf(us, vs, columns, rows) {
  /** @type {CellSegment[]} */
  const segments = [];
  if (us.length === 0) return segments;
  let [u0, v0] = [at(us, 0), at(vs, 0)];
  for (let k = 1; k < us.length; k++) {
    const [u1, v1] = [at(us, k), at(vs, k)];
    const far = Math.max(Math.abs(u1 - u0), Math.abs(v1 - v0));
    if (far < MIN_STEP && k < us.length - 1) continue;
    const parts = Math.max(1, Math.min(4 * (columns + rows), Math.ceil(far * 2)));
    for (let part = 0; part < parts; part++) {
      const from = /** @type {const} */ ([u0 + ((u1 - u0) * part) / parts, v0 + ((v1 - v0) * part) / parts]);
      const to = /** @type {const} */ ([
        u0 + ((u1 - u0) * (part + 1)) / parts,
        v0 + ((v1 - v0) * (part + 1)) / parts,
      ]);
      const i = Math.floor((from[0] + to[0]) / 2);
      const j = Math.floor((from[1] + to[1]) / 2);
      const onGround =
        i >= 0 &&
        j >= 0 &&
        i < columns &&
        j < rows &&
        [from, to].every(([u, v]) => u >= 0 && v >= 0 && u <= columns && v <= rows);
      if (onGround) segments.push({ cell: j * columns + i, from, to, index: k });
    }
    [u0, v0] = [u1, v1];
  }
  return segments;
}

// ---- light -----------------------------------------------------------------------------------------------------

/** The direction of the light: from the upper left in front. @type {Vector} */
const LIGHT = [-0.45, -0.35, 0.82];

/**
 * The brightness of a slope, from 0 to 1.
 * @param {number} slopeX rise to the right @param {number} slopeY rise to the back
 */
export function lightOf(slopeX, slopeY) {
  // The normal of a height field is (-∂z/∂x, -∂z/∂y, 1).
  const size = Math.hypot(slopeX, slopeY, 1);
  return Math.max(0, (LIGHT[0] * -slopeX + LIGHT[1] * -slopeY + LIGHT[2]) / size);
}
