// What the ways of drawing a network (flow, circuit, matrices) have in common: the interface that the diagram uses,
// and the limits from which on they show less.

/** @import { Screen, Trace } from "../types.js" */
/** @import { Route } from "../../draw/pulses.js" */
/** @import { Naming } from "../notation.js" */

/**
 * @typedef {object} Presentation one way of drawing a network, built for one topology
 * @property {number} width in its own units
 * @property {number} height
 * @property {number} radius of a neuron
 * @property {number} letter the font size of its words
 * @property {(screen: Screen, naming: Naming, arrived: boolean) => void} update draws a screen; `arrived`: the
 * numbers
 *   that the step computes are shown
 * @property {(width: number, height: number) => void} resized repaints what depends on its size in pixels
 * @property {(screen: Screen) => Route[]} routes where pulses run at this position
 */

/** The part of a step's time, 0..1, after which the number that it computes is shown. */
export const ARRIVAL = 0.72;

/** Beyond so many edges a drawing is dense: its lines are thin, and while it plays it is restyled less often. */
export const DENSE_EDGES = 300;
/** Up to so many edges each one is an SVG element; beyond, only the strongest into every unit. */
export const MAX_RENDERED_EDGES = 2000;
/** How many edges into a unit are elements beyond that limit. */
export const RENDERED_EDGES_PER_UNIT = 8;

/** The number of weights. @param {Trace["network"]} network */
export const countEdges = ({ inputs, layers }) =>
  layers.reduce(({ edges, fanIn }, { units }) => ({ edges: edges + fanIn * units, fanIn: units }), {
    edges: 0,
    fanIn: inputs,
  }).edges;
