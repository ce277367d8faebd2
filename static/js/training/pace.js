// How fast play goes through a run. No DOM.
/** @import { TrainAnswer, TrainState } from "./types.js" */
/** @import { Run } from "./run.js" */

/** The pace at which a run of any length is shown whole in `RUN_SECONDS`. */
export const WHOLE_RUN = 0;
/** The other paces, in steps a second. */
export const RATES = [1, 2, 5, 10, 30, 100, 300, 1000, 3000, 10_000];
/** In seconds: how long a whole run takes; and how long a frame of a short one does at most. */
export const RUN_SECONDS = 10;
const LONGEST_FRAME = 0.5;

/** A pace from a link. @param {unknown} value @returns {number} showing the whole run if there is no such pace */
export const paceOf = (value) => RATES.find((rate) => rate === value) ?? WHOLE_RUN;

/** The seconds that a whole run of so many frames takes. @param {number} frames */
export const secondsOf = (frames) => Math.max(0.001, Math.min(RUN_SECONDS, frames * LONGEST_FRAME));

/** The number of steps at a place between two frames. @param {Run} run @param {number} place */
function stepsAt(run, place) {
  const at = Math.floor(place);
  const from = run.scalar("step", at);
  return from + (place - at) * (run.scalar("step", at + 1) - from);
}

/** The place between two frames where so many steps are done. @param {Run} run @param {number} steps */
function placeOf(run, steps) {
  const at = run.frameOf(steps);
  const from = run.scalar("step", at);
  const span = run.scalar("step", at + 1) - from;
  return span > 0 ? at + Math.min(1, (steps - from) / span) : at;
}

/** How play goes on: in frames. While the run still arrives its end is not reached.
 * @param {Pick<TrainState, "pace" | "position">} state @param {TrainAnswer} answer */
export function flowOf({ pace, position }, { run, count, isOver }) {
  const last = count - 1;
  const expected = Math.max(last, run.header.steps === 0 ? 0 : last);
  return {
    at: position,
    end: isOver ? last : last + 1,
    jumps: true,
    after: (/** @type {number} */ at, /** @type {number} */ milliseconds) => {
      const seconds = milliseconds / 1000;
      const next =
        pace === WHOLE_RUN
          ? at + (seconds * expected) / secondsOf(expected)
          : placeOf(run, stepsAt(run, at) + pace * seconds);
      return Math.min(last, next);
    },
    reach: (/** @type {number} */ frame) => /** @type {const} */ (["seek", frame]),
  };
}
