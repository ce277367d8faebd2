// Plots for a function of one variable and for a fit: the curve of the function, and the data with the model.
/** @import { Context } from "../../types.js" */
/** @import { DescentScreen } from "../../types.js" */
/** @import { CurvePlot } from "./curve.js" */
/** @import { DataPlot } from "./data.js" */
import { element } from "../../../draw/dom.js";
import { plottedColumns } from "./columns.js";
import { buildCurve, updateCurve, updateCurveIteration } from "./curve.js";
import { buildData, moveData, updateData, updateDataIteration } from "./data.js";
import { moveCurve } from "./tangent.js";

/**
 * @typedef {object} Fit
 * @property {HTMLElement} root
 * @property {HTMLElement} plots
 * @property {CurvePlot} curve
 * @property {DataPlot} data
 * @property {DescentScreen | null} screen the latest one
 */

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  const curve = buildCurve(context);
  const data = buildData(context);
  const plots = element("div", { class: "fit-plots" }, curve.nodes.figure, data.nodes.figure);
  root.replaceChildren(plots);
  /** @type {Fit} */
  const fit = { root, plots, curve, data, screen: null };
  new ResizeObserver(() => {
    if (fit.screen && root.clientWidth > 0) update(fit, fit.screen);
  }).observe(root);
  return {
    update: (/** @type {DescentScreen} */ screen) => update(fit, screen),
    animate: (/** @type {DescentScreen} */ screen) => animate(fit, screen),
  };
}

/** @param {Fit} fit @param {DescentScreen} screen */
function update(fit, screen) {
  const { root, plots, curve, data } = fit;
  fit.screen = screen;
  const hasCurve = screen.answer.variables.length === 1;
  const hasData = plottedColumns(screen.answer) !== null;
  root.hidden = !hasCurve && !hasData;
  curve.nodes.figure.hidden = !hasCurve;
  data.nodes.figure.hidden = !hasData;
  plots.classList.toggle("curve-and-data", hasCurve && hasData);
  if (root.hidden || root.clientWidth === 0) return;
  if (hasCurve) updateCurve(curve, screen);
  if (hasData) updateData(data, screen);
}

/** @param {Fit} fit @param {DescentScreen} screen */
function animate(fit, screen) {
  const { root, curve, data, screen: before } = fit;
  if (root.hidden || before?.answer !== screen.answer) return;
  // A whole run in one motion passes through many iterations.
  const moved = before.iteration !== screen.iteration || before.completed !== screen.completed;
  fit.screen = screen;
  if (!curve.nodes.figure.hidden && curve.builtFor === screen.answer) {
    if (moved) updateCurveIteration(curve, screen);
    moveCurve(curve, screen);
  }
  if (!data.nodes.figure.hidden && data.builtFor === screen.answer) {
    if (moved) updateDataIteration(data, screen);
    moveData(data, screen);
  }
}
