// The edges that are drawn as elements, and the labels with the numbers of their weights and biases: what the flow
// and
// the circuit drawing share.

import { at } from "../../../core/at.js";
import { isKnown } from "../../../core/frame.js";
import { placeLabels } from "../../../draw/labels.js";
import { set } from "../../../draw/svg.js";
import { edgeWidth, largestSize } from "../../../draw/widths.js";
import { formatNumber } from "../../../math/format.js";
import { edgeState } from "../../diagram_state.js";
import { beforeUpdate, ghostOf } from "../../ghost.js";
import { DENSE_EDGES, MAX_RENDERED_EDGES, RENDERED_EDGES_PER_UNIT } from "../presentation.js";
import { drawArrow } from "./arrows.js";
import { editName, isShown } from "./drawing_screen.js";
import { fillNumberLabel, makeNumberLabel, withGhost, withOldWeight } from "./number_label.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Trace } from "../../types.js" */
/** @import { Arrow, Box } from "../../../draw/geometry.js" */
/** @import { Run } from "../../../draw/svg.js" */
/** @import { DiagramState, EdgeState } from "../../diagram_state.js" */
/** @import { DrawingScreen } from "./drawing_screen.js" */
/** @import { NumberLabel } from "./number_label.js" */

/**
 * @typedef {object} EdgeNode
 * @property {number} layer of the unit that it runs into, from 1
 * @property {number} unit
 * @property {number | null} input null: it comes from the bias
 * @property {Address} address of its weight or bias
 * @property {Arrow} place
 * @property {SVGGElement} group
 * @property {SVGPathElement} line
 * @property {NumberLabel | null} numberLabel where every edge has one
 * @property {string} look what it showed last
 */
/** What an edge shows: its number, and whether that is the one after the update.
 * @typedef {{ phase: EdgeState, renewed: boolean, value: number }} EdgeReading */
/**
 * Labels of the few edges in use, where not every edge has one.
 * @typedef {object} PassingLabels
 * @property {Map<EdgeNode, NumberLabel>} labels
 * @property {string} key the edges that they were made for
 */
/**
 * Where the labels of edges stand: the size of the box that is kept free, the height of the plate at its top, and the
 * part of the edge where it had best stand.
 * @typedef {{ w: number, h: number, plate?: number, prefer?: number }} LabelBox
 */

/** How many edges in use carry their numbers at once. */
const MAX_PASSING_LABELS = 20;

/**
 * How the style sheet is told of many edges.
 * @param {number} edges @param {number} labelled up to how many have labels
 */
export const densityOf = (edges, labelled) =>
  edges > DENSE_EDGES ? "dense" : edges > labelled ? "many" : null;

/**
 * The inputs whose edges into a unit are elements: all, or the strongest of a large network.
 * @param {readonly number[]} weights of the unit @param {number} edges of the network @returns {number[]}
 */
export function renderedInputs(weights, edges) {
  const inputs = weights.map((_, i) => i);
  if (edges <= MAX_RENDERED_EDGES) return inputs;
  return inputs
    .sort((a, b) => Math.abs(at(weights, b)) - Math.abs(at(weights, a)))
    .slice(0, RENDERED_EDGES_PER_UNIT);
}

/**
 * @param {Element} parent
 * @param {number} layer
 * @param {number} unit
 * @param {number | null} input
 * @param {Arrow} place
 * @returns {EdgeNode}
 */
export function makeEdge(parent, layer, unit, input, place) {
  const address = input === null ? `b${layer}.${unit}` : `w${layer}.${unit}.${input}`;
  const { group, line } = drawArrow(
    parent,
    {
      class: input === null ? "edge from-bias" : "edge",
      "data-edge": `${layer}.${unit}.${input ?? "b"}`,
      "data-state": "idle",
      "data-focus": address,
      "aria-hidden": "true",
    },
    place,
  );
  return { layer, unit, input, address, place, group, line, numberLabel: null, look: "" };
}

/**
 * A label for every edge, on its own line where it covers as little as possible.
 * @param {Element} parent @param {readonly EdgeNode[]} edges @param {LabelBox} box @param {readonly Box[]} obstacles
 * @returns {NumberLabel[]}
 */
export function labelEdges(parent, edges, { w, h, plate = h, prefer }, obstacles) {
  const wanted = edges.map(({ place: { from, to } }) => ({ from, to, w, h, prefer }));
  return placeLabels(wanted, obstacles).map((spot, k) =>
    makeNumberLabel(parent, { ...spot, y: spot.y - (h - plate) / 2, h: plate }, at(edges, k).address),
  );
}

