// What the network answers at many points at once, for pictures: layer by layer over all points. The functions are read
// from the sampled curves of the catalog, so that an activation that the server knows needs no line here; their error
// is below a thousandth. Beyond the samples a function goes on straight, as steeply as over the last unit: a slope of
// two neighbours would be that of their rounding. Numbers that are shown come from the server. No DOM.
/** @import { Catalog } from "./types.js" */
/** @import { LayerPlace } from "./run.js" */

/** The slopes beyond the samples are known to so many decimals. */
const TAIL_DECIMALS = 3;

/** Sets every number to f of it, in place. @typedef {(values: Float32Array) => void} Apply */

/**
 * An elementwise function by its samples, between them and beyond them straight.
 * @param {readonly number[]} samples at equal distances from −reach to reach @param {number} reach @returns {Apply}
 */
export function sampled(samples, reach) {
  const last = samples.length - 1;
  const table = Float32Array.from(samples);
  const slopes = Float32Array.from({ length: last }, (_, k) => (samples[k + 1] ?? 0) - (samples[k] ?? 0));
  const perUnit = last / (2 * reach);
  const unit = Math.max(1, Math.min(last, Math.round(perUnit)));
  const steepness = (/** @type {number} */ k) =>
    Number((((samples[k + unit] ?? 0) - (samples[k] ?? 0)) * (perUnit / unit)).toFixed(TAIL_DECIMALS));
  const [fall, rise] = [steepness(0), steepness(last - unit)];
  const [first, end] = [/** @type {number} */ (table[0]), /** @type {number} */ (table[last])];
  return (values) => {
    for (let n = 0; n < values.length; n++) {
      const z = /** @type {number} */ (values[n]);
      const place = (z + reach) * perUnit;
      if (place >= 0 && place < last) {
        const k = place | 0;
        values[n] = /** @type {number} */ (table[k]) + /** @type {number} */ (slopes[k]) * (place - k);
      } else
        values[n] = place < 0 ? first + (fall * place) / perUnit : end + (rise * (place - last)) / perUnit;
    }
  };
}

/** The functions of a catalog, made once. @type {WeakMap<Catalog["curves"], Map<string, Apply>>} */
const made = new WeakMap();

/** @param {Catalog["curves"]} curves @returns {Map<string, Apply>} by the name of the activation */
export function functionsOf(curves) {
  let functions = made.get(curves);
  if (!functions) {
    const { reach, values } = curves;
    functions = new Map(Object.entries(values).map(([name, samples]) => [name, sampled(samples, reach)]));
    made.set(curves, functions);
  }
  return functions;
}

/** softmax over the units of each point, in place. @param {Float32Array[]} units */
function softmax(units) {
  const points = units[0]?.length ?? 0;
  for (let n = 0; n < points; n++) {
    let largest = -Infinity;
    for (const unit of units) largest = Math.max(largest, /** @type {number} */ (unit[n]));
    let sum = 0;
    for (const unit of units) sum += unit[n] = Math.exp(/** @type {number} */ (unit[n]) - largest);
    for (const unit of units) unit[n] = /** @type {number} */ (unit[n]) / sum;
  }
}

/** Adds to every point Σ w·x, four inputs at a time: the sums are read and written a quarter as often, which halves
 * the time of a map. @param {Float32Array} z @param {readonly Float32Array[]} inputs @param {Float64Array} weights */
function addProducts(z, inputs, weights) {
  const count = z.length;
  const number = (/** @type {number | undefined} */ value) => /** @type {number} */ (value);
  const column = (/** @type {number} */ i) => /** @type {Float32Array} */ (inputs[i]);
  let i = 0;
  for (; i + 3 < weights.length; i += 4) {
    const [a, b, c, d] = [column(i), column(i + 1), column(i + 2), column(i + 3)];
    const [u, v, w, x] = [
      number(weights[i]),
      number(weights[i + 1]),
      number(weights[i + 2]),
      number(weights[i + 3]),
    ];
    for (let n = 0; n < count; n++)
      z[n] =
        /** @type {number} */ (z[n]) +
        u * /** @type {number} */ (a[n]) +
        v * /** @type {number} */ (b[n]) +
        w * /** @type {number} */ (c[n]) +
        x * /** @type {number} */ (d[n]);
  }
  for (; i < weights.length; i++) {
    const a = column(i);
    const u = number(weights[i]);
    for (let n = 0; n < count; n++) z[n] = /** @type {number} */ (z[n]) + u * /** @type {number} */ (a[n]);
  }
}

/**
 * A computer of outputs at fixed points, that keeps its room between calls.
 * @param {readonly LayerPlace[]} layers @param {Map<string, Apply>} functions
 * @param {readonly Float32Array[]} points the points in columns, one for each input
 */
export function createForward(layers, functions, points) {
  const count = points[0]?.length ?? 0;
  const room = layers.map(({ units }) => Array.from({ length: units }, () => new Float32Array(count)));
  return {
    /**
     * The outputs of the layers up to `depth`: by layer and unit a column over the points; valid until the next call.
     * @param {Float64Array} parameters as `Run.parametersAt`
     * @param {number} [depth] how many layers
     */
    outputs(parameters, depth = layers.length) {
      let inputs = points;
      for (let l = 0; l < depth; l++) {
        const { units, inputs: fanIn, activation, start, hasBiases } = /** @type {LayerPlace} */ (layers[l]);
        const outputs = /** @type {Float32Array[]} */ (room[l]);
        for (let j = 0; j < units; j++) {
          const z = /** @type {Float32Array} */ (outputs[j]);
          z.fill(hasBiases ? /** @type {number} */ (parameters[start + units * fanIn + j]) : 0);
          addProducts(z, inputs, parameters.subarray(start + j * fanIn, start + (j + 1) * fanIn));
          functions.get(activation)?.(z);
        }
        if (activation === "softmax") softmax(outputs);
        inputs = outputs;
      }
      return room;
    },
  };
}

/** Whether pictures can be made of a network: every activation is known here.
 * @param {readonly Pick<LayerPlace, "activation">[]} layers @param {Map<string, Apply>} functions */
export const isDrawable = (layers, functions) =>
  layers.every(({ activation }) => activation === "softmax" || functions.has(activation));
