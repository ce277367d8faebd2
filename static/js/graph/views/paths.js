// All paths from one value to the result: the product along each, in symbols and in numbers, and their sum, the
// gradient.

/** @import { MathNode, View } from "../../core/types.js" */
/** @import { Context } from "../types.js" */
/** @import { GraphAnswer, GraphPaths, GraphScreen } from "../types.js" */
import { element, setOptions } from "../../draw/dom.js";
import { formatNumber } from "../../math/format.js";
import { mathElement } from "../../math/formula/mathml.js";
import { numberNode } from "../../math/formula/print.js";
import { mo, row } from "../../math/nodes.js";
import { spoken } from "../../math/speech.js";
import { linkFocus, showFocus } from "../../panels/number.js";
import { edgeKeysOf } from "../diagram_state.js";
import { nodeText, symbolIn } from "../symbols.js";

const ARROW = mo("→", "\\to ");
/** @type {MathNode} */
const PLUS = { ...mo("+"), form: "infix" };
const DOT = mo("·", "\\cdot ");
/** Larger counts are written as rounded numbers. */
const MAX_EXACT_COUNT = 1e6;

/** `drawnAnswer` and `drawnKey`: what the list shows.
 * @typedef {{ context: Context, root: HTMLElement, choice: HTMLSelectElement, body: HTMLElement, drawnAnswer:
 * GraphAnswer | null, drawnKey: string }} PathsState */

/** @param {HTMLElement} root @param {Context} context @returns {View<GraphScreen>} */
export function mount(root, context) {
  const { dispatch, t } = context;
  const choice = element("select", {
    "data-key": "path-from",
    onchange: () => dispatch("select", choice.value === "" ? null : Number(choice.value)),
  });
  const body = element("div", { class: "paths-body" });
  root.replaceChildren(
    element(
      "div",
      { class: "paths-head" },
      element("h2", {}, t("graph.paths")),
      element("label", { class: "field" }, element("span", {}, t("graph.paths_from")), choice),
    ),
    body,
  );
  linkFocus(root, context);
  /** @type {PathsState} */
  const view = { context, root, choice, body, drawnAnswer: null, drawnKey: "" };
  return { update: (screen) => update(view, screen) };
}

/** @param {PathsState} view @param {GraphScreen} screen */
function update(view, screen) {
  const { body, choice, context, root } = view;
  const { answer, state } = screen;
  const { selected } = state;
  const nodes = answer.nodes.filter(
    ({ hidden_in, operation }) => hidden_in === null && operation !== "constant",
  );
  setOptions(
    choice,
    [
      { value: "", text: context.t("graph.paths_choose") },
      ...nodes.map(({ id }) => ({ value: String(id), text: nodeText(id, answer) })),
    ],
    selected === null ? "" : String(selected),
  );
  const key = JSON.stringify([selected, context.language()]);
  if (view.drawnAnswer !== answer || key !== view.drawnKey) {
    view.drawnAnswer = answer;
    view.drawnKey = key;
    body.replaceChildren(...contentFor(screen, context));
  }
  showFocus(root, screen);
}

/** @param {GraphScreen} screen @param {Context} context @returns {HTMLElement[]} */
function contentFor(screen, { t }) {
  const { answer, state } = screen;
  const { selected } = state;
  if (selected === null || answer.nodes[selected] === undefined)
    return [hint(t("graph.paths_hint", { result: nodeText(answer.result, answer) }))];
  const { paths } = answer;
  if (paths?.node !== selected) return [hint(t("graph.paths_coming"))];
  return [
    countSentence(paths, answer, t),
    ...(usesOperandTwice(answer, paths) ? [hint(t("graph.paths_uses"))] : []),
    element("ol", { class: "path-list" }, ...paths.shown.map((path) => pathRow(path, screen, t))),
    ...restSentence(paths, t),
    ...(paths.count > 0 ? [sumRow(paths, answer, t)] : []),
  ];
}

/** @param {string} text */
const hint = (text) => element("p", { class: "hint" }, text);

