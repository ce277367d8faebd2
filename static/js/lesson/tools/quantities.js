// The numbers in the text: what a quantity of a experiment is in the engine's answer. To add a kind, add a row to KINDS of its tool.
/** @import { Trace } from "../../network/types.js" */
/** @import { ToolName } from "../types.js" */
import { parse } from "../../core/address.js";
import { figureRuleValueOf, valueAt } from "../../network/trace_values.js";
import { columnOf } from "../../descent/runs.js";
import { printedValueOf } from "../../network/notation.js";
import { countsOf } from "../network_parts.js";

/** A name and the rest behind its first colon. @param {string} quantity @returns {[string, string]} */
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

/** What a weight moves by in the figures, and by the gradient: −η ∂E/∂w. @param {Trace} trace @param {string} weight */
const drawnStep = (trace, weight) => figureRuleValueOf(trace, `d${weight}`, 0);
/** @param {Trace} trace @param {string} weight */
function trueStep(trace, weight) {
  const [gradient, rate] = [valueAt(trace, `d${weight}`, 0), valueAt(trace, "eta", 0)];
  return gradient === null || rate === null ? null : -rate * gradient;
}
/** @param {number | null} a @param {number | null} b */
const quotient = (a, b) => (a === null || b === null || b === 0 ? null : a / b);

/** @type {Record<string, (trace: Trace, rest: string) => number | null>} */
const NETWORK = {
  "": (trace, address) => (address === "loss_after" ? trace.loss_after : valueAt(trace, address, 0)),
  figure: (trace, address) => printedValueOf(trace, address, { notation: "figure" }),
  drawn: (trace, address) => figureRuleValueOf(trace, address, 0),
  step: trueStep,
  drawn_step: drawnStep,
  ratio: (trace, address) =>
    parse(address)?.family === "error"
      ? quotient(figureRuleValueOf(trace, address, 0), -(valueAt(trace, address, 0) ?? 0))
      : quotient(drawnStep(trace, address), trueStep(trace, address)),
  count: (trace, name) =>
    /** @type {Record<string, number>} */ ({ ...countsOf(trace.network), ...stepsOf(trace) })[name] ?? null,
  product: (trace, pair) => {
    const [a = "", b = ""] = pair.split(":");
    const [left, right] = [valueAt(trace, a, 0), valueAt(trace, b, 0)];
    return left === null || right === null ? null : left * right;
  },
};

/** @param {any} answer @param {string} name */
const nodeOf = (answer, name) =>
  answer.nodes.find((/** @type {{name: string | null}} */ node) => node.name === name);
/** @type {Record<string, (answer: any, rest: string) => number | null>} */
const GRAPH = {
  value: (answer, name) => nodeOf(answer, name)?.value ?? null,
  gradient: (answer, name) => nodeOf(answer, name)?.gradient ?? null,
};

/** @param {string} place "x@100": a name and an iteration; "x@last" counts from the end @returns {[string, number]} */
function placeIn(place) {
  const [name = "", iteration = "0"] = place.split("@");
  return [name, iteration === "last" ? -1 : Number(iteration)];
}
/** `x@100`, `loss@100` and `loss@last` of the first run, `gradient:x@100`, `rate`, `steps`. @type {Record<string, (answer: any, rest: string) => number | null>} */
const DESCENT = {
  "": (answer, place) => {
    const [run] = answer.runs;
    if (place === "rate") return answer.request.runs[0]?.optimizer.learning_rate ?? null;
    if (place === "steps") return run ? run.value.length - 1 : null;
    const [name, iteration] = placeIn(place);
    return (name === "loss" ? run?.value : columnOf(run, name))?.at(iteration) ?? null;
  },
  gradient: (answer, place) => {
    const [name, iteration] = placeIn(place);
    return answer.runs[0]?.gradient[name]?.at(iteration) ?? null;
  },
};

/** @type {Record<ToolName, Record<string, (answer: any, rest: string) => number | null>>} */
const KINDS = { network: NETWORK, graph: GRAPH, descent: DESCENT };

/** @param {ToolName} tool @param {any} answer with its request beside it @param {string} quantity @returns {number | null} */
export function quantityOf(tool, answer, quantity) {
  const [kind, rest] = split(quantity);
  return KINDS[tool][kind]?.(answer, rest) ?? null;
}

/** `sign:<quantity>` is a word for the sign of a number: "+", "−" or "0". @param {ToolName} tool @param {any} answer @param {string} quantity */
export function signText(tool, answer, quantity) {
  const [kind, rest] = split(quantity);
  if (kind !== "sign") return null;
  const value = quantityOf(tool, answer, rest);
  return value === null ? null : value > 0 ? "+" : value < 0 ? "−" : "0";
}
