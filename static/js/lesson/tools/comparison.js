// Compares the rule of the document's figures with the gradient, number by number, from the server's answer. Pure.
// All numbers have the sign of the figures: δ is minus ∂E/∂y, and an update is minus η times the gradient.
/** @import { Address, Tree } from "../../core/types.js" */
/** @import { LayerRequest, Trace, TraceRequest } from "../../network/types.js" */
import { at } from "../../core/at.js";
import { figureRuleValueOf, valueAt } from "../../network/trace_values.js";
import { addressesOf, linesOf, sidesOf } from "../../math/formula/tree.js";

/** The signs of two numbers compared. @typedef {"same" | "opposite" | "one_zero" | "both_zero"} Signs */
/**
 * One number by both rules: `drawn` by that of the figures, `truth` by the gradient.
 * `ratio`: drawn / truth, null where truth is 0.
 * @typedef {object} Row
 * @property {Address} address
 * @property {number | null} drawn
 * @property {number | null} truth
 * @property {number | null} ratio
 * @property {Signs | null} signs
 */
/** `errors`: the δ of a layer's neurons; `steps`: the updates of its weights and biases, divided by the learning rate.
 * @typedef {{layer: number, errors: Row[], steps: Row[]}} Group */

/** @param {number} drawn @param {number} truth @returns {Signs} */
export function signsOf(drawn, truth) {
  if (drawn === 0 || truth === 0) return drawn === truth ? "both_zero" : "one_zero";
  return drawn > 0 === truth > 0 ? "same" : "opposite";
}
/** The negative of a number; of 0 it is 0, not −0. @param {number} value */
const negated = (value) => (value === 0 ? 0 : -value);

/** @param {Address} address @param {number | null} drawn @param {number | null} truth
 * @param {number | null} [ratio] where the answer has a more exact one @returns {Row} */
function rowOf(address, drawn, truth, ratio) {
  if (drawn === null || truth === null) return { address, drawn, truth, ratio: null, signs: null };
  return {
    address,
    drawn,
    truth,
    ratio: truth === 0 ? null : (ratio ?? drawn / truth),
    signs: signsOf(drawn, truth),
  };
}

/** Both rules for every δ of the first sample and every weight and bias, from the last layer to the first;
 * empty where the figures' rule is not defined.
 * @param {Trace} trace @returns {Group[]} */
export function comparisonOf(trace) {
  const rate = valueAt(trace, "eta", 0) ?? 0;
  /** @param {Address} address of a weight or bias @param {number | null} ratio */
  const step = (address, ratio) => {
    const gradient = valueAt(trace, `d${address}`, 0);
    const truth = gradient === null ? null : negated(gradient);
    const moved = figureRuleValueOf(trace, `d${address}`, 0);
    // With a learning rate of 0 both updates are 0; the ratio still gives the figures' direction.
    const drawn = moved === null || truth === null ? null : rate !== 0 ? moved / rate : (ratio ?? 0) * truth;
    return rowOf(address, drawn, truth, ratio);
  };
  return (trace.as_drawn?.layers ?? [])
    .map(({ ratios, bias_updates: biases }, l) => {
      const layer = l + 1;
      const units = ratios.map((_, j) => j);
      return {
        layer,
        errors: units.map((j) => {
          const address = `error${layer}.${j}`;
          const error = valueAt(trace, address, 0);
          return rowOf(address, figureRuleValueOf(trace, address, 0), error === null ? null : negated(error));
        }),
        steps: units.flatMap((j) => [
          ...at(ratios, j).map((ratio, i) => step(`w${layer}.${j}.${i}`, ratio)),
          ...(biases ? [step(`b${layer}.${j}`, null)] : []),
        ]),
      };
    })
    .reverse();
}

/** The cosine of the angle between the two updates of all parameters; null where one of them is 0.
 * @param {readonly Group[]} groups @returns {number | null} */
export function cosineOf(groups) {
  let [product, drawn, truth] = [0, 0, 0];
  for (const { steps } of groups)
    for (const row of steps) {
      const [a, b] = [row.drawn ?? 0, row.truth ?? 0];
      product += a * b;
      drawn += a * a;
      truth += b * b;
    }
  return drawn === 0 || truth === 0 ? null : product / Math.sqrt(drawn * truth);
}

/** The neurons of the first layer whose weights the two rules move in opposite directions.
 * @param {readonly Group[]} groups @returns {number[]} */
export const flippedIn = (groups) =>
  (groups.find(({ layer }) => layer === 1)?.errors ?? []).flatMap(({ signs }, j) =>
    signs === "opposite" ? [j] : [],
  );

