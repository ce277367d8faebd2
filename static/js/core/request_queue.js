// When requests are sent: one at a time, the newest after a short delay, and again when the server was out of
// reach.
/** @import { Problem } from "./types.js" */

/** A question that takes longer than this is dropped for a newer one. */
export const PATIENCE = 400;
/** Out of reach, or busy: what the next question may find mended. */
const PASSING = new Set([0, 429, 502, 503, 504]);
/** Questions are repeated after 1, 2, 4 … seconds, and so many times at most. */
const SLOWEST = 15_000;
const MOST_FAILURES = 60;

/**
 * @param {object} parts
 * @param {{now: () => number, after: (then: () => void, wait: number) => number, cancel: (id: number) => void}}
 * parts.clock
 * @param {() => Promise<{answer: any} | {problem: Problem} | null>} parts.question `null`: a newer one took its place
 * @param {(answer: any) => void} parts.arrived
 * @param {(problem: Problem) => void} parts.refused
 */
export function createRequestQueue({ clock, question, arrived, refused }) {
  let asked = 0;
  let again = false;
  let failures = 0;
  let retrying = 0;

  /** Sends the request for the current state; while an answer is under way, the newest request waits. */
  async function ask() {
    if (asked && clock.now() - asked < PATIENCE) {
      again = true;
      return;
    }
    again = false;
    clock.cancel(retrying);
    const mine = (asked = clock.now());
    const said = await question();
    if (asked === mine) asked = 0;
    if (said === null) return;
    if ("answer" in said) {
      failures = 0;
      arrived(said.answer);
    } else {
      refused(said.problem);
      if (PASSING.has(said.problem.status)) later();
    }
    if (again) void ask();
  }

  function later() {
    if (failures >= MOST_FAILURES) return;
    retrying = clock.after(() => void ask(), Math.min(SLOWEST, 1000 * 2 ** failures++));
  }

  return { ask: () => void ask() };
}
