// The edges of the circuit drawing, from a neuron or an input to the adder of the next, and the numbers on them.

import { at } from "../../../core/at.js";
import { set, widthOfRuns } from "../../../draw/svg.js";
import { edgeState } from "../../diagram_state.js";
import { FULL, buildEdgeLabels, placeEdgeLabels } from "../diagram/edge_labels.js";
import {
  edgeRuns,
  fillEdgeLabel,
  headBox,
  largestWeights,
  makeEdge,
  namedAddress,
  parameterOf,
  renderedInputs,
  renewalsOf,
  restyleEdge,
} from "../diagram/edges.js";
import { lightGroupWith, lightWith } from "./highlight.js";
import { loopBoxes, placeCircuitEdge, textAboveBox } from "./layout.js";
import { leadOf } from "./symbols.js";

/** @import { Arrow } from "../../../draw/geometry.js" */
/** @import { Taken } from "../../../draw/labels.js" */
/** @import { DrawingScreen, SymbolOf } from "../diagram/drawing_screen.js" */
/** @import { Form } from "../diagram/edge_labels.js" */
/** @import { EdgeNode, EdgeReading } from "../diagram/edges.js" */
/** @import { Circuit, CircuitPlan } from "./build.js" */

/** @typedef {EdgeNode & { input: number, back: Arrow }} CircuitEdge `back`: the red arrow beside it */

/** How wide lines are, relative to the flow drawing, and where there are more edges than that. */
const WIDTH = 0.75;
const THIN = 0.5;
const MANY_EDGES = 40;
/** The height of a contribution under a label, in font sizes. */
export const CONTRIBUTION = 1.3;

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
 * A plate has room for its name.
 * @param {CircuitPlan} plan @param {readonly CircuitEdge[]} edges @param {SymbolOf} symbol @param {Taken} taken
 */
export function labelEdges({ groups, places, highlights }, edges, symbol, taken) {
  const lead = Math.max(
    0,
    ...edges.map(({ address }) => widthOfRuns([...symbol(`new_${address}`).runs, { text: " = " }])),
  );
  const heads = edges.flatMap(({ place, back }) => [headBox(place), headBox(back)]);
  const labels = buildEdgeLabels(
    groups.numberLabels,
    edges,
    places.text,
    { ...taken, boxes: [...taken.boxes, ...heads] },
    { lead, least: places.text },
  );
  for (const [edge, label] of labels.labels) lightGroupWith(highlights, label, edge.address);
  return labels;
}

/** @param {Circuit} circuit @param {DrawingScreen} now */
export function updateEdges(circuit, now) {
  const { edges, labels, places, taken } = circuit;
  const { screen, states, naming } = now;
  const largest = largestWeights(screen.trace);
  const renewals = renewalsOf(now);
  const scale = circuit.edgeCount > MANY_EDGES ? THIN : WIDTH;
  /** @param {EdgeNode} edge @returns {EdgeReading} */
  const read = (edge) => {
    const phase = edgeState(states, edge.layer, edge.unit, edge.input);
    const renewed = at(at(renewals, edge.layer - 1), edge.unit).weights;
    return { phase, renewed, value: parameterOf(screen.trace, edge, renewed) };
  };
  const readings = new Map(edges.map((edge) => [/** @type {EdgeNode} */ (edge), read(edge)]));
  const readingOf = (/** @type {EdgeNode} */ edge) => /** @type {EdgeReading} */ (readings.get(edge));
  for (const edge of edges) restyleEdge(edge, readingOf(edge), at(largest, edge.layer - 1), scale);
  if (!circuit.roomy) return;
  /** @param {EdgeNode} edge @param {Form} form */
  const write = (edge, form) => {
    const reading = readingOf(edge);
    const idle = reading.phase === "idle";
    const lead = (idle && !naming.names) || !form.named ? [] : leadOf(now, namedAddress(edge, reading));
    return edgeRuns(now, edge, reading, { ...form, digits: idle ? 3 : form.digits }, lead);
  };
  const heads = () => edges.flatMap(({ place, back }) => [headBox(place), headBox(back)]);
  const texts = () =>
    places.parts.tall
      ? states.flatMap((column, index) =>
          column.flatMap(({ ball }, j) =>
            ball === "active" ? [textAboveBox(places, at(at(places.units, index), j))] : [],
          ),
        )
      : [];
  const loops = () =>
    states.flatMap((column, index) =>
      column.flatMap(({ looping }, j) => (looping ? loopBoxes(places, at(at(places.units, index), j)) : [])),
    );
  placeEdgeLabels(labels, edges, now, write, {
    stage: states.map((column) => column.map(({ ball, looping }) => [ball === "active", looping])).join(),
    taken: () => ({ ...taken, boxes: [...taken.boxes, ...heads(), ...texts(), ...loops()] }),
    below: (edge) => (readingOf(edge).phase === "weight" && !screen.pick ? CONTRIBUTION : 0),
  });
  for (const [edge, label] of labels.labels) {
    set(label.group, { class: "number-label square w" });
    fillEdgeLabel(
      now,
      label,
      edge,
      readingOf(edge),
      write(edge, labels.forms.get(edge) ?? FULL),
      places.text,
    );
  }
}
