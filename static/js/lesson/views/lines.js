// The list of a derivation's lines with symbols; those up to the present step with this network's numbers too.
/** @import { Address, Context, MathNode, PageScreen, Step, Tree, View } from "../../core/types.js" */
/** @import { Printing } from "../../math/formula/print.js" */
import { at } from "../../core/at.js";
import { addressUnder, element, setAttribute, setText } from "../../draw/dom.js";
import { addressesOf, evaluate, sidesOf } from "../../math/formula/tree.js";
import { chunksOf, latexOfTree, numberNode, nodeOf, withoutSpaces } from "../../math/formula/print.js";
import { mathElement } from "../../math/formula/mathml.js";
import { isKnown } from "../../core/frame.js";
import { mo, row } from "../../math/nodes.js";
import { formatNumber, fullNumber } from "../../math/format.js";
import { say, spoken } from "../../math/speech.js";

/** The right side with numbers and its value, in parts between which the line may be broken.
 * @param {Tree} tree @param {Printing} printing @returns {MathNode[]} */
function withNumbers(tree, printing) {
  const [left, right] = sidesOf(tree);
  const [first = NOTHING, ...rest] = chunksOf(right, { ...printing, numbers: true });
  const numbers = [row(mo("="), first), ...rest];
  const value = left === null ? null : evaluate(left, printing.value);
  if (value === null || SINGLE.has(right.op)) return numbers;
  const result = {
    ...numberNode(value, printing),
    ...(left?.op === "address" ? { address: left.address } : {}),
    look: "result",
  };
  return [...numbers, row(mo("="), result)];
}
const NOTHING = row();
/** Right sides that are a single number: their value is not repeated. */
const SINGLE = new Set(["address", "number", "partial"]);

/** @param {MathNode[]} mathNodes */
const mathematics = (mathNodes) =>
  mathNodes.map((mathNode) => {
    const math = mathElement(document, mathNode);
    setAttribute(math, "displaystyle", "true");
    setAttribute(math, "aria-hidden", "true");
    return math;
  });

/** Marks the numbers of a formula that are not known yet at the present position.
 * @param {PageScreen} screen @param {Element} formula @returns whether there are any */
function markAhead({ frame }, formula) {
  let ahead = false;
  for (const token of formula.querySelectorAll("[data-address]")) {
    const unknown = !isKnown(frame, token.getAttribute("data-address") ?? "");
    token.classList.toggle("ahead", unknown);
    ahead ||= unknown;
  }
  return ahead;
}

/**
 * A line of the list.
 * @typedef {object} Row
 * @property {HTMLElement} item
 * @property {HTMLElement} go the button that moves the figure to the line
 * @property {HTMLElement} symbols
 * @property {HTMLElement} numbers
 * @property {HTMLElement} words the sentence about the present line
 */

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, { t, dispatch }) {
  const list = element("ol", { class: "derivation-lines", "aria-label": t("derivation.lines") });
  const note = element("p", { class: "derivation-note" }, t("derivation.assumed"));
  root.replaceChildren(list, note);
  list.addEventListener("pointerover", (event) => dispatch("focus", addressUnder(event.target)));
  list.addEventListener("pointerleave", () => dispatch("focus", null));
  /** @type {Row[]} */
  let rows = [];
  /** @type {readonly Step[]} */
  let shown = [];
  let renderedFor = "";
  return {
    /** @param {PageScreen & {floor: number}} screen */
    update(screen) {
      const { steps, floor, frame, answer, explainer } = screen;
      const lines = steps.slice(floor);
      if (steps !== shown) {
        shown = steps;
        rows = lines.map((_, k) => buildRow(k, () => dispatch("seek", floor + k + 1)));
        list.replaceChildren(...rows.map(({ item }) => item));
        renderedFor = "";
      }
      const key = JSON.stringify([
        frame.position,
        answer.loss,
        lines.map((step) => addressesOf(step.formula).map(explainer.value)),
      ]);
      if (key === renderedFor) return;
      renderedFor = key;
      const ahead = lines.map((step, k) => updateRow(at(rows, k), k, step, screen, t));
      note.hidden = !ahead.includes(true);
    },
  };
}

/** @param {number} k the line's index @param {() => void} go @returns {Row} */
function buildRow(k, go) {
  const symbols = element("span", { class: "line-symbols" });
  const button = element(
    "button",
    { type: "button", class: "line-go", "data-key": `line-${k + 1}`, onclick: go },
    element("span", { class: "line-number", "aria-hidden": "true" }, String(k + 1)),
    symbols,
  );
  const numbers = element("div", { class: "line-numbers", role: "math" });
  const words = element("p", { class: "line-words" });
  return {
    item: element("li", { class: "derivation-line", "data-line": k + 1 }, button, numbers, words),
    go: button,
    symbols,
    numbers,
    words,
  };
}

/** @param {Row} line @param {number} k its index @param {Step} step @param {PageScreen & {floor: number}} screen
 * @param {Context["t"]} t @returns {boolean} whether it shows numbers that are not known yet */
function updateRow(line, k, step, screen, t) {
  const { explainer, frame, floor } = screen;
  const tree = explainer.tree(step);
  /** @type {Printing} */
  const printing = {
    symbol: (address) => explainer.symbol(address, step),
    called: (call) => explainer.called?.(call) ?? null,
    numbers: false,
    value: explainer.value,
    format: formatNumber,
  };
  const present = frame.position - floor - 1;
  const state = k === present ? "current" : k < present ? "past" : "ahead";
  setAttribute(line.item, "data-state", state);
  setAttribute(line.item, "aria-current", state === "current" ? "step" : null);
  setAttribute(line.symbols, "data-latex", withoutSpaces(latexOfTree(tree, printing)));
  const formula = spoken(nodeOf(tree, printing), t);
  setAttribute(line.go, "aria-label", say(t, "derivation.line", { number: k + 1, formula }));
  line.symbols.replaceChildren(...mathematics(chunksOf(tree, printing)));
  markAhead(screen, line.symbols);
  setText(line.words, state === "current" && step.say ? t(step.say) : "");
  line.words.hidden = state !== "current";
  line.numbers.hidden = state === "ahead";
  if (state === "ahead") return false;
  const evaluated = withNumbers(tree, printing);
  const spokenNumbers = say(t, "derivation.with_numbers", { formula: spoken(row(...evaluated), t) });
  setAttribute(line.numbers, "aria-label", spokenNumbers);
  setAttribute(line.numbers, "data-value", fullNumber(evaluate(sidesOf(tree)[0] ?? tree, explainer.value)));
  line.numbers.replaceChildren(...mathematics(evaluated));
  return markAhead(screen, line.numbers);
}
