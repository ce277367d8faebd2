// The switch of section 5 between the gradient and the rule of the document's figures: in the text, above both rules
// for one δ of each layer, and small in every figure.
/** @import { Key } from "../../core/types.js" */
/** @import { Trace } from "../../network/types.js" */
/** @import { Experiment, Lesson, LiveFigure } from "../types.js" */
import { element, isCut, reachIfCut, setAttribute, setText } from "../../draw/dom.js";
import { figureRuleRefusal } from "../../network/request.js";
import { segmented } from "../../panels/choices.js";
import { namingFor } from "../practice/sentences.js";
import { EXPERIMENT } from "./examples.js";
import { pairsOf } from "./rule_pairs.js";
import { pairNode } from "./rule_pair_view.js";

/** The two rules of the switch. @type {{value: "gradient" | "drawn", title: Key, about: Key}[]} */
const RULES = [
  { value: "gradient", title: "rules.gradient", about: "rules.gradient_about" },
  { value: "drawn", title: "rules.drawn", about: "rules.drawn_about" },
];

/**
 * @typedef {object} RulesState
 * @property {Lesson} lesson
 * @property {Experiment<"network">} experiment
 * @property {HTMLElement} root
 * @property {HTMLElement} pairs both rules for one δ of each layer
 * @property {HTMLElement} why says why the figures' rule cannot be chosen
 * @property {ReturnType<typeof segmented>[]} switches that of the text, then those of the figures
 * @property {Trace | null} shown the answer that the pairs show
 */

/** Passes a change of rule inside one figure (by key) on to the lesson, and so to all its figures.
 * @param {LiveFigure} live @param {Lesson} lesson */
export function shareFigureRule(live, lesson) {
  live.store.subscribe((model, before) => {
    if (model.state.figureRule !== before.state.figureRule)
      queueMicrotask(() => lesson.setFigureRule(live.model.state.figureRule));
  });
}

/** @param {HTMLElement} root @param {Lesson} lesson */
export function mountRules(root, lesson) {
  const { t } = lesson;
  const main = ruleSwitch(lesson, "rules.label");
  /** @type {RulesState} */
  const state = {
    lesson,
    experiment: lesson.networkExperiment(EXPERIMENT),
    root,
    pairs: element("div", { class: "rule-pairs" }),
    why: element("p", { class: "why", role: "note" }),
    switches: [main],
    shown: null,
  };
  root.classList.add("rules");
  root.replaceChildren(
    element(
      "div",
      { class: "rule-bar" },
      element("span", { class: "choice-label", "aria-hidden": "true" }, t("rules.label")),
      main.group,
      state.why,
    ),
    element(
      "div",
      { class: "rule-abouts" },
      ...RULES.map(({ value, title, about }) =>
        element("p", { "data-rule": value }, element("strong", {}, t(title)), t("rounds.colon"), t(about)),
      ),
    ),
    state.pairs,
  );
  new ResizeObserver(() => markWideLines(state)).observe(root);
  state.experiment.subscribe(() => update(state));
  lesson.onFigureRule(() => update(state));
  lesson.onFigure((live) => {
    if (live.figure.tool !== "network") return;
    state.switches.push(switchInFigure(live, lesson));
    update(state);
  });
  update(state);
}

/** @param {Lesson} lesson @param {Key} label */
const ruleSwitch = ({ t, setFigureRule }, label) =>
  segmented(
    t(label),
    "rule",
    RULES.map(({ value, title }) => ({ value, text: t(title) })),
    (value) => setFigureRule(value === "drawn"),
  );

/** Adds a switch to a figure. @param {LiveFigure} live @param {Lesson} lesson */
function switchInFigure(live, lesson) {
  const own = ruleSwitch(lesson, "rules.label_figures");
  const bar = element(
    "div",
    { class: "figure-rule" },
    element("span", { class: "choice-label", "aria-hidden": "true" }, lesson.t("rules.short")),
    own.group,
  );
  const board = [...live.root.querySelectorAll(".board")].at(-1);
  if (board) board.after(bar);
  else live.root.prepend(bar);
  live.root.setAttribute("data-rule-switch", "");
  shareFigureRule(live, lesson);
  return own;
}

/** @param {RulesState} state */
function update(state) {
  const { lesson, experiment, root, pairs, why } = state;
  const { t, catalog } = lesson;
  const refusal = figureRuleRefusal(experiment.request, catalog);
  const rule = lesson.figureRule() && refusal === null ? "drawn" : "gradient";
  for (const each of state.switches) {
    each.show(rule);
    for (const button of each.group.querySelectorAll("button")) {
      button.disabled = refusal !== null && button.getAttribute("data-key") === "rule-drawn";
      setAttribute(button, "title", button.disabled && refusal !== null ? t(refusal) : null);
    }
  }
  for (const board of document.querySelectorAll("[data-board]"))
    setAttribute(board, "hidden", board.getAttribute("data-board") === rule ? null : "");
  setText(why, refusal === null ? "" : t(refusal));
  setAttribute(root, "data-chosen", rule);
  markChosen(root, rule);
  const trace = experiment.answer;
  if (trace === null || trace === state.shown) return;
  state.shown = trace;
  const naming = namingFor(trace.network, { notation: "figure" }, catalog);
  pairs.replaceChildren(
    ...(trace.as_drawn ? pairsOf(trace) : []).map((pair) => pairNode(pair, { trace, naming, t })),
  );
  markChosen(root, rule);
  markWideLines(state);
}

/** @param {HTMLElement} root @param {string} rule */
function markChosen(root, rule) {
  for (const node of root.querySelectorAll("[data-rule]"))
    setAttribute(node, "data-now", node.getAttribute("data-rule") === rule);
}

/** Lines that are too wide even when broken scroll, by keyboard too. @param {RulesState} state */
function markWideLines({ pairs }) {
  for (const line of pairs.querySelectorAll(".math-line")) {
    line.classList.remove("math-wide");
    line.classList.toggle("math-wide", isCut(line));
    reachIfCut(line);
  }
}
