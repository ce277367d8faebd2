// The predicted and the actual change of the loss in a step of the optimizer: sums over the answer that the
// API does not send.
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

/** @param {Trace} trace */
export const actualChange = (trace) => trace.loss_after - trace.loss;
