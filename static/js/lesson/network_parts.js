// What a network has: its numbers by their families, how many there are of each, and what a weight joins. Pure.
/** @import { Address } from "../core/types.js" */
/** @import { Trace } from "../network/types.js" */
import { partsOf } from "../core/address.js";

/** @param {number} count @returns {number[]} */
const upTo = (count) => Array.from({ length: count }, (_, k) => k);

/** Every number of a network that has a symbol of its own, by its family. @param {Trace["network"]} network @returns {Record<string, Address[]>} */
export function symbolsIn({ inputs, layers }) {
  const units = layers.flatMap(({ units: count }, l) => upTo(count).map((j) => `${l + 1}.${j}`));
  return {
    x: upTo(inputs).map((i) => `x.${i}`),
    w: layers.flatMap(({ units: count }, l) =>
      upTo(count).flatMap((j) =>
        upTo(l === 0 ? inputs : (layers[l - 1]?.units ?? 0)).map((i) => `w${l + 1}.${j}.${i}`),
      ),
    ),
    b: layers.flatMap(({ units: count, biases }, l) =>
      biases === null ? [] : upTo(count).map((j) => `b${l + 1}.${j}`),
    ),
    z: units.map((unit) => `z${unit}`),
    a: units.map((unit) => `a${unit}`),
  };
}

/** How many of each there are. `columns` counts the inputs as one; a neuron has two activations, its sum and its output.
 * @param {Trace["network"]} network */
export function countsOf(network) {
  const { inputs, layers } = network;
  const { w = [], b = [], z = [] } = symbolsIn(network);
  const outputs = layers.at(-1)?.units ?? 0;
  return {
    inputs,
    outputs,
    weights: w.length,
    biases: b.length,
    parameters: w.length + b.length,
    units: z.length,
    neurons: z.length,
    hidden: z.length - outputs,
    activations: 2 * z.length,
    layers: layers.length,
    columns: layers.length + 1,
  };
}

/**
 * Where a weight leads and what it carries: its part of the gradient is `signal` times ∂E/∂z of the neuron at `to`.
 * @param {Address} weight @returns {{layer: number, to: string, signal: Address}}
 */
export function joinedBy(weight) {
  const {
    layer,
    indices: [to = 0, from = 0],
  } = partsOf(weight);
  return { layer, to: `${layer}.${to}`, signal: layer === 1 ? `x.${from}` : `a${layer - 1}.${from}` };
}
