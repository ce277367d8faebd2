// How fast play goes through the iterations. No DOM.
/** @import { Step } from "../core/types.js" */
/** @import { DescentState } from "./types.js" */
import { placeAt } from "./program/steps.js";

/** The pace at which a run of any length is shown whole in `RUN_SECONDS`. */
export const WHOLE_RUN = 0;
/** The other paces, in iterations a second. */
export const RATES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
/** In seconds: how long a whole run takes, and about how long its first iteration does. */
export const RUN_SECONDS = 10;
const FIRST_SECONDS = 0.25;
/** No iteration of a short run takes longer, in seconds. */
const LONGEST_SECONDS = 1;

/** The seconds that a whole run of so many iterations takes. @param {number} count */
export const secondsOf = (count) => Math.min(RUN_SECONDS, count * LONGEST_SECONDS);

/**
 * The power of time with which the iterations of a whole run grow, so that the first one takes `FIRST_SECONDS` however
 * many there are: a run moves far in its first iterations, and hardly in its last ones.
 * @param {number} count
 */
const powerOf = (count) => Math.max(1, Math.log(Math.max(1, count)) / Math.log(RUN_SECONDS / FIRST_SECONDS));

/** The iterations of a whole run that are done after some time, not a whole number.
 * @param {number} count of all iterations @param {number} seconds */
export const iterationAt = (count, seconds) =>
  count * Math.min(1, Math.max(0, seconds) / secondsOf(Math.max(1, count))) ** powerOf(count);

/** The inverse: the seconds after which so many iterations are done. @param {number} count @param {number} done */
export const timeOf = (count, done) =>
  count === 0 ? 0 : secondsOf(count) * Math.min(1, Math.max(0, done) / count) ** (1 / powerOf(count));

/**
 * How many iterations are done some time after `done` were, not a whole number.
 * @param {number} pace `WHOLE_RUN` or iterations a second
 * @param {number} count of all iterations @param {number} done @param {number} milliseconds
 */
export function iterationAfter(pace, count, done, milliseconds) {
  if (pace !== WHOLE_RUN) return Math.min(count, done + (pace * milliseconds) / 1000);
  return iterationAt(count, timeOf(count, done) + milliseconds / 1000);
}

/** The next faster (1) or slower (−1) pace; showing the whole run is the first in the list.
 * @param {number} pace @param {1 | -1} by */
export function nextPace(pace, by) {
  const paces = [WHOLE_RUN, ...RATES];
  return paces[Math.max(0, Math.min(paces.length - 1, paces.indexOf(pace) + by))] ?? pace;
}

/** A pace from a link. @param {unknown} value @returns {number} showing the whole run if there is no such pace */
export const paceOf = (value) => RATES.find((rate) => rate === value) ?? WHOLE_RUN;

/**
 * How play goes on from a position; null where it goes line by line.
 * @param {Pick<DescentState, "grouping" | "pace" | "position">} state @param {readonly Step[]} steps
 */
export function flowOf({ grouping, pace, position }, steps) {
  if (grouping === "neuron") return null;
  const end = steps.at(-1)?.layer ?? 0;
  return {
    at: placeAt(steps, position).iteration,
    end,
    jumps: grouping === "phase",
    after: (/** @type {number} */ at, /** @type {number} */ milliseconds) =>
      iterationAfter(pace, end, at, milliseconds),
    reach: (/** @type {number} */ iteration) => /** @type {const} */ (["goToIteration", iteration]),
  };
}
