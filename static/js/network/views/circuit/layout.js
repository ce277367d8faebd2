// Where the parts of the circuit drawing stand. Pure: numbers in, numbers out; R is the radius of a neuron.

import { at } from "../../../core/at.js";
import { arrow, arrowHead, between, roundedPath } from "../../../draw/geometry.js";
import { bestMeasures, mix, spread } from "../../columns.js";
import { hasBias, placeUnits } from "../../layout.js";

/** @import { Box, Point } from "../../../draw/geometry.js" */
/** @import { Measures, Room, Space } from "../../columns.js" */
/** @import { Columns, Topology } from "../../layout.js" */

/**
 * The parts of a unit, relative to the middle of its circle.
 * @typedef {object} Parts
 * @property {{ x: number, half: number }} adder
 * @property {Box} z
 * @property {Box} a
 * @property {Point} bias
 * @property {Point} derivative ∂C/∂z
 * @property {Point & { line: number }} above where a line of text over the triangle ends, and the distance to the next
 * @property {boolean} tall a square has its symbol over its number; else the number alone, and so has ∂C/∂z
 * @property {boolean} inline z stands on the wire from the adder; else over it
 */
/** @typedef {Columns & { R: number, text: number, parts: Parts }} CircuitPlaces */

/** The radius of a neuron and the font size in a drawing of its own size. */
const RADIUS = 27;
const TEXT = 20;
/** Distances between columns and at the edges, in the terms of `placeUnits`. */
const MEASURES = { radius: RADIUS, column: 13.4, first: 10.4, left: 2.2, right: 9.2, bottom: 5.4 };
/** How far neurons of a column stand apart, relative to the flow drawing; and at most that times this. */
const PITCH = 1.5;
const MAX_STRETCH = 1.8;

/**
 * In a drawing of its own size.
 * @param {number} R @returns {Parts}
 */
const figureParts = (R) => ({
  adder: { x: -4.1 * R, half: 0.42 * R },
  z: { x: -2.3 * R, y: 0, w: 66, h: 50 },
  a: { x: 0.9 * R, y: -1.9 * R, w: 58, h: 48 },
  bias: { x: -4.1 * R, y: 3.2 * R },
  derivative: { x: -2.3 * R, y: 1.6 * R },
  above: { x: -0.3 * R, y: -1.25 * R, line: 0.8 * R },
  tall: true,
  inline: true,
});

/**
 * As tall for its width as the flow drawing, so that the page keeps its place when the drawing changes.
 * @param {Topology} network @returns {CircuitPlaces}
 */
export function placeCircuit(network) {
  const plain = {
    inputs: network.inputs,
    layers: network.layers.map(({ units }) => ({ units, bias: false })),
  };
  const even = placeUnits(plain, { ...MEASURES, pitch: PITCH });
  const rows = Math.max(network.inputs, ...network.layers.map(({ units }) => units));
  if (even.R < RADIUS || rows < 2) return withParts(even);
  const flow = placeUnits(network);
  const spare = (even.width * flow.height) / flow.width - even.height;
  // What is stretched is the height without the margins at top and bottom.
  const stretch = 1 + spare / (even.height - 8.3 * RADIUS * 0.99);
  return withParts(
    placeUnits(plain, { ...MEASURES, pitch: PITCH * Math.max(1, Math.min(MAX_STRETCH, stretch)) }),
  );
}

/** @param {Columns & { R: number }} columns @returns {CircuitPlaces} */
const withParts = (columns) => ({ ...columns, text: TEXT, parts: figureParts(columns.R) });

/** [close, wide], in font sizes. */
const PROPORTIONS = /** @type {const} */ ({ R: [1.15, 1.4], channel: [2.8, 7], exit: [1.6, 2.4] });
/** In font sizes: the room for inputs and outputs at both sides, and for the captions. */
/** How high the square with z stands over the wire. */
const LIFT = 0.85;
const INPUT_TEXT = 4.2;
/** Half the width of a bias without its name, and of ∂C/∂z. */
export const HALF_NUMBER = 1.85;
const OUTPUT_TEXT = 5.6;
const CAPTION = 2.1;
/** Forms of a unit, and what each is worth beside a pixel of font size. */
const FORMS = /** @type {const} */ ([
  { tall: true, inline: true, worth: 8 },
  { tall: false, inline: true, worth: 4 },
  { tall: false, inline: false, worth: 0 },
]);

