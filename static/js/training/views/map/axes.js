// What part of the plane the map shows. No DOM.
/** @import { Run } from "../../run.js" */
import { classCount } from "../../task.js";

/** @typedef {readonly [low: number, high: number]} Range */
/**
 * The box of the map: the numbers at its borders.
 * @typedef {object} MapFrame
 * @property {Range} x of the input that goes across
 * @property {Range} y of the input that goes up; of a curve those of the target
 * @property {readonly [number, number]} axes which inputs these are
 * @property {readonly number[]} means of all inputs: those that the map does not go over are held there
 * @property {boolean} isCurve one input: the target is upwards
 * @property {boolean} isRegression
 * @property {Range} targets the least and the largest of all targets
 * @property {number} classes
 */

/** Room around the samples, as a share of their range. */
const MARGIN = 0.12;

/** @param {readonly number[]} values @param {number} margin @returns {Range} */
function rangeOf(values, margin) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!(low < high)) return Number.isFinite(low) ? [low - 1, low + 1] : [-1, 1];
  return [low - margin * (high - low), high + margin * (high - low)];
}

/** What the map shows at least of samples that the reader draws. @type {Range} */
const HOME = [-1.2, 1.2];
/** Samples that fill less of it are shown larger, if there are more than a few. */
const [LEAST_SPAN, FEW] = [1, 30];
/** Room around samples of one's own, and to how many parts of their range the borders are rounded. */
const OWN_MARGIN = 0.04;
const PARTS = 5;

/** A range that stays as it is while samples are drawn within it.
 * @param {readonly (readonly number[])[]} columns the numbers across and upwards @returns {[Range, Range]} */
function steadyRanges(columns) {
  const [across = HOME, up = HOME] = columns.map((values) => rangeOf(values, 0));
  const spans = [across[1] - across[0], up[1] - up[0]];
  const fits = columns.every((values) => values.every((value) => value >= HOME[0] && value <= HOME[1]));
  const isHome = fits && ((columns[0]?.length ?? 0) < FEW || Math.max(...spans) >= LEAST_SPAN);
  if (isHome) return [HOME, HOME];
  const rounded = (/** @type {Range} */ [low, high]) => {
    const part = 10 ** Math.floor(Math.log10((high - low) / PARTS)) * 2;
    const room = OWN_MARGIN * (high - low);
    return /** @type {Range} */ ([
      Math.floor((low - room) / part) * part,
      Math.ceil((high + room) / part) * part,
    ]);
  };
  return [rounded(across), rounded(up)];
}

/** Two different inputs of so many. @param {readonly [number, number]} axes @param {number} inputs
 * @returns {readonly [number, number]} */
export const axesWithin = (axes, inputs) => (axes.every((axis) => axis < inputs) ? axes : [0, 1]);

/** @param {Run} run @param {boolean} isRegression @param {readonly [number, number]} [wanted] axes
 * @returns {MapFrame} */
export function frameOfData(run, isRegression, wanted = [0, 1]) {
  const { inputs, targets, test_inputs, test_targets } = run.header.data;
  const rows = [...(inputs ?? []), ...(test_inputs ?? [])];
  const answers = [...(targets ?? []), ...(test_targets ?? [])].map((row) => row[0] ?? 0);
  const width = run.header.network.inputs;
  const isCurve = width === 1;
  const axes = axesWithin(wanted, width);
  const column = (/** @type {number} */ k) => rows.map((row) => row[k] ?? 0);
  const shown = [column(axes[0]), isCurve ? answers : column(axes[1])];
  const [x, y] = run.isOwn ? steadyRanges(shown) : shown.map((values) => rangeOf(values, MARGIN));
  return {
    x: x ?? HOME,
    y: y ?? HOME,
    axes,
    means: Array.from(
      { length: width },
      (_, k) => column(k).reduce((sum, value) => sum + value, 0) / Math.max(1, rows.length),
    ),
    isCurve,
    isRegression,
    targets: rangeOf(answers, 0),
    classes: classCount(run),
  };
}
