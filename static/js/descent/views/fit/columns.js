// The columns of the data that are plotted, and the ranges of the plots.
/** @import { DescentAnswer } from "../../types.js" */
/** @import { Range } from "../../../draw/plot/scale.js" */
import { columnOf } from "../../runs.js";
import { roomOf } from "../plots/axes.js";

/**
 * A range around numbers; 0 to 1 for none.
 * @param {readonly number[]} values @param {number} margin as a share of their span
 * @returns {Range}
 */
export function rangeAround(values, margin) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!(low <= high)) return [0, 1];
  const padding = (high - low || Math.abs(high) || 1) * margin;
  return [low - padding, high + padding];
}

/** The share of the curve's values that are within its plot at least. */
const CURVE_SHARE = 0.7;

/** The vertical range of the plot of a curve: the points of the runs within the view, and most of the curve.
 * @param {DescentAnswer} answer @param {Range} view @returns {Range} */
export function curveRange({ curve, runs, variables: [name = ""] }, view) {
  const values = (curve?.value ?? []).filter((value) => value !== null).sort((a, b) => a - b);
  const low = values[0] ?? 0;
  const high = values.at(-1) ?? 1;
  let top = values[Math.floor(values.length * CURVE_SHARE)] ?? high;
  for (const run of runs) {
    const xs = columnOf(run, name);
    run.value.forEach((value, k) => {
      const x = xs[k];
      if (x !== undefined && x >= view[0] && x <= view[1]) top = Math.max(top, value);
    });
  }
  return rangeAround([low, Math.min(high, low + (top - low) * 1.25)], 0.07);
}

/** The columns for the axes: what the model reads and what it predicts, or else the first two.
 * @param {DescentAnswer} answer @returns {{ input: string, target: string } | null} null without data */
export function plottedColumns({ request: { data, model } }) {
  if (model) return model;
  const [input, target] = Object.keys(data ?? {});
  return input !== undefined && target !== undefined ? { input, target } : null;
}

/** The space for a plot, in pixels. @param {HTMLElement} sheet */
export const roomForPlot = (sheet) =>
  roomOf(sheet, Math.max(240, Math.min(globalThis.innerHeight * 0.56, sheet.clientWidth * 1.1, 680)));