/** How far rows may stand apart, in their least distances: boxes with nothing but air between them look lost. */
const FURTHEST = 2;

/** @param {number} R @param {boolean} tall @param {boolean} inline @param {number} text @returns {Parts} */
function partsOf(R, tall, inline, text) {
  const h = (tall ? 2.45 : 1.4) * text;
  const half = 0.55 * text;
  const z = { w: 3.4 * text, h };
  const zx = -(R + 0.55 * text + z.w / 2);
  const adder = inline ? zx - z.w / 2 - 0.6 * text - half : -(R + 0.9 * text + half);
  return {
    adder: { x: adder, half },
    z: inline
      ? { ...z, x: zx, y: 0 }
      : { ...z, x: -Math.sqrt(R * R - (LIFT * text) ** 2) - 0.15 * text - z.w / 2, y: -LIFT * text - h / 2 },
    a: { x: 0.9 * R, y: -(R + 0.08 * text + h / 2), w: 2.95 * text, h },
    bias: tall ? { x: adder, y: 4.4 * text } : { x: -(1.4 + HALF_NUMBER) * text, y: 1.95 * text },
    derivative: tall ? { x: zx, y: 2.2 * text } : { x: 0.6 * text, y: R + 1.05 * text },
    above: { x: -0.3 * R, y: -(R + (inline ? 0.3 : 1.4) * text), line: 1.1 * text },
    tall,
    inline,
  };
}

/**
 * Places the circuit so that it fills a box, in pixels.
 * @param {Topology} network @param {Room} room @returns {CircuitPlaces}
 */
export function fitCircuit({ inputs, layers }, room) {
  const counts = [inputs, ...layers.map(({ units }) => units)];
  const shape = { depth: layers.length, rows: Math.max(...counts) };
  const biased = layers.some(hasBias);
  const found = FORMS.map(({ tall, inline, worth }) => ({
    tall,
    inline,
    ...bestMeasures((text, space) => measuresOf(text, space, tall, inline, biased), shape, room, worth),
  })).reduce((best, each) => (each.worth > best.worth ? each : best));
  const { measures, tall, inline } = found;
  const { R, text } = measures;
  const { xs, pitch, middle } = spread(measures, shape, room, { furthest: (FURTHEST * measures.pitch) / R });
  const columns = counts.map((count, c) => {
    const step = c === 0 && count > 1 ? Math.min(1.6, ((shape.rows - 1) * 0.85) / (count - 1)) : 1;
    return Array.from({ length: count }, (_, j) => ({
      x: at(xs, c),
      y: middle + (j - (count - 1) / 2) * pitch * Math.max(1, step),
    }));
  });
  return {
    R,
    text,
    parts: partsOf(R, tall, inline, text),
    width: room.w,
    height: room.h,
    pitch,
    inputRadius: 0,
    inputs: at(columns, 0),
    units: columns.slice(1),
    biases: layers.map(() => null),
    captions: xs.map((x) => ({ x, y: room.h - 0.5 * text })),
  };
}

/**
 * @param {number} text @param {Space} space @param {boolean} tall @param {boolean} inline @param {boolean} biased
 * @returns {Measures}
 */
function measuresOf(text, space, tall, inline, biased) {
  const R = mix(PROPORTIONS.R, space.bodies) * text;
  const { adder, z, a, bias, derivative } = partsOf(R, tall, inline, text);
  const channel = mix(PROPORTIONS.channel, space.channels) * text;
  const before = adder.half - adder.x;
  const left = Math.max(z.w / 2 - z.x, biased ? (tall ? 3.4 : HALF_NUMBER) * text - bias.x : 0);
  const top = Math.max(-a.y + a.h / 2, tall ? R + 2.3 * text : 0) + 0.2 * text;
  const low = biased && tall ? bias.y + 0.75 * text : (tall ? 3.5 : biased ? 2.75 : 2.5) * text;
  return {
    text,
    R,
    ball: { dx: 0, dy: 0, r: 0 },
    left: INPUT_TEXT * text,
    right: R + mix(PROPORTIONS.exit, space.bodies) * text + OUTPUT_TEXT * text,
    top,
    bottom: low + CAPTION * text,
    first: Math.max(channel + before, left + 0.3 * text),
    gap: Math.max(
      R + channel + before,
      Math.max(a.x + a.w / 2, derivative.x + (tall ? 0 : HALF_NUMBER * text)) + left + 0.2 * text,
    ),
    pitch: top + low,
  };
}

