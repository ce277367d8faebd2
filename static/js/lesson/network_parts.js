// The parts of a network: the addresses of its numbers by family, their counts, and what a weight connects. Pure.
/** @import { Address } from "../core/types.js" */
/** @import { Trace } from "../network/types.js" */
import { partsOf } from "../core/address.js";
import { at } from "../core/at.js";

/** @param {number} count @returns {number[]} */
const upTo = (count) => Array.from({ length: count }, (_, k) => k);

/** The addresses of a network's inputs, weights, biases, weighted sums and activations, by family.
 * @param {Trace["network"]} network @returns {Record<"x" | "w" | "b" | "z" | "a", Address[]>} */
export function symbolsIn({ inputs, layers }) {
  const units = layers.flatMap(({ units: count }, l) => upTo(count).map((j) => `${l + 1}.${j}`));
  return {
    x: upTo(inputs).map((i) => `x.${i}`),
    w: layers.flatMap(({ units: count }, l) =>
      upTo(count).flatMap((j) =>
        upTo(l === 0 ? inputs : at(layers, l - 1).units).map((i) => `w${l + 1}.${j}.${i}`),
      ),
    ),
    b: layers.flatMap(({ units: count, biases }, l) =>
      biases === null ? [] : upTo(count).map((j) => `b${l + 1}.${j}`),
    ),
    z: units.map((unit) => `z${unit}`),
    a: units.map((unit) => `a${unit}`),
  };
}

/** The counts of a network's parts. `columns`: its layers and the inputs. A neuron has two activations: its
 * weighted sum and its output.
 * @param {Trace["network"]} network */
export function countsOf(network) {
  const { inputs, layers } = network;
  const { w, b, z } = symbolsIn(network);
  const outputs = at(layers, layers.length - 1).units;
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
 * What a weight connects: its gradient is `signal`, the number before it, times ∂E/∂z of the neuron at `to`.
 * @param {Address} weight @returns {{layer: number, to: string, signal: Address}}
 */
export function joinedBy(weight) {
  const { layer, indices } = partsOf(weight);
  const [to, from] = [at(indices, 0), at(indices, 1)];
  return { layer, to: `${layer}.${to}`, signal: layer === 1 ? `x.${from}` : `a${layer - 1}.${from}` };
}
