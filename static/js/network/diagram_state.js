// The state of every unit, ball and edge at a frame, as data: no DOM and no numbers.

import { at } from "../core/at.js";

/** @import { Frame } from "../core/types.js" */
/** @import { Topology } from "./layout.js" */

/** @typedef {"idle" | "active" | "done"} NeuronState */
/** @typedef {"absent" | "active" | "known"} BallState */
/** @typedef {"idle" | "signal" | "weight" | "update"} EdgeState */
/**
 * @typedef {object} UnitState
 * @property {NeuronState} state
 * @property {boolean} summed its pre-activation is known
 * @property {BallState} ball
 * @property {EdgeState} incoming the state of its incoming edges: they carry the signal, or are being updated
 * @property {boolean} collecting its error is being collected over its outgoing edges
 * @property {boolean} comparing it is an output that is compared with its target
 * @property {boolean} updated the gradients of its weights are known, as from its update on
 * @property {boolean} looping its update changes a weight or its bias: the green loop is drawn
 */
/** @typedef {UnitState[][]} DiagramState by layer, by unit */

/**
 * Whether a number, or the whole array that it belongs to, is in a set of addresses.
 * @param {ReadonlySet<string>} addresses @param {string} array "z1" @param {string} index ".0"
 */
const has = (addresses, array, index) => addresses.has(array + index) || addresses.has(array);

/**
 * @param {Frame} frame @param {Topology} network
 * @returns {DiagramState}
 */
export function diagramStateOf(frame, network) {
  return network.layers.map(({ units }, index) => {
    const l = index + 1;
    return Array.from({ length: units }, (_, j) => {
      const rest = `.${j}`;
      const written = (/** @type {string} */ name) => has(frame.writes, `${name}${l}`, rest);
      const known = (/** @type {string} */ name) => has(frame.known, `${name}${l}`, rest);
      const updating = has(frame.writes, `dw${l}`, `${rest}.0`);
      const updated = has(frame.known, `dw${l}`, `${rest}.0`);
      const failing = frame.phase === "loss" || frame.phase === "backward";
      const erring = failing && (written("error") || written("delta"));
      return {
        state: written("a") || written("z") ? "active" : known("a") ? "done" : "idle",
        summed: known("z"),
        ball: erring ? "active" : known("error") && (!updated || updating) ? "known" : "absent",
        incoming: written("z") ? "signal" : updating ? "update" : "idle",
        collecting: frame.phase === "backward" && written("error"),
        comparing: frame.phase === "loss" && written("error"),
        updated,
        looping:
          updating && (has(frame.writes, `new_w${l}`, `${rest}.0`) || has(frame.writes, `new_b${l}`, rest)),
      };
    });
  });
}

/**
 * The state of the edge into unit j of layer l from unit i; i is null for a bias.
 * @param {DiagramState} states @param {number} layer @param {number} unit @param {number | null} input
 * @returns {EdgeState}
 */
export function edgeState(states, layer, unit, input) {
  const own = at(at(states, layer - 1), unit).incoming;
  if (own !== "idle") return own;
  const collecting = layer > 1 && input !== null && at(at(states, layer - 2), input).collecting;
  return collecting ? "weight" : "idle";
}