/** How many paths there are. @param {GraphPaths} paths @param {GraphAnswer} answer @param {Context["t"]} t */
function countSentence({ node, count }, answer, t) {
  const params = {
    name: nodeText(node, answer),
    result: nodeText(answer.result, answer),
    count: formatCount(count),
  };
  if (count === 0) return element("p", {}, t("graph.paths_none", params));
  if (node === answer.result) return element("p", {}, t("graph.paths_self", params));
  return element("p", {}, t(count === 1 ? "graph.paths_one" : "graph.paths_many", params));
}

/** How many paths the list leaves out. @param {GraphPaths} paths @param {Context["t"]} t */
function restSentence({ count, shown, shown_sum }, t) {
  const rest = count - shown.length;
  if (rest <= 0) return [];
  const params = { rest: formatCount(rest), shown: shown.length, sum: formatNumber(shown_sum) };
  return [hint(t("graph.paths_rest", params))];
}

/** A path: its nodes, and the product of its local derivatives in symbols and in numbers.
 * @param {GraphPaths["shown"][number]} path @param {GraphScreen} screen @param {Context["t"]} t */
function pathRow(path, { answer, explainer }, t) {
  const nodes = path.nodes.map((id) => symbolIn(`v.${id}`, answer));
  const derivatives = edgeKeysOf(path).map((key) => `d.${key}`);
  const symbols = derivatives.map((address) => symbolIn(address, answer));
  const numbers = derivatives.map((address) => factor(explainer.value(address)));
  const product = element(
    "strong",
    { class: "value", "data-product": path.product === null ? "" : String(path.product) },
    formatNumber(path.product),
  );
  return element(
    "li",
    { "data-path": path.nodes.join("-") },
    element("p", { class: "path-way" }, math(nodes, ARROW, t)),
    derivatives.length === 0
      ? null
      : element(
          "div",
          { class: "path-product" },
          math(symbols, DOT, t),
          element("span", {}, "="),
          math(numbers, DOT, t),
          element("span", {}, "="),
          product,
        ),
  );
}

/** The gradient as the sum of the products.
 * @param {GraphPaths} paths @param {GraphAnswer} answer @param {Context["t"]} t */
function sumRow({ node, count, shown, sum }, answer, t) {
  const products = shown.map(({ product }) => factor(product));
  return element(
    "p",
    { class: "path-sum" },
    math([symbolIn(`g.${node}`, answer)], row(), t),
    " = ",
    ...(shown.length > 1 && count <= shown.length ? [math(products, PLUS, t), " = "] : []),
    element(
      "strong",
      { class: "value", "data-address": `g.${node}`, "data-value": sum === null ? "" : String(sum) },
      formatNumber(sum),
    ),
  );
}

/** A formula that can be broken between its terms, and is read aloud as a whole.
 * @param {MathNode[]} terms @param {MathNode} sign between them @param {Context["t"]} t */
function math(terms, sign, t) {
  const whole = row(...terms.flatMap((term, k) => (k > 0 ? [sign, term] : [term])));
  return element(
    "span",
    { class: "path-math", role: "math", "aria-label": spoken(whole, t) },
    ...terms.map((term, k) => {
      const part = mathElement(document, k > 0 ? row(sign, term) : term);
      part.setAttribute("aria-hidden", "true");
      return /** @type {Node} */ (part);
    }),
  );
}

/** A number of a product, in brackets if it is negative. @param {number | null} value @returns {MathNode} */
function factor(value) {
  if (value === null) return { tag: "mtext", text: "?" };
  const number = numberNode(value, { format: formatNumber });
  return value < 0 ? row(mo("("), number, mo(")")) : number;
}

/** Whether an operation on one of the paths reads the same value more than once.
 * @param {GraphAnswer} answer @param {GraphPaths} paths */
const usesOperandTwice = ({ edges }, { shown }) =>
  shown.some(({ nodes }) =>
    nodes.slice(1).some((target, k) => {
      const source = nodes[k];
      return edges.filter((edge) => edge.target === target && edge.source === source).length > 1;
    }),
  );

/** @param {number} count */
const formatCount = (count) => (count < MAX_EXACT_COUNT ? String(count) : formatNumber(count));
