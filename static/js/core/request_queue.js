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

/** What is seen must stand still for so many milliseconds before more of it is asked for. */
export const REST = 180;

/**
 * A question beside that of the request, about what is seen of its answer. The newest counts.
 * @typedef {object} Further
 * @property {readonly unknown[]} about what it depends on, compared part by part
 * @property {() => object} body
 * @property {string} [path] of another endpoint than that of the request
 * @property {import("./api.js").Read} [read] how its answer is read, if otherwise
 * @property {number} [wait] how long nothing may have changed before it is asked, in milliseconds; else REST
 */
/**
 * Asks such questions.
 * @param {object} parts
 * @param {{set: (then: () => void, milliseconds: number) => number, clear: (id: number) => void}} parts.timer
 * @param {() => Further | null} parts.wanted null: nothing is missing
 * @param {(question: Further) => Promise<{answer: any} | {problem: Problem} | null>} parts.ask
 * @param {(answer: any, about: readonly unknown[]) => void} parts.arrived
 * @param {(problem: Problem, about: readonly unknown[]) => void} [parts.refused]
 */
export function createFurtherQueue({ timer, wanted, ask, arrived, refused = () => {} }) {
  /** The question that waits, is under way or was refused. @type {readonly unknown[] | null} */
  let asked = null;
  let waiting = 0;
  const isSame = (/** @type {readonly unknown[]} */ about) =>
    asked !== null && about.every((part, k) => part === asked?.[k]);

  /** @param {Further} question */
  async function send(question) {
    const { about } = question;
    const said = await ask(question);
    if (!isSame(about) || said === null) return;
    if ("answer" in said) arrived(said.answer, about);
    else refused(said.problem, about);
  }

  /** To be called after every change. */
  return () => {
    const question = wanted();
    if (question === null) {
      timer.clear(waiting);
      asked = null;
    } else if (!isSame(question.about)) {
      timer.clear(waiting);
      asked = question.about;
      waiting = timer.set(() => void send(question), question.wait ?? REST);
    }
  };
}
