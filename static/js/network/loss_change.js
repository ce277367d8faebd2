// What a step of the optimizer promises and what it keeps: sums over the answer that the API does not send. No DOM.
/** @import { Trace } from "./types.js" */

/** Every parameter as (gradient, old, new). @param {Trace} trace @param {(gradient: number, old: number, fresh: number) => number} term */
function total(trace, term) {
  let sum = 0;
  trace.layers.forEach((layer, l) => {
    const old = trace.network.layers[l];
    layer.weight_gradients.forEach((row, j) =>
      row.forEach((gradient, i) => {
        sum += term(gradient, old?.weights[j]?.[i] ?? 0, layer.updated_weights[j]?.[i] ?? 0);
      }),
    );
    layer.bias_gradients?.forEach((gradient, j) => {
      sum += term(gradient, old?.biases?.[j] ?? 0, layer.updated_biases?.[j] ?? 0);
    });
  });
  return sum;
}

/** Σ ∂C/∂w · Δw, the change of the loss to first order. @param {Trace} trace */
export const predictedChange = (trace) => total(trace, (gradient, old, fresh) => gradient * (fresh - old));

/** ‖∇C‖². @param {Trace} trace */
export const squaredGradient = (trace) => total(trace, (gradient) => gradient * gradient);

/** @param {Trace} trace */
export const actualChange = (trace) => trace.loss_after - trace.loss;
