// Places for labels at lines: the cheapest of a fixed set of spots along and beside the line.

/** @import { Box, Point } from "../../draw/geometry.js" */
/** @import { LabelSpot } from "./types.js" */
import { at } from "../../core/at.js";
import { between } from "../../draw/geometry.js";
import { lengthInside, overlap } from "../../draw/labels.js";

/**
 * A candidate: the part of the line's length, the distance to the side (1: the label just touches the line),
 * the shift along the line in sizes of the label, and its cost.
 * @typedef {{ part: number, off: number, shift: number, cost: number }} Candidate
 */
/** A label of size w × h at a line. @typedef {{ points: readonly Point[], w: number, h: number }} Label */
/** @typedef {{ points: readonly Point[], samples: readonly Point[], box: Box }} BoundedLine */
/** A point of a line with the unit normal to its left. @typedef {Point & { nx: number, ny: number }} Anchor */

const PARTS = Array.from({ length: 13 }, (_, k) => 0.17 + 0.055 * k);
const OFFSETS = [0, 1, -1, 1.6, -1.6, 2.4, -2.4, 3.3, -3.3];
const SHIFTS = [0, -0.3, 0.3, -0.6, 0.6];

/** All candidates, the cheapest first. @type {readonly Candidate[]} */
const CANDIDATES = PARTS.flatMap((part) =>
  OFFSETS.flatMap((off) =>
    (Math.abs(off) > 1 ? SHIFTS : [0]).map((shift) => ({
      part,
      off,
      shift,
      cost: 90 * Math.abs(part - 0.5) + 26 * Math.abs(off) + 60 * Math.abs(shift),
    })),
  ),
).sort((a, b) => a.cost - b.cost);

/** Costs of what a label covers: per length outside the drawing, per area of a block and of a label, per point of a
 * line. */
const OUTSIDE_COST = 60;
const BLOCK_COST = 6;
const LABEL_COST = 5;
const LINE_COST = 14;
/** The costs of a label that seems to stand at another line than its own, and of each box that its leader runs
 * under. */
const ASTRAY_COST = 220;
const LEADER_COST = 260;
/** A label beside its line is so far from it at most, and so much farther from every other line; farther away it has a
 * leader. */
const BESIDE = 5;
const CLEARANCE = 6;
const MOST_BESIDE = 9;
/** How far the points of a line are apart for which it is measured. */
const SAMPLE = 8;
/** Most rounds of placing all labels: in later ones the first labels make way for the others. */
const ROUNDS = 4;

/**
 * What a label has to keep away from.
 * @typedef {object} Surroundings
 * @property {readonly Box[]} blocks
 * @property {readonly LabelSpot[]} others the labels that stand already
 * @property {readonly BoundedLine[]} lines
 * @property {readonly Point[]} own the points of its own line
 * @property {{ width: number, height: number } | undefined} paper
 */

/**
 * A spot for every label on or beside its own line, nearer to it than to any other, clear of the blocks and of the
 * other labels where there is room, and over few other lines.
 * @param {readonly Label[]} labels
 * @param {readonly Box[]} blocks not to be covered
 * @param {readonly (readonly Point[])[]} lines that should not be covered
 * @param {{ width: number, height: number }} [paper] that labels should not leave
 * @returns {LabelSpot[]}
 */
export function labelSpots(labels, blocks, lines, paper) {
  /** @type {LabelSpot[]} */
  const spots = [];
  const bounded = lines.map((points) => ({ points, samples: sampled(points), box: boundsOf(points) }));
  /** @param {number} k @returns {Surroundings} */
  const around = (k) => {
    const { points } = at(labels, k);
    return {
      blocks,
      others: spots.filter((_, m) => m !== k),
      lines: bounded.filter((line) => line.points !== points),
      own: bounded.find((line) => line.points === points)?.samples ?? sampled(points),
      paper,
    };
  };
  for (let round = 0, moved = true; moved && round < ROUNDS; round++) {
    moved = false;
    labels.forEach((label, k) => {
      const before = spots[k];
      const spot = spotFor(label, around(k), before);
      if (before?.x !== spot.x || before.y !== spot.y) moved = true;
      spots[k] = spot;
    });
  }
  return spots.map((spot, k) => ({ ...spot, isClear: isClear(spot, around(k)) }));
}
const ORIGIN = { x: 0, y: 0 };

/** @param {Label} label @param {Surroundings} near @param {LabelSpot | undefined} before where it stood
 * @returns {LabelSpot} */
