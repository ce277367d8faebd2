// What the picture of a graph shows at a frame, as data: which state every value, ball and edge is in. No DOM, no numbers.
/** @import { Frame } from "../core/types.js" */
/** @import { GraphEdge, GraphNode, GraphPaths } from "./types.js" */
import { at } from "../core/at.js";
import { linkKey } from "./layout/index.js";

/** @typedef {"idle" | "active" | "done"} NodeState */
/** @typedef {"absent" | "active" | "known"} BallState */
/** @typedef {"idle" | "signal" | "transport"} EdgeState */

/** What has no operands is known from the start. @param {Frame} frame @param {Pick<GraphNode, "id" | "operands">} node @returns {NodeState} */
export function nodeState(frame, { id, operands }) {
  if (frame.writes.has(`v.${id}`) || frame.writes.has(`m.${id}.0`)) return "active";
  return operands.length === 0 || frame.known.has(`v.${id}`) ? "done" : "idle";
}

/** @param {Frame} frame @param {Pick<GraphNode, "id" | "operands">} node */
export const isValueKnown = (frame, { id, operands }) => operands.length === 0 || frame.known.has(`v.${id}`);

/** @param {Frame} frame @param {number} id @returns {BallState} */
export const ballState = (frame, id) =>
  frame.writes.has(`g.${id}`) ? "active" : frame.known.has(`g.${id}`) ? "known" : "absent";

/** An edge carries its value while the target is found, and a contribution back while the source is. @param {Frame} frame @param {Pick<GraphEdge, "target" | "operand">} edge @returns {EdgeState} */
export function edgeState(frame, { target, operand }) {
  if (frame.writes.has(`c.${target}.${operand}`)) return "transport";
  return frame.writes.has(`v.${target}`) || frame.writes.has(`m.${target}.0`) ? "signal" : "idle";
}

/** How far a step back has come: local derivatives stand, products stand, the sum stands. @param {number} t */
export const stageOf = (t) => (t < 0.35 ? 0 : t < 0.72 ? 1 : 2);

/** The edges of a path, by `linkKey`, from its first node to the result. @param {GraphPaths["shown"][number]} path */
export const edgeKeysOf = ({ nodes, operands }) =>
  nodes.slice(1).map((target, k) => linkKey({ target, operand: at(operands, k) }));
