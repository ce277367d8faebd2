// POST requests of a lesson page; identical ones share one answer.
/** @import { Problem } from "../core/types.js" */
/** @import { Answer } from "../core/api.js" */
import { createApi } from "../core/api.js";

/** Maximum number of answers kept. */
const MAX_ANSWERS = 24;

/** @param {Parameters<typeof createApi>[0] & {isHurried?: () => boolean}} server how it is asked; `isHurried`: an
 * answer that is still on its way is asked for once more */
export function createAnswerCache({ isHurried = () => false, ...server }) {
  /** @type {Map<string, Promise<Answer>>} */
  const answers = new Map();
  /** @type {WeakSet<Promise<Answer>>} */
  const received = new WeakSet();

  /** @param {string} path @param {object} body @returns {Promise<Answer>} */
  function post(path, body) {
    const key = `${path} ${JSON.stringify(body)}`;
    const known = answers.get(key);
    if (known && (received.has(known) || !isHurried())) return known;
    // An `Api` aborts its running request when it sends the next one, so each request has its own.
    const answer = createApi(server).ask(path, body);
    answers.set(key, answer);
    const oldest = answers.keys().next();
    if (answers.size > MAX_ANSWERS && !oldest.done) answers.delete(oldest.value);
    void answer.then((reply) => {
      received.add(answer);
      // Failures are not kept.
      if ((reply === null || "problem" in reply) && answers.get(key) === answer) answers.delete(key);
    });
    return answer;
  }

  return {
    post,
    /** The answer's content. Throws a `Problem`.
     * @param {string} path @param {object} body @returns {Promise<unknown>} */
    async ask(path, body) {
      const reply = await post(path, body);
      if (reply !== null && "answer" in reply) return reply.answer;
      throw reply?.problem ?? /** @type {Problem} */ ({ title: "", status: 0, detail: "" });
    },
  };
}
