// A derivation, line by line: each line is a step of its figure. Under the picture the lines stand one below the other, with
// symbols, and those one has come to with this network's numbers too.
/** @import { Address, Context, PageScreen, Step, Tree, View } from "../core/types.js" */
/** @import { Figure, Line } from "./types.js" */
/** @import { MathNode } from "../core/types.js" */
/** @import { Printing } from "../math/formula/print.js" */
import { addressUnder, element, setAttribute, setText } from "../draw/dom.js";
import { addressesOf, evaluate, sidesOf } from "../math/formula/tree.js";
import { chunksOf, latexOfTree, numberNode, nodeOf, withoutSpaces } from "../math/formula/print.js";
import { mathElement } from "../math/formula/mathml.js";
import { isKnown } from "../core/frame.js";
import { withoutSample } from "../core/address.js";
import { symbolOf } from "../network/notation.js";
import { mo, row, textFrom } from "../math/nodes.js";
import { formatNumber, fullNumber } from "../math/format.js";
import { say, spoken } from "../math/speech.js";

// ---- the lines as steps --------------------------------------------------------------------------------------------

/** The index behind the step that writes an address. @param {readonly Step[]} steps @param {Line["at"]} at */
function placeOf(steps, at) {
  if (at === "start") return 0;
  if (at === "end") return steps.length;
  return steps.findIndex(({ writes }) => writes.some((written) => withoutSample(written) === at)) + 1;
}

/** What the line is about, in plain text: its left side. @param {Tree} tree @param {Record<Address, string>} names */
function titleOf(tree, names) {
  const naming = { notation: /** @type {const} */ ("derivation"), units: [], activations: [], names };
  return textFrom(
    nodeOf(sidesOf(tree)[0] ?? tree, {
      symbol: (address) => symbolOf(address, naming),
      numbers: false,
      value: () => null,
      format: String,
    }),
  );
}

/** The network's own steps up to where the first line stands, then one step for every line. A line takes the place of the
 * steps that it stands for: what they make known, it makes known.
 * @param {readonly Step[]} steps @param {Figure} figure @returns {Step[]} */
export function stepsWithLines(steps, figure) {
  const lines = figure.lines ?? [];
  const own = new Set(lines.flatMap(({ writes }) => writes));
  const stands = (/** @type {Step} */ step) => step.writes.some((address) => own.has(address));
  const first = placeOf(steps, lines[0]?.at ?? "start");
  /** @type {Set<Address>} */
  const made = new Set();
  let reached = 0;
  const before = steps.slice(0, first).filter((step) => !stands(step));
  for (const step of before) step.writes.forEach((address) => made.add(address));
  return [
    ...before,
    ...lines.map((line, k) => {
      const place = placeOf(steps, line.at);
      // What the steps on the way here write beside the lines' own numbers, as the loss beside its first derivative.
      const passed = steps
        .slice(reached, Math.max(reached, place))
        .flatMap(({ writes }) => writes)
        .filter((address) => !made.has(address) && !own.has(address));
      reached = Math.max(reached, place);
      const writes = [...line.writes, ...passed];
      writes.forEach((address) => made.add(address));
      const at = steps[place - 1];
      return {
        phase: at?.phase ?? "forward",
        rule: `line ${k}`,
        layer: at?.layer ?? 1,
        unit: at?.unit ?? null,
        reads: addressesOf(sidesOf(line.tree)[1]),
        writes,
        formula: line.tree,
        figure: line.tree,
        lights: line.lights,
        say: line.say,
        title: titleOf(line.tree, figure.names ?? {}),
      };
    }),
  ];
}

// ---- the list ------------------------------------------------------------------------------------------------------

/** The right side with numbers, and what it comes to, in parts between which it may be broken.
 * @param {Tree} tree @param {Printing} printing @returns {MathNode[]} */
