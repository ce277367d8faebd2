// POST requests of a lesson page; identical ones share one answer.
/** @import { Problem } from "../core/types.js" */
/** @import { Answer } from "../core/api.js" */
import { createApi } from "../core/api.js";

/** Maximum number of answers kept. */
const MAX_ANSWERS = 24;

/** @param {Parameters<typeof createApi>[0]} server how it is asked */
export function createAnswerCache(server) {
  /** @type {Map<string, Promise<Answer>>} */
  const answers = new Map();

  /** @param {string} path @param {object} body @returns {Promise<Answer>} */
  function post(path, body) {
    const key = `${path} ${JSON.stringify(body)}`;
    const known = answers.get(key);
    if (known) return known;
    // An `Api` aborts its running request when it sends the next one, so each request has its own.
    const answer = createApi(server).ask(path, body);
    answers.set(key, answer);
    const oldest = answers.keys().next();
    if (answers.size > MAX_ANSWERS && !oldest.done) answers.delete(oldest.value);
    // Failures are not kept.
    void answer.then((received) => {
      if (received === null || "problem" in received) answers.delete(key);
    });
    return answer;
  }

  return {
    post,
    /** The answer's content. Throws a `Problem`.
     * @param {string} path @param {object} body @returns {Promise<unknown>} */
    async ask(path, body) {
      const received = await post(path, body);
      if (received !== null && "answer" in received) return received.answer;
      throw received?.problem ?? /** @type {Problem} */ ({ title: "", status: 0, detail: "" });
    },
  };
}
