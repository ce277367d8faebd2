// Places labels on lines so that they cover neither each other nor what must stay visible. Pure.

import { at } from "../core/at.js";
import { between } from "./geometry.js";

/** @import { Box, Point } from "./geometry.js" */

/** @typedef {{ from: Point, to: Point }} Segment */
/**
 * @typedef {object} Label
 * @property {Point} from the line that it belongs to
 * @property {Point} to
 * @property {number} w
 * @property {number} h
 * @property {number} [prefer] the part of the line, 0..1, where it is best placed
 * @property {Point} [near] where it stood: it goes as little away from there as it can
 * @property {number} [beside] a step by which it may be placed beside the line; 0: only on it
 * @property {boolean} [clear] its own line had better stay in sight
 */

const PREFERRED_PART = 0.4;
/** Where on a line a label may be placed, and in which steps that is tried. */
const FIRST_PART = 0.12;
const LAST_PART = 0.86;
const PART_STEP = 0.02;
/** How far beside its line, in units of `beside`. */
const ON_LINE = [0];
const BESIDE_LINE = [-4, -3, -2, -1.5, -1, 0, 1, 1.5, 2, 3, 4];
/**
 * What a position costs: away from the preferred part, beside the line, and per hidden length, of other lines and of
 * one that stays in sight.
 */
const COST = { part: 60, beside: 120, length: 0.5, clear: 12 };

/** @typedef {Point & { r: number }} Disc */
/**
 * What a label must not touch.
 * @typedef {object} Taken
 * @property {readonly Box[]} boxes
 * @property {readonly Disc[]} [discs]
 * @property {readonly Segment[]} [lines] may be covered, at a cost
 * @property {{ w: number, h: number }} [sheet] labels stay on it
 */

/** How often on average a label may be moved to make room for another. */
const MOVES = 8;
/** Room around a label, in each direction. */
const CLEAR = 1.5;

/**
 * Finds a spot on its own line, or beside it, for every label, where it touches nothing; null where there is none.
 * Those with the fewest spots choose first; one that finds no room moves those that are moved most easily.
 * @param {readonly Label[]} labels @param {Taken} taken @returns {(Box | null)[]} for every label
 */
export function placeFree(labels, taken) {
  const offers = labels.map((label, k) => freeSpots(label, taken, labels, k));
  const waiting = [...labels.keys()]
    .filter((k) => at(offers, k).length > 0)
    .sort((a, b) => at(offers, a).length - at(offers, b).length);
  /** @type {(Box | null)[]} */
  const spots = labels.map(() => null);
  let best = [...spots];
  let fewest = waiting.length;
  /** How often every label was moved. */
  const moved = labels.map(() => 1);
  for (let left = MOVES * labels.length; left > 0 && waiting.length > 0; left--) {
    const k = /** @type {number} */ (waiting.shift());
    const { box, covered } = cheapest(at(offers, k), spots, moved);
    for (const other of covered) {
      spots[other] = null;
      moved[other] = at(moved, other) + 1;
      waiting.push(other);
    }
    spots[k] = box;
    if (waiting.length < fewest) [best, fewest] = [[...spots], waiting.length];
  }
  return best;
}

/**
 * The first spot that covers no label, or those that were moved least.
 * @param {readonly Box[]} offers the best first @param {readonly (Box | null)[]} spots
 * @param {readonly number[]} moved how often each label was
 */
function cheapest(offers, spots, moved) {
  let best = { box: at(offers, 0), covered: /** @type {number[]} */ ([]) };
  let least = Infinity;
  for (const box of offers) {
    const wide = grown(box);
    const covered = [...spots.keys()].filter((k) => {
      const spot = spots[k];
      return spot && overlap(wide, spot) > 0;
    });
    const cost = covered.reduce((sum, k) => sum + at(moved, k), 0);
    if (cost < least) [best, least] = [{ box, covered }, cost];
    if (cost === 0) break;
  }
  return best;
}

/** @param {Box} box @returns {Box} */
const grown = (box) => ({ ...box, w: box.w + 2 * CLEAR, h: box.h + 2 * CLEAR });

/**
 * The spots of a label that touch nothing, the best first.
 * @param {Label} label @param {Taken} taken @param {readonly Label[]} all @param {number} own its index in `all`
 * @returns {Box[]}
 */