/**
 * The "+" in front of a neuron, where its incoming edges meet.
 * @param {CircuitPlaces} places @param {Point} unit @returns {Point}
 */
export const placeAdder = ({ parts }, unit) => ({ x: unit.x + parts.adder.x, y: unit.y });

/** @template {Point} P @param {Point} unit @param {P} part @returns {P} */
const beside = (unit, part) => ({ ...part, x: unit.x + part.x, y: unit.y + part.y });

/** @param {CircuitPlaces} places @param {Point} unit */
export const placeBias = ({ parts }, unit) => beside(unit, parts.bias);
/** @param {CircuitPlaces} places @param {Point} unit the square with z, on the wire from the adder or over it */
export const placeSum = ({ parts }, unit) => beside(unit, parts.z);
/** @param {CircuitPlaces} places @param {Point} unit the square with a, over the way out */
export const placeOutput = ({ parts }, unit) => beside(unit, parts.a);
/** @param {CircuitPlaces} places @param {Point} unit ∂C/∂z, under the wire from the adder */
export const placeDerivative = ({ parts }, unit) => beside(unit, parts.derivative);
/** The half side of an input's square. @param {CircuitPlaces} places */
export const inputSize = ({ text }) => 0.8 * text;
/** The middle of an input's square. @param {CircuitPlaces} places @param {Point} input @returns {Point} */
export const placeInput = (places, input) => ({ x: input.x - inputSize(places), y: input.y });

/** Where a line of text over the triangle ends, left of the square with a: the red arrows arrive on the other side.
 * @param {CircuitPlaces} places @param {Point} unit @param {number} line counted upwards from 0 @returns {Point} */
export const placeTextAbove = ({ parts: { above } }, unit, line) => ({
  x: unit.x + above.x,
  y: unit.y + above.y - line * above.line,
});

/**
 * Both ends of the edge into a unit's adder.
 * @param {CircuitPlaces} places @param {Point} source @param {Point} target the unit @param {number} layer
 */
export function edgeEnds(places, source, target, layer) {
  const from = { x: source.x + (layer === 1 ? 0 : places.R), y: source.y };
  return { from, to: placeAdder(places, target) };
}

/** Edges reach an adder at most so far from its left side, as an angle. */
const STEEPEST = 0.8;
/** The length of an arrow's head, and of a red one, in R. */
const HEAD = 0.36;
const RED_HEAD = 0.62;

/**
 * An edge and the red arrow that runs back beside it.
 * @param {CircuitPlaces} places @param {Point} source @param {Point} target @param {number} layer
 */
export function placeCircuitEdge(places, source, target, layer) {
  const { R, parts } = places;
  const { from, to: adder } = edgeEnds(places, source, target, layer);
  const angle = Math.max(-STEEPEST, Math.min(STEEPEST, Math.atan2(adder.y - from.y, adder.x - from.x)));
  const reach = parts.adder.half * 1.15;
  const to = { x: adder.x - reach * Math.cos(angle), y: adder.y - reach * Math.sin(angle) };
  return { place: arrow(from, to, Math.max(6, R * HEAD)), back: arrow(to, from, Math.max(9, R * RED_HEAD)) };
}

/**
 * The wire from a unit's adder to its circle, and the red arrow back.
 * @param {CircuitPlaces} places @param {Point} unit
 */
export function placeWire(places, unit) {
  const { R, text, parts } = places;
  const start = { x: placeAdder(places, unit).x + parts.adder.half, y: unit.y };
  return {
    wire: arrow(start, { x: unit.x - R, y: unit.y }, Math.max(6, R * HEAD)),
    back: arrow({ x: unit.x - R * 0.9, y: unit.y }, start, Math.min(Math.max(9, R * RED_HEAD), text * 0.65)),
  };
}

/** The arrow out of an output unit, and the red arrow in. @param {CircuitPlaces} places @param {Point} unit */
export function placeExit({ R, width, text }, unit) {
  const end = { x: Math.min(unit.x + 3.7 * R, width - OUTPUT_TEXT * text), y: unit.y };
  return {
    out: arrow({ x: unit.x + R, y: unit.y }, end, Math.max(6, R * 0.4)),
    back: arrow(end, { x: unit.x + 0.95 * R, y: unit.y }, Math.max(9, R * RED_HEAD)),
  };
}

