// The tool of figure 23: the gradient of a weight is a number of the forward pass times a number of the backward
// pass. The two figures beside it show the network in either pass; a weight is chosen in one of them or from the
// list.
/** @import { Address, Tree } from "../../core/types.js" */
/** @import { Trace } from "../../network/types.js" */
/** @import { Lesson, LiveFigure } from "../types.js" */
/** @import { Printing } from "../../math/formula/print.js" */
/** @import { Naming } from "../../network/notation.js" */
import { valueAt } from "../../network/trace_values.js";
import { element, setAttribute, setOptions, setText } from "../../draw/dom.js";
import { evaluate, relativeDifference } from "../../math/formula/tree.js";
import { latexOfTree, numberNode, nodeOf, withoutSpaces } from "../../math/formula/print.js";
import { mathElement } from "../../math/formula/mathml.js";
import { symbolOf, textOf } from "../../network/notation.js";
import { mo, row } from "../../math/nodes.js";
import { formatNumber, fullNumber, inPowersOfTen } from "../../math/format.js";
import { spoken } from "../../math/speech.js";
import { joinedBy, symbolsIn } from "../network_parts.js";
import { namingFor } from "../practice/sentences.js";

/** Numbers with at most this relative difference count as equal. */
const ROUNDING = 1e-9;

/**
 * The gradient of a weight as a product.
 * @typedef {object} Product
 * @property {Address} weight
 * @property {Address} forward the number that the weight multiplies
 * @property {Address} backward ∂C/∂z of the neuron that it leads to
 * @property {Address} gradient
 * @property {Tree} tree ∂C/∂w = a ∂C/∂z
 */
/** @typedef {"forward" | "backward" | "gradient"} CardName */
/** @type {readonly CardName[]} */
const CARDS = ["forward", "backward", "gradient"];

/**
 * @typedef {object} ProductState
 * @property {Lesson} lesson
 * @property {LiveFigure[]} figures beside the tool, as far as they are built; the first one shows the forward pass
 * @property {HTMLSelectElement} list
 * @property {Record<CardName, {box: HTMLElement, formula: HTMLElement}>} cards
 * @property {HTMLElement} rule the whole formula
 * @property {HTMLElement} check says whether the product equals the gradient
 * @property {Address | null} weight the chosen one
 * @property {string} shown what is shown, so that only changes are written
 */

/** @param {Address} weight @returns {Product} */
export function productOf(weight) {
  const { to, signal: forward } = joinedBy(weight);
  const [backward, gradient] = [`delta${to}`, `d${weight}`];
  const leaf = (/** @type {Address} */ address) => /** @type {const} */ ({ op: "address", address });
  return {
    weight,
    forward,
    backward,
    gradient,
    tree: { op: "equals", args: [leaf(gradient), { op: "product", args: [leaf(forward), leaf(backward)] }] },
  };
}

/** The first weight behind the first layer, so that both factors are computed; else the first one.
 * @param {readonly Address[]} weights */
export const firstChoice = (weights) =>
  weights.find((weight) => !weight.startsWith("w1.")) ?? weights[0] ?? null;

/** @param {HTMLElement} root @param {Lesson} lesson */
export function mountProduct(root, lesson) {
  /** @param {Address} weight */
  function choose(weight) {
    state.weight = weight;
    update(state);
  }
  const state = build(root, lesson);
  state.list.addEventListener("change", () => choose(state.list.value));
  // The tool stands in the same part as its figures, and shows their numbers.
  const part = root.closest(".part");
  lesson.onFigure((live) => {
    if (live.figure.tool !== "network" || !part?.contains(live.root)) return;
    state.figures = [...state.figures, live].sort(inTheText);
    state.shown = "";
    live.onPick = choose;
    live.store.subscribe((model, before) => {
      if (model.answer !== before.answer) update(state);
    });
    update(state);
  });
}

/** The order of two figures. @param {LiveFigure} a @param {LiveFigure} b */
const inTheText = (a, b) =>
  a.root.compareDocumentPosition(b.root) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;

