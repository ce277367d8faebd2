// Where the parts of a network stand: numbers in, numbers and path strings out, no DOM. The proportions are measured
// from the classic figures of backpropagation; R is the radius of a neuron.

import { at } from "../core/at.js";
import { arrow, arrowHead, onCircle, roundedPath } from "../draw/geometry.js";

/** @import { Arrow, Point } from "../draw/geometry.js" */

/**
 * @typedef {object} Topology
 * @property {number} inputs
 * @property {readonly { units: number, biases?: unknown, bias?: boolean }[]} layers
 */
/**
 * @typedef {object} Places
 * @property {number} R
 * @property {number} width
 * @property {number} height
 * @property {Point[]} inputs where the arrows of an input start; its text stands left of it
 * @property {Point[][]} units by layer, by unit
 * @property {(Point | null)[]} biases the "+1" whose arrows go into this layer, or null
 * @property {number} inputRadius of the circles that inputs stand in; 0: none
 * @property {Point[]} captions the foot of every column, inputs first
 */
/**
 * How a drawing differs from the usual proportions. Margins are relative to `radius`; distances between columns are
 * relative to R, and shrink less than R where there are many units.
 * @typedef {object} PlaceOptions
 * @property {number} [radius] of a neuron where there is room
 * @property {number} [tallest] up to which height of a column the radius is kept
 * @property {number} [column] distance between two layers
 * @property {number} [first] distance between the inputs and the first layer
 * @property {number} [pitch] distance between the units of a column, as a multiple of the usual one
 * @property {number} [left] margin
 * @property {number} [right] margin
 * @property {number} [bottom] margin
 * @property {number} [circles] radius of the circles that inputs stand in, in R
 */

export const hasBias = (/** @type {Topology["layers"][number]} */ layer) =>
  layer.bias !== false && layer.biases !== null;

const DEFAULTS = {
  radius: 43,
  tallest: 1150,
  column: 5.4,
  first: 4.5,
  pitch: 1,
  left: 1.9,
  right: 6.7,
  bottom: 2.4,
  circles: 0,
};
const TOP = 2.85;
/** However many units there are, a neuron has at least this radius. */
const MIN_RADIUS = 4;

/** The distance between the units of a column with so many units, in R. @param {number} units */
const pitchOf = (units) => (units <= 4 ? 3.4 : units <= 6 ? 3.2 : 2.75);

/**
 * Places the columns of a network; every column is centred, and a bias counts as one more unit of the column before
 * its layer.
 * @param {Topology} network @param {PlaceOptions} [options] @returns {Places}
 */
export function placeUnits({ inputs, layers }, options = {}) {
  const o = { ...DEFAULTS, ...options };
  const biased = layers.map(hasBias);
  const rows = [inputs, ...layers.map(({ units }) => units)].map((units, c) => units + (biased[c] ? 1 : 0));
  const most = Math.max(...rows);
  const pitch = o.pitch * pitchOf(most);
  const R = Math.max(MIN_RADIUS, Math.min(o.radius, o.tallest / (most * pitch)));
  const stretch = R * (1 + (o.radius / R - 1) * 0.8);
  const column = o.column * stretch;
  const first = o.first * stretch;
  const left = o.left * o.radius;
  const inputPitch = inputPitchOf(at(rows, 0), most, pitch);
  const tall = Math.max((most - 1) * pitch, (at(rows, 0) - 1) * inputPitch) * R;
  const margin = Math.max(R, o.radius * 0.6);
  const middle = TOP * margin + tall / 2;
  const height = TOP * margin + tall + o.bottom * margin;
  const columns = rows.map((count, c) => {
    const x = c === 0 ? left : left + first + (c - 1) * column;
    const step = c === 0 ? inputPitch : pitch;
    return Array.from({ length: count }, (_, j) => ({ x, y: middle + (j - (count - 1) / 2) * step * R }));
  });
  return {
    R,
    width: left + first + column * (layers.length - 1) + o.right * o.radius,
    height,
    inputRadius: o.circles * R,
    inputs: at(columns, 0).slice(0, inputs),
    units: layers.map(({ units }, l) => at(columns, l + 1).slice(0, units)),
    biases: layers.map((_, l) => (biased[l] ? (at(columns, l).at(-1) ?? null) : null)),
    captions: columns.map((points) => ({ x: at(points, 0).x, y: height - 10 })),
  };
}

/**
 * Fewer inputs than units of the tallest column stand farther apart, at most twice as far.
 * @param {number} rows of the inputs @param {number} most rows of any column @param {number} pitch
 */
const inputPitchOf = (rows, most, pitch) =>
  rows > 1 ? Math.max(pitch, Math.min(2 * pitch, ((most - 1) * pitch * 0.802) / (rows - 1))) : pitch;

/** A unit. @param {Places} places @param {number} layer from 1 @param {number} unit @returns {Point} */
const unitAt = ({ units }, layer, unit) => at(at(units, layer - 1), unit);

/**
 * Where an edge comes from; input null: from the bias. Its circle has this radius.
 * @param {Places} places @param {number} layer from 1 @param {number | null} input
 */
