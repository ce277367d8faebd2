// One run in the list of runs: its optimizer with the hyperparameters, its present value, how it ended and a warning
// about a learning rate that is too high.
/** @import { NamedParameters, Parameter } from "../../core/types.js" */
/** @import { Context } from "../types.js" */
/** @import { DescentScreen, RunAnswer } from "../types.js" */
import { menuWord } from "../../core/names.js";
import { element, setAttribute, setOptions, setText } from "../../draw/dom.js";
import { lookOf, markerPath } from "../../draw/plot/runs.js";
import { shape } from "../../draw/svg.js";
import { formatNumber } from "../../math/format.js";
import { joined } from "../../math/sentences.js";
import { numberInput, showNumber } from "../../panels/number.js";
import { endSentence } from "../narration.js";
import { columnOf, stepCount } from "../runs.js";
import { setRunColour } from "./plots/run_marks.js";
import { placeText } from "./plots/texts.js";

/**
 * @typedef {object} RunRow
 * @property {Context} context
 * @property {number} run counted from 0
 * @property {HTMLElement} node
 * @property {ReturnType<typeof buildHead>} head
 * @property {ReturnType<typeof hyperparameterField>[]} hyperparameters
 * @property {ReturnType<typeof buildNumbers>} numbers
 * @property {HTMLElement} reached
 * @property {HTMLElement} ended
 * @property {HTMLElement} warning
 */

/**
 * @param {Context} context @param {number} run @param {string} optimizer its name
 * @param {number} count of runs
 * @returns {RunRow}
 */
export function buildRunRow(context, run, optimizer, count) {
  const entry = context.catalog.optimizers.find(({ name }) => name === optimizer);
  const hyperparameters = (entry?.parameters ?? []).map((parameter) =>
    hyperparameterField(context, parameter, run),
  );
  const head = buildHead(context, run, count);
  const numbers = buildNumbers();
  const reached = element("p", { class: "run-reached" });
  const ended = element("p", { class: "run-ended" });
  const warning = element("div", { class: "run-warning", role: "note" });
  const node = element(
    "li",
    { "data-run-row": run, "data-field-group": true },
    head.node,
    element("div", { class: "run-parameters" }, ...hyperparameters.map((one) => one.node)),
    numbers.node,
    reached,
    ended,
    warning,
  );
  return { context, run, node, head, hyperparameters, numbers, reached, ended, warning };
}

/**
 * The key of the run with its optimizer and buttons.
 * @param {Context} context @param {number} run @param {number} count of runs
 */
function buildHead({ dispatch, t }, run, count) {
  const follow = element(
    "button",
    {
      type: "button",
      class: "follow",
      "data-key": `follow-${run}`,
      "aria-label": t("descent.follow_run", { run: run + 1 }),
      onclick: () => dispatch("follow", run),
    },
    t("descent.follow"),
  );
  const optimizer = element("select", {
    "data-key": `optimizer-${run}`,
    "data-field": `runs.${run}.optimizer`,
    "aria-label": t("descent.optimizer_of", { run: run + 1 }),
    onchange: () => dispatch("setRunOptimizer", { run, name: optimizer.value }),
  });
  const remove = element(
    "button",
    {
      type: "button",
      class: "quiet",
      "data-key": `run-remove-${run}`,
      "aria-label": t("descent.remove_run", { run: run + 1 }),
      title: t("descent.remove_run", { run: run + 1 }),
      disabled: count < 2,
      onclick: () => dispatch("removeRun", run),
    },
    "×",
  );
  const node = element("div", { class: "run-head" }, runKey(run), optimizer, follow, remove);
  return { node, optimizer, follow };
}

/** The line and the marker of a run, as in the plots. @param {number} run @returns {Node} */
function runKey(run) {
  const { dash, marker } = lookOf(run);
  const svg = shape("svg", {
    viewBox: "0 0 40 20",
    width: 40,
    height: 20,
    class: "run-key",
    "aria-hidden": "true",
  });
  setRunColour(svg, run);
  shape("path", { d: "M1 10H39", class: "run-line", "stroke-dasharray": dash || null }, svg);
  shape("path", { d: markerPath(marker, 5.5, { x: 20, y: 10 }), class: "run-ball" }, svg);
  return svg;
}

/** @param {Context} context @param {Parameter} parameter @param {number} run */
function hyperparameterField({ dispatch, t, find }, parameter, run) {
  const { name } = parameter;
  const field = `runs.${run}.optimizer.${name}`;
  const label = find(`editor.parameter_${name}`, menuWord(name));
  const { input, show } = numberInput(
    t,
    {
      "data-key": field,
      "data-field": field,
      "aria-label": t("descent.of_run", { label, run: run + 1 }),
      class: "number short",
    },
    (value, continues) => dispatch("setRunParameter", { run, name, value, continues }),
    { low: parameter.low ?? -Infinity, high: parameter.high ?? Infinity },
  );
  return {
    node: element(
      "label",
      { class: "run-parameter", "data-field-group": true },
      element("span", { "aria-hidden": "true" }, label),
      input,
    ),
    show: (/** @type {NamedParameters} */ optimizer) => {
      const value = optimizer[name];
      show(typeof value === "number" ? value : parameter.default);
    },
  };
}

