// The curves of the edges: the angles at which they meet their blocks, then cubic segments through the columns.

/** @import { Point } from "../../draw/geometry.js" */
/** @import { Block, Chain, Column, Cubic, Vertex } from "./types.js" */
import { at } from "../../core/at.js";
import { keptApart } from "./gaps.js";

/** The key of a link: an operand has one source. @param {{ target: number, operand: number }} link */
export const linkKey = ({ target, operand }) => `${target}.${operand}`;

/** The share of the direction to its next vertex that an edge keeps where it meets a block. */
const DIRECT = 0.55;
/** Largest angles at a block, in radians; smaller upwards on the right, where the ball of the gradient stands. */
const MAX_ANGLE = 1.05;
const MAX_ANGLE_UP_RIGHT = 0.1;
/** Smallest angle between two edges at a block, in radians; two edges between the same blocks form a lens. */
const MIN_ANGLE_BETWEEN = 0.27;
const MIN_ANGLE_IN_PAIR = 0.9;
/**
 * The control points of a segment lie this far from its ends, as a share of its width and in units of the drawing.
 */
const REACH = 0.42;
const MIN_REACH = 6;
const MAX_REACH = 90;

/** A point of a curve and the slope dy/dx there. @typedef {Point & { slope: number }} Stop */
/** An end of a chain at one side of a block: the angle it would have alone, and the one it gets.
 * @typedef {{ chain: Chain, vertex: Vertex, wanted: number, angle: number }} End */

/**
 * The curve of every link. A link crosses the columns between its ends horizontally.
 * @param {readonly Chain[]} chains @param {readonly Column[]} columns by layer
 * @param {{ leaveUp?: number, enterUp?: number }} angles the largest upwards at a block, in radians
 * @returns {Map<string, Cubic[]>} by `linkKey`
 */
export function routesOf(chains, columns, { leaveUp = MAX_ANGLE_UP_RIGHT, enterUp = MAX_ANGLE }) {
  const leaving = chains.map((chain) => {
    const [from, next] = [chain.source, chain.between[0] ?? chain.target];
    return endOf(chain, from, DIRECT * Math.atan2(next.y - from.y, next.x - from.x));
  });
  const entering = chains.map((chain) => {
    const [last, to] = [chain.between.at(-1) ?? chain.source, chain.target];
    return endOf(chain, to, DIRECT * Math.atan2(last.y - to.y, to.x - last.x));
  });
  fanOut(leaving, -leaveUp);
  fanOut(entering, -enterUp);
  return new Map(
    chains.map((chain, k) => {
      const stops = [
        portOf(at(leaving, k), 1),
        ...chain.between.flatMap(({ layer, x, y }) => {
          const { left, right } = at(columns, layer);
          return [
            { x: x - left, y, slope: 0 },
            { x: x + right, y, slope: 0 },
          ];
        }),
        portOf(at(entering, k), -1),
      ];
      return [linkKey(chain.link), stops.slice(1).map((stop, i) => segment(at(stops, i), stop))];
    }),
  );
}

/** @param {Chain} chain @param {Vertex} vertex @param {number} wanted @returns {End} */
const endOf = (chain, vertex, wanted) => ({ chain, vertex, wanted, angle: wanted });

/**
 * Sets the angles of all ends, those at the same block kept apart.
 * @param {readonly End[]} ends
 * @param {number} low
 */
function fanOut(ends, low) {
  /** @type {Map<Vertex, End[]>} */
  const groups = new Map();
  for (const end of ends) groups.set(end.vertex, [...(groups.get(end.vertex) ?? []), end]);
  for (const group of groups.values()) {
    group.sort((a, b) => a.wanted - b.wanted || a.chain.link.operand - b.chain.link.operand);
    fannedAngles(group, low, MAX_ANGLE).forEach((angle, k) => {
      at(group, k).angle = angle;
    });
  }
}

/**
 * The angles of the ends at one side of a block, kept apart and within limits; a fan too wide for them is narrowed.
 * @param {readonly End[]} ends by the wanted angle @param {number} low @param {number} high @returns {number[]}
 */
function fannedAngles(ends, low, high) {
  /** @type {number[]} */
  const gaps = ends.map((end, k) => {
    const before = ends[k - 1];
    return !before ? 0 : isPair(before.chain, end.chain) ? MIN_ANGLE_IN_PAIR : MIN_ANGLE_BETWEEN;
  });
  const room = high - low;
  const needed = gaps.reduce((sum, gap) => sum + gap, 0);
  const angles = keptApart(
    ends.map(({ wanted }) => wanted),
    ends.map(() => 1),
    needed > room ? gaps.map((gap) => (gap * room) / needed) : gaps,
  );
  const over = Math.max(0, at(angles, angles.length - 1) - high);
  const under = Math.max(0, low - at(angles, 0) + over);
  return angles.map((angle) => Math.max(low, Math.min(high, angle - over + under)));
}

/** Whether two links join the same blocks. @param {Chain} a @param {Chain} b */
const isPair = (a, b) => a.source === b.source && a.target === b.target;

/** Where an edge leaves a block (side 1) or enters it (side -1).
 * @param {End} end @param {1 | -1} side @returns {Stop} */
function portOf({ vertex, angle }, side) {
  const { rx, ry, round } = /** @type {Block} */ (vertex.block);
  const dx = round ? rx * Math.cos(angle) : rx;
  return { x: vertex.x + side * dx, y: vertex.y + ry * Math.sin(angle), slope: side * Math.tan(angle) };
}

/** A cubic from one stop to the next with their slopes. @param {Stop} from @param {Stop} to @returns {Cubic} */
function segment(from, to) {
  const reach = Math.max(MIN_REACH, Math.min(MAX_REACH, (to.x - from.x) * REACH));
  return {
    from: { x: from.x, y: from.y },
    to: { x: to.x, y: to.y },
    c1: { x: from.x + reach, y: from.y + reach * from.slope },
    c2: { x: to.x - reach, y: to.y - reach * to.slope },
  };
}
