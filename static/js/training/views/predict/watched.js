// Whether what is ahead of the frame on the screen is covered: while the reader is asked first, a run that has not been
// watched to its end.
/** @import { TrainScreen } from "../../types.js" */
/** @import { Run } from "../../run.js" */

/** @type {WeakSet<Run>} */
const watched = new WeakSet();

/** @param {TrainScreen} screen */
export function isCovered({ state, answer, at }) {
  const run = answer.base ?? answer.run;
  if (answer.isOver && at === answer.count - 1) watched.add(run);
  return state.asks && !watched.has(run);
}
