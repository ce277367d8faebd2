// Places for labels at lines: the cheapest of a fixed set of spots along and beside the line.

/** @import { Box, Point } from "../../draw/geometry.js" */
/** @import { LabelSpot } from "./types.js" */
import { at } from "../../core/at.js";
import { overlap } from "../../draw/labels.js";

/**
 * A candidate: the part of the line's length, the distance to the side (1: the label just touches the line),
 * the shift along the line in sizes of the label, and its cost.
 * @typedef {{ part: number, off: number, shift: number, cost: number }} Candidate
 */
/** A label of size w × h at a line. @typedef {{ points: readonly Point[], w: number, h: number }} Label */
/** @typedef {{ points: readonly Point[], box: Box }} BoundedLine */
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
const LINE_COST = 24;
/** Rounds of placing all labels: in the second one the first labels make way for the later ones. */
const ROUNDS = 2;

/**
 * A spot for every label on or beside its own line, clear of the blocks and of the other labels where there is
 * room, and over few other lines.
 * @param {readonly Label[]} labels
 * @param {readonly Box[]} blocks not to be covered
 * @param {readonly (readonly Point[])[]} lines that should not be covered
 * @param {{ width: number, height: number }} [paper] that labels should not leave
 * @returns {LabelSpot[]}
 */
export function labelSpots(labels, blocks, lines, paper) {
  /** @type {LabelSpot[]} */
  const spots = [];
  const bounded = lines.map((points) => ({ points, box: boundsOf(points) }));
  for (let round = 0; round < ROUNDS; round++) {
    labels.forEach((label, k) => {
      const { points, w, h } = label;
      const zone = boundsOf(points);
      const around = { ...zone, w: zone.w + 2 * w, h: zone.h + 4 * h };
      const near = blocks.filter((box) => overlap(box, around) > 0);
      const crossing = bounded.filter(
        (line) =>
          line.points !== points &&
          overlap({ ...line.box, w: line.box.w + 2, h: line.box.h + 2 }, around) > 0,
      );
      const others = spots.filter((_, m) => m !== k);
      const best = bestSpot(label, near, others, crossing, paper) ??
        spots[k] ?? { x: 0, y: 0, w, h, on: ORIGIN };
      const taken = [...blocks, ...others];
      const isInside = !paper || lengthOutside(best, paper) === 0;
      spots[k] = isInside && isFree(best, taken) ? best : (freeSpot(best, taken, bounded, paper) ?? best);
    });
  }
  return spots;
}
const ORIGIN = { x: 0, y: 0 };

/**
 * The cheapest spot of a label.
 * @param {Label} label @param {readonly Box[]} blocks @param {readonly Box[]} others the labels that stand already
 * @param {readonly BoundedLine[]} lines @param {{ width: number, height: number } | undefined} paper
 * @returns {LabelSpot | null} null if no candidate has a finite cost
 */
function bestSpot({ points, w, h }, blocks, others, lines, paper) {
  /** @type {LabelSpot | null} */
  let best = null;
  let least = Infinity;
  /** @type {Map<number, Anchor>} */
  const anchors = new Map();
  for (const { part, off, shift, cost: ownCost } of CANDIDATES) {
    if (ownCost >= least) break;
    const on = anchors.get(part) ?? anchorAt(points, part);
    anchors.set(part, on);
    const away = off * (Math.abs(on.ny) * (h / 2 + 5) + Math.abs(on.nx) * (w / 2 + 5));
    const box = {
      x: on.x + on.nx * away - on.ny * shift * w,
      y: on.y + on.ny * away + on.nx * shift * h,
      w,
      h,
    };
    let cost = ownCost + (paper ? OUTSIDE_COST * lengthOutside(box, paper) : 0);
    for (const other of blocks) cost += BLOCK_COST * overlap({ ...box, w: w + 4, h: h + 2 }, other);
    for (const other of others) cost += LABEL_COST * overlap({ ...box, w: w + 6, h: h + 4 }, other);
    if (cost >= least) continue;
    for (const line of lines)
      for (const p of line.points)
        if (Math.abs(p.x - box.x) < w / 2 + 3 && Math.abs(p.y - box.y) < h / 2 + 3) cost += LINE_COST;
    if (cost < least) [best, least] = [{ ...box, on: { x: on.x, y: on.y } }, cost];
  }
  return best;
}

/** @param {Box} box @param {readonly Box[]} taken */
const isFree = (box, taken) => taken.every((other) => overlap(box, other) === 0);

/** The grid of spots around a line that are tried where there is no room at it: columns and rows to each side. */
const GRID = { columns: 18, rows: 20, width: 30, height: 20 };
/** The cost of a point of a line below a spot of the grid, in units of distance. */
const GRID_LINE_COST = 14;

/** The nearest spot that covers neither blocks nor labels, over few lines.
 * @param {LabelSpot} wanted @param {readonly Box[]} taken @param {readonly BoundedLine[]} lines
 * @param {{ width: number, height: number } | undefined} paper @returns {LabelSpot | null} null: there is none */
function freeSpot({ on, w, h }, taken, lines, paper) {
  /** @type {LabelSpot | null} */
  let best = null;
  let least = Infinity;
  for (let row = -GRID.rows; row <= GRID.rows; row++)
    for (let column = -GRID.columns; column <= GRID.columns; column++) {
      const spot = { x: on.x + column * GRID.width, y: on.y + row * GRID.height, w, h, on };
      let cost = Math.hypot(spot.x - on.x, spot.y - on.y);
      if (cost >= least || (paper && lengthOutside(spot, paper) > 0) || !isFree(spot, taken)) continue;
      for (const { points } of lines)
        for (const p of points)
          if (Math.abs(p.x - spot.x) < w / 2 + 3 && Math.abs(p.y - spot.y) < h / 2 + 3)
            cost += GRID_LINE_COST;
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