/** @param {HTMLElement} root @param {Lesson} lesson @returns {ProductState} */
function build(root, lesson) {
  const { t } = lesson;
  const list = element("select", { "data-key": "product-weight" });
  /** @param {CardName} name */
  const card = (name) => {
    const formula = element("div", { class: "product-formula", role: "math" });
    const box = element(
      "div",
      { class: `product-card product-${name}`, "data-part": name },
      element("p", { class: "product-pass" }, t(`product.${name}`)),
      formula,
    );
    return { formula, box };
  };
  const cards = { forward: card("forward"), backward: card("backward"), gradient: card("gradient") };
  const sign = (/** @type {string} */ text) =>
    element("span", { class: "product-sign", "aria-hidden": "true" }, text);
  const rule = element("p", { class: "product-rule" });
  const check = element("p", { class: "product-check" });
  root.classList.add("product");
  root.replaceChildren(
    element("label", { class: "product-choice" }, t("product.weight"), list),
    element(
      "div",
      { class: "product-sum", role: "group", "aria-label": t("product.title") },
      cards.forward.box,
      sign("×"),
      cards.backward.box,
      sign("="),
      cards.gradient.box,
    ),
    rule,
    check,
    element("p", { class: "hint" }, t("product.hint")),
  );
  return { lesson, figures: [], list, cards, rule, check, weight: null, shown: "" };
}

/** @param {ProductState} state */
function update(state) {
  const [first] = state.figures;
  /** @type {Trace | null} */
  const trace = first?.model.answer ?? null;
  if (!first || trace === null) return;
  const { w: weights } = symbolsIn(trace.network);
  if (state.weight === null || !weights.includes(state.weight)) state.weight = firstChoice(weights);
  if (state.weight === null) return;
  const product = productOf(state.weight);
  const value = (/** @type {Address} */ address) => valueAt(trace, address, first.model.state.sample);
  const numbers = CARDS.map((card) => value(product[card]));
  const key = JSON.stringify([state.weight, numbers, weights.map(value)]);
  if (key === state.shown) return;
  state.shown = key;
  for (const live of state.figures) {
    live.dispatch("setPick", {
      families: ["w"],
      marks: {},
      lights: [product.weight, product.forward, product.backward],
      panels: [
        [product.weight, product.forward],
        [product.weight, product.backward],
      ],
    });
  }
  const naming = namingFor(trace.network, first.model.state, state.lesson.catalog);
  setOptions(
    state.list,
    weights.map((weight) => ({
      value: weight,
      text: `${textOf(weight, naming)} = ${formatNumber(value(weight))}`,
    })),
    product.weight,
  );
  updateCards(state, product, naming, value);
  updateRule(state, product, naming, value);
}

/** @param {Naming} naming @param {(address: Address) => number | null} value @returns {Printing} */
const printing = (naming, value) => ({
  symbol: (address) => symbolOf(address, naming),
  numbers: false,
  value,
  format: formatNumber,
});

/** @param {Parameters<typeof mathElement>[1]} mathNode */
function displayedMath(mathNode) {
  const math = mathElement(document, mathNode);
  setAttribute(math, "displaystyle", "true");
  return math;
}

/** @param {ProductState} state @param {Product} product @param {Naming} naming
 * @param {(address: Address) => number | null} value */
function updateCards({ cards, lesson: { t } }, product, naming, value) {
  for (const name of CARDS) {
    const address = product[name];
    const number = value(address);
    const symbol = symbolOf(address, naming);
    const mathNode = row(symbol, mo("="), numberNode(number ?? Number.NaN, printing(naming, value)));
    const { formula } = cards[name];
    formula.replaceChildren(displayedMath(mathNode));
    setAttribute(formula, "data-address", address);
    setAttribute(formula, "data-value", fullNumber(number));
    setAttribute(formula, "aria-label", spoken(mathNode, t));
  }
}

/** @param {ProductState} state @param {Product} product @param {Naming} naming
 * @param {(address: Address) => number | null} value */
function updateRule({ rule, check, lesson: { t } }, { tree, gradient }, naming, value) {
  rule.replaceChildren(displayedMath(nodeOf(tree, printing(naming, value))));
  setAttribute(rule, "data-latex", withoutSpaces(latexOfTree(tree, printing(naming, value))));
  const difference = relativeDifference(value(gradient) ?? Number.NaN, evaluate(tree, value) ?? Number.NaN);
  const agrees = difference <= ROUNDING;
  setText(
    check,
    t(difference === 0 ? "product.same" : agrees ? "product.agrees" : "product.differs", {
      difference: inPowersOfTen(difference),
    }),
  );
  setAttribute(check, "data-good", String(agrees));
}
