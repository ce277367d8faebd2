// What the network of a frame answers at the samples, computed here for pictures and counts. No DOM.
/** @import { Apply } from "./forward.js" */
/** @import { Run } from "./run.js" */
/** @import { Samples } from "./samples.js" */
import { createForward } from "./forward.js";
import { classOf, isRegression } from "./task.js";

/** @typedef {"train" | "test"} Part */
/**
 * The answers at one part of the samples.
 * @typedef {object} Answers
 * @property {number} count of the samples
 * @property {readonly Float32Array[]} outputs by unit a column over the samples
 * @property {Uint8Array} targets the class of each sample; of numbers all 0
 * @property {Uint8Array} classes the class that is answered
 * @property {number} wrong how many differ
 */

/** In the place of the class of a sample that is no longer learnt from. */
const REMOVED = 255;

/** Rows as columns. @param {readonly (readonly number[])[]} rows @param {number} width */
export const columnsOf = (rows, width) =>
  Array.from({ length: width }, (_, i) => Float32Array.from(rows, (row) => row[i] ?? 0));

/** The class that the outputs at a sample name. @param {readonly Float32Array[]} outputs @param {number} n */
export function classAt(outputs, n) {
  if (outputs.length === 1) return (outputs[0]?.[n] ?? 0) >= 0.5 ? 1 : 0;
  let best = 0;
  let largest = -Infinity;
  for (let k = 0; k < outputs.length; k++) {
    const output = /** @type {number} */ (/** @type {Float32Array} */ (outputs[k])[n]);
    if (output > largest) [best, largest] = [k, output];
  }
  return best;
}

/** @param {Run} run @param {Samples} data @param {Map<string, Apply>} functions @param {Part} part */
function createPart(run, data, functions, part) {
  const { inputs, targets, test_inputs, test_targets } = data;
  const removed = part === "train" ? data.removed.size : 0;
  const rows = (part === "train" ? inputs : test_inputs) ?? [];
  const wanted = (part === "train" ? targets : test_targets) ?? [];
  const forward = createForward(run.layers, functions, columnsOf(rows, run.header.network.inputs));
  const isNumbers = isRegression(run);
  const target = Uint8Array.from(wanted, (row) =>
    row.length === 0 ? REMOVED : isNumbers ? 0 : classOf(row),
  );
  const classes = new Uint8Array(rows.length);
  return (/** @type {Float64Array} */ parameters) => {
    const outputs = rows.length === 0 ? [] : (forward.outputs(parameters).at(-1) ?? []);
    let wrong = 0;
    if (!isNumbers)
      for (let n = 0; n < rows.length; n++) {
        classes[n] = classAt(outputs, n);
        if (target[n] === REMOVED) classes[n] = REMOVED;
        if (classes[n] !== target[n]) wrong += 1;
      }
    return { count: rows.length - removed, outputs, targets: target, classes, wrong };
  };
}

/** @typedef {{ compute: (parameters: Float64Array) => Answers, at: number, answers: Answers | null }} Known */
/** The computers of a run with some samples, and what they computed last.
 * @type {WeakMap<Samples, Record<Part, Known>>} */
const known = new WeakMap();

/** The answers of a frame at a part of the samples; valid until the next call for another frame.
 * @param {Run} run @param {Map<string, Apply>} functions @param {number} at @param {Part} part @returns {Answers} */
export function answersAt(run, functions, at, part) {
  const data = run.dataAt(at);
  let parts = known.get(data);
  if (!parts) {
    const made = (/** @type {Part} */ name) => ({
      compute: createPart(run, data, functions, name),
      at: -1,
      answers: /** @type {Answers | null} */ (null),
    });
    known.set(data, (parts = { train: made("train"), test: made("test") }));
  }
  const one = parts[part];
  if (one.at !== at || one.answers === null) {
    one.answers = one.compute(run.parametersAt(at));
    one.at = at;
  }
  return one.answers;
}

/** How often each class was answered for each class, `counts[target · classes + answer]`.
 * @param {Answers} answers @param {number} classes */
export function confusionOf({ targets, classes: answered }, classes) {
  const counts = new Uint32Array(classes * classes);
  targets.forEach((target, n) => {
    if (target === REMOVED) return;
    const k = target * classes + /** @type {number} */ (answered[n]);
    counts[k] = /** @type {number} */ (counts[k]) + 1;
  });
  return counts;
}

/** The sum of squares of the targets' distances from their mean, output by output.
 * @param {readonly (readonly number[])[]} targets of a removed sample none */
function spreadOf(targets) {
  const rows = targets.filter((row) => row.length > 0);
  const column = (/** @type {number} */ k) => rows.map((row) => row[k] ?? 0);
  return (rows[0] ?? []).reduce((found, _, k) => {
    const mean = column(k).reduce((sum, target) => sum + target, 0) / rows.length;
    return found + column(k).reduce((sum, target) => sum + (target - mean) ** 2, 0);
  }, 0);
}

/** The root of the mean squared residual over all outputs. It follows from R², which the server computes with more
 * digits and a larger range than the answers here have; where that is not defined, from the answers.
 * @param {Answers} answers @param {readonly (readonly number[])[]} targets of a removed sample none
 * @param {number} squared R²; NaN: not defined @returns {number} NaN: beyond what the answers here can hold */
export function rootMeanSquare({ outputs, count }, targets, squared) {
  const residuals = () =>
    targets.reduce(
      (squares, row, n) =>
        squares + row.reduce((found, target, k) => found + ((outputs[k]?.[n] ?? 0) - target) ** 2, 0),
      0,
    );
  const sum = Number.isNaN(squared) ? residuals() : (1 - squared) * spreadOf(targets);
  return count === 0 || !Number.isFinite(sum)
    ? Number.NaN
    : Math.sqrt(sum / (count * Math.max(1, outputs.length)));
}
