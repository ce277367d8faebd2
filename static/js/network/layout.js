// Where the parts of a network stand: numbers in, numbers and path strings out, no DOM. R is the radius of a neuron.
// In a box of pixels the drawing fills it (columns.js); without one it has the proportions of the classic figures of
// backpropagation, and its own size.

import { at } from "../core/at.js";
import { arrow, arrowHead, distanceTo, onCircle, roundedPath } from "../draw/geometry.js";
import { BIAS_ROW, MIN_TEXT, measuresFor, spread } from "./columns.js";

/** @import { Arrow, Point } from "../draw/geometry.js" */
/** @import { Room, Sizes } from "./columns.js" */

/**
 * @typedef {object} Topology
 * @property {number} inputs
 * @property {readonly { units: number, biases?: unknown, bias?: boolean }[]} layers
 */
/**
 * @typedef {object} Columns
 * @property {number} width
 * @property {number} height
 * @property {number} pitch the least distance between two rows
 * @property {Point[]} inputs where the arrows of an input start; its text stands left of it
 * @property {Point[][]} units by layer, by unit
 * @property {(Point | null)[]} biases the "+1" whose arrows go into this layer, or null
 * @property {number} inputRadius of the circles that inputs stand in; 0: none
 * @property {Point[]} captions the foot of every column, inputs first
 */
/** @typedef {Columns & Sizes} Places */
/**
 * How a drawing without a box differs from the usual proportions. Margins are relative to `radius`; distances between
 * columns are relative to R, and shrink less than R where there are many units.
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
/** The font size of a drawing in the proportions of the figures. */
const FIGURE_TEXT = 16;
/** Its error balls: touching the neuron from above and from the right. */
const FIGURE_BALL = { dx: 1.31, dy: -1.22, r: 0.79 };

/** The distance between the units of a column with so many units, in R. @param {number} units */
const pitchOf = (units) => (units <= 4 ? 3.4 : units <= 6 ? 3.2 : 2.75);

/** @param {Topology} network @returns how many rows every column has, inputs first, and which layers have a bias */
function rowsOf({ inputs, layers }) {
  const biased = layers.map(hasBias);
  return { biased, rows: [inputs, ...layers.map(({ units }) => units)] };
}

/**
 * Places the columns of a network in the proportions of the figures; every column is centred, and a bias counts as
 * one more unit of the column before its layer.
 * @param {Topology} network @param {PlaceOptions} [options] @returns {Places}
 */
export function placeUnits(network, options = {}) {
  const { layers } = network;
  const o = { ...DEFAULTS, ...options };
  const { biased, rows } = rowsOf(network);
  const counts = rows.map((units, c) => units + (biased[c] ? 1 : 0));
  const most = Math.max(...counts);
  const pitch = o.pitch * pitchOf(most);
  const R = Math.max(MIN_RADIUS, Math.min(o.radius, o.tallest / (most * pitch)));
  const stretch = R * (1 + (o.radius / R - 1) * 0.8);
  const column = o.column * stretch;
  const first = o.first * stretch;
  const left = o.left * o.radius;
  const inputPitch = inputPitchOf(at(counts, 0), most, pitch);
  const tall = Math.max((most - 1) * pitch, (at(counts, 0) - 1) * inputPitch) * R;
  const margin = Math.max(R, o.radius * 0.6);
  const middle = TOP * margin + tall / 2;
  const height = TOP * margin + tall + o.bottom * margin;
  const columns = counts.map((count, c) => {
    const x = c === 0 ? left : left + first + (c - 1) * column;
    const step = c === 0 ? inputPitch : pitch;
    return Array.from({ length: count }, (_, j) => ({ x, y: middle + (j - (count - 1) / 2) * step * R }));
  });
  const { dx, dy, r } = FIGURE_BALL;
  return {
    ...columnsOf(network, columns),
    text: FIGURE_TEXT,
    R,
    ball: { dx: dx * R, dy: dy * R, r: r * R },
    width: left + first + column * (layers.length - 1) + o.right * o.radius,
    height,
    pitch: pitch * R,
    inputRadius: o.circles * R,
    captions: columns.map((points) => ({ x: at(points, 0).x, y: height - 10 })),
  };
}

/**
 * Places the columns of a network so that they fill a box, in pixels; the bias of a layer takes less than a row.
 * @param {Topology} network @param {Room} room @param {{ circles?: number, name?: number }} [options] `name`: the
 * width of
 * the longest name of an output, in font sizes @returns {Places}
 */
