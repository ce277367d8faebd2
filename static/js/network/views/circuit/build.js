// Builds the circuit drawing: everything that depends on the topology alone, and the state that its updates work on.

import { at } from "../../../core/at.js";
import { addEdgeCanvas } from "../../../draw/bitmap.js";
import { set } from "../../../draw/svg.js";
import { countedLayer } from "../../notation.js";
import { drawCaptions, makeGroups, makeStepNodes } from "../diagram/arrows.js";
import { makeSymbolStore, symbolsFor } from "../diagram/drawing_screen.js";
import { densityOf } from "../diagram/edges.js";
import { LABELLED_EDGES } from "../diagram/edge_labels.js";
import { namingOf } from "../../notation.js";
import { isRoomy } from "../../layout.js";
import { MAX_RENDERED_EDGES, countEdges } from "../presentation.js";
import { buildEdges, labelEdges } from "./edges.js";
import { makeHighlights } from "./highlight.js";
import { circuitObstacles, edgeEnds, fitCircuit, placeCircuit } from "./layout.js";
import { buildInput, buildOutput } from "./terminals.js";
import { buildUnit } from "./units.js";

/** @import { Context, Screen, Trace } from "../../types.js" */
/** @import { Room } from "../../columns.js" */
/** @import { CircuitPlaces } from "./layout.js" */
/** @import { StepNodes } from "../diagram/arrows.js" */
/** @import { SymbolStore } from "../diagram/drawing_screen.js" */
/** @import { EdgeLabels } from "../diagram/edge_labels.js" */
/** @import { Taken } from "../../../draw/labels.js" */
/** @import { CircuitEdge } from "./edges.js" */
/** @import { Highlights } from "./highlight.js" */
/** @import { InputNodes, OutputNodes } from "./terminals.js" */
/** @import { UnitNodes } from "./units.js" */

/** The parts of the drawing, from the back to the front. */
const GROUPS = /** @type {const} */ ([
  "captions",
  "edges",
  "transports",
  "loops",
  "squares",
  "units",
  "numberLabels",
]);
/** Below this radius there is no room for numbers. */
const MIN_ROOMY_RADIUS = 17;

/**
 * Where the circuit stands and how it is drawn: all that its parts need to be built.
 * @typedef {object} CircuitPlan
 * @property {SVGSVGElement} svg
 * @property {boolean} fills the drawing fills its place
 * @property {Context} context
 * @property {Trace["network"]} network
 * @property {number} depth the number of layers
 * @property {boolean} roomy there is room for numbers
 * @property {CircuitPlaces} places
 * @property {number} edgeCount without the edges of the biases
 * @property {Record<typeof GROUPS[number], SVGGElement>} groups
 * @property {Highlights} highlights
 */
/**
 * @typedef {object} CircuitNodes
 * @property {InputNodes[]} inputs
 * @property {OutputNodes[]} outputs
 * @property {CircuitEdge[]} edges
 * @property {UnitNodes[][]} units by layer, by unit
 * @property {Taken} taken what no label of an edge may cover
 * @property {EdgeLabels} labels
 * @property {(width: number, height: number) => void} resized
 */
/**
 * What changes with the screens.
 * @typedef {object} CircuitMemory
 * @property {SymbolStore} symbolStore
 * @property {StepNodes} stepNodes red arrows, contributions, sums and green loops
 * @property {string[][]} looks what every unit showed last, so that a step restyles only its own
 */
/** @typedef {CircuitPlan & CircuitNodes & CircuitMemory} Circuit */

/**
 * @param {SVGSVGElement} svg @param {Context} context @param {Screen} first
 * @param {Room | null} room that it fills; null: it has its own size
 * @returns {Circuit}
 */
export function buildCircuit(svg, context, first, room) {
  svg.classList.add("derivation");
  const plan = planOf(svg, context, first.trace.network, room);
  const { network, places, depth, edgeCount } = plan;
  set(svg, { "data-density": densityOf(edgeCount, LABELLED_EDGES) });
  buildCaptions(plan, first.state.inputsCount === true);
  const inputs = places.inputs.map((point, i) => buildInput(plan, point, i));
  const sources = [places.inputs, ...places.units];
  const resized =
    edgeCount > MAX_RENDERED_EDGES
      ? addEdgeCanvas(svg, places.width, network.layers, (l, j, i) =>
          edgeEnds(places, at(at(sources, l - 1), i), at(at(sources, l), j), l),
        )
      : () => {};
  const edges = buildEdges(plan);
  const symbolStore = makeSymbolStore();
  const { symbol } = symbolsFor(symbolStore, namingOf(first, context.catalog));
  const taken = circuitObstacles(places, network);
  const units = places.units.map((column, index) =>
    column.map((point, j) => buildUnit(plan, point, index + 1, j)),
  );
  const outputs = at(places.units, depth - 1).map((point, k) => buildOutput(plan, point, k));
  return {
    ...plan,
    inputs,
    outputs,
    edges,
    units,
    taken,
    labels: labelEdges(plan, plan.roomy ? edges : [], symbol, taken),
    resized,
    symbolStore,
    stepNodes: makeStepNodes(),
    looks: [],
  };
}

/**
 * @param {SVGSVGElement} svg @param {Context} context @param {Trace["network"]} network
 * @param {Room | null} room
 * @returns {CircuitPlan}
 */
function planOf(svg, context, network, room) {
  const places = room ? fitCircuit(network, room) : placeCircuit(network);
  return {
    svg,
    fills: room !== null,
    context,
    network,
    depth: network.layers.length,
    roomy: room ? isRoomy(places) : places.R >= MIN_ROOMY_RADIUS,
    places,
    edgeCount: countEdges(network),
    groups: makeGroups(svg, GROUPS),
    highlights: makeHighlights(),
  };
}

/**
 * The names of the columns, under the middle of adder and neuron.
 * @param {CircuitPlan} plan @param {boolean} inputsCount the inputs are layer 1
 */
function buildCaptions({ context, places, depth, groups }, inputsCount) {
  const captions = places.captions.map(({ x, y }, column) => ({
    x: column === 0 ? x : x - 1.6 * places.R,
    y,
  }));
  drawCaptions(groups.captions, captions, (column) =>
    context.t(column === 0 ? "diagram.inputs" : column === depth ? "diagram.output" : "diagram.layer", {
      layer: countedLayer(column, { inputsCount }),
    }),
  );
}
