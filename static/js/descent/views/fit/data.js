// The data of a fit as points, with the model's curve at the present parameters; the rows of the batch are marked.
/** @import { Context } from "../../types.js" */
/** @import { DescentAnswer, DescentScreen } from "../../types.js" */
/** @import { Plot } from "../../../draw/plot/scale.js" */
import { at, own } from "../../../core/at.js";
import { element, uniqueId } from "../../../draw/dom.js";
import { pathOf } from "../../../draw/geometry.js";
import { curveAt } from "../../../draw/plot/interval.js";
import { curvePath, dotPath } from "../../../draw/plot/lines.js";
import { placeOf } from "../../../draw/plot/scale.js";
import { letterSize, set, shape } from "../../../draw/svg.js";
import { stepCount } from "../../runs.js";
import { drawAxes, emptyPlot, fitPlot } from "../plots/axes.js";
import { setRunColour } from "../plots/run_marks.js";
import { plottedColumns, rangeAround, roomForPlot } from "./columns.js";

/** Up to this many rows, lines show the distance of every point from the model. */
const MAX_RESIDUALS = 80;
/** The largest distance of predictions beyond the data that is shown, as a share of the data's span. */
const BEYOND_DATA = 0.6;
/** Margins around the data, as a share of its span. */
const MARGIN = 0.08;
/** Height by width of the plot beside a curve, and alone. */
const ASPECT_BESIDE = 0.76;
const ASPECT_ALONE = 1.05;

/**
 * @typedef {object} DataPlot
 * @property {Context} context
 * @property {ReturnType<typeof buildNodes>} nodes
 * @property {Plot} plot
 * @property {DescentAnswer | null} builtFor the answer that is drawn
 * @property {string} builtKey what else the drawing depends on: size and language
 */

/** @param {Context} context @returns {DataPlot} */
export const buildData = (context) => ({
  context,
  nodes: buildNodes(),
  plot: emptyPlot(),
  builtFor: null,
  builtKey: "",
});

function buildNodes() {
  const svg = shape("svg", { class: "plot-drawing" });
  const sheet = element("div", { class: "plot-sheet" }, /** @type {Node} */ (svg));
  const legend = element("p", { class: "plot-legend" });
  const clipId = uniqueId("data-clip");
  const clip = shape("rect", {}, shape("clipPath", { id: clipId }, shape("defs", {}, svg)));
  const ground = shape("rect", { class: "plot-ground" }, svg);
  const axes = shape("g", { class: "axes", "aria-hidden": "true" }, svg);
  const inner = shape("g", { "clip-path": `url(#${clipId})` }, svg);
  return {
    figure: element("figure", { class: "plot plot-data" }, sheet, element("figcaption", {}, legend)),
    svg,
    sheet,
    legend,
    clip,
    ground,
    axes,
    residuals: shape("path", { class: "misses" }, inner),
    points: shape("path", { class: "data-points" }, inner),
    batch: shape("path", { class: "data-batch", "data-batch": "" }, inner),
    model: shape("path", { class: "model-line", "data-model": "" }, inner),
  };
}

/** The plotted columns with their numbers. @param {DescentAnswer} answer */
function pointsOf(answer) {
  const { input, target } = plottedColumns(answer) ?? { input: "", target: "" };
  const data = answer.request.data ?? {};
  return { input, target, xs: own(data, input) ?? [], ys: own(data, target) ?? [] };
}

/** What does not change while a run is stepped through. @param {DataPlot} data @param {DescentAnswer} answer */
function drawMap(data, answer) {
  const { nodes } = data;
  const { input, target, xs, ys } = pointsOf(answer);
  const [low, high] = rangeAround(ys, BEYOND_DATA);
  const predictions = (answer.model?.predictions ?? [])
    .flat()
    .filter((value) => value !== null)
    .map((value) => Math.max(low, Math.min(high, value)));
  const inputs = answer.model?.inputs ?? [];
  const view = {
    x:
      inputs.length > 1
        ? rangeAround([at(inputs, 0), at(inputs, inputs.length - 1)], 0)
        : rangeAround(xs, MARGIN),
    y: rangeAround([...ys, ...predictions], MARGIN),
  };
  const aspect = answer.variables.length === 1 ? ASPECT_BESIDE : ASPECT_ALONE;
  const room = { ...roomForPlot(nodes.sheet), aspect };
  const size = letterSize(nodes.svg);
  data.plot = fitPlot(nodes, view, room, size);
  drawAxes(nodes.axes, data.plot, [input, target], size, { grid: true });
  const rows = xs.map((_, row) => row);
  set(nodes.points, { d: dotsOf(data.plot, rows, xs, ys) });
}

