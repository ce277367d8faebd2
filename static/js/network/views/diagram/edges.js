// The edges that are drawn as elements, and the labels with the numbers of their weights and biases: what the flow
// and
// the circuit drawing share.

import { at } from "../../../core/at.js";
import { isKnown } from "../../../core/frame.js";
import { between } from "../../../draw/geometry.js";
import { set } from "../../../draw/svg.js";
import { edgeWidth, largestSize } from "../../../draw/widths.js";
import { digitsToTellApart, formatNumber } from "../../../math/format.js";
import { edgeState } from "../../diagram_state.js";
import { beforeUpdate, ghostOf } from "../../ghost.js";
import { DENSE_EDGES, MAX_RENDERED_EDGES, RENDERED_EDGES_PER_UNIT } from "../presentation.js";
import { drawArrow } from "./arrows.js";
import { editName, isShown } from "./drawing_screen.js";
import { fillNumberLabel, withGhost, withOldWeight } from "./number_label.js";
import { FEWEST_DIGITS } from "./number_text.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Trace } from "../../types.js" */
/** @import { Arrow, Box, Point } from "../../../draw/geometry.js" */
/** @import { Run } from "../../../draw/svg.js" */
/** @import { DiagramState, EdgeState } from "../../diagram_state.js" */
/** @import { DrawingScreen } from "./drawing_screen.js" */
/** @import { Form } from "./edge_labels.js" */
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
 * @property {string} look what it showed last
 */
/** What an edge shows: its number, and whether that is the one after the update.
 * @typedef {{ phase: EdgeState, renewed: boolean, value: number }} EdgeReading */
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

/** The middle of an arrow's head and its size. @param {{ to: Point, base: Point }} arrow @returns {Box} */
export function headBox({ to, base }) {
  const size = Math.hypot(to.x - base.x, to.y - base.y) * 1.2;
  return { ...between(to, base, 0.62), w: size, h: size };
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
  return { layer, unit, input, address, place, group, line, look: "" };
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
 * What a label says.
 * @param {DrawingScreen} now @param {EdgeNode} edge @param {EdgeReading} reading
 * @param {Form} form @param {readonly Run[]} lead "w = " @param {boolean} [ghosts] beside the number stands the one
 * before the last edit, in the update the old weight
 * @returns {Run[]}
 */
export function edgeRuns(now, { address }, { phase, renewed, value }, { old, digits }, lead, ghosts = true) {
  const fresh = `new_${address}`;
  const pending = phase === "update" && !renewed && isKnown(now.screen.frame, fresh);
  if (renewed && phase === "update") {
    const before = ghosts ? beforeUpdate(now.screen, fresh, value) : null;
    const enough = digits === FEWEST_DIGITS ? digits : digitsToTellApart([value, before], digits);
    return withOldWeight([...lead], value, old ? before : null, enough);
  }
  const number = [...lead, { text: pending ? "…" : formatNumber(value, digits) }];
  return withGhost(number, ghosts && old ? ghostOf(now.screen, renewed ? fresh : address, value) : null);
}

/**
 * @param {DrawingScreen} now @param {NumberLabel} numberLabel @param {EdgeNode} edge @param {EdgeReading} reading
 * @param {readonly Run[]} runs @param {number} size
 */
export function fillEdgeLabel(now, numberLabel, edge, { phase, renewed, value }, runs, size) {
  const shown = renewed ? `new_${edge.address}` : edge.address;
  const state = phase === "idle" && renewed ? "renewed" : phase;
  const edit = editName(now, edge.address);
  const name = renewed ? `${now.symbol(shown).text} = ${formatNumber(value)}; ${edit}` : edit;
  fillNumberLabel(numberLabel, runs, shown, value, state, name, size);
}
