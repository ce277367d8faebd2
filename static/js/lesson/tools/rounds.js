// Compares the loss over many rounds by the gradient and by the rule of the document's figures, from the same start.
/** @import { Experiment, Lesson } from "../types.js" */
/** @import { Line, RoundsParts, RoundsState, Run } from "./rounds_state.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { formatNumber } from "../../math/format.js";
import { figureRuleRefusal } from "../../network/request.js";
import { thrownText } from "../practice/replies.js";
import { curveOf } from "./curves.js";
import { EXPERIMENT, exampleChoice } from "./examples.js";
import { drawChart, showRound } from "./rounds_chart.js";
import { DEFAULT_ROUNDS, buildControls, roundsLimit, updateControls } from "./rounds_controls.js";
import { updateResults } from "./rounds_results.js";
import { LINES } from "./rounds_state.js";

/** An edit is computed when no other has followed it for this long, in milliseconds. */
const EDIT_PAUSE = 250;

/** @param {HTMLElement} root @param {Lesson} lesson */
export function mountRounds(root, lesson) {
  const experiment = lesson.networkExperiment(EXPERIMENT);
  /** @type {RoundsState} */
  const state = {
    lesson,
    experiment,
    parts: buildParts(root, lesson),
    controls: buildControls(lesson, experiment, {
      setRounds: (count) => setRounds(state, count),
      setScale: (scale) => {
        state.scale = scale === "linear" ? "linear" : "log";
        drawChart(state);
      },
    }),
    rounds: DEFAULT_ROUNDS,
    round: DEFAULT_ROUNDS,
    scale: "log",
    runs: [],
    computedFor: null,
    isNear: false,
    requestCount: 0,
    timer: 0,
    plot: null,
    spot: null,
  };
  arrange(state);
  updateControls(state);
  listen(state);
}

/** @param {HTMLElement} root @param {Lesson} lesson @returns {RoundsParts} */
function buildParts(root, { t }) {
  return {
    root,
    legend: element("ul", { class: "rounds-legend" }),
    chart: element("div", { class: "rounds-chart" }),
    slider: element("input", {
      type: "range",
      min: 0,
      step: 1,
      "data-key": "rounds-at",
      "aria-label": t("rounds.at"),
    }),
    readout: element("output", { class: "rounds-readout" }),
    busy: element("p", { class: "rounds-busy", role: "status" }),
    verdict: element("p", { class: "rounds-verdict", "aria-live": "polite" }),
    problems: element("div", { class: "rounds-problems" }),
    table: element("details", { class: "rounds-table" }, element("summary", {}, t("rounds.table"))),
  };
}

/** @param {RoundsState} state */
function arrange({ lesson, experiment, controls, parts }) {
  const { root, legend, chart, slider, readout, busy, verdict, problems, table } = parts;
  root.classList.add("rounds");
  root.replaceChildren(
    exampleChoice(lesson, experiment),
    controls.node,
    busy,
    problems,
    element(
      "figure",
      { class: "rounds-figure" },
      legend,
      chart,
      element("div", { class: "rounds-slider" }, slider, readout),
    ),
    verdict,
    table,
  );
}

/** @param {RoundsState} state */
function listen(state) {
  const { experiment, parts } = state;
  parts.slider.addEventListener("input", () => showRound(state, Number(parts.slider.value)));
  let width = 0;
  new ResizeObserver(() => {
    if (parts.chart.clientWidth === width) return;
    width = parts.chart.clientWidth;
    drawChart(state);
  }).observe(parts.chart);
  experiment.subscribe(() => {
    updateControls(state);
    if (state.isNear && experiment.request !== state.computedFor) computeSoon(state);
  });
  state.lesson.whenNear(parts.root, () => {
    state.isNear = true;
    computeIn(state, 0);
  });
}

/** @param {RoundsState} state @param {number} count */
function setRounds(state, count) {
  state.rounds = Math.min(roundsLimit(state.lesson.catalog, state.experiment), count);
  state.round = state.rounds;
  updateControls(state);
  computeSoon(state);
}

/** @param {RoundsState} state */
function computeSoon(state) {
  if (state.isNear) computeIn(state, EDIT_PAUSE);
}

/** @param {RoundsState} state @param {number} pause in milliseconds; 0: at once */
function computeIn(state, pause) {
  clearTimeout(state.timer);
  state.requestCount += 1;
  setAttribute(state.parts.root, "data-pending", "true");
  if (pause === 0) void compute(state);
  else state.timer = window.setTimeout(() => void compute(state), pause);
}

/** @param {RoundsState} state */
async function compute(state) {
  const { lesson, parts, requestCount } = state;
  state.computedFor = state.experiment.request;
  setText(parts.busy, lesson.t("rounds.working", { rounds: formatNumber(state.rounds) }));
  const runs = await Promise.all(LINES.map((line) => runOf(state, line)));
  if (requestCount !== state.requestCount) return;
  state.runs = runs;
  setText(parts.busy, "");
  setAttribute(parts.root, "data-pending", "false");
  updateResults(state);
  parts.slider.max = String(state.rounds);
  state.round = Math.min(state.round, state.rounds);
  parts.slider.value = String(state.round);
  drawChart(state);
}

/** @param {RoundsState} state @param {Line} line @returns {Promise<Run>} */
async function runOf({ lesson, experiment: { request }, rounds }, { rule, request: inRequest }) {
  const { t, catalog } = lesson;
  const refusal = figureRuleRefusal(request, catalog);
  if (rule === "drawn" && refusal !== null) return { rule, answer: null, curve: [], problem: t(refusal) };
  try {
    const { include: _include, ...body } = request;
    const answer = /** @type {import("../../network/types.js").Trace} */ (
      await lesson.ask("/api/v1/trace", { ...body, round: rounds, rule: inRequest })
    );
    return { rule, answer, curve: curveOf(answer), problem: null };
  } catch (thrown) {
    return { rule, answer: null, curve: [], problem: thrownText(thrown, t) };
  }
}
