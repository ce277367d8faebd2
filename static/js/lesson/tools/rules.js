// The switch of section 5: the true gradient, or the rule as the figures draw it. It stands in the text, with both rules for
// one δ of each layer below it, and small in every figure, so that it is at hand wherever one reads.
/** @import { Address, Context, Key, Tree } from "../../core/types.js" */
/** @import { Trace } from "../../network/types.js" */
/** @import { Printing } from "../../math/formula/print.js" */
/** @import { Lesson, LiveFigure } from "../types.js" */
import { valueAt } from "../../network/trace_values.js";
import { element, isCut, reachIfCut, setAttribute, setText } from "../../draw/dom.js";
import { byFigureRule, evaluate } from "../../math/formula/tree.js";
import { latexOfTree, withoutSpaces } from "../../math/formula/print.js";
import { printedValueOf, printingOf, symbolOf } from "../../network/notation.js";
import { formatNumber, fullNumber } from "../../math/format.js";
import { figureRuleRefusal } from "../../network/request.js";
import { segmented } from "../../panels/choices.js";
import { mathLine } from "../../panels/step_formulas.js";
import { errorLine, errorsBehind, leftOutOf } from "./comparison.js";
import { EXPERIMENT } from "./examples.js";
import { mathSpan, namingFor, sentence } from "../practice/widgets.js";

/** @typedef {import("../../network/notation.js").Naming} Naming */

/** The two rules, as the switch names them. @type {{value: "gradient" | "drawn", title: Key, about: Key}[]} */
const RULES = [
  { value: "gradient", title: "rules.gradient", about: "rules.gradient_about" },
  { value: "drawn", title: "rules.drawn", about: "rules.drawn_about" },
];

/**
 * One δ by both rules.
 * @typedef {object} Side
 * @property {"gradient" | "drawn"} rule
 * @property {Tree} line
 * @property {(address: Address) => number | null} value its own numbers, in the figures' sign
 */
/** @typedef {{layer: number, error: Address, sides: Side[], missing: Address[], inherited: Address[], ratio: number | null}} Pair */

/** What the figures print for an address, by their own rule or the gradient.
 * @param {Trace} trace @param {boolean} figureRule @returns {(address: Address) => number | null} */
const numbersOf = (trace, figureRule) => (address) =>
  printedValueOf(trace, address, { notation: "figure", figureRule });

/** The first δ of every layer, from the output back. @param {Trace} trace @returns {Pair[]} */
export function pairsOf(trace) {
  return trace.layers
    .map((_, l) => l + 1)
    .reverse()
    .flatMap((layer) => {
      const error = `error${layer}.0`;
      const line = errorLine(trace, error);
      if (line === null) return [];
      const [truth, drawn] = [numbersOf(trace, false), numbersOf(trace, true)];
      const [ours, theirs] = [truth(error), drawn(error)];
      return [
        {
          layer,
          error,
          sides: [
            { rule: "gradient", line, value: truth },
            { rule: "drawn", line: byFigureRule(line), value: drawn },
          ],
          missing: leftOutOf(line),
          // What the errors that come back lack already, they bring along.
          inherited: errorsBehind(line).filter(
            (address) => layer + 1 < trace.layers.length && address !== error,
          ),
          ratio: ours === null || theirs === null || ours === 0 ? null : theirs / ours,
        },
      ];
    });
}

/** The player's key for the rule turns one figure; the section has one rule. @param {LiveFigure} live @param {Lesson} lesson */
export function tellRule(live, lesson) {
  live.store.subscribe((model, before) => {
    if (model.state.figureRule !== before.state.figureRule)
      queueMicrotask(() => lesson.setRule(live.model.state.figureRule));
  });
}

