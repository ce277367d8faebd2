// Where the parts of the circuit drawing stand. Pure: numbers in, numbers out; R is the radius of a neuron.

import { arrow, arrowHead, onCircle, roundedPath } from "../../../draw/geometry.js";
import { placeUnits } from "../../layout.js";

/** @import { Box, Point } from "../../../draw/geometry.js" */
/** @import { Places, Topology } from "../../layout.js" */

/** The radius of a neuron in a drawing that is not crowded. */
const RADIUS = 27;
/** Distances between columns and at the edges, in the terms of `placeUnits`. */
const MEASURES = { radius: RADIUS, column: 13.4, first: 10.4, left: 2.2, right: 9.2, bottom: 5.4 };
/** How far neurons of a column stand apart, relative to the flow drawing; and at most that times this. */
const PITCH = 1.5;
const MAX_STRETCH = 1.8;
/** How far under its adder a bias stands, in R: ∂C/∂z has its place between them. */
const BIAS_BELOW = 3.2;
/** The half side of an adder, in R. */
const HALF_ADDER = 0.42;

/**
 * As tall for its width as the flow drawing, so that the page keeps its place when the drawing changes.
 * @param {Topology} network @returns {Places}
 */
export function placeCircuit(network) {
  const plain = {
    inputs: network.inputs,
    layers: network.layers.map(({ units }) => ({ units, bias: false })),
  };
  const even = placeUnits(plain, { ...MEASURES, pitch: PITCH });
  const rows = Math.max(network.inputs, ...network.layers.map(({ units }) => units));
  if (even.R < RADIUS || rows < 2) return even;
  const flow = placeUnits(network);
  const spare = (even.width * flow.height) / flow.width - even.height;
  // What is stretched is the height without the margins at top and bottom.
  const stretch = 1 + spare / (even.height - 8.3 * RADIUS * 0.99);
  return placeUnits(plain, { ...MEASURES, pitch: PITCH * Math.max(1, Math.min(MAX_STRETCH, stretch)) });
}

/**
 * The "+" in front of a neuron, where its incoming edges meet.
 * @param {Point} unit @param {number} R @returns {Point}
 */
export const placeAdder = (unit, R) => ({ x: unit.x - 4.1 * R, y: unit.y });

/** Half the side of the adder's box. @param {number} R */
export const adderSize = (R) => HALF_ADDER * R;

/** @param {Point} unit @param {number} R @returns {Point} */
export const placeBias = (unit, R) => ({ x: unit.x - 4.1 * R, y: unit.y + BIAS_BELOW * R });
/** @param {Point} unit @param {number} R @returns {Point} the square with z, between adder and neuron */
export const placeSum = (unit, R) => ({ x: unit.x - 2.3 * R, y: unit.y });
/** @param {Point} unit @param {number} R @returns {Point} the square with a, over the way out */
export const placeOutput = (unit, R) => ({ x: unit.x + 0.9 * R, y: unit.y - 1.9 * R });
/** @param {Point} unit @param {number} R @returns {Point} ∂C/∂z, under the wire from the adder */
export const placeDerivative = (unit, R) => ({ x: unit.x - 2.3 * R, y: unit.y + 1.6 * R });
/** The middle of an input's square. @param {Point} input @param {number} R @returns {Point} */
export const placeInput = (input, R) => ({ x: input.x - R * 0.6, y: input.y });

/** Where a line of text over the triangle ends, left of the square with a: the red arrows arrive on the other side.
 * @param {Point} unit @param {number} R @param {number} line counted upwards from 0 @returns {Point} */
export const placeTextAbove = (unit, R, line) => ({
  x: unit.x - 0.3 * R,
  y: unit.y - (1.25 + 0.8 * line) * R,
});

/**
 * Both ends of the edge into a unit's adder.
 * @param {Places} places @param {Point} source @param {Point} target the unit @param {number} layer
 */
export function edgeEnds({ R }, source, target, layer) {
  const from = { x: source.x + (layer === 1 ? 0 : R), y: source.y };
  return { from, to: placeAdder(target, R) };
}

/**
 * An edge and the red arrow that runs back beside it.
 * @param {Places} places @param {Point} source @param {Point} target @param {number} layer
 */
export function placeCircuitEdge(places, source, target, layer) {
  const { R } = places;
  const { from, to: adder } = edgeEnds(places, source, target, layer);
  const to = onCircle(adder, adderSize(R) * 1.15, from);
  return { place: arrow(from, to, Math.max(6, R * 0.36)), back: arrow(to, from, Math.max(9, R * 0.62)) };
}

/**
 * The wire from a unit's adder to its circle, and the red arrow back.
 * @param {Point} unit @param {number} R
 */
export function placeWire(unit, R) {
  const start = { x: placeAdder(unit, R).x + adderSize(R), y: unit.y };
  return {
    wire: arrow(start, { x: unit.x - R, y: unit.y }, Math.max(6, R * 0.36)),
    back: arrow({ x: unit.x - R * 0.9, y: unit.y }, start, Math.max(9, R * 0.62)),
  };
}

/** The arrow out of an output unit, and the red arrow in. @param {Point} unit @param {number} R */
export function placeExit(unit, R) {
  const end = { x: unit.x + 3.7 * R, y: unit.y };
  return {
    out: arrow({ x: unit.x + R, y: unit.y }, end, Math.max(6, R * 0.4)),
    back: arrow(end, { x: unit.x + 0.95 * R, y: unit.y }, Math.max(9, R * 0.62)),
  };
}

/** The green arrow over an adder, from ∂C/∂z to the incoming edges. @param {Point} unit @param {number} R */
export function placeCircuitLoop(unit, R) {
  const from = placeAdder(unit, R);
  const tip = { x: from.x - 1.5 * R, y: from.y - 1.1 * R };
  const points = [
    { x: from.x + 1.72 * R, y: from.y - 0.62 * R },
    { x: from.x + 1.72 * R, y: from.y - 1.85 * R },
    { x: tip.x, y: from.y - 1.85 * R },
    tip,
  ];
  return {
    points,
    line: roundedPath(points.with(3, { x: tip.x, y: tip.y - 6 }), R * 0.3),
    head: arrowHead(tip, Math.PI / 2, Math.max(8, R * 0.45)),
  };
}

/** What the labels of edges must not cover. @param {Places} places @returns {Box[]} */
export function circuitObstacles({ R, units, inputs }) {
  const ofUnits = units.flat().flatMap((unit) => [
    { ...unit, w: 2.1 * R, h: 2.1 * R },
    { x: unit.x - 3.1 * R, y: unit.y, w: 4 * R, h: 1.5 * R },
    { ...placeOutput(unit, R), w: 60, h: 50 },
    { x: unit.x - 2.9 * R, y: unit.y - 1.95 * R, w: 5.4 * R, h: 1.7 * R },
    { ...placeBias(unit, R), w: 124, h: 30 },
    { x: unit.x - 2.3 * R, y: unit.y + 1.8 * R, w: 100, h: 44 },
  ]);
  const ofInputs = inputs.map(({ x, y }) => ({ x: x - R * 0.6, y: y + 0.4 * R, w: 62, h: 2.4 * R }));
  return [...ofUnits, ...ofInputs];
}