function buildNumbers() {
  const steps = element("span", {});
  const value = element("span", { class: "run-number" });
  const norm = element("span", { class: "run-number" });
  const node = element(
    "p",
    { class: "run-now" },
    steps,
    element("span", {}, "f = ", value),
    element("span", {}, "|∇f| = ", norm),
  );
  return { node, steps, value, norm };
}

/** @param {RunRow} row @param {DescentScreen} screen */
export function updateRunRow(row, screen) {
  const { context, run, node, head, hyperparameters, reached, ended, warning } = row;
  const { catalog, find, t } = context;
  const { state, answer } = screen;
  const optimizer = state.request.runs[run]?.optimizer;
  if (!optimizer) return;
  const options = catalog.optimizers.map(({ name }) => ({
    value: name,
    text: find(`optimizer_name.${name}`, menuWord(name)),
  }));
  setOptions(head.optimizer, options, optimizer.name);
  for (const field of hyperparameters) field.show(optimizer);
  setAttribute(head.follow, "aria-pressed", String(state.followed === run));
  setAttribute(node, "data-followed", state.followed === run);
  updateRunNumbers(row, screen);
  // A run that was just added is not in the answer yet.
  const values = answer.runs[run];
  const notices = answer.notices.filter((one) => one.run === run).map(({ msg }) => msg);
  setText(reached, values ? reachedText(answer, values, t) : "");
  setText(ended, joined(endSentence(answer, run, t), ...new Set(notices)));
  setAttribute(node, "data-ended", values?.ended ?? null);
  const growth = values ? growthOf(values) : null;
  warning.hidden = growth === null;
  if (growth) warning.replaceChildren(...warningAbout(growth, Number(optimizer["learning_rate"]), context));
}

/** Where a run came to in the end. @param {DescentScreen["answer"]} answer @param {RunAnswer} values
 * @param {Context["t"]} t */
function reachedText({ variables }, values, t) {
  const point = variables.map((name) => columnOf(values, name).at(-1) ?? Number.NaN);
  return t("descent.reached", {
    place: placeText(variables, point),
    value: formatNumber(values.value.at(-1)),
  });
}

/** The value and the gradient norm after the last complete step. @param {RunRow} row @param {DescentScreen} screen */
export function updateRunNumbers({ context, run, numbers }, { answer, completed }) {
  const values = answer.runs[run];
  if (!values) return;
  const k = Math.min(completed, stepCount(values));
  setText(numbers.steps, context.t("descent.after_steps", { count: k }));
  setAttribute(numbers.value, "data-address", `run${run}.value@${k}`);
  showNumber(numbers.value, values.value[k] ?? null);
  setAttribute(numbers.norm, "data-address", `run${run}.gradient_norm@${k}`);
  showNumber(numbers.norm, values.gradient_norm[k] ?? null);
}

// ---- a learning rate that is too high --------------------------------------------------------------------------

/**
 * A direction in which steps grow: in every step the distance from the minimum is multiplied by `factor` = 1
 *   − η·eigenvalue.
 * @typedef {object} Growth
 * @property {number} eigenvalue the curvature in that direction
 * @property {number} factor below −1
 * @property {number | null} limit the largest learning rate without growth
 * @property {"start" | "end"} where it was measured
 */

/** The direction of the strongest growth at the end of a run, or at the start of one that diverged; null for none.
 * @param {RunAnswer} run @returns {Growth | null} */
function growthOf(run) {
  const strongest = (/** @type {"start" | "end"} */ where) => {
    const curvature = run.curvature?.[where];
    const growths = (curvature?.factors ?? [])
      .map((factor, n) => ({
        eigenvalue: curvature?.eigenvalues[n] ?? Number.NaN,
        factor,
        limit: curvature?.rate_limit ?? null,
        where,
      }))
      .filter(({ factor }) => factor < -1)
      .sort((a, b) => a.factor - b.factor);
    return growths[0] ?? null;
  };
  return strongest("end") ?? (run.ended === "diverged" ? strongest("start") : null);
}

/** @param {Growth} growth @param {number} rate @param {Context} context @returns {Node[]} */
function warningAbout({ eigenvalue, factor, limit, where }, rate, { t }) {
  const params = {
    rate: formatNumber(rate),
    curvature: formatNumber(eigenvalue),
    factor: formatNumber(factor),
    limit: formatNumber(limit),
    size: formatNumber(factor).replace("−", ""),
    place: t(where === "start" ? "descent.at_start" : "descent.at_end"),
  };
  return [
    element("p", {}, element("strong", {}, t("descent.too_high"))),
    element("p", {}, t("descent.too_high_why", params)),
    element(
      "p",
      { class: "too-high-sum" },
      `1 − η·λ = 1 − ${params.rate}·${params.curvature} = `,
      element("span", { "data-address": `factor.${where}`, "data-value": String(factor) }, params.factor),
      `, |1 − η·λ| = ${params.size} > 1`,
    ),
  ];
}
