// When requests are sent: one at a time, the newest after a short delay. What the server cannot take now is repeated by
// api.js.
/** @import { Problem } from "./types.js" */

/** A question that takes longer than this is dropped for a newer one. */
export const PATIENCE = 400;

/**
 * @param {object} parts
 * @param {{now: () => number}} parts.clock
 * @param {() => Promise<{answer: any} | {problem: Problem} | null>} parts.question `null`: a newer one took its place
 * @param {(answer: any) => void} parts.arrived
 * @param {(problem: Problem) => void} parts.refused
 */
export function createRequestQueue({ clock, question, arrived, refused }) {
  let asked = 0;
  let again = false;

  /** Sends the request for the current state; while an answer is under way, the newest request waits. */
  async function ask() {
    if (asked && clock.now() - asked < PATIENCE) {
      again = true;
      return;
    }
    again = false;
    const mine = (asked = clock.now());
    const said = await question();
    if (asked === mine) asked = 0;
    if (said === null) return;
    if ("answer" in said) arrived(said.answer);
    else refused(said.problem);
    if (again) void ask();
  }

  return { ask: () => void ask() };
}
