// What somebody wrote on each sheet since the page was opened: who turns to another variant finds it again.
/** @import { State, Work } from "./types.js" */
import { noWork } from "./plan.js";

/** @param {Pick<State, "plan" | "seed" | "variant">} sheet */
const keyOf = ({ plan, seed, variant }) => JSON.stringify([plan, seed, variant]);

export function createDrafts() {
  /** @type {Map<string, Work>} */
  const kept = new Map();
  return {
    /** @param {State} state */
    keep: (state) => void kept.set(keyOf(state), state.work),
    /** The work on the sheet of a state; on a new one nothing but the name. @param {State} state @returns {Work} */
    of: (state) => kept.get(keyOf(state)) ?? { ...noWork(), name: state.work.name },
  };
}