/** @param {HTMLElement} root @param {{lesson: Lesson}} surroundings */
export function mountRules(root, { lesson }) {
  const { t, catalog } = lesson;
  const experiment = lesson.experiment(EXPERIMENT);
  const choose = (/** @type {string} */ value) => lesson.setRule(value === "drawn");
  const options = () => RULES.map(({ value, title }) => ({ value, text: t(title) }));

  // ---- every figure has a small copy -----------------------------------------------------------------------------

  const main = segmented(t("rules.label"), "rule", options(), choose);
  const figures = lesson.figures().filter(({ figure }) => figure.tool === "network");
  const switches = [
    main,
    ...figures.map((live) => {
      const copy = segmented(t("rules.label_figures"), "rule", options(), choose);
      const bar = element(
        "div",
        { class: "figure-rule" },
        element("span", { class: "choice-label", "aria-hidden": "true" }, t("rules.short")),
        copy.group,
      );
      const board = live.root.querySelector(".board");
      if (board) board.after(bar);
      else live.root.prepend(bar);
      tellRule(live, lesson);
      return copy;
    }),
  ];

  // ---- the two rules, one δ of each layer ------------------------------------------------------------------------

  const abouts = RULES.map(({ value, title, about }) =>
    element("p", { "data-rule": value }, element("strong", {}, t(title)), t("rounds.colon"), t(about)),
  );
  const pairs = element("div", { class: "rule-pairs" });
  const why = element("p", { class: "why", role: "note" });
  root.classList.add("rules");
  root.replaceChildren(
    element(
      "div",
      { class: "rule-bar" },
      element("span", { class: "choice-label", "aria-hidden": "true" }, t("rules.label")),
      main.group,
      why,
    ),
    element("div", { class: "rule-abouts" }, ...abouts),
    pairs,
  );

  /** @param {Side} side @param {Address} error @param {Naming} naming */
  function sideNode({ rule, line, value }, error, naming) {
    const title = RULES.find((one) => one.value === rule)?.title ?? "rules.gradient";
    /** @type {Printing} */
    const symbols = { ...printingOf(naming), numbers: false, value, format: formatNumber };
    const written = mathLine(line, symbols, /** @type {Context} */ (/** @type {unknown} */ ({ t })));
    setAttribute(written, "data-latex", withoutSpaces(latexOfTree(line, symbols)));
    const numbers = mathLine(
      line,
      { ...symbols, numbers: true },
      /** @type {Context} */ (/** @type {unknown} */ ({ t })),
    );
    const result = value(error) ?? evaluate(line, value);
    const text = `= ${formatNumber(result)}`;
    numbers.classList.add("rule-numbers");
    numbers.append(
      element(
        "span",
        {
          class: "rule-result",
          "data-address": error,
          "data-value": fullNumber(result),
          "aria-hidden": "true",
        },
        text,
      ),
    );
    setAttribute(numbers, "aria-label", `${numbers.getAttribute("aria-label")} ${text}`);
    return element(
      "div",
      { class: "rule-side", "data-rule": rule },
      element("p", { class: "rule-name" }, t(title)),
      written,
      numbers,
    );
  }

  /** @param {Address[]} addresses @param {Naming} naming @param {Trace | null} trace their numbers, where they are told too @returns {Node[]} */
  const listed = (addresses, naming, trace) =>
    addresses.flatMap((address, k) => {
      const number = trace === null ? null : valueAt(trace, address, 0);
      return [
        ...(k > 0 ? [document.createTextNode(t("rules.and"))] : []),
        mathSpan(symbolOf(address, naming), t),
        ...(number === null ? [] : [document.createTextNode(` = ${formatNumber(number)}`)]),
      ];
    });
  /** What is missing, and what that makes of the number. @param {Pair} pair @param {Naming} naming @param {Trace} trace */
  function missingNode({ error, missing, inherited, ratio }, naming, trace) {
    if (missing.length === 0) return element("p", { class: "rule-missing" }, t("rules.nothing"));
    const places = (/** @type {string} */ text, /** @type {Node[]} */ nodes) => {
      const [before = "", after = ""] = text.split("{list}");
      return [document.createTextNode(before), ...nodes, document.createTextNode(after)];
    };
    return element(
      "p",
      { class: "rule-missing" },
      ...places(t("rules.missing"), listed(missing, naming, trace)),
      ...(inherited.length > 0 ? places(t("rules.inherited"), listed(inherited, naming, null)) : []),
      ...(ratio === null
        ? []
        : sentence(
            t(ratio < 0 ? "rules.ratio_opposite" : "rules.ratio"),
            { error: { address: error }, ratio: Math.abs(ratio) },
            naming,
            t,
          )),
    );
  }

  /** What is wider than its place, even when broken, scrolls, and then by keyboard too. */
  function measure() {
    for (const line of pairs.querySelectorAll(".math-line")) {
      line.classList.remove("math-wide");
      line.classList.toggle("math-wide", isCut(line));
      reachIfCut(line);
    }
  }
  new ResizeObserver(measure).observe(root);

  /** @type {Trace | null} */
  let shown = null;
  function update() {
    const rule = lesson.rule() ? "drawn" : "gradient";
    const refusal = figureRuleRefusal(experiment.request, catalog);
    for (const one of switches) {
      one.show(rule);
      for (const button of one.group.querySelectorAll("button")) {
        button.disabled = refusal !== null && button.getAttribute("data-key") === "rule-drawn";
        setAttribute(button, "title", button.disabled && refusal !== null ? t(refusal) : null);
      }
    }
    setText(why, refusal === null ? "" : t(refusal));
    setAttribute(root, "data-chosen", rule);
    markNow(rule);
    const trace = /** @type {Trace | null} */ (experiment.answer);
    if (trace === null || trace === shown) return;
    shown = trace;
    const naming = namingFor(trace.network, { notation: "figure" }, catalog);
    pairs.replaceChildren(
      ...(trace.as_drawn ? pairsOf(trace) : []).map((pair) =>
        element(
          "section",
          { class: "rule-pair", "data-layer": pair.layer },
          element(
            "h3",
            {},
            t("rules.layer", { layer: pair.layer }),
            " ",
            mathSpan(symbolOf(pair.error, naming), t),
          ),
          ...pair.sides.map((side) => sideNode(side, pair.error, naming)),
          missingNode(pair, naming, trace),
        ),
      ),
    );
    markNow(rule);
    measure();
  }
  /** @param {string} rule */
  function markNow(rule) {
    for (const node of root.querySelectorAll("[data-rule]"))
      setAttribute(node, "data-now", node.getAttribute("data-rule") === rule);
  }
  experiment.subscribe(update);
  lesson.onRule(update);
  update();
}
