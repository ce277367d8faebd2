// A run as a whole: where it began and ended, how far it came, its largest step, and whether it still falls. No DOM.
/** @import { Run } from "./runs.js" */
import { at } from "../core/at.js";
import { columnOf, stepCount } from "./runs.js";

/** The trend is that of so many of the last iterations: a share of all, at most so many. */
const TREND_SHARE = 0.1;
const MAX_TREND = 20;
/** A change smaller than this share of the values is none. */
const RESTING = 1e-9;
/** Where at least this share of the last steps goes up, and of them down, f swings. */
const SWINGING = 0.25;

/** @typedef {"falls" | "rests" | "rises" | "swings"} Trend */

/**
 * @param {Run} run @param {readonly string[]} variables
 * @returns {{ count: number, before: number, after: number, lowest: { value: number, iteration: number },
 *   largest: { length: number, iteration: number } | null, trend: Trend | null }} `largest` and `trend`: null for a run
 *   without a step
 */
export function runSummary(run, variables) {
  const { value } = run;
  const count = stepCount(run);
  const columns = variables.map((name) => columnOf(run, name));
  let lowest = 0;
  let largest = { length: -1, iteration: 0 };
  for (let k = 1; k <= count; k++) {
    if (at(value, k) < at(value, lowest)) lowest = k;
    const length = Math.hypot(...columns.map((column) => at(column, k) - at(column, k - 1)));
    if (length > largest.length) largest = { length, iteration: k };
  }
  return {
    count,
    before: at(value, 0),
    after: at(value, count),
    lowest: { value: at(value, lowest), iteration: lowest },
    largest: count > 0 ? largest : null,
    trend: count > 0 ? trendOf(value) : null,
  };
}

/** The runs by the value that they reached, the lowest first; equal values share a place. A run that diverges has none,
 * and comes last. @param {readonly Run[]} runs */
export function ranked(runs) {
  const reached = runs.map((run, index) => ({
    run: index,
    count: stepCount(run),
    value: run.value.at(-1) ?? Number.NaN,
    isPlaced: run.ended !== "diverged",
  }));
  const placed = reached.filter(({ isPlaced }) => isPlaced).sort((a, b) => a.value - b.value);
  return [...placed, ...reached.filter(({ isPlaced }) => !isPlaced)].map(({ isPlaced, ...one }) => ({
    ...one,
    place: isPlaced ? 1 + placed.filter(({ value }) => value < one.value).length : null,
  }));
}

/** Whether the last values of a run fall. @param {readonly number[]} value at least two @returns {Trend} */
export function trendOf(value) {
  const last = value.length - 1;
  const length = Math.max(1, Math.min(MAX_TREND, Math.floor(last * TREND_SHARE)));
  const changes = Array.from({ length }, (_, k) => at(value, last - k) - at(value, last - k - 1));
  const size = Math.max(Math.abs(at(value, last)), Math.abs(at(value, last - length)));
  if (changes.every((change) => Math.abs(change) <= RESTING * size)) return "rests";
  const ups = changes.filter((change) => change > 0).length;
  const downs = changes.filter((change) => change < 0).length;
  if (Math.min(ups, downs) >= Math.max(1, SWINGING * length)) return "swings";
  return at(value, last) < at(value, last - length) ? "falls" : "rises";
}