/** The points of some rows as dots. @param {Plot} plot @param {readonly number[]} rows
 * @param {readonly number[]} xs @param {readonly number[]} ys */
const dotsOf = (plot, rows, xs, ys) =>
  rows.map((row) => dotPath(placeOf(plot, at(xs, row), at(ys, row)))).join("") || null;

/** @param {DataPlot} data @param {DescentScreen} screen */
export function updateData(data, screen) {
  const { nodes, context } = data;
  const width = nodes.sheet.clientWidth;
  if (width === 0) return;
  const key = [width, roomForPlot(nodes.sheet).tallest, context.language()].join(" ");
  if (data.builtFor !== screen.answer || data.builtKey !== key) {
    drawMap(data, screen.answer);
    data.builtFor = screen.answer;
    data.builtKey = key;
  }
  setRunColour(nodes.figure, screen.run);
  updateDataIteration(data, screen);
  moveData(data, screen);
}

/**
 * What changes from one iteration to the next: the batch and the legend.
 * @param {DataPlot} data @param {DescentScreen} screen
 */
export function updateDataIteration({ nodes, plot, context: { t } }, { answer, iteration, run: followed }) {
  const { input, target, xs, ys } = pointsOf(answer);
  const run = at(answer.runs, followed);
  const batch = iteration > 0 ? (run.batches?.[iteration - 1] ?? []) : [];
  set(nodes.batch, { d: dotsOf(plot, batch, xs, ys) });
  const item = (/** @type {string} */ look, /** @type {string} */ text) =>
    element("span", { class: `key ${look}` }, text);
  const items = [item("points", `${t("descent.plot_points")} ${target}`)];
  const { model } = answer.request;
  if (model && answer.model) {
    const text = t("descent.plot_model", { iteration: Math.min(iteration, stepCount(run)) });
    items.push(item("model", model.expression + t("speech.colon") + text));
  }
  if (batch.length > 0) items.push(item("batch", t("descent.plot_batch", { count: batch.length })));
  nodes.legend.replaceChildren(...items);
  const axes = t("descent.plot_data", { x: input, y: target });
  const label = axes + t("speech.colon") + items.map((one) => one.textContent).join(t("speech.comma"));
  set(nodes.svg, { role: "img", "aria-label": label });
}

/** The predictions on the grid of inputs, interpolated within a step; null where the answer holds none.
 * @param {DescentScreen} screen @returns {(number | null)[] | null} */
function predictionsNow({ answer: { model, runs }, iteration, progress, run }) {
  if (!model || model.run !== run) return null;
  const last = stepCount(runs[run]);
  const to = model.predictions[Math.min(iteration, last) - model.from];
  const from = model.predictions[Math.max(0, Math.min(iteration - 1, last)) - model.from];
  if (!to || !from || progress >= 1) return to ?? null;
  return to.map((value, k) => {
    const before = at(from, k);
    return value === null || before === null ? value : before + (value - before) * progress;
  });
}

/**
 * What changes at every frame: the model's curve and the residuals.
 * @param {DataPlot} data @param {DescentScreen} screen
 */
export function moveData({ nodes, plot }, screen) {
  const { answer } = screen;
  const predictions = predictionsNow(screen);
  const inputs = answer.model?.inputs ?? [];
  const { xs, ys } = pointsOf(answer);
  set(nodes.model, { d: predictions ? curvePath(plot, inputs, predictions) : null });
  /** @param {number} x @param {number} row */
  const residual = (x, row) => {
    const predicted = predictions && curveAt(inputs, predictions, x);
    return predicted === null ? "" : pathOf([placeOf(plot, x, at(ys, row)), placeOf(plot, x, predicted)]);
  };
  const hasResiduals = predictions !== null && xs.length <= MAX_RESIDUALS;
  set(nodes.residuals, { d: hasResiduals ? xs.map(residual).join("") || null : null });
}
