// Builds the flow drawing: everything that depends on the topology alone, and the state that its updates work on.

import { at } from "../../../core/at.js";
import { addEdgeCanvas } from "../../../draw/bitmap.js";
import { set, widthOfRuns } from "../../../draw/svg.js";
import { fitUnits, isRoomy, placeEdge, placeUnits } from "../../layout.js";
import { countedLayer, namingOf } from "../../notation.js";
import { drawCaptions, makeGroups, makeStepNodes } from "../diagram/arrows.js";
import { makeSymbolStore, symbolsFor } from "../diagram/drawing_screen.js";
import { LABELLED_EDGES } from "../diagram/edge_labels.js";
import { densityOf } from "../diagram/edges.js";
import { MAX_RENDERED_EDGES, countEdges } from "../presentation.js";
import { buildBall, buildDisc } from "./balls.js";
import { buildEdges, labelEdges } from "./edges.js";
import { buildInput, buildOutput } from "./terminals.js";
import { buildBiasNode, buildUnit, lettersFor } from "./units.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Context, Screen, Trace } from "../../types.js" */
/** @import { Box, Point } from "../../../draw/geometry.js" */
/** @import { Room } from "../../columns.js" */
/** @import { Places } from "../../layout.js" */
/** @import { StepNodes } from "../diagram/arrows.js" */
/** @import { SymbolOf, SymbolStore } from "../diagram/drawing_screen.js" */
/** @import { EdgeLabels } from "../diagram/edge_labels.js" */
/** @import { EdgeNode } from "../diagram/edges.js" */
/** @import { BallNodes } from "./balls.js" */
/** @import { InputNodes, OutputNodes } from "./terminals.js" */
/** @import { Letters, UnitNodes } from "./units.js" */

/** The parts of the drawing, from the back to the front. */
const GROUPS = /** @type {const} */ ([
  "captions",
  "edges",
  "transports",
  "discs",
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
 * @property {SVGSVGElement} svg
 * @property {boolean} fills the drawing fills its place
 * @property {Context} context
 * @property {Trace["network"]} network
 * @property {number} depth the number of layers
 * @property {boolean} withSymbols as in figure 2: inputs in circles, neurons cut into z and a, edges with
 *   their symbols
 * @property {boolean} roomy neurons are large enough for numbers
 * @property {Places} places
 * @property {number} edgeCount without the edges of the biases
 * @property {SymbolStore} symbolStore
 * @property {Letters} letters what stands before the numbers in a neuron
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
 * @property {EdgeLabels} labels
 * @property {(width: number, height: number) => void} resized
 */
/**
 * What changes with the screens.
 * @typedef {object} FlowMemory
 * @property {StepNodes} stepNodes red arrows, their contributions, green loops
 * @property {Map<Address, Box | null>} factors the spots of sums and slopes at their neurons
 * @property {string} factorsKey what they were placed for
 * @property {readonly (Box | null)[]} spots of the contributions, where there is room for them
 * @property {string} spotsKey what they were placed for
 * @property {string[][]} looks what every unit showed last, so that a step restyles only its own
 */
/** @typedef {FlowPlan & FlowNodes & FlowMemory} Flow */

/**
 * @param {SVGSVGElement} svg @param {Context} context @param {Screen} first
 * @param {Room | null} room that it fills; null: it has its own size
 * @returns {Flow}
 */
export function buildFlow(svg, context, first, room) {
  const plan = planOf(svg, context, first, room);
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
  return {
    ...plan,
    inputs,
    outputs,
    edges,
    discs: ofUnits((point, l, j) => buildDisc(plan, point, l, j)),
    units: ofUnits((point, l, j) => buildUnit(plan, point, l, j)),
    balls: ofUnits((point, l, j) => buildBall(plan, point, l, j)),
    labels: labelEdges(plan, plan.roomy ? edges : []),
    resized,
    stepNodes: makeStepNodes(),
    factors: new Map(),
    factorsKey: "",
    spots: [],
    spotsKey: "",
    looks: [],
  };
}

/**
 * @param {SVGSVGElement} svg @param {Context} context @param {Screen} first @param {Room | null} room
 * @returns {FlowPlan}
 */
function planOf(svg, context, first, room) {
  const { network } = first.trace;
  const withSymbols = first.state.inputsCount === true;
  const symbolStore = makeSymbolStore();
  const { symbol } = symbolsFor(symbolStore, namingOf(first, context.catalog));
  const options = { ...(withSymbols ? WITH_SYMBOLS : {}), name: outputNameWidth(network, symbol) };
  const places = room ? fitUnits(network, room, options) : placeUnits(network, options);
  return {
    svg,
    fills: room !== null,
    context,
    network,
    depth: network.layers.length,
    withSymbols,
    roomy: room ? isRoomy(places) : places.R >= MIN_ROOMY_RADIUS,
    places,
    edgeCount: countEdges(network),
    groups: makeGroups(svg, GROUPS),
    symbolStore,
    letters: lettersFor(places, network, symbol),
  };
}

/**
 * The width of the longest name of an output or a target, in em.
 * @param {Trace["network"]} network @param {SymbolOf} symbol
 */
const outputNameWidth = ({ layers }, symbol) =>
  Math.max(
    ...Array.from({ length: layers.at(-1)?.units ?? 0 }, (_, k) =>
      Math.max(widthOfRuns(symbol(`a${layers.length}.${k}`).runs), widthOfRuns(symbol(`t.${k}`).runs)),
    ),
  );
