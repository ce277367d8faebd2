// The number at an address such as `w1.0.2` or `delta2.1@3`: of a trace, and as it was entered. To add a family of
// addresses, add a row to FAMILIES.
/** @import { Address } from "../core/types.js" */
/** @import { Screen, Trace } from "./types.js" */
/** @import { Parsed } from "../core/address.js" */
import { parse } from "../core/address.js";

/** @typedef {Trace["layers"][number]} Layer */
/**
 * @callback Getter
 * @param {Trace} trace @param {Layer | undefined} layer @param {Parsed} parsed @param {number} sample
 * @returns {number | null | undefined}
 */

/** @param {(layer: Layer) => (number | null)[][]} rows @returns {Getter} */
const perSample =
  (rows) =>
  (_trace, layer, { indices: [j = 0] }, sample) =>
    layer && rows(layer)[sample]?.[j];

/** @type {Record<string, Getter>} */
const FAMILIES = {
  x: (trace, _layer, { indices: [i = 0] }, sample) => trace.request.inputs[sample]?.[i],
  t: (trace, _layer, { indices: [k = 0] }, sample) => trace.request.targets[sample]?.[k],
  loss: (trace) => trace.loss,
  eta: (trace) => {
    const rate = trace.request.optimizer?.["learning_rate"];
    return typeof rate === "number" ? rate : null;
  },
  z: perSample((layer) => layer.pre_activations),
  a: perSample((layer) => layer.activations),
  error: perSample((layer) => layer.activation_gradients),
  delta: perSample((layer) => layer.deltas),
  // An answer without steps holds no slopes: ∂C/∂z = ∂C/∂a · f'(z) gives them where the error is not 0.
  slope: (_trace, layer, { indices: [j = 0] }, sample) => {
    const given = layer?.slopes?.[sample]?.[j];
    if (given !== undefined) return given;
    const error = layer?.activation_gradients[sample]?.[j];
    const delta = layer?.deltas[sample]?.[j];
    return error && delta !== undefined ? delta / error : null;
  },
  w: (trace, _layer, { layer, indices: [j = 0, i = 0] }) => trace.network.layers[layer - 1]?.weights[j]?.[i],
  b: (trace, _layer, { layer, indices: [j = 0] }) => trace.network.layers[layer - 1]?.biases?.[j],
  dw: (_trace, layer, { indices: [j = 0, i = 0] }) => layer?.weight_gradients[j]?.[i],
  db: (_trace, layer, { indices: [j = 0] }) => layer?.bias_gradients?.[j],
  new_w: (_trace, layer, { indices: [j = 0, i = 0] }) => layer?.updated_weights[j]?.[i],
  new_b: (_trace, layer, { indices: [j = 0] }) => layer?.updated_biases?.[j],
};

/** The number at an address; `null` if there is none (an unknown name, a layer without biases, a whole array).
 * @param {Trace} trace @param {Address} address @param {number} sample of an address that names none
 * @returns {number | null} */
export function valueAt(trace, address, sample) {
  const parsed = parse(address);
  const getter = parsed && FAMILIES[parsed.family];
  if (!parsed || !getter || !complete(parsed)) return null;
  return getter(trace, trace.layers[parsed.layer - 1], parsed, parsed.sample ?? sample) ?? null;
}

/** Whether the address names one number and not a whole array. @param {Parsed} parsed */
function complete({ family, indices }) {
  if (family === "loss" || family === "eta") return indices.length === 0;
  if (family === "x" || family === "t") return indices.length === 1;
  return indices.length === (family === "w" || family === "dw" || family === "new_w" ? 2 : 1);
}

/** The number of the figures' rule in place of the gradient's: for `error` their δ (with positive sign, as in
 * the figures), for `dw` and `db` their update Δ, rate included. @param {Trace} trace
 * @param {Address} address @param {number} sample @returns {number | null} */
export function figureRuleValueOf(trace, address, sample) {
  const parsed = parse(address);
  const layer = parsed && trace.as_drawn?.layers[parsed.layer - 1];
  if (!parsed || !layer) return null;
  const [j = 0, i = 0] = parsed.indices;
  if (parsed.family === "error") return layer.errors[parsed.sample ?? sample]?.[j] ?? null;
  if (parsed.family === "dw") return layer.weight_updates[j]?.[i] ?? null;
  if (parsed.family === "db") return layer.bias_updates?.[j] ?? null;
  return null;
}

/** The number of the figures' rule in the place of a printed number: their error, or the weight after their Δ.
 * @param {Trace} trace @param {Address} address @param {number} sample @returns {number | null} */
export function figureRuleInPlaceOf(trace, address, sample) {
  const family = parse(address)?.family;
  if (family === "error") return figureRuleValueOf(trace, address, sample);
  if (family !== "new_w" && family !== "new_b") return null;
  const old = address.replace("new_", "");
  const [before, change] = [valueAt(trace, old, sample), figureRuleValueOf(trace, `d${old}`, sample)];
  return before === null || change === null ? null : before + change;
}

/** The number that a field shows, or null if there is none: of a sample, the number in the request; of a
 * layer, the number in the answer, or in the request while its answer is awaited. An address without a sample means
 * the one on the screen. @param {Pick<Screen, "state" | "trace">} screen
 * @param {Parsed} parts @returns {number | null} */
export function enteredValue(screen, { family, layer, indices: [first = 0, second = 0], sample }) {
  const { request, sample: onScreen } = screen.state;
  if (family === "x") return request.inputs[sample ?? onScreen]?.[first] ?? null;
  if (family === "t") return request.targets[sample ?? onScreen]?.[first] ?? null;
  const { weights, biases } = layerNumbers(screen, layer - 1);
  return (family === "w" ? weights?.[first]?.[second] : biases?.[first]) ?? null;
}

/** @param {Pick<Screen, "state" | "trace">} screen @param {number} index
 * @returns {{weights?: number[][], biases?: number[] | null}} */
function layerNumbers({ state: { request }, trace }, index) {
  const entered = request.network.layers[index];
  const answered = trace.network.layers[index];
  const isAwaited = request !== trace.request && (request.round ?? 1) === 1;
  if (isAwaited && entered?.weights)
    return { weights: entered.weights, biases: entered.biases ?? answered?.biases };
  return { weights: answered?.weights, biases: answered?.biases };
}
