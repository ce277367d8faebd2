// Figure 23: the gradient of any weight is a number of the forward pass times a number of the backward pass. Two pictures of
// one network stand above; a weight is chosen in either of them, or from the list.
/** @import { Address, Tree } from "../../core/types.js" */
/** @import { Lesson } from "../types.js" */
/** @import { Printing } from "../../math/formula/print.js" */
import { valueAt } from "../../network/trace_values.js";
import { element, setAttribute, setOptions, setText } from "../../draw/dom.js";
import { evaluate, relativeDifference } from "../../math/formula/tree.js";
import { latexOfTree, numberNode, nodeOf, withoutSpaces } from "../../math/formula/print.js";
import { mathElement } from "../../math/formula/mathml.js";
import { namingOf, symbolOf, textOf } from "../../network/notation.js";
import { mo, row } from "../../math/nodes.js";
import { formatNumber, fullNumber, inPowersOfTen } from "../../math/format.js";
import { spoken } from "../../math/speech.js";
import { joinedBy, symbolsIn } from "../network_parts.js";

/** Above this relative difference two numbers are not the same. */
const ROUNDING = 1e-9;

/**
 * What a weight's gradient is made of.
 * @typedef {object} Product
 * @property {Address} weight
 * @property {Address} forward the number that the weight multiplies
 * @property {Address} backward ∂C/∂z of the neuron that it leads to
 * @property {Address} gradient
 * @property {Tree} tree ∂C/∂w = a ∂C/∂z
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

/** The first weight behind the first layer: both its factors were computed. @param {readonly Address[]} weights */
export const firstChoice = (weights) =>
  weights.find((weight) => !weight.startsWith("w1.")) ?? weights[0] ?? null;

/** The pictures beside the tool: of one network, forward and backward. @param {Element} root @param {Lesson} lesson */
const picturesBeside = (root, lesson) =>
  lesson
    .figures()
    .filter((live) => live.figure.tool === "network" && root.closest(".part")?.contains(live.root));

/** @param {HTMLElement} root @param {{lesson: Lesson}} surroundings */
export function mountProduct(root, { lesson }) {
  const { t, catalog } = lesson;
  const instruments = picturesBeside(root, lesson);
  const [first] = instruments;
  const list = element("select", { "data-key": "product-weight", onchange: () => choose(list.value) });
  /** @param {string} name @param {string} heading */
  const card = (name, heading) => {
    const formula = element("div", { class: "product-formula", role: "math" });
    return {
      formula,
      box: element(
        "div",
        { class: `product-card product-${name}`, "data-part": name },
        element("p", { class: "product-pass" }, heading),
        formula,
      ),
    };
  };
  const cards = {
    forward: card("forward", t("product.forward")),
    backward: card("backward", t("product.backward")),
    gradient: card("gradient", t("product.gradient")),
  };
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

  /** @type {Address | null} */
  let chosen = null;
  let renderedFor = "";

  /** @param {Address} weight */
  function choose(weight) {
    chosen = weight;
    show();
  }

  function show() {
    const { answer: trace, state } = first?.model ?? { answer: null, state: null };
    if (!trace || !first) return;
    const { w: weights = [] } = symbolsIn(trace.network);
    if (chosen === null || !weights.includes(chosen)) chosen = firstChoice(weights);
    if (chosen === null) return;
    const product = productOf(chosen);
    const naming = namingOf(/** @type {any} */ ({ state, trace }), catalog);
    const value = (/** @type {Address} */ address) => valueAt(trace, address, state.sample);
    const numbers = [product.forward, product.backward, product.gradient].map(value);
    const key = JSON.stringify([chosen, numbers, weights.map(value)]);
    if (key === renderedFor) return;
    renderedFor = key;
    for (const live of instruments) {
      live.dispatch("setPick", {
        families: ["w"],
        marks: {},
        lights: [chosen, live === first ? product.forward : product.backward],
      });
    }
    setOptions(
      list,
      weights.map((weight) => ({
        value: weight,
        text: `${textOf(weight, naming)} = ${formatNumber(value(weight))}`,
      })),
      chosen,
    );
    /** @type {Printing} */
    const printing = {
      symbol: (address) => symbolOf(address, naming),
      numbers: false,
      value,
      format: formatNumber,
    };
    for (const [part, address] of /** @type {const} */ ([
      ["forward", product.forward],
      ["backward", product.backward],
      ["gradient", product.gradient],
    ])) {
      const number = value(address);
      const mathNode = row(printing.symbol(address), mo("="), numberNode(number ?? NaN, printing));
      const math = mathElement(document, mathNode);
      setAttribute(math, "displaystyle", "true");
      const { formula } = cards[part];
      formula.replaceChildren(math);
      setAttribute(formula, "data-address", address);
      setAttribute(formula, "data-value", fullNumber(number));
      setAttribute(formula, "aria-label", spoken(mathNode, t));
    }
    const whole = nodeOf(product.tree, printing);
    const math = mathElement(document, whole);
    setAttribute(math, "displaystyle", "true");
    rule.replaceChildren(math);
    setAttribute(rule, "data-latex", withoutSpaces(latexOfTree(product.tree, printing)));
    const difference = relativeDifference(numbers[2] ?? NaN, evaluate(product.tree, value) ?? NaN);
    const good = difference <= ROUNDING;
    setText(
      check,
      t(difference === 0 ? "product.same" : good ? "product.agrees" : "product.differs", {
        difference: inPowersOfTen(difference),
      }),
    );
    setAttribute(check, "data-good", String(good));
  }

  for (const live of instruments) {
    live.onPick = choose;
    live.store.subscribe((model, before) => {
      if (model.answer !== before.answer) show();
    });
  }
  show();
}
