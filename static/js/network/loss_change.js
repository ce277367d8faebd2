// The predicted and the actual change of the loss in a step of the optimizer, and its largest gradient: what the API
// does not send.
/** @import { Address } from "../core/types.js" */
/** @import { Trace } from "./types.js" */
import { at } from "../core/at.js";

/** The sum of a term over all parameters. @param {Trace} trace
 * @param {(gradient: number, before: number, after: number) => number} term */
function total(trace, term) {
  let sum = 0;
  trace.layers.forEach((layer, l) => {
    const { weights, biases } = at(trace.network.layers, l);
    layer.weight_gradients.forEach((row, j) =>
      row.forEach((gradient, i) => {
        sum += term(gradient, at(at(weights, j), i), at(at(layer.updated_weights, j), i));
      }),
    );
    layer.bias_gradients?.forEach((gradient, j) => {
      sum += term(gradient, at(biases ?? [], j), at(layer.updated_biases ?? [], j));
    });
  });
  return sum;
}

/** Σ ∂C/∂w · Δw, the change of the loss to first order. @param {Trace} trace */
export const predictedChange = (trace) =>
  total(trace, (gradient, before, after) => gradient * (after - before));

/** ‖∇C‖². @param {Trace} trace */
export const squaredGradient = (trace) => total(trace, (gradient) => gradient * gradient);

/** The gradient of the largest size, with its address; of several, the first.
 * @param {Pick<Trace, "layers">} trace @returns {{ address: Address, value: number }} */
export function largestGradient({ layers }) {
  let largest = { address: "", value: 0 };
  /** @param {number} value @param {() => Address} address */
  const look = (value, address) => {
    if (largest.address === "" || Math.abs(value) > Math.abs(largest.value))
      largest = { address: address(), value };
  };
  layers.forEach((layer, l) => {
    layer.weight_gradients.forEach((row, j) =>
      row.forEach((value, i) => look(value, () => `dw${l + 1}.${j}.${i}`)),
    );
    layer.bias_gradients?.forEach((value, j) => look(value, () => `db${l + 1}.${j}`));
  });
  return largest;
}

/** @param {Trace} trace */
export const actualChange = (trace) => trace.loss_after - trace.loss;