/** @returns {PassingLabels} */
export const makePassingLabels = () => ({ labels: new Map(), key: "" });

/**
 * Labels the edges that the step uses, and takes away the labels of the step before.
 * @param {PassingLabels} passing @param {readonly EdgeNode[]} edges @param {DiagramState} states
 * @param {(inUse: readonly EdgeNode[]) => NumberLabel[]} label
 */
export function labelEdgesInUse(passing, edges, states, label) {
  const inUse = edges.filter(({ layer, unit, input }) => edgeState(states, layer, unit, input) !== "idle");
  const key = inUse.map(({ address }) => address).join();
  if (key === passing.key) return;
  passing.key = key;
  for (const { group } of passing.labels.values()) group.remove();
  passing.labels.clear();
  if (inUse.length > MAX_PASSING_LABELS) return;
  label(inUse).forEach((numberLabel, k) => passing.labels.set(at(inUse, k), numberLabel));
}

/**
 * Whether the new weights and the new bias are shown, of every unit.
 * @param {DrawingScreen} now @returns {{ weights: boolean, bias: boolean }[][]}
 */
export const renewalsOf = (now) =>
  now.states.map((column, index) =>
    column.map((_, j) => ({
      weights: isShown(now, `new_w${index + 1}.${j}.0`),
      bias: isShown(now, `new_b${index + 1}.${j}`),
    })),
  );

/**
 * The number of a weight or a bias before or after the update.
 * @param {Trace} trace @param {EdgeNode} edge @param {boolean} renewed
 */
export function parameterOf(trace, { layer, unit, input }, renewed) {
  const [before, after] = [at(trace.network.layers, layer - 1), at(trace.layers, layer - 1)];
  return input === null
    ? at((renewed ? after.updated_biases : before.biases) ?? [], unit)
    : at(at(renewed ? after.updated_weights : before.weights, unit), input);
}

/**
 * The largest size of a weight, of every layer: the widths of the edges are relative to it.
 * @param {Trace} trace
 */
export const largestWeights = ({ network }) => network.layers.map(({ weights }) => largestSize(weights));

/**
 * Restyles an edge that shows something else than before; one in use comes to the front.
 * @param {EdgeNode} edge @param {EdgeReading} reading @param {number} largest weight of its layer
 * @param {number} scale of its width @returns {boolean} whether there was something to restyle
 */
export function restyleEdge(edge, { phase, renewed, value }, largest, scale) {
  const look = `${phase} ${renewed} ${value}`;
  if (edge.look === look) return false;
  edge.look = look;
  const { group, line } = edge;
  set(group, { "data-state": phase, "data-sign": value < 0 ? "negative" : "positive" });
  set(line, { "stroke-width": (edgeWidth(value, largest) * scale).toFixed(2) });
  if (phase !== "idle" && group.parentElement?.lastElementChild !== group) group.parentElement?.append(group);
  return true;
}

/**
 * Which symbol stands on the label: w, or w′ from the update on.
 * @param {EdgeNode} edge @param {EdgeReading} reading
 */
export const namedAddress = ({ address }, { phase, renewed }) =>
  phase === "update" || renewed ? `new_${address}` : address;

/**
 * @param {DrawingScreen} now @param {NumberLabel} numberLabel @param {EdgeNode} edge @param {EdgeReading} reading
 * @param {{ lead: readonly Run[], digits?: number, size?: number, ghosts?: boolean }} how `lead`: "w = "; `ghosts`:
 *   beside the number stands the one before the last edit, in the update the old weight
 */
export function fillEdgeLabel(now, numberLabel, edge, reading, { lead, digits = 4, size, ghosts = true }) {
  const { phase, renewed, value } = reading;
  const fresh = `new_${edge.address}`;
  const shown = renewed ? fresh : edge.address;
  const pending = phase === "update" && !renewed && isKnown(now.screen.frame, fresh);
  const number = [...lead, { text: pending ? "…" : formatNumber(value, digits) }];
  const runs =
    renewed && phase === "update"
      ? withOldWeight([...lead], value, ghosts ? beforeUpdate(now.screen, fresh, value) : null, digits)
      : withGhost(number, ghosts ? ghostOf(now.screen, shown, value) : null);
  const state = phase === "idle" && renewed ? "renewed" : phase;
  fillNumberLabel(numberLabel, runs, shown, value, state, editName(now, edge.address), size);
}
