// A surface in space, seen from a point that can be turned around it: numbers in, places out, no DOM. The surface is a
// grid of heights over a square; x runs to the right, y to the back, z up, all about -1 to 1.

/** @typedef {{ yaw: number, pitch: number, zoom?: number }} Turn angles in radians: around the upright axis, and above the ground */
/**
 * @typedef {object} Camera
 * @property {(x: number, y: number, z: number) => { x: number, y: number, depth: number }} project
 *   onto the screen in pixels; the larger the depth, the farther away
 * @property {(xs: ArrayLike<number>, ys: ArrayLike<number>, zs: ArrayLike<number>, across: Float64Array, down: Float64Array) => void} projectGrid
 *   every point of a grid of heights, row by row, into the two lists of places
 * @property {readonly [number, number, number]} eye where one looks from
 */

/** The eye stands this far off: near enough for the back to look smaller, far enough to bend nothing. */
const DISTANCE = 6.5;
/** One never looks from below, and never quite from above, where left and right would be lost. */
export const PITCH = /** @type {const} */ ([0.06, 1.5]);
export const ZOOM = /** @type {const} */ ([0.6, 3]);
/** How the surface is seen first. */
export const START_TURN = Object.freeze({ yaw: -0.55, pitch: 0.62, zoom: 1 });

/** A turn within its borders; yaw is the same after a full turn. @param {Turn} turn @returns {Required<Turn>} */
export function turnWithin({ yaw, pitch, zoom = 1 }) {
  const whole = 2 * Math.PI;
  return {
    yaw: yaw - whole * Math.round(yaw / whole),
    pitch: Math.max(PITCH[0], Math.min(PITCH[1], pitch)),
    zoom: Math.max(ZOOM[0], Math.min(ZOOM[1], zoom)),
  };
}

/**
 * A camera that holds a block, however it is turned, as large as the screen allows at zoom 1.
 * @param {Turn} turn @param {{ width: number, height: number, margin: number }} screen in pixels
 * @param {number} radius of the block's ground @param {number} tall its height, half of it above the middle
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
  /** How high on the screen a point of the ground's rim is seen, at most. @param {number} back @param {number} z */
  const seen = (back, z) =>
    ((z * cosPitch + back * sinPitch) * DISTANCE) / (DISTANCE + back * cosPitch - z * sinPitch);
  const lowest = Math.min(seen(-radius, -tall / 2), seen(-radius, tall / 2));
  const highest = Math.max(seen(radius, tall / 2), seen(-radius, tall / 2));
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
      for (let j = 0, k = 0; j < ys.length; j++) {
        const y = ys[j] ?? 0;
        for (let i = 0; i < xs.length; i++, k++) {
          const x = xs[i] ?? 0;
          const z = zs[k] ?? 0;
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
 * The painter's order of the cells along one axis: from the ends towards the cell in front of the eye, so that what is
 * nearer is painted later.
 * @param {number} count @param {number} eye where the eye stands along the axis, in cells
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

/** How steep heights must lie, as the share of the range that their middle one reaches, to be drawn as they are. */
const LOPSIDED = 0.12;

/**
 * @typedef {object} Heights
 * @property {(value: number) => number} height of a value on the screen, 0 the lowest, 1 the highest; never beyond
 * @property {boolean} logarithmic whether tall walls are pressed together so that the valley can be seen
 */

/** How values become heights: straight, or by a logarithm where a few walls would flatten all the rest. @param {readonly (readonly (number | null)[])[]} rows @returns {Heights} */
export function heightsOf(rows) {
  /** @type {number[]} */
  const sorted = [];
  for (const row of rows) for (const value of row) if (value !== null) sorted.push(value);
  sorted.sort((a, b) => a - b);
  const low = sorted[0] ?? 0;
  const high = sorted.at(-1) ?? 1;
  const span = high - low || 1;
  const middle = ((sorted[sorted.length >> 1] ?? low) - low) / span;
  const logarithmic = sorted.length > 0 && high > low && middle < LOPSIDED;
  const within = (/** @type {number} */ share) => Math.max(0, Math.min(1, share));
  if (!logarithmic) return { height: (value) => within((value - low) / span), logarithmic };
  // The lower tenth of the values stays as straight as it can.
  const scale = Math.max(span * 1e-4, (sorted[Math.floor(sorted.length * 0.1)] ?? low) - low);
  const whole = Math.log1p(span / scale);
  return { height: (value) => within(Math.log1p(Math.max(0, value - low) / scale) / whole), logarithmic };
}

/**
 * A way over the ground cut into segments no longer than a cell, each with the cell it lies in: the painter draws it when
 * its cell's turn has come.
 * @param {readonly number[]} us @param {readonly number[]} vs the way in units of the grid (column, row)
 * @param {number} columns @param {number} rows cells
 * @returns {{ cell: number, from: readonly [number, number], to: readonly [number, number], index: number }[]}
 *   `index`: the point of the way that the segment leads to
 */
export function segmentsOf(us, vs, columns, rows) {
  const segments = [];
  let [u0, v0] = [us[0] ?? 0, vs[0] ?? 0];
  for (let k = 1; k < us.length; k++) {
    const [u1, v1] = [us[k] ?? 0, vs[k] ?? 0];
    const far = Math.max(Math.abs(u1 - u0), Math.abs(v1 - v0));
    // A step too short to be seen is drawn with the next; one that leaves the ground is not drawn at all.
    if (far < 0.03 && k < us.length - 1) continue;
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

/**
 * How brightly a slope is lit, 0 to 1, by a light from the upper left in front. @param {number} slopeX rise to the right @param {number} slopeY rise to the back
 */
export function lightOf(slopeX, slopeY) {
  // The normal of a height field is (-∂z/∂x, -∂z/∂y, 1).
  const size = Math.hypot(slopeX, slopeY, 1);
  return Math.max(0, (LIGHT[0] * -slopeX + LIGHT[1] * -slopeY + LIGHT[2]) / size);
}
const LIGHT = /** @type {const} */ ([-0.45, -0.35, 0.82]);