export function fitUnits(network, room, { circles = 0, name } = {}) {
  const { biased, rows } = rowsOf(network);
  const heights = rows.map((units, c) => units + (biased[c] ? BIAS_ROW : 0));
  const shape = { depth: network.layers.length, rows: Math.max(...heights) };
  const measures = measuresFor(shape, room, { inputRadius: circles, name });
  const { R, text } = measures;
  const edges = network.layers.map(({ units }, l) => units * at(heights, l));
  const { xs, pitch, middle } = spread(measures, shape, room, { edges });
  const inputPitch = inputPitchOf(at(heights, 0), shape.rows, pitch);
  const columns = rows.map((units, c) => {
    const step = c === 0 ? inputPitch : pitch;
    const top = middle - ((at(heights, c) - 1) / 2) * step;
    const points = Array.from({ length: units }, (_, j) => ({ x: at(xs, c), y: top + j * step }));
    return biased[c] ? [...points, { x: at(xs, c), y: top + (units - 1 + BIAS_ROW) * step }] : points;
  });
  const lowest = Math.max(...columns.map((points) => at(points, points.length - 1).y));
  const foot = Math.min(room.h - 0.5 * text, lowest + R + 2.4 * text);
  return {
    ...columnsOf(network, columns),
    ...measures,
    width: room.w,
    height: room.h,
    pitch,
    inputRadius: circles * R,
    captions: xs.map((x) => ({ x, y: foot })),
  };
}

/** Whether the text of a drawing can be read. @param {{ text: number }} places */
export const isRoomy = ({ text }) => text >= MIN_TEXT;

/** The columns by what stands in them. @param {Topology} network @param {readonly Point[][]} columns */
const columnsOf = ({ inputs, layers }, columns) => ({
  inputs: at(columns, 0).slice(0, inputs),
  units: layers.map(({ units }, l) => at(columns, l + 1).slice(0, units)),
  biases: layers.map((layer, l) => (hasBias(layer) ? (at(columns, l).at(-1) ?? null) : null)),
});

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

/** Arrows leave and reach a circle at most so far from its side, as an angle. */
const STEEPEST = 0.95;
/** How much flatter than its line an arrow leaves. */
const LEAVING = 0.55;

/** @param {number} angle */
const flattened = (angle) => Math.max(-STEEPEST, Math.min(STEEPEST, angle));

/**
 * The arrow of weight w l.j.i, or of the bias of unit j when i is null. It leaves at the right-hand side and touches
 * the target's circle on its left, so that it passes no other neuron of the two columns.
 * @param {Places} places @param {number} layer from 1 @param {number} unit @param {number | null} input
 * @returns {Arrow}
 */
export function placeEdge(places, layer, unit, input) {
  const { R } = places;
  const target = unitAt(places, layer, unit);
  const { point: source, radius } = sourceOf(places, layer, input);
  if (!source) throw new RangeError(`layer ${layer} has no bias`);
  const leaving = flattened(Math.atan2(target.y - source.y, target.x - source.x) * LEAVING);
  const from = { x: source.x + radius * Math.cos(leaving), y: source.y + radius * Math.sin(leaving) };
  const arriving = flattened(Math.atan2(target.y - from.y, target.x - from.x));
  const to = { x: target.x - R * Math.cos(arriving), y: target.y - R * Math.sin(arriving) };
  return arrow(from, to, headOf(R));
}

/** The length of an arrow's head. @param {number} R */
const headOf = (R) => Math.max(7, R * 0.4);

/**
 * The error ball: it touches its neuron from above and from the right.
 * @param {Places} places @param {Point} unit @returns {Point & { r: number }}
 */
export const placeBall = ({ ball: { dx, dy, r } }, unit) => ({ x: unit.x + dx, y: unit.y + dy, r });

/** How far beside the edge the error leaves a neuron, as an angle. */
const BESIDE = 0.42;

/**
 * The error that runs back from a neuron to the ball of another, beside the edge that carried the signal forward: from
 * ball to ball, where the neuron does not stand in between.
 * @param {Places} places @param {number} layer of the weight @param {number} unit @param {number} input
 */
