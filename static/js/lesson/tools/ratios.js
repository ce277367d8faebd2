// Compares the rule of the document's figures with the gradient for every δ and every update of the section's
// network; explains wrong signs, and shows the loss after an update of one neuron only.
/** @import { Trace } from "../../network/types.js" */
/** @import { Experiment, Figure, Lesson } from "../types.js" */
/** @import { SingleNeuronState } from "./single_neuron.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { figureRuleRefusal } from "../../network/request.js";
import { namingFor } from "../practice/sentences.js";
import { comparisonOf } from "./comparison.js";
import { EXPERIMENT, exampleChoice } from "./examples.js";
import { conditionNodes } from "./ratio_conditions.js";
import { tableNode, updateAngle, updateSummary } from "./ratio_table.js";
import { shareFigureRule } from "./rules.js";
import { createSingleNeuron, updateSingleNeuron } from "./single_neuron.js";

/** The network at the step where every δ is known and no weight is updated; it has no player. @type {Figure} */
const FIGURE = {
  name: "ratios",
  tool: "network",
  experiment: EXPERIMENT,
  views: ["diagram"],
  formulas: [],
  names: null,
  lines: null,
  plays: false,
  state: { notation: "figure", grouping: "neuron" },
  first: "error1.2",
  last: "error1.2",
};

/**
 * @typedef {object} RatiosState
 * @property {Lesson} lesson
 * @property {Experiment<"network">} experiment
 * @property {HTMLElement} root
 * @property {HTMLElement} refusal says why the figures' rule is not defined for the network
 * @property {HTMLElement} summary
 * @property {HTMLElement} table
 * @property {HTMLElement} angle
 * @property {HTMLElement} why
 * @property {SingleNeuronState} singleNeuron
 * @property {Trace | null} shown
 */

/** @param {HTMLElement} root @param {Lesson} lesson */
export function mountRatios(root, lesson) {
  const state = build(root, lesson);
  lesson.whenNear(root, () => {
    state.experiment.subscribe(() => update(state));
    update(state);
  });
}

/** @param {HTMLElement} root @param {Lesson} lesson @returns {RatiosState} */
function build(root, lesson) {
  const { t } = lesson;
  const experiment = lesson.networkExperiment(EXPERIMENT);
  const place = element(
    "div",
    { class: "ratio-picture", "aria-label": t("ratios.picture"), role: "group" },
    element("div", { class: "figure-view", "data-view": "diagram" }),
  );
  const refusal = element("p", { class: "hint", role: "note" });
  const table = element("div", {
    class: "ratio-table scroll",
    tabindex: 0,
    role: "group",
    "aria-label": t("ratios.caption"),
  });
  const summary = element("p", { class: "ratio-summary", "aria-live": "polite" });
  const angle = element("p", { class: "ratio-angle" });
  const why = element("section", { class: "ratio-why" });
  const singleNeuron = createSingleNeuron(lesson);
  root.classList.add("ratios");
  root.replaceChildren(
    exampleChoice(lesson, experiment),
    place,
    refusal,
    summary,
    element(
      "div",
      { class: "ratio-columns" },
      table,
      element("div", { class: "ratio-reasons" }, angle, why, singleNeuron.root),
    ),
  );
  lesson.whenNear(place, () => {
    const live = lesson.openFigure(place, FIGURE);
    lesson.onFigureRule((on) => live.dispatch("setFigureRule", on));
    shareFigureRule(live, lesson);
  });
  return { lesson, experiment, root, refusal, summary, table, angle, why, singleNeuron, shown: null };
}

/** @param {RatiosState} state */
function update(state) {
  const { lesson, experiment, root, refusal, summary, table, angle, why, singleNeuron } = state;
  const { t, catalog } = lesson;
  const trace = experiment.answer;
  if (trace === null) return;
  const refused = figureRuleRefusal(trace.request, catalog);
  setText(refusal, refused === null ? "" : t(refused));
  setAttribute(root, "data-stale", trace.request !== experiment.request);
  if (trace === state.shown) return;
  state.shown = trace;
  const groups = comparisonOf(trace);
  for (const part of [table, summary, angle, why, singleNeuron.root]) part.hidden = groups.length === 0;
  if (groups.length === 0) return;
  const naming = namingFor(trace.network, { notation: "figure" }, catalog);
  table.replaceChildren(tableNode(groups, naming, t));
  updateSummary(summary, groups, t);
  updateAngle(angle, groups, t);
  why.replaceChildren(...conditionNodes(trace, naming, t));
  updateSingleNeuron(singleNeuron, trace, groups);
}
