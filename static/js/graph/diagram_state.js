// What the drawing of a graph shows in a frame, as data: the states of nodes, balls and edges. No DOM.

/** @import { Frame } from "../core/types.js" */
/** @import { GraphEdge, GraphNode, GraphPaths } from "./types.js" */
import { at } from "../core/at.js";
import { linkKey } from "./layout/index.js";

/** @typedef {"idle" | "active" | "done"} NodeState */
/** @typedef {"absent" | "active" | "known"} BallState */
/** @typedef {"idle" | "signal" | "transport"} EdgeState */

/** A node without operands is known from the start.
 * @param {Frame} frame @param {Pick<GraphNode, "id" | "operands">} node @returns {NodeState} */
export function nodeState(frame, { id, operands }) {
  if (frame.writes.has(`v.${id}`) || frame.writes.has(`m.${id}.0`)) return "active";
  return operands.length === 0 || frame.known.has(`v.${id}`) ? "done" : "idle";
}

/** Whether the value of a node is known. @param {Frame} frame @param {Pick<GraphNode, "id" | "operands">} node */
export const isValueKnown = (frame, { id, operands }) => operands.length === 0 || frame.known.has(`v.${id}`);

/** The state of the gradient of a node. @param {Frame} frame @param {number} id @returns {BallState} */
export const ballState = (frame, id) =>
  frame.writes.has(`g.${id}`) ? "active" : frame.known.has(`g.${id}`) ? "known" : "absent";

/** An edge carries a value while its target is computed, and a contribution while the gradient of its source is.
 * @param {Frame} frame @param {Pick<GraphEdge, "target" | "operand">} edge @returns {EdgeState} */
export function edgeState(frame, { target, operand }) {
  if (frame.writes.has(`c.${target}.${operand}`)) return "transport";
  return frame.writes.has(`v.${target}`) || frame.writes.has(`m.${target}.0`) ? "signal" : "idle";
}

/** The stage of a backward step, 0 to 2: it shows local derivatives, then contributions, then their sum.
 * @param {number} t how far the step is, 0 to 1 */
export const stageOf = (t) => (t < 0.35 ? 0 : t < 0.72 ? 1 : 2);

/** The edges of a path, by `linkKey`, from its first node to the result. @param {GraphPaths["shown"][number]} path */
export const edgeKeysOf = ({ nodes, operands }) =>
  nodes.slice(1).map((target, k) => linkKey({ target, operand: at(operands, k) }));