function sourceOf(places, layer, input) {
  const { R, biases, inputs, inputRadius } = places;
  if (input === null) return { point: biases[layer - 1] ?? null, radius: R * 0.55 };
  return layer === 1
    ? { point: at(inputs, input), radius: inputRadius }
    : { point: unitAt(places, layer - 1, input), radius: R };
}

/**
 * The arrow of weight w l.j.i, or of the bias of unit j when i is null. It leaves at the right-hand side and touches
 * the target's circle.
 * @param {Places} places @param {number} layer from 1 @param {number} unit @param {number | null} input
 * @returns {Arrow}
 */
export function placeEdge(places, layer, unit, input) {
  const { R } = places;
  const target = unitAt(places, layer, unit);
  const { point: source, radius } = sourceOf(places, layer, input);
  if (!source) throw new RangeError(`layer ${layer} has no bias`);
  const angle = Math.atan2(target.y - source.y, target.x - source.x) * 0.55;
  const from = { x: source.x + radius * Math.cos(angle), y: source.y + radius * Math.sin(angle) };
  return arrow(from, onCircle(target, R, from), Math.max(7, R * 0.52));
}

/**
 * The error ball: behind the neuron, up and to the right.
 * @param {Point} unit @param {number} R @returns {Point}
 */
export const placeBall = (unit, R) => ({ x: unit.x + R, y: unit.y - R });

/**
 * The error that runs back from one ball to another, beside the edge that carried the signal forward.
 * @param {Places} places @param {number} layer of the weight @param {number} unit @param {number} input
 */
export function placeTransport(places, layer, unit, input) {
  const { R } = places;
  const start = placeBall(unitAt(places, layer, unit), R);
  const end = placeBall(unitAt(places, layer - 1, input), R);
  return arrow(onCircle(start, R * 1.02, end), onCircle(end, R * 1.06, start), Math.max(8, R * 0.5));
}

/**
 * The green loop from an error ball to the incoming edges: over the neuron in the upper half, under it in the lower.
 * @param {Places} places @param {number} layer @param {number} unit
 * @returns {{ line: string, head: string, points: Point[] }}
 */
export function placeLoop(places, layer, unit) {
  const { R } = places;
  const column = at(places.units, layer - 1);
  const centre = at(column, unit);
  const middle = (at(column, 0).y + at(column, column.length - 1).y) / 2;
  const last = layer === places.units.length;
  const under = centre.y > middle + 1 || (Math.abs(centre.y - middle) <= 1 && last);
  // The first and the last unit of a column have room beyond it.
  const gap = under
    ? (column[unit + 1]?.y ?? places.height + 9 * R) - centre.y
    : centre.y - (column[unit - 1]?.y ?? -9 * R);
  const reach = Math.min(under ? 1.9 : 2.75, Math.max(1.25, gap / R - 1.25)) * R;
  const x = centre.x - 2.05 * R;
  const sources = layer === 1 ? places.inputs : at(places.units, layer - 2);
  const heights = sources.map((source) => {
    const from = { x: source.x + (layer === 1 ? 0 : R), y: source.y };
    const to = onCircle(centre, R, source);
    return from.y + (to.y - from.y) * ((x - from.x) / (to.x - from.x || 1));
  });
  const edge = under ? Math.max(centre.y, ...heights) : Math.min(centre.y, ...heights);
  const far = under ? Math.max(centre.y + reach, edge + 1.2 * R) : Math.min(centre.y - reach, edge - 1.2 * R);
  const tip = { x, y: under ? edge + 0.05 * R : edge - 0.05 * R };
  const head = Math.max(8, R * 0.5);
  const points = [
    { x: centre.x + 1.15 * R, y: under ? centre.y - 0.05 * R : centre.y - 1.98 * R },
    { x: centre.x + 1.15 * R, y: far },
    { x, y: far },
    { x, y: tip.y + (under ? head * 0.8 : -head * 0.8) },
  ];
  return {
    line: roundedPath(points, R * 0.4),
    head: arrowHead(tip, under ? -Math.PI / 2 : Math.PI / 2, head),
    points: [...points.slice(0, 3), tip],
  };
}

/**
 * The comparison at an output: t runs into "+", a branch of y into "−", both signs at the ball's right rim.
 * @param {Point} unit @param {number} R
 */
export function placeComparison(unit, R) {
  const ball = placeBall(unit, R);
  const head = Math.max(7, R * 0.42);
  const plus = { x: ball.x + 0.66 * R, y: ball.y - 0.36 * R };
  const minus = { x: ball.x + 0.66 * R, y: ball.y + 0.36 * R };
  const target = { x: unit.x + 4.1 * R, y: plus.y };
  const branch = { x: unit.x + 3.0 * R, y: unit.y };
  const turn = { x: branch.x, y: minus.y };
  const entry = { x: ball.x + 0.98 * R, y: minus.y };
  return {
    plus,
    minus,
    target,
    output: arrow({ x: unit.x + R, y: unit.y }, { x: unit.x + 4.1 * R, y: unit.y }, Math.max(7, R * 0.52)),
    fromTarget: arrow(target, { x: ball.x + 0.98 * R, y: plus.y }, head),
    fromOutput: {
      line: roundedPath([branch, turn, { x: entry.x + head * 0.8, y: minus.y }], R * 0.16),
      head: arrowHead(entry, Math.PI, head),
      points: [branch, turn, entry],
    },
  };
}