function spotFor(label, near, before) {
  const { points, w, h } = label;
  const zone = boundsOf(points);
  const around = { ...zone, w: zone.w + 2 * w, h: zone.h + 4 * h };
  const reached = {
    ...near,
    blocks: near.blocks.filter((box) => overlap(box, around) > 0),
    lines: near.lines.filter(({ box }) => overlap({ ...box, w: box.w + 24, h: box.h + 24 }, around) > 0),
  };
  const best = bestSpot(label, reached) ?? before ?? { x: 0, y: 0, w, h, on: ORIGIN };
  return isClear(best, near) ? best : (freeSpot(best, near) ?? best);
}

/** Whether a label covers nothing, seems to stand at no other line, and its leader runs under nothing.
 * @param {LabelSpot} spot @param {Surroundings} near */
const isClear = (spot, near) =>
  (!near.paper || lengthOutside(spot, near.paper) === 0) &&
  isFree(spot, near.blocks) &&
  isFree(spot, near.others) &&
  astrayCost(spot, near) + leaderCost(spot, near) === 0;

/** The line from a label to the point that it belongs to, where it stands too far from it to be seen as its own.
 * @param {Box & { on?: Point }} spot @returns {[Point, Point] | null} */
export const leaderOf = ({ x, y, w, h, on }) =>
  on && (Math.abs(on.x - x) > w / 2 + MOST_BESIDE || Math.abs(on.y - y) > h / 2 + MOST_BESIDE)
    ? [on, { x, y }]
    : null;

/** Boxes along the leader of a label, to be kept free. @param {Box & { on?: Point }} spot @returns {Box[]} */
export function leaderBoxes(spot) {
  const leader = leaderOf(spot);
  return leader ? sampled(leader).map((point) => ({ ...point, w: SAMPLE, h: SAMPLE })) : [];
}

/** What it costs that a label stands nearer to another line than is clear, or as near as to its own.
 * @param {Box} box @param {Surroundings} near */
function astrayCost(box, { own, lines }) {
  const needed = Math.min(BESIDE, gapTo(box, own)) + CLEARANCE;
  let other = Infinity;
  for (const { samples } of lines) other = Math.min(other, gapTo(box, samples));
  return other >= needed ? 0 : ASTRAY_COST + 8 * (needed - other);
}

/** What it costs that the leader of a label runs under boxes, or a label over the leaders of others.
 * @param {LabelSpot} spot @param {Surroundings} near */
function leaderCost(spot, { blocks, others }) {
  const leader = leaderOf(spot);
  let crossed = 0;
  if (leader) for (const box of [...blocks, ...others]) if (crosses(leader, box)) crossed++;
  for (const other of others) {
    const its = leaderOf(other);
    if (its && crosses(its, spot)) crossed++;
  }
  return LEADER_COST * crossed;
}

/** @param {readonly [Point, Point]} line @param {Box} box */
const crosses = ([from, to], box) => lengthInside(from, to, box) > 0;

/** How far the points of a line are from a box. @param {Box} box @param {readonly Point[]} samples */
function gapTo({ x, y, w, h }, samples) {
  let least = Infinity;
  for (const p of samples) {
    const dx = Math.max(0, Math.abs(p.x - x) - w / 2);
    const dy = Math.max(0, Math.abs(p.y - y) - h / 2);
    least = Math.min(least, dx * dx + dy * dy);
  }
  return Math.sqrt(least);
}

/** Points along a line, close to each other. @param {readonly Point[]} points @returns {Point[]} */
const sampled = (points) =>
  points.flatMap((p, k) => {
    const next = points[k + 1];
    if (!next) return [p];
    const count = Math.max(1, Math.ceil(Math.hypot(next.x - p.x, next.y - p.y) / SAMPLE));
    return Array.from({ length: count }, (_, i) => between(p, next, i / count));
  });

/** How many points of lines lie under a box. @param {Box} box @param {readonly BoundedLine[]} lines */
function pointsUnder({ x, y, w, h }, lines) {
  let count = 0;
  for (const { samples } of lines)
    for (const p of samples) if (Math.abs(p.x - x) < w / 2 + 3 && Math.abs(p.y - y) < h / 2 + 3) count++;
  return count;
}

/**
 * The cheapest spot of a label.
 * @param {Label} label @param {Surroundings} near
 * @returns {LabelSpot | null} null if no candidate has a finite cost
 */
