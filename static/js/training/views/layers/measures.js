// The measures of the layers: their names, and their lines over the epochs. No DOM.
/** @import { Measure, Run } from "../../run.js" */
/** @import { Line } from "../curves/plot.js" */
import { epochsOf } from "../curves/curves.js";

/** @typedef {{ name: Measure, isLog: boolean, isShare: boolean }} MeasureChart */
/** In the order of the charts and of the columns of the table. @type {readonly MeasureChart[]} */
export const MEASURES = [
  { name: "gradient_norm", isLog: true, isShare: false },
  { name: "update_ratio", isLog: true, isShare: false },
  { name: "saturated", isLog: false, isShare: true },
  { name: "dead", isLog: false, isShare: true },
];

/** A chart of a column of the panel has no room for more points. */
const MOST_POINTS = 500;
/** After so many layers the first look comes again. */
const LOOKS = 8;

/** How the line of a layer looks. @param {number} layer from 0 */
export const lookOfLayer = (layer) => `layer-${(layer % LOOKS) + 1}`;

/** The lines of a measure, one for each layer that has any number. @param {Run} run @param {MeasureChart} chart
 * @returns {Line[]} */
export function linesOf(run, { name, isLog }) {
  const stride = Math.max(1, Math.ceil(run.count / MOST_POINTS));
  const frames = Array.from({ length: Math.ceil(run.count / stride) }, (_, k) => k * stride);
  if (frames.at(-1) !== run.count - 1) frames.push(run.count - 1);
  const epochs = epochsOf(run);
  const x = Float64Array.from(frames, (k) => epochs[k] ?? 0);
  return run.layers.flatMap((_, layer) => {
    const y = Float64Array.from(frames, (k) => {
      const value = run.measure(name, layer, k);
      // A logarithmic scale has no zero.
      return isLog && value === 0 ? Number.NaN : value;
    });
    const hasAny = y.some((value) => !Number.isNaN(value));
    return hasAny ? [{ name: String(layer + 1), look: lookOfLayer(layer), x, y }] : [];
  });
}
