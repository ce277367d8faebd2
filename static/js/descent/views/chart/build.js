// The nodes of the chart, made once, and the state that its drawing functions share.
/** @import { Context } from "../../types.js" */
/** @import { DescentAnswer, DescentScreen } from "../../types.js" */
/** @import { Plot } from "../../../draw/plot/scale.js" */
/** @import { ValueScale } from "../../../draw/plot/series.js" */
import { element, uniqueId } from "../../../draw/dom.js";
import { shape } from "../../../draw/svg.js";
import { segmented } from "../../../panels/choices.js";
import { emptyPlot } from "../plots/axes.js";

/**
 * The curve of one run.
 * @typedef {object} ChartRun
 * @property {readonly number[]} values by iteration
 * @property {(number | null)[]} heights of its points in pixels from the top; null: no point
 * @property {SVGGElement} ball
 * @property {SVGGElement} mark at the iteration that is read
 * @property {HTMLElement} readout its number
 * @property {HTMLElement} ended since when it is that number, once the run has ended
 */

/**
 * @typedef {object} Chart
 * @property {HTMLElement} root
 * @property {Context} context
 * @property {ReturnType<typeof buildNodes>} nodes
 * @property {ChartRun[]} runs
 * @property {Plot} plot from 0 to the last iteration of the longest run, and over the heights of `scale`
 * @property {ValueScale} scale
 * @property {number} count of iterations of the longest run
 * @property {DescentScreen | null} screen the latest one
 * @property {DescentAnswer | null} builtFor the answer that is drawn
 * @property {string} builtKey what else the drawing depends on: size, language, choices
 * @property {number | null} pointed the iteration under the pointer
 */

/** @param {HTMLElement} root @param {Context} context @returns {Chart} */
export function buildChart(root, context) {
  const nodes = buildNodes(context);
  root.replaceChildren(nodes.figure);
  const scale = { range: /** @type {[number, number]} */ ([0, 1]), log: false, base: 0 };
  return {
    root,
    context,
    nodes,
    runs: [],
    plot: emptyPlot(),
    scale,
    count: 0,
    screen: null,
    builtFor: null,
    builtKey: "",
    pointed: null,
  };
}

/** @param {Context} context */
function buildNodes({ t, dispatch }) {
  const quantity = segmented(
    t("descent.chart_quantity"),
    "chart",
    [
      { value: "value", text: "f" },
      { value: "gradient_norm", text: "|∇f|" },
    ],
    (value) => dispatch("setChart", { quantity: value }),
  );
  const log = element("input", {
    type: "checkbox",
    "data-key": "chart-log",
    onchange: () => dispatch("setChart", { log: log.checked }),
  });
  const readAt = element("span", { class: "chart-iteration" });
  const readout = element("p", { class: "chart-readout" });
  const svg = shape("svg", { class: "plot-drawing", tabindex: 0, "data-key": "chart" });
  const clips = shape("defs", {}, svg);
  const [clipAll, clipDone] = /** @type {const} */ (["chart", "chart-done"]).map((name) => {
    const id = uniqueId(name);
    return { id, rect: shape("rect", {}, shape("clipPath", { id }, clips)) };
  });
  const within = (/** @type {{ id: string } | undefined} */ clip) => ({ "clip-path": `url(#${clip?.id})` });
  const drawing = {
    axes: shape("g", { class: "axes", "aria-hidden": "true" }, svg),
    ahead: shape("g", { class: "chart-ahead", ...within(clipAll) }, svg),
    done: shape("g", { class: "chart-done", ...within(clipDone) }, svg),
    names: shape("g", { class: "run-names", "aria-hidden": "true" }, svg),
    pointer: shape("path", { class: "chart-pointer" }, svg),
    marks: shape("g", { class: "chart-marks" }, svg),
    now: shape("path", { class: "chart-now" }, svg),
    balls: shape("g", { class: "balls" }, svg),
  };
  const sheet = element("div", { class: "plot-sheet" }, /** @type {Node} */ (svg));
  const head = element(
    "div",
    { class: "chart-head" },
    quantity.group,
    element("label", { class: "chart-log" }, log, t("descent.chart_log")),
  );
  const figure = element(
    "figure",
    { class: "plot plot-chart", role: "group", "aria-label": t("descent.chart") },
    head,
    sheet,
    element("figcaption", {}, readout),
  );
  return { figure, head, quantity, log, readAt, readout, sheet, svg, clipAll, clipDone, ...drawing };
}
