// The chart of f, or of the length of its gradient, over the iterations of all runs. The iteration is scrubbed on it.
/** @import { Context } from "../../types.js" */
/** @import { DescentScreen } from "../../types.js" */
/** @import { Chart } from "./build.js" */
import { at } from "../../../core/at.js";
import { set } from "../../../draw/svg.js";
import { formatNumber } from "../../../math/format.js";
import { runNames } from "../../run_names.js";
import { setSpare } from "../plots/axes.js";
import { buildChart } from "./build.js";
import { drawChart, isLogarithmic, moveChart, showReadout, sinceWhen, sizeOf } from "./draw.js";
import { listenInChart } from "./scrub.js";

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  const chart = buildChart(root, context);
  listenInChart(chart);
  new ResizeObserver(() => {
    if (chart.screen && chart.nodes.sheet.clientWidth > 0) update(chart, chart.screen);
  }).observe(chart.nodes.sheet);
  return {
    update: (/** @type {DescentScreen} */ screen) => update(chart, screen),
    animate: (/** @type {DescentScreen} */ screen) => {
      if (chart.builtFor !== screen.answer) return;
      chart.screen = screen;
      moveChart(chart, screen);
      showReadout(chart, screen);
    },
  };
}

/** @param {Chart} chart @param {DescentScreen} screen */
function update(chart, screen) {
  const { nodes, context } = chart;
  const { answer, state } = screen;
  chart.screen = screen;
  nodes.quantity.show(state.chart.quantity);
  nodes.log.checked = isLogarithmic(answer, state);
  const { width, height } = sizeOf(chart);
  if (width === 0) return;
  const key = JSON.stringify([width, height, context.language(), state.chart]);
  if (chart.builtFor !== answer || chart.builtKey !== key) {
    drawChart(chart, screen);
    chart.builtFor = answer;
    chart.builtKey = key;
  }
  moveChart(chart, screen);
  showReadout(chart, screen);
  // The numbers of more runs take more room below, and leave the sheet less.
  setSpare(nodes.sheet, height);
  tell(chart, screen);
}

/** The slider for screen readers. @param {Chart} chart @param {DescentScreen} screen */
function tell({ nodes, runs, count, context }, { answer, state, completed }) {
  const { t, find } = context;
  const names = runNames(answer.request.runs, find);
  const symbol = state.chart.quantity === "value" ? "f" : "|∇f|";
  const numbers = runs.map(({ values }, r) => {
    const number = formatNumber(values[Math.min(completed, values.length - 1)]);
    const value = `${symbol} = ${number} ${sinceWhen(values, completed, t)}`.trim();
    return names.length > 1 ? t("descent.chart_value", { name: at(names, r), value }) : value;
  });
  set(nodes.svg, {
    role: "slider",
    "aria-label": t("descent.chart_slider", { symbol }),
    "aria-valuemin": 0,
    "aria-valuemax": count,
    "aria-valuenow": completed,
    "aria-valuetext": `${t("descent.chart_at", { iteration: completed })} ${numbers.join(t("speech.and"))}`,
  });
}
