// What a diagram shows at a frame, as data: which state every unit, ball and edge is in. No DOM, no numbers.

/** @import { Frame, Step } from "../core/types.js" */
/** @import { Topology } from "../draw/geometry.js" */

/** @typedef {"idle" | "active" | "done"} NeuronState */
/** @typedef {"absent" | "active" | "known"} BallState */
/** @typedef {"idle" | "signal" | "weight" | "update"} EdgeState */
/**
 * @typedef {object} UnitState
 * @property {NeuronState} state
 * @property {boolean} summed its pre-activation is known
 * @property {BallState} ball
 * @property {EdgeState} incoming what its own incoming edges do: carry the signal, or are being updated
 * @property {boolean} collecting its error is being collected over its outgoing edges
 * @property {boolean} comparing it is an output that meets its target
 * @property {boolean} updated its weights are new
 * @property {boolean} looping its update moves something: the loop is drawn
 */
/** @typedef {UnitState[][]} DiagramState by layer, by unit */

/**
 * @param {Frame} frame @param {Topology} network
 * @returns {DiagramState}
 */
export function diagramStateOf(frame, network) {
  const has = (
    /** @type {ReadonlySet<string>} */ set,
    /** @type {string} */ array,
    /** @type {string} */ rest,
  ) => set.has(array + rest) || set.has(array);
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
 * @param {DiagramState} picture @param {number} layer @param {number} unit @param {number | null} input
 * @returns {EdgeState}
 */
export function edgeState(picture, layer, unit, input) {
  const own = picture[layer - 1]?.[unit]?.incoming ?? "idle";
  if (own !== "idle") return own;
  return input !== null && picture[layer - 2]?.[input]?.collecting ? "weight" : "idle";
}
