// Why a predicted sign, or the weight that was named, is another: a sentence with the numbers of the step. No DOM.
/** @import { Key } from "../../core/types.js" */
/** @import { Matter, Question } from "./questions.js" */
import { formatNumber } from "../../math/format.js";
import { signOf } from "../notation.js";
import { valueAt } from "../trace_values.js";

/** @typedef {{key: Key, params: Record<string, string | number>}} Reason */
/** @typedef {(matter: Matter, question: Question) => Reason} Reasoning */

const short = (/** @type {number} */ value) => formatNumber(value, 3);

/** @param {Matter} matter @param {string} address */
const numberAt = ({ trace, state }, address) => valueAt(trace, address, state.sample) ?? 0;

/** The positive and the negative terms of a weighted sum. @type {Reasoning} */
function sumSign(matter, { step }) {
  const { layer, unit } = step;
  const { weights, biases } = /** @type {NonNullable<(typeof matter.trace.network.layers)[number]>} */ (
    matter.trace.network.layers[layer - 1]
  );
  const before = layer === 1 ? "x." : `a${layer - 1}.`;
  const terms = (weights[unit ?? 0] ?? []).map((weight, i) => weight * numberAt(matter, `${before}${i}`));
  const all = [...terms, biases?.[unit ?? 0] ?? 0];
  const total = (/** @type {(term: number) => boolean} */ counts) =>
    short(all.filter(counts).reduce((sum, term) => sum + term, 0));
  return {
    key: "ask.reason_terms",
    params: { plus: total((term) => term > 0), minus: total((term) => term < 0) },
  };
}

/** At an output: by the side of the target value on which the output lies. @type {Reasoning} */
function errorSign(matter, { step, value, address }) {
  const { layer, unit } = step;
  const [a, t] = [numberAt(matter, `a${layer}.${unit}`), numberAt(matter, `t.${unit}`)];
  const params = { output: short(a), target: short(t) };
  const isTurned = signOf(address, matter.state.notation) < 0;
  const bySide = (a - t) * (isTurned ? -1 : 1);
  if (Math.sign(bySide) !== Math.sign(value)) return slopeToo(matter, step);
  const side = a > t ? "above" : a < t ? "below" : "equal";
  return {
    key: /** @type {Key} */ (`ask.reason_${side}${isTurned && side !== "equal" ? "_figure" : ""}`),
    params,
  };
}

/** Error and slope of a neuron. @param {Matter} matter @param {Question["step"]} step @returns {Reason} */
function slopeToo(matter, { layer, unit }) {
  const at = `${layer}.${unit}`;
  return {
    key: "ask.reason_slope",
    params: { error: short(numberAt(matter, `error${at}`)), slope: short(numberAt(matter, `slope${at}`)) },
  };
}

/** What the branches bring together. @type {Reasoning} */
function deltaSign(matter, { step, address }) {
  const { layer, unit } = step;
  if (!address.startsWith("error")) return slopeToo(matter, step);
  const terms = (matter.trace.network.layers[layer]?.weights ?? []).map(
    (row, k) => -(row[unit ?? 0] ?? 0) * numberAt(matter, `delta${layer + 1}.${k}`),
  );
  const key = terms.length === 1 ? "ask.reason_branch" : "ask.reason_branches";
  return { key, params: { terms: terms.map(short).join(", ") } };
}

/** All weights into a neuron share its δ, so that the largest input decides. @type {Reasoning} */
function largest(matter, { step, answers }) {
  const { request } = matter.trace;
  const isPlain = (request.optimizer?.name ?? "sgd") === "sgd" && request.inputs.length === 1;
  if (!isPlain) return { key: "ask.reason_change", params: {} };
  const before = step.layer === 1 ? "x." : `a${step.layer - 1}.`;
  const input = answers[0]?.split(".").at(-1) ?? 0;
  return { key: "ask.reason_input", params: { input: short(numberAt(matter, `${before}${input}`)) } };
}

/** By the name of the question; those of a number are marked instead. @type {Record<string, Reasoning>} */
export const REASONS = { sum_sign: sumSign, error_sign: errorSign, delta_sign: deltaSign, largest };