export function placeTransport(places, layer, unit, input) {
  const { R } = places;
  const start = unitAt(places, layer, unit);
  const { r, ...end } = placeBall(places, unitAt(places, layer - 1, input));
  const ball = placeBall(places, start);
  const whole = { from: onCircle(ball, r + 1, end), to: onCircle(end, r + 1, ball) };
  const column = at(places.units, layer - 1);
  if (column.every((point) => distanceTo(whole, point) > R + 2))
    return arrow(whole.from, whole.to, headOf(R));
  // Above the head of the edge; of a steep line from above, below it.
  const angle = flattened(Math.atan2(start.y - end.y, start.x - end.x));
  const leaving = angle + BESIDE > STEEPEST + BESIDE / 2 ? angle - BESIDE : angle + BESIDE;
  const from = { x: start.x - (R + 1) * Math.cos(leaving), y: start.y - (R + 1) * Math.sin(leaving) };
  return arrow(from, onCircle(end, r + 1, from), headOf(R));
}

/**
 * The green loop from an error ball to the incoming edges: between the rows, over the neuron in the upper half, under
 * it in the lower where there is room for that.
 * @param {Places} places @param {number} layer @param {number} unit
 * @returns {{ line: string, head: string, points: Point[] }}
 */
export function placeLoop(places, layer, unit) {
  const { R, pitch, biases } = places;
  const column = at(places.units, layer - 1);
  const centre = at(column, unit);
  const ball = placeBall(places, centre);
  const middle = (at(column, 0).y + at(column, column.length - 1).y) / 2;
  const last = layer === places.units.length;
  const lower = centre.y > middle + 1 || (Math.abs(centre.y - middle) <= 1 && last);
  const below = unit === column.length - 1 && !biases[layer] ? Infinity : pitch;
  const under = lower && below > 3.2 * R;
  const head = headOf(R);
  const x = centre.x - R - 1.1 * head;
  const sources = [...(layer === 1 ? places.inputs : at(places.units, layer - 2)).keys()];
  const heights = sources.map((input) => {
    const { from, to } = placeEdge(places, layer, unit, input);
    return from.y + (to.y - from.y) * ((x - from.x) / (to.x - from.x || 1));
  });
  const side = under ? 1 : -1;
  // In the middle between its neuron and the next one, or as far away as the ball's middle.
  const far = centre.y + side * (under ? Math.min(R * 1.42, below / 2) : -ball.y + centre.y);
  const edge = under ? Math.max(...heights) : Math.min(...heights);
  const tip = { x, y: under ? Math.min(far - 1.5 * head, edge) : Math.max(far + 1.5 * head, edge) };
  const start = under
    ? [
        { x: ball.x, y: ball.y + ball.r },
        { x: ball.x, y: far },
      ]
    : [{ x: ball.x - ball.r, y: far }];
  const points = [...start, { x, y: far }, { x, y: tip.y + side * head * 0.8 }];
  return {
    line: roundedPath(points, R * 0.4),
    head: arrowHead(tip, (-side * Math.PI) / 2, head),
    points: [...points.slice(0, -1), tip],
  };
}

/**
 * The comparison at an output: t runs into "+", a branch of y into "−", both signs outside the ball's right rim.
 * @param {Places} places @param {Point} unit
 */
export function placeComparison(places, unit) {
  const { R, text } = places;
  const { r, ...ball } = placeBall(places, unit);
  const head = Math.min(headOf(R), 0.8 * text);
  const rim = ball.x + r;
  const end = rim + Math.max(1.6 * text, 0.75 * R);
  const target = { x: end, y: ball.y - 0.4 * r };
  const branch = { x: rim + 0.55 * (end - rim), y: unit.y };
  const entry = { x: ball.x + 0.96 * r, y: ball.y + 0.4 * r };
  const beside = rim + 0.35 * text;
  return {
    plus: { x: beside, y: target.y - 0.6 * text },
    minus: { x: beside, y: entry.y + 0.55 * text },
    target,
    output: arrow({ x: unit.x + R, y: unit.y }, { x: end, y: unit.y }, headOf(R)),
    fromTarget: arrow(target, { x: entry.x, y: target.y }, head),
    fromOutput: {
      line: roundedPath(
        [branch, { x: branch.x, y: entry.y }, { x: entry.x + head * 0.8, y: entry.y }],
        R * 0.16,
      ),
      head: arrowHead(entry, Math.PI, head),
      points: [branch, { x: branch.x, y: entry.y }, entry],
    },
  };
}
