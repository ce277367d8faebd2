// The places of names beside moving points, such as the heads of racing runs: no name covers another, a point or what
// else must stay visible, and a name stays on its side as long as it can. No DOM.
/** @import { Box, Point } from "../geometry.js" */
/** @import { Corners } from "./scale.js" */
import { at } from "../../core/at.js";
import { overlap } from "../labels.js";

/** @typedef {Point & { w: number, h: number, r: number }} Head a point of radius `r`, and the size of its name */
/** @typedef {Box & { weight?: number }} Obstacle `weight`: how bad it is to cover it; 1 is as bad as a name */
/** @typedef {{ box: Box, side: number, far: boolean }} NamePlace `far`: a line should lead from the point to it */

/** The sides of a point on which a name can stand, the best first. */
const SIDES = /** @type {const} */ ([
  [1, 0],
  [1, -1],
  [1, 1],
  [-1, 0],
  [-1, -1],
  [-1, 1],
  [0, -1],
  [0, 1],
]);
/** How many distances are tried on each side, and the gap between point and name, in pixels. */
const RINGS = 7;
const GAP = 5;
/** Names keep this distance from each other, in pixels. */
const MARGIN = 3;
/** What a place costs: the distance, a worse side, a change of side, a pixel beyond the border, something covered and
 * each square pixel of it. */
const COST = { ring: 30, side: 1.5, change: 26, outside: 60, covered: 300, area: 1 };
const ROUNDS = 2;

/** The box of a name at a place: a side and a distance as one number. @param {Head} head @param {number} place
 * @returns {Box} */
function boxAt({ x, y, w, h, r }, place) {
  const [right, down] = at(SIDES, place % SIDES.length);
  const ring = Math.floor(place / SIDES.length);
  const off = r + GAP + ring * (h + MARGIN);
  // Beside the point the name begins there; above and below it is centred.
  const across = right === 0 ? 0 : right * ((down === 0 ? off : r * 0.7 + ring * h) + w / 2);
  const along = down === 0 ? 0 : down * (off + h / 2 - (right === 0 ? 0 : r * 0.3 + GAP));
  return { x: x + across, y: y + along, w, h };
}

/** How far a box reaches beyond the border, in pixels. @param {Box} box @param {Corners} corners */
const beyond = ({ x, y, w, h }, { left, right, top, bottom }) =>
  Math.max(0, left - (x - w / 2)) +
  Math.max(0, x + w / 2 - right) +
  Math.max(0, top - (y - h / 2)) +
  Math.max(0, y + h / 2 - bottom);

/**
 * A place for the name of every point.
 * @param {readonly Head[]} heads @param {readonly Obstacle[]} obstacles @param {Corners} corners that names stay within
 * @param {readonly (number | undefined)[]} before the `side` of each name in the frame before
 * @returns {NamePlace[]}
 */
export function placeNames(heads, obstacles, corners, before = []) {
  /** @type {Obstacle[]} */
  const points = heads.map(({ x, y, r }) => ({ x, y, w: 2 * r, h: 2 * r, weight: 4 }));
  const fixed = [...points, ...obstacles];
  /** @type {NamePlace[]} */
  const found = [];
  for (let round = 0; round < ROUNDS; round++)
    heads.forEach((head, k) => {
      const others = found.filter((_, m) => m !== k).map(({ box }) => box);
      let best = 0;
      let least = Infinity;
      for (let place = 0; place < SIDES.length * RINGS; place++) {
        const cost = costOf(head, place, { others, fixed, corners, before: before[k] });
        if (cost < least) {
          least = cost;
          best = place;
        }
      }
      found[k] = { box: boxAt(head, best), side: best, far: best >= SIDES.length };
    });
  return found;
}

/** @param {Head} head @param {number} place
 * @param {{ others: Obstacle[], fixed: Obstacle[], corners: Corners, before: number | undefined }} around */
function costOf(head, place, { others, fixed, corners, before }) {
  const box = boxAt(head, place);
  const padded = { ...box, w: box.w + 2 * MARGIN, h: box.h + 2 };
  let cost = COST.ring * Math.floor(place / SIDES.length) + COST.side * (place % SIDES.length);
  if (before !== undefined && before !== place) cost += COST.change;
  cost += COST.outside * beyond(box, corners);
  for (const obstacle of [...others, ...fixed]) {
    const area = overlap(padded, obstacle);
    if (area > 0) cost += (COST.covered + COST.area * area) * (obstacle.weight ?? 1);
  }
  return cost;
}