function freeSpots(label, { boxes, discs = [], lines = [], sheet }, all, own) {
  const { from, to, w, h, prefer = PREFERRED_PART, near, beside = 0, clear = false } = label;
  const reach = around(from, to, w + 8 * beside, h + 8 * beside);
  const nearBoxes = boxes.filter((box) => overlap(box, reach) > 0);
  const nearDiscs = discs.filter((disc) => touches(reach, disc));
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const normal = { x: (from.y - to.y) / length, y: (to.x - from.x) / length };
  /** @type {{ box: Box, cost: number }[]} */
  const found = [];
  for (let part = FIRST_PART; part <= LAST_PART; part += PART_STEP)
    for (const off of beside ? BESIDE_LINE : ON_LINE) {
      const on = between(from, to, part);
      const box = { x: on.x + normal.x * off * beside, y: on.y + normal.y * off * beside, w, h };
      const wide = grown(box);
      if (sheet && !isOn(sheet, wide)) continue;
      if (
        nearBoxes.some((other) => overlap(wide, other) > 0) ||
        nearDiscs.some((disc) => touches(wide, disc))
      )
        continue;
      let cost = near
        ? (COST.part * Math.hypot(box.x - near.x, box.y - near.y)) / length
        : COST.part * Math.abs(part - prefer) + COST.beside * Math.abs(off);
      for (const line of lines) cost += lengthInside(line.from, line.to, box) * COST.length;
      all.forEach((other, k) => {
        if (k !== own) cost += lengthInside(other.from, other.to, box) * COST.length;
        else if (clear) cost += lengthInside(from, to, box) * COST.clear;
      });
      found.push({ box, cost });
    }
  return found.sort((a, b) => a.cost - b.cost).map(({ box }) => box);
}

/** @param {{ w: number, h: number }} sheet @param {Box} box */
const isOn = (sheet, { x, y, w, h }) =>
  x >= w / 2 && y >= h / 2 && x <= sheet.w - w / 2 && y <= sheet.h - h / 2;

/** Whether a box touches nothing. @param {Box} box @param {Taken} taken */
export const isFree = (box, { boxes, discs = [] }) =>
  !boxes.some((other) => overlap(box, other) > 0) && !discs.some((disc) => touches(box, disc));

/** Whether a box and a disc overlap. @param {Box} box @param {Disc} disc */
export function touches(box, { x, y, r }) {
  const dx = Math.max(0, Math.abs(x - box.x) - box.w / 2);
  const dy = Math.max(0, Math.abs(y - box.y) - box.h / 2);
  return dx * dx + dy * dy < r * r;
}

/** How much two boxes overlap, in area. @param {Box} a @param {Box} b */
export function overlap(a, b) {
  const w = Math.min(a.x + a.w / 2, b.x + b.w / 2) - Math.max(a.x - a.w / 2, b.x - b.w / 2);
  const h = Math.min(a.y + a.h / 2, b.y + b.h / 2) - Math.max(a.y - a.h / 2, b.y - b.h / 2);
  return w > 0 && h > 0 ? w * h : 0;
}

/**
 * The box that a label on the segment cannot leave.
 * @param {Point} from @param {Point} to @param {number} w @param {number} h @returns {Box}
 */
const around = (from, to, w, h) => ({
  ...between(from, to, 0.5),
  w: Math.abs(to.x - from.x) + w,
  h: Math.abs(to.y - from.y) + h,
});

/** How much of the segment lies in the box. @param {Point} from @param {Point} to @param {Box} box */
export function lengthInside(from, to, box) {
  let low = 0;
  let high = 1;
  for (const [start, end, middle, size] of /** @type {const} */ ([
    [from.x, to.x, box.x, box.w],
    [from.y, to.y, box.y, box.h],
  ])) {
    const step = end - start;
    if (Math.abs(step) < 1e-9) {
      if (Math.abs(start - middle) > size / 2) return 0;
      continue;
    }
    const a = (middle - size / 2 - start) / step;
    const b = (middle + size / 2 - start) / step;
    low = Math.max(low, Math.min(a, b));
    high = Math.min(high, Math.max(a, b));
  }
  return high > low ? (high - low) * Math.hypot(to.x - from.x, to.y - from.y) : 0;
}
