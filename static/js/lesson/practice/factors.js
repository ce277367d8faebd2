// The factors of a weight's gradient, and the reply to a number that was chosen as one of them. Pure.
/** @import { Address } from "../../core/types.js" */
import { partsOf } from "../../core/address.js";
import { joinedBy } from "../network_parts.js";

/**
 * `delta`: δ of the neuron that the weight leads to; `signal`: the number that the weight multiplies.
 * @typedef {Record<"weight" | "delta" | "slope" | "signal" | "gradient", Address>} FactorAddresses
 */
/** @param {Address} weight @param {number} depth of the network, in layers @returns {FactorAddresses} */
export function factorsOf(weight, depth) {
  const { layer, to, signal } = joinedBy(weight);
  // In a network with fewer layers than the lesson's: the first weight.
  if (layer > depth) return factorsOf("w1.0.0", depth);
  return { weight, delta: `error${to}`, slope: `slope${to}`, gradient: `d${weight}`, signal };
}

/** The reply to a chosen number: "delta", "signal", or why it is neither of the two.
 * @param {Address} chosen @param {FactorAddresses} factors */
export function factorReply(chosen, { delta, signal }) {
  if (chosen === delta) return "delta";
  if (chosen === signal) return "signal";
  const [parts, wanted, target] = [partsOf(chosen), partsOf(signal), partsOf(delta)];
  if (parts.family === "error") return "other_delta";
  if (parts.layer === target.layer && parts.indices[0] === target.indices[0]) return "own_output";
  return parts.family === wanted.family && parts.layer === wanted.layer ? "other_signal" : "elsewhere";
}
