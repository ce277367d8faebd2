// The explanations of a graph: titles and sentences for the steps of POST /api/v1/graph.

/** @import { Address, Explainer, Key, Remark, Step, Tree } from "../core/types.js" */
/** @import { Context } from "./types.js" */
/** @import { GraphAnswer } from "./types.js" */
import { joined } from "../math/sentences.js";
import { formatNumber } from "../math/format.js";
import { heldFixed, lookupOf, nodeText, parsed, symbolIn, valueIn } from "./symbols.js";

/** Operations whose value is known before the first step. */
const GIVEN = new Set(["input", "constant"]);

/** The families of addresses but `v`, with the keys of their names. @type {Readonly<Record<string, string>>} */
const KINDS = {
  g: "graph.kind_gradient",
  d: "graph.kind_local",
  c: "graph.kind_contribution",
  m: "graph.kind_tangent",
};

/** The key of the name of an address's kind of number. @param {Address} address @param {GraphAnswer} answer */
export function kindKey(address, answer) {
  const [family, id] = parsed(address);
  const operation = answer.nodes[id]?.operation ?? "";
  if (family !== "v") return KINDS[family] ?? "graph.kind_value";
  if (GIVEN.has(operation)) return `graph.kind_${operation}`;
  return id === answer.result ? "graph.kind_result" : "graph.kind_value";
}

/** A translation by a key that is put together.
 * @param {Pick<Context, "t">} context @param {string} key @param {Params} [params] */
const sentence = ({ t }, key, params = {}) => t(/** @type {Key} */ (key), params);
/** @typedef {Record<string, string | number>} Params */

/** The last part of the keys of a step's sentences. @param {Step} step @param {GraphAnswer} answer */
function kindOfStep({ phase, rule, unit }, { nodes }) {
  if (phase === "forward") return rule === "box" ? "box" : "value";
  const isInput = nodes[unit ?? -1]?.operation === "input";
  return phase === "tangent" && isInput ? "seed_input" : rule;
}

/** What the sentences of a step contain. @param {Step} step @param {GraphAnswer} answer */
function paramsOf({ unit }, answer) {
  const { uses, inputs } = lookupOf(answer);
  const number = (/** @type {Address} */ address) => formatNumber(valueIn(address, answer));
  const id = unit ?? answer.result;
  const edges = (uses.get(id) ?? []).filter(
    ({ contribution, target }) => contribution !== null || answer.nodes[target]?.gradient !== 0,
  );
  const [first] = edges;
  return {
    name: nodeText(id, answer),
    result: nodeText(answer.result, answer),
    count: edges.length,
    inputs: inputs.length,
    target: first ? nodeText(first.target, answer) : "",
    value: number(`v.${id}`),
    gradient: number(`g.${id}`),
    upstream: first ? number(`g.${first.target}`) : "",
    local: first ? number(`d.${first.target}.${first.operand}`) : "",
  };
}

/** One or two sentences about a step.
 * @param {Step} step @param {GraphAnswer} answer @param {Pick<Context, "t" | "find">} context */
function narration(step, answer, context) {
  const node = answer.nodes[step.unit ?? answer.result];
  const params = paramsOf(step, answer);
  if (step.phase === "forward" && node?.value === null)
    return sentence(context, "graph.narration_no_value", params);
  if (step.phase === "backward" && node?.gradient === null)
    return sentence(context, "graph.narration_no_gradient", params);
  const kind = kindOfStep(step, answer);
  return kind === "gradient"
    ? gradientNarration(step, answer, context)
    : sentence(context, `graph.narration_${kind}`, params);
}

/** How a gradient is found, and the rule of its local derivative.
 * @param {Step} step @param {GraphAnswer} answer @param {Pick<Context, "t" | "find">} context */
function gradientNarration(step, answer, context) {
  const uses = lookupOf(answer).uses.get(step.unit ?? answer.result) ?? [];
  const received = uses.filter(({ target }) => step.reads.includes(`g.${target}`));
  const params = { ...paramsOf(step, answer), count: received.length };
  if (received.length > 1) {
    const fixed = received.map(({ target, operand }) => heldFixed(answer, target, operand));
    const held = fixed.find((ids) => ids.length > 0)?.map((id) => nodeText(id, answer));
    return joined(
      sentence(context, "graph.narration_gradient_sum", params),
      held ? sentence(context, "graph.local_held", { ...params, held: held.join(", ") }) : "",
    );
  }
  const target = answer.nodes[received[0]?.target ?? -1];
  const isBox = step.reads.length > 0 && answer.request.collapse.includes(target?.id ?? -1);
  const rule = target ? context.find(`graph.local_${target.operation}`, "") : "";
  return joined(
    sentence(context, "graph.narration_gradient", params),
    isBox ? sentence(context, "graph.local_box", params) : rule,
  );
}

/** The explainer of an answer.
 * @param {{ answer: GraphAnswer }} screen @param {Pick<Context, "t" | "find">} context @returns {Explainer} */
export function graphExplainer({ answer }, context) {
  const inputs = lookupOf(answer).inputs.length;
  const result = nodeText(answer.result, answer);
  const operations = answer.nodes.filter(
    ({ operation, hidden_in }) => !GIVEN.has(operation) && hidden_in === null,
  ).length;
  /** @param {string} prefix @param {Step} step */
  const sentenceOf = (prefix, step) =>
    sentence(context, `${prefix}${kindOfStep(step, answer)}`, paramsOf(step, answer));
  return {
    title: (step) => sentenceOf("graph.title_", step),
    shortTitle: (step) => sentenceOf("graph.short_", step),
    narrate: (step) => narration(step, answer, context),
    tree: (step) => /** @type {Tree} */ (step.formula),
    symbol: (address) => symbolIn(address, answer),
    value: (address) => valueIn(address, answer),
    kind: (address) => sentence(context, kindKey(address, answer)),
    introduction: () => sentence(context, "graph.narration_start", { result, inputs, operations }),
    ofPhase: (phase) => sentence(context, `graph.phase_${phase}`, { result, inputs }),
    /** Why a number of the step has no value. @returns {Remark[]} */
    remarks: (step) =>
      answer.problems
        .filter(({ node }) => node === step.unit)
        .map(({ msg }) => ({ text: msg, look: "marked" })),
  };
}
