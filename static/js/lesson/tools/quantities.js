// The numbers in the text: reads a quantity from an experiment's answer. To add a kind of quantity, add a row to the
// table of its tool.
/** @import { Trace } from "../../network/types.js" */
/** @import { DescentAnswer } from "../../descent/types.js" */
/** @import { GraphAnswer } from "../../graph/types.js" */
/** @import { AnswerOf, ToolName } from "../types.js" */
import { parse } from "../../core/address.js";
import { figureRuleValueOf, valueAt } from "../../network/trace_values.js";
import { columnOf } from "../../descent/runs.js";
import { printedValueOf } from "../../network/notation.js";
import { countsOf } from "../network_parts.js";

/** The kind of a quantity and the rest after the first colon: `drawn:w1.0.0`; without a colon the kind is "".
 * @param {string} quantity @returns {[string, string]} */
function split(quantity) {
  const at = quantity.indexOf(":");
  return at < 0 ? ["", quantity] : [quantity.slice(0, at), quantity.slice(at + 1)];
}

/** @param {Trace} trace @returns {Record<string, number>} */
const stepsOf = ({ steps = [] }) => ({
  steps: steps.length,
  ...Object.fromEntries(
    ["forward", "loss", "backward", "update"].map((phase) => [
      phase,
      steps.filter((step) => step.phase === phase).length,
    ]),
  ),
});

/** The update of a weight by the figures' rule. @param {Trace} trace @param {string} weight */
const figureRuleUpdate = (trace, weight) => figureRuleValueOf(trace, `d${weight}`, 0);
/** The update of a weight by the gradient: −η ∂E/∂w. @param {Trace} trace @param {string} weight */
function gradientUpdate(trace, weight) {
  const [gradient, rate] = [valueAt(trace, `d${weight}`, 0), valueAt(trace, "eta", 0)];
  return gradient === null || rate === null ? null : -rate * gradient;
}
/** @param {number | null} a @param {number | null} b */
const quotient = (a, b) => (a === null || b === null || b === 0 ? null : a / b);

/** The kinds are named in the prose (templates/lesson): `drawn` is the figures' rule, `step` the update by the
 * gradient.
 * @type {Record<string, (trace: Trace, rest: string) => number | null>} */
const NETWORK = {
  "": (trace, address) => (address === "loss_after" ? trace.loss_after : valueAt(trace, address, 0)),
  figure: (trace, address) => printedValueOf(trace, address, { notation: "figure" }),
  drawn: (trace, address) => figureRuleValueOf(trace, address, 0),
  step: gradientUpdate,
  drawn_step: figureRuleUpdate,
  ratio: (trace, address) =>
    parse(address)?.family === "error"
      ? quotient(figureRuleValueOf(trace, address, 0), -(valueAt(trace, address, 0) ?? 0))
      : quotient(figureRuleUpdate(trace, address), gradientUpdate(trace, address)),
  count: (trace, name) =>
    /** @type {Record<string, number>} */ ({ ...countsOf(trace.network), ...stepsOf(trace) })[name] ?? null,
  product: (trace, pair) => {
    const [a = "", b = ""] = pair.split(":");
    const [left, right] = [valueAt(trace, a, 0), valueAt(trace, b, 0)];
    return left === null || right === null ? null : left * right;
  },
};

/** @param {GraphAnswer} answer @param {string} name */
const nodeOf = (answer, name) => answer.nodes.find((node) => node.name === name);
/** @type {Record<string, (answer: GraphAnswer, name: string) => number | null>} */
const GRAPH = {
  value: (answer, name) => nodeOf(answer, name)?.value ?? null,
  gradient: (answer, name) => nodeOf(answer, name)?.gradient ?? null,
};

/** A name and an iteration.
 * @param {string} place "x@100"; "x@last" is the last iteration, index −1 @returns {[string, number]} */
function placeIn(place) {
  const [name = "", iteration = "0"] = place.split("@");
  return [name, iteration === "last" ? -1 : Number(iteration)];
}
/** Of the first run. @param {DescentAnswer} answer */
function learningRate({ request }) {
  const rate = request.runs[0]?.optimizer["learning_rate"];
  return rate === undefined ? null : Number(rate);
}
/** `x@100`, `loss@100` and `loss@last` of the first run, `gradient:x@100`, `rate`, `steps`.
 * @type {Record<string, (answer: DescentAnswer, place: string) => number | null>} */
const DESCENT = {
  "": (answer, place) => {
    const [run] = answer.runs;
    if (place === "rate") return learningRate(answer);
    if (place === "steps") return run ? run.value.length - 1 : null;
    const [name, iteration] = placeIn(place);
    return (name === "loss" ? run?.value : columnOf(run, name))?.at(iteration) ?? null;
  },
  gradient: (answer, place) => {
    const [name, iteration] = placeIn(place);
    return answer.runs[0]?.gradient[name]?.at(iteration) ?? null;
  },
};

/** @type {{[T in ToolName]: Record<string, (answer: AnswerOf<T>, rest: string) => number | null>}} */
const KINDS = { network: NETWORK, graph: GRAPH, descent: DESCENT };

/** null where the answer has no such quantity. @param {ToolName} tool @param {AnswerOf} answer @param {string} quantity
 * @returns {number | null} */
export function quantityOf(tool, answer, quantity) {
  const [kind, rest] = split(quantity);
  return KINDS[tool][kind]?.(/** @type {any} an answer of this tool */ (answer), rest) ?? null;
}

/** The text of `sign:<quantity>`: "+", "−" or "0"; null for every other quantity.
 * @param {ToolName} tool @param {AnswerOf} answer @param {string} quantity */
export function signText(tool, answer, quantity) {
  const [kind, rest] = split(quantity);
  if (kind !== "sign") return null;
  const value = quantityOf(tool, answer, rest);
  return value === null ? null : value > 0 ? "+" : value < 0 ? "−" : "0";
}
