// Builds the flow drawing: everything that depends on the topology alone, and the state that its updates work on.

import { at } from "../../../core/at.js";
import { addEdgeCanvas } from "../../../draw/bitmap.js";
import { set } from "../../../draw/svg.js";
import { placeBall, placeEdge, placeUnits } from "../../layout.js";
import { countedLayer } from "../../notation.js";
import { drawCaptions, makeGroups, makeStepNodes } from "../diagram/arrows.js";
import { makeSymbolStore } from "../diagram/drawing_screen.js";
import { densityOf, makePassingLabels } from "../diagram/edges.js";
import { MAX_RENDERED_EDGES, countEdges } from "../presentation.js";
import { buildBall, buildDisc } from "./balls.js";
import { LABELLED_EDGES, buildEdges, labelAllEdges } from "./edges.js";
import { buildInput, buildOutput } from "./terminals.js";
import { buildBiasNode, buildUnit } from "./units.js";

/** @import { Context, Screen, Trace } from "../../types.js" */
/** @import { Box, Point } from "../../../draw/geometry.js" */
/** @import { Places } from "../../layout.js" */
/** @import { StepNodes } from "../diagram/arrows.js" */
/** @import { SymbolStore } from "../diagram/drawing_screen.js" */
/** @import { EdgeNode, PassingLabels } from "../diagram/edges.js" */
/** @import { BallNodes } from "./balls.js" */
/** @import { InputNodes, OutputNodes } from "./terminals.js" */
/** @import { UnitNodes } from "./units.js" */

/** The parts of the drawing, from the back to the front. */
const GROUPS = /** @type {const} */ ([
  "captions",
  "discs",
  "edges",
  "transports",
  "units",
  "balls",
  "numberLabels",
  "loops",
  "notes",
]);
/** Below this radius neurons have no room for numbers. */
const MIN_ROOMY_RADIUS = 20;
/**
 * Distances where every number carries its symbol, in radii: inputs stand in circles, columns farther apart.
 */
const WITH_SYMBOLS = { circles: 0.82, first: 8.2, column: 7.6, left: 1.3 };

/**
 * Where the flow drawing stands and how it is drawn: all that its parts need to be built.
 * @typedef {object} FlowPlan
 * @property {Context} context
 * @property {Trace["network"]} network
 * @property {number} depth the number of layers
 * @property {boolean} withSymbols as in figure 2: inputs in circles, neurons cut into z and a, edges with
 *   their symbols
 * @property {boolean} roomy neurons are large enough for numbers
 * @property {Places} places
 * @property {number} edgeCount without the edges of the biases
 * @property {Record<typeof GROUPS[number], SVGGElement>} groups
 */
/**
 * @typedef {object} FlowNodes
 * @property {InputNodes[]} inputs
 * @property {OutputNodes[]} outputs
 * @property {EdgeNode[]} edges
 * @property {SVGCircleElement[][]} discs by layer, by unit
 * @property {UnitNodes[][]} units by layer, by unit
 * @property {BallNodes[][]} balls by layer, by unit
 * @property {Box[]} bodies the neurons: what passing labels must not cover
 * @property {Box[]} obstacles what no label may cover: neurons, balls, inputs, biases
 * @property {boolean} labelled every edge has a label
 * @property {(width: number, height: number) => void} resized
 */
/**
 * What changes with the screens.
 * @typedef {object} FlowMemory
 * @property {SymbolStore} symbolStore
 * @property {PassingLabels} passing
 * @property {StepNodes} stepNodes red arrows, their contributions, green loops
 * @property {Map<string, Box[]>} transportSpots of the contributions into a ball, by "layer.unit"
 * @property {string[][]} looks what every unit showed last, so that a step restyles only its own
 */
/** @typedef {FlowPlan & FlowNodes & FlowMemory} Flow */

/** @param {SVGSVGElement} svg @param {Context} context @param {Screen} first @returns {Flow} */
export function buildFlow(svg, context, first) {
  const plan = planOf(svg, context, first);
  const { network, places, edgeCount } = plan;
  set(svg, { "data-density": densityOf(edgeCount, LABELLED_EDGES) });
  const [inputsKey, hiddenKey, outputKey] = plan.withSymbols
    ? /** @type {const} */ (["diagram.column_inputs", "diagram.column_hidden", "diagram.column_output"])
    : /** @type {const} */ (["diagram.inputs", "diagram.layer", "diagram.output"]);
  drawCaptions(plan.groups.captions, places.captions, (column) =>
    context.t(column === 0 ? inputsKey : column === plan.depth ? outputKey : hiddenKey, {
      layer: countedLayer(column, { inputsCount: plan.withSymbols }),
    }),
  );
  const inputs = places.inputs.map((point, i) => buildInput(plan, point, i));
  const outputs = at(places.units, plan.depth - 1).map((point, k) => buildOutput(plan, point, k));
  for (const point of places.biases) if (point) buildBiasNode(plan, point);
  const edges = buildEdges(plan);
  const resized =
    edgeCount > MAX_RENDERED_EDGES
      ? addEdgeCanvas(svg, places.width, network.layers, (l, j, i) => placeEdge(places, l, j, i))
      : () => {};
  /** @template T @param {(point: Point, layer: number, unit: number) => T} build @returns {T[][]} */
  const ofUnits = (build) =>
    places.units.map((column, index) => column.map((point, j) => build(point, index + 1, j)));
  const bodies = places.units.flat().map((point) => squareAround(point, 1.9 * places.R));
  const obstacles = obstaclesOf(plan, bodies);
  const labelled = plan.roomy && edges.length <= LABELLED_EDGES;
  if (labelled) labelAllEdges(plan, edges, obstacles);
  return {
    ...plan,
    inputs,
    outputs,
    edges,
    discs: ofUnits((point, l, j) => buildDisc(plan, point, l, j)),
    units: ofUnits((point, l, j) => buildUnit(plan, point, l, j)),
    balls: ofUnits((point, l, j) => buildBall(plan, point, l, j)),
    bodies,
    obstacles,
    labelled,
    resized,
    symbolStore: makeSymbolStore(),
    passing: makePassingLabels(),
    stepNodes: makeStepNodes(),
    transportSpots: new Map(),
    looks: [],
  };
}

/** @param {SVGSVGElement} svg @param {Context} context @param {Screen} first @returns {FlowPlan} */
function planOf(svg, context, { state, trace: { network } }) {
  const withSymbols = state.inputsCount === true;
  const places = placeUnits(network, withSymbols ? WITH_SYMBOLS : {});
  return {
    context,
    network,
    depth: network.layers.length,
    withSymbols,
    roomy: places.R >= MIN_ROOMY_RADIUS,
    places,
    edgeCount: countEdges(network),
    groups: makeGroups(svg, GROUPS),
  };
}

/** @param {Point} point @param {number} size @returns {Box} */
const squareAround = ({ x, y }, size) => ({ x, y, w: size, h: size });

/** @param {FlowPlan} plan @param {readonly Box[]} bodies @returns {Box[]} */
function obstaclesOf({ places, withSymbols }, bodies) {
  const { R, inputRadius } = places;
  return [
    ...bodies,
    ...places.units.flat().map((point) => squareAround(placeBall(point, R), 1.9 * R)),
    ...places.inputs.map(({ x, y }) =>
      withSymbols ? squareAround({ x, y }, 1.8 * inputRadius) : { x: x - 0.4 * R, y, w: 1.7 * R, h: 1.3 * R },
    ),
    ...places.biases.flatMap((point) => (point ? [squareAround(point, 1.1 * R)] : [])),
  ];
}