function bestSpot({ points, w, h }, near) {
  const { blocks, others, lines, paper } = near;
  /** @type {LabelSpot | null} */
  let best = null;
  let least = Infinity;
  /** @type {Map<number, Anchor>} */
  const anchors = new Map();
  for (const { part, off, shift, cost: ownCost } of CANDIDATES) {
    if (ownCost >= least) break;
    const on = anchors.get(part) ?? anchorAt(points, part);
    anchors.set(part, on);
    const away = off * (Math.abs(on.ny) * (h / 2 + BESIDE) + Math.abs(on.nx) * (w / 2 + BESIDE));
    const box = {
      x: on.x + on.nx * away - on.ny * shift * w,
      y: on.y + on.ny * away + on.nx * shift * h,
      w,
      h,
    };
    const spot = { ...box, on: { x: on.x, y: on.y } };
    let cost = ownCost + (paper ? OUTSIDE_COST * lengthOutside(box, paper) : 0);
    for (const other of blocks) cost += BLOCK_COST * overlap({ ...box, w: w + 4, h: h + 2 }, other);
    for (const other of others) cost += LABEL_COST * overlap({ ...box, w: w + 6, h: h + 4 }, other);
    if (cost < least) cost += LINE_COST * pointsUnder(box, lines);
    if (cost < least) cost += leaderCost(spot, near);
    if (cost < least) cost += astrayCost(box, near);
    if (cost < least) [best, least] = [spot, cost];
  }
  return best;
}

/** @param {Box} box @param {readonly Box[]} taken */
const isFree = (box, taken) => taken.every((other) => overlap(box, other) === 0);

/** The grid of spots around a line that are tried where there is no room at it: columns and rows to each side. */
const GRID = { columns: 18, rows: 20, width: 30, height: 20 };
/** The cost of a point of a line below a spot of the grid, in units of distance. */
const GRID_LINE_COST = 8;

/** The nearest spot that covers neither blocks nor labels, over few lines, with a leader that nothing covers.
 * @param {LabelSpot} wanted @param {Surroundings} near @returns {LabelSpot | null} null: there is none */
function freeSpot({ on, w, h }, near) {
  const { blocks, others, lines, paper } = near;
  /** @type {LabelSpot | null} */
  let best = null;
  let least = Infinity;
  for (let row = -GRID.rows; row <= GRID.rows; row++)
    for (let column = -GRID.columns; column <= GRID.columns; column++) {
      const spot = { x: on.x + column * GRID.width, y: on.y + row * GRID.height, w, h, on };
      let cost = Math.hypot(spot.x - on.x, spot.y - on.y);
      if (cost >= least || (paper && lengthOutside(spot, paper) > 0)) continue;
      if (!isFree(spot, blocks) || !isFree(spot, others)) continue;
      cost += leaderCost(spot, near);
      if (cost < least) cost += GRID_LINE_COST * pointsUnder(spot, lines);
      if (cost < least) cost += astrayCost(spot, near);
      if (cost < least) [best, least] = [spot, cost];
    }
  return best;
}

/** How far a box reaches over the edges of the drawing.
 * @param {Box} box @param {{ width: number, height: number }} paper */
const lengthOutside = ({ x, y, w, h }, { width, height }) =>
  Math.max(0, w / 2 - x) +
  Math.max(0, x + w / 2 - width) +
  Math.max(0, h / 2 - y) +
  Math.max(0, y + h / 2 - height);

/** @param {readonly Point[]} points @returns {Box} */
function boundsOf(points) {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return { x: (x0 + x1) / 2, y: (y0 + y1) / 2, w: x1 - x0, h: y1 - y0 };
}

/** The point at a part, 0 to 1, of the length of a line.
 * @param {readonly Point[]} points @param {number} part @returns {Anchor} */
function anchorAt(points, part) {
  const lengths = points.slice(1).map((p, k) => {
    const before = at(points, k);
    return Math.hypot(p.x - before.x, p.y - before.y);
  });
  let left = part * lengths.reduce((sum, length) => sum + length, 0);
  for (let k = 0; k < lengths.length; k++) {
    const length = at(lengths, k);
    if (left > length && k < lengths.length - 1) {
      left -= length;
      continue;
    }
    const [a, b] = [at(points, k), at(points, k + 1)];
    const u = length ? Math.min(1, left / length) : 0;
    return {
      x: a.x + (b.x - a.x) * u,
      y: a.y + (b.y - a.y) * u,
      nx: length ? (b.y - a.y) / length : 0,
      ny: length ? -(b.x - a.x) / length : -1,
    };
  }
  // A line of one point, or of none.
  const [only = ORIGIN] = points;
  return { x: only.x, y: only.y, nx: 0, ny: -1 };
}
