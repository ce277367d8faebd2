// The edges of the circuit drawing, from a neuron or an input to the adder of the next, and the numbers on them.

import { at } from "../../../core/at.js";
import { set } from "../../../draw/svg.js";
import { edgeState } from "../../diagram_state.js";
import {
  fillEdgeLabel,
  labelEdges,
  labelEdgesInUse,
  largestWeights,
  makeEdge,
  namedAddress,
  parameterOf,
  renderedInputs,
  renewalsOf,
  restyleEdge,
} from "../diagram/edges.js";
import { lightGroupWith, lightWith } from "./highlight.js";
import { placeCircuitEdge } from "./layout.js";
import { NUMBER_SIZE } from "./square.js";
import { leadOf } from "./symbols.js";

/** @import { Arrow, Box } from "../../../draw/geometry.js" */
/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */
/** @import { EdgeNode } from "../diagram/edges.js" */
/** @import { NumberLabel } from "../diagram/number_label.js" */
/** @import { Circuit, CircuitPlan } from "./build.js" */

/** @typedef {EdgeNode & { input: number, back: Arrow }} CircuitEdge `back`: the red arrow beside it */

/** Up to so many edges each one carries its number; beyond, only those in use. */
export const LABELLED_EDGES = 40;
/** How wide lines are, relative to the flow drawing, and where there are more edges than that. */
const WIDTH = 0.75;
const THIN = 0.5;

/** @param {CircuitPlan} plan @returns {CircuitEdge[]} */
export function buildEdges({ network, places, groups, edgeCount, highlights }) {
  const points = [places.inputs, ...places.units];
  return network.layers.flatMap(({ weights }, index) =>
    weights.flatMap((row, j) =>
      renderedInputs(row, edgeCount).map((i) => {
        const [source, target] = [at(at(points, index), i), at(at(points, index + 1), j)];
        const { place, back } = placeCircuitEdge(places, source, target, index + 1);
        const edge = makeEdge(groups.edges, index + 1, j, i, place);
        lightWith(highlights, edge.group, edge.address);
        return { ...edge, input: i, back };
      }),
    ),
  );
}

/**
 * Labels for edges of one layer, or for those in use. A plate has room for its name (the inputs leave the first layer
 * less of it); above the first layer there is room below it for what runs back.
 * @param {Pick<CircuitPlan, "groups">} plan @param {readonly EdgeNode[]} edges @param {readonly Box[]} obstacles
 */
function label({ groups }, edges, obstacles) {
  const box = edges[0]?.layer === 1 ? { w: 116, h: 28 } : { w: 130, h: 54 };
  return labelEdges(groups.numberLabels, edges, { ...box, plate: 26, prefer: 0.52 }, obstacles);
}

/** @param {CircuitPlan} plan @param {readonly CircuitEdge[]} edges @param {readonly Box[]} obstacles */
export function labelAllEdges(plan, edges, obstacles) {
  for (let l = 1; l <= plan.depth; l++) {
    const own = edges.filter((edge) => edge.layer === l);
    label(plan, own, obstacles).forEach((made, k) => {
      const edge = at(own, k);
      edge.numberLabel = lightGroupWith(plan.highlights, made, edge.address);
    });
  }
}

/**
 * The label of an edge, if it has one now.
 * @param {Circuit} circuit @param {EdgeNode} edge @returns {NumberLabel | null}
 */
export const labelOf = ({ passing }, edge) => edge.numberLabel ?? passing.labels.get(edge) ?? null;

/** @param {Circuit} circuit @param {DrawingScreen} now */
export function updateEdges(circuit, now) {
  const { edges } = circuit;
  const { screen, states, naming } = now;
  if (circuit.roomy && !circuit.labelled)
    labelEdgesInUse(circuit.passing, edges, states, (inUse) => label(circuit, inUse, circuit.obstacles));
  const largest = largestWeights(screen.trace);
  const renewals = renewalsOf(now);
  const scale = circuit.edgeCount > LABELLED_EDGES ? THIN : WIDTH;
  for (const edge of edges) {
    const phase = edgeState(states, edge.layer, edge.unit, edge.input);
    const renewed = at(at(renewals, edge.layer - 1), edge.unit).weights;
    const reading = { phase, renewed, value: parameterOf(screen.trace, edge, renewed) };
    restyleEdge(edge, reading, at(largest, edge.layer - 1), scale);
    const numberLabel = labelOf(circuit, edge);
    if (!numberLabel) continue;
    set(numberLabel.group, { class: "number-label square w" });
    const lead = phase === "idle" && !naming.names ? [] : leadOf(now, namedAddress(edge, reading));
    const digits = phase === "idle" ? 3 : 4;
    fillEdgeLabel(now, numberLabel, edge, reading, { lead, digits, size: NUMBER_SIZE });
  }
}