function worked(tree, printing) {
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
/** Right sides that are one number already. */
const SINGLE = new Set(["address", "number", "partial"]);

/** @param {MathNode[]} mathNodes */
const mathematics = (mathNodes) =>
  mathNodes.map((mathNode) => {
    const math = mathElement(document, mathNode);
    setAttribute(math, "displaystyle", "true");
    setAttribute(math, "aria-hidden", "true");
    return math;
  });

/** Numbers that the pass has not reached where the picture stands. @param {PageScreen} screen @param {Element} formula */
function markAhead({ frame }, formula) {
  let ahead = false;
  for (const token of formula.querySelectorAll("[data-address]")) {
    const is = !isKnown(frame, token.getAttribute("data-address") ?? "");
    token.classList.toggle("ahead", is);
    ahead ||= is;
  }
  return ahead;
}

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, { t, dispatch }) {
  const list = element("ol", { class: "derivation-lines", "aria-label": t("derivation.lines") });
  const note = element("p", { class: "derivation-note" }, t("derivation.assumed"));
  root.replaceChildren(list, note);
  list.addEventListener("pointerover", (event) => dispatch("focus", addressUnder(event.target)));
  list.addEventListener("pointerleave", () => dispatch("focus", null));

  /** @typedef {{item: HTMLElement, go: HTMLElement, symbols: HTMLElement, numbers: HTMLElement, words: HTMLElement}} Row */
  /** @type {Row[]} */
  let rows = [];
  /** @type {readonly Step[]} */
  let shown = [];
  let renderedFor = "";

  /** @param {number} k @param {number} position @returns {Row} */
  function makeRow(k, position) {
    const symbols = element("span", { class: "line-symbols" });
    const go = element(
      "button",
      {
        type: "button",
        class: "line-go",
        "data-key": `line-${k + 1}`,
        onclick: () => dispatch("seek", position),
      },
      element("span", { class: "line-number", "aria-hidden": "true" }, String(k + 1)),
      symbols,
    );
    const numbers = element("div", { class: "line-numbers", role: "math" });
    const words = element("p", { class: "line-words" });
    return {
      item: element("li", { class: "derivation-line", "data-line": k + 1 }, go, numbers, words),
      go,
      symbols,
      numbers,
      words,
    };
  }

  /** @param {PageScreen & {floor: number}} screen @param {Step} step @param {Row} line @param {number} k */
  function fill(screen, step, line, k) {
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
    const place = frame.position - floor - 1;
    const state = k === place ? "current" : k < place ? "past" : "ahead";
    setAttribute(line.item, "data-state", state);
    setAttribute(line.item, "aria-current", state === "current" ? "step" : null);
    setAttribute(line.symbols, "data-latex", withoutSpaces(latexOfTree(tree, printing)));
    setAttribute(
      line.go,
      "aria-label",
      say(t, "derivation.line", { number: k + 1, formula: spoken(nodeOf(tree, printing), t) }),
    );
    line.symbols.replaceChildren(...mathematics(chunksOf(tree, printing)));
    markAhead(screen, line.symbols);
    setText(line.words, state === "current" && step.say ? t(step.say) : "");
    line.words.hidden = state !== "current";
    line.numbers.hidden = state === "ahead";
    if (state === "ahead") return false;
    const answer = worked(tree, printing);
    setAttribute(
      line.numbers,
      "aria-label",
      say(t, "derivation.with_numbers", { formula: spoken(row(...answer), t) }),
    );
    setAttribute(line.numbers, "data-value", fullNumber(evaluate(sidesOf(tree)[0] ?? tree, explainer.value)));
    line.numbers.replaceChildren(...mathematics(answer));
    return markAhead(screen, line.numbers);
  }

  return {
    /** @param {PageScreen & {floor: number}} screen */
    update(screen) {
      const { steps, floor, frame, answer, explainer } = screen;
      if (steps !== shown) {
        shown = steps;
        rows = steps.slice(floor).map((_, k) => makeRow(k, floor + k + 1));
        list.replaceChildren(...rows.map(({ item }) => item));
        renderedFor = "";
      }
      const wanted = JSON.stringify([
        frame.position,
        answer.loss,
        steps.slice(floor).map((step) => addressesOf(step.formula).map(explainer.value)),
      ]);
      if (wanted === renderedFor) return;
      renderedFor = wanted;
      let ahead = false;
      rows.forEach((line, k) => {
        const step = steps[floor + k];
        if (step && fill(screen, step, line, k)) ahead = true;
      });
      note.hidden = !ahead;
    },
  };
}