/**
 * The green arrow over an adder, from ∂C/∂z to the incoming edges.
 * @param {CircuitPlaces} places @param {Point} unit
 */
export function placeCircuitLoop(places, unit) {
  const { R, text, parts } = places;
  const from = placeAdder(places, unit);
  // Round the square with z: over it where it stands on the wire, under it else.
  const side = parts.inline ? -1 : 1;
  const near = unit.y + side * (parts.inline ? parts.z.h / 2 + 0.1 * R : 0.5 * R);
  const far = near + side * (parts.inline ? 0.5 * text : 0.4 * text);
  const tip = { x: from.x - parts.adder.half - 0.9 * R, y: unit.y + side * (parts.inline ? 0.75 : 0.28) * R };
  const start = parts.inline ? unit.x + parts.z.x : unit.x - 0.8 * R;
  const points = [{ x: start, y: near }, { x: start, y: far }, { x: tip.x, y: far }, tip];
  const head = Math.max(7, R * 0.42);
  return {
    points,
    line: roundedPath(points.with(3, { x: tip.x, y: tip.y + side * head * 0.8 }), R * 0.3),
    head: arrowHead(tip, (-side * Math.PI) / 2, head),
  };
}

/**
 * What the labels of edges must not cover: circles, and boxes.
 * @param {CircuitPlaces} places @param {Topology} network
 */
export function circuitObstacles(places, { layers }) {
  const { R, text, units, inputs, parts, width } = places;
  const { adder, tall } = parts;
  const boxes = units.flatMap((column, index) =>
    column.flatMap((unit) => {
      const derivative = placeDerivative(places, unit);
      return [
        placeSum(places, unit),
        placeOutput(places, unit),
        { x: unit.x + adder.x, y: unit.y, w: 2 * adder.half, h: 2 * adder.half },
        {
          ...derivative,
          y: derivative.y + (tall ? 0.2 * text : -0.3 * text),
          w: (tall ? 5.4 : 4.2) * text,
          h: (tall ? 2.3 : 1.2) * text,
        },
        ...(hasBias(at(layers, index))
          ? [
              { ...placeBias(places, unit), w: (tall ? 6.8 : 4.3) * text, h: 1.4 * text },
              stemBox(places, unit),
            ]
          : []),
        ...(index === units.length - 1
          ? [{ x: (unit.x + R + width) / 2, y: unit.y - 0.6 * R, w: width - unit.x - R, h: 3 * text }]
          : []),
      ];
    }),
  );
  return {
    sheet: { w: width, h: places.height },
    discs: units.flat().map((unit) => ({ ...unit, r: 1.05 * R })),
    boxes: [
      ...boxes,
      ...inputs.map(({ x, y }) => ({ x: x - 1.3 * text, y: y + 0.7 * text, w: 3.8 * text, h: 3.2 * text })),
    ],
  };
}

/** The arrow from a bias up to the adder. @param {CircuitPlaces} places @param {Point} unit */
export function placeBiasStem(places, unit) {
  const { x } = placeAdder(places, unit);
  const from = { x, y: placeBias(places, unit).y - 0.65 * places.text };
  return { from, to: { x, y: unit.y + places.parts.adder.half } };
}

/** @param {CircuitPlaces} places @param {Point} unit @returns {Box} */
function stemBox(places, unit) {
  const { from, to } = placeBiasStem(places, unit);
  return { ...between(from, to, 0.5), w: 0.5 * places.text, h: Math.abs(from.y - to.y) };
}

/** The lines of text over a triangle. @param {CircuitPlaces} places @param {Point} unit @returns {Box} */
export function textAboveBox(places, unit) {
  const { x, y } = placeTextAbove(places, unit, 0);
  const w = 9.5 * places.text;
  return { x: x - w / 2, y: y - 0.9 * places.text, w, h: 2.4 * places.text };
}

/** The line and the head of a green arrow. @param {CircuitPlaces} places @param {Point} unit @returns {Box[]} */
export function loopBoxes(places, unit) {
  const { points } = placeCircuitLoop(places, unit);
  const head = 0.5 * places.R;
  return points.slice(1).map((to, k) => {
    const from = at(points, k);
    const room = k === points.length - 2 ? head : 4;
    return {
      x: (from.x + to.x) / 2,
      y: (from.y + to.y) / 2,
      w: Math.abs(to.x - from.x) + room,
      h: Math.abs(to.y - from.y) + 4,
    };
  });
}