/**
 * Why the figures' δ of a neuron in the first layer has the right or the wrong sign, in a network of two neurons
 * in the second layer and one output: by the figures' rule it is the sign of P + Q, by the gradient that of
 * P f_4' + Q f_5'.
 * @typedef {object} Condition
 * @property {number} unit
 * @property {number} p the path through the first neuron of the second layer, w_14 w_46
 * @property {number} q the path through the second one, w_15 w_56
 * @property {readonly [number, number]} slopes f_4', f_5'
 * @property {number} last f_6'
 * @property {number} quotient |Q/P|
 * @property {number} border f_4'/f_5'
 * @property {"same_sign" | "one_path" | "no_path" | "between" | "outside" | "border" | "flat"} verdict
 */
/** One for every neuron of the first layer; null for a network of another shape.
 * @param {Trace} trace @returns {Condition[] | null} */
export function conditionsOf(trace) {
  const { layers } = trace.network;
  const [first, second, third] = layers;
  if (layers.length !== 3 || !first || second?.units !== 2 || third?.units !== 1) return null;
  const number = (/** @type {Address} */ address) => valueAt(trace, address, 0) ?? Number.NaN;
  const slopes = /** @type {const} */ ([number("slope2.0"), number("slope2.1")]);
  const last = number("slope3.0");
  return Array.from({ length: first.units }, (_, unit) => {
    const p = number(`w2.0.${unit}`) * number("w3.0.0");
    const q = number(`w2.1.${unit}`) * number("w3.0.1");
    const known = { unit, p, q, slopes, last, quotient: Math.abs(q / p), border: slopes[0] / slopes[1] };
    return { ...known, verdict: verdictOf(known) };
  });
}
/** @param {Omit<Condition, "verdict">} condition @returns {Condition["verdict"]} */
function verdictOf({ p, q, slopes, last, quotient, border }) {
  if (![...slopes, last].every((slope) => slope > 0)) return "flat";
  if (p === 0 || q === 0) return p === q ? "no_path" : "one_path";
  if (p > 0 === q > 0) return "same_sign";
  const [low, high] = [Math.min(1, border), Math.max(1, border)];
  if (quotient === low || quotient === high) return "border";
  return quotient > low && quotient < high ? "between" : "outside";
}

/** A request for the first round of an answer's network, its layers changed.
 * @param {Trace} trace @param {(layer: LayerRequest, l: number) => LayerRequest} change @returns {TraceRequest} */
function requestOf(trace, change) {
  const { include: _include, rule: _rule, round: _round, network, ...rest } = trace.request;
  const layers = network.layers.map((layer, l) => {
    const { weights, biases } = at(trace.network.layers, l);
    return change({ ...layer, weights, ...(biases === null || layer.bias === false ? {} : { biases }) }, l);
  });
  return { ...rest, network: { ...network, layers } };
}

/** A request for the same network after an update of one neuron in the first layer only, its weights and its bias.
 * @param {Trace} trace @param {number} unit @param {"drawn" | "truth"} rule @returns {TraceRequest} */
export function movedAlone(trace, unit, rule) {
  const rate = valueAt(trace, "eta", 0) ?? 0;
  const moved = (/** @type {Address} */ address) =>
    rule === "drawn"
      ? (figureRuleValueOf(trace, `d${address}`, 0) ?? 0)
      : negated(rate * (valueAt(trace, `d${address}`, 0) ?? 0));
  return requestOf(trace, (layer, l) => {
    if (l > 0) return layer;
    return {
      ...layer,
      weights: (layer.weights ?? []).map((row, j) =>
        j === unit ? row.map((old, i) => old + moved(`w1.${j}.${i}`)) : row,
      ),
      ...(layer.biases
        ? { biases: layer.biases.map((old, j) => (j === unit ? old + moved(`b1.${j}`) : old)) }
        : {}),
    };
  });
}

/** The slopes that the figures leave out of a formula, from left to right. @param {Tree} tree @returns {Address[]} */
export function leftOutOf(tree) {
  if (tree.op === "address") return tree.drawn === false ? [tree.address] : [];
  return "args" in tree ? [...new Set(tree.args.flatMap(leftOutOf))] : [];
}

/** The figures' formula of a δ, with the factors that they leave out; null where no step has a line of its own for it.
 * @param {Trace} trace @param {Address} error @returns {Tree | null} */
export function errorLine(trace, error) {
  for (const { writes, figure } of trace.steps ?? []) {
    if (!writes.includes(error)) continue;
    const line = linesOf(figure).find((each) => {
      const [left] = sidesOf(each);
      return left?.op === "address" && left.address === error;
    });
    if (line) return line;
  }
  return null;
}
/** The δ on the right side of a line. @param {Tree} line @returns {Address[]} */
export const errorsBehind = (line) =>
  addressesOf(sidesOf(line)[1]).filter((address) => address.startsWith("error"));
