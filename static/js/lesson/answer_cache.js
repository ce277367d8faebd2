// POST requests of a lesson page; identical ones share one answer.
/** @import { Problem } from "../core/types.js" */
/** @import { Answer } from "../core/api.js" */
import { createApi } from "../core/api.js";

/** Maximum number of answers kept. */
const MAX_ANSWERS = 24;

/** An answer that is kept or under way.
 * @typedef {object} Entry
 * @property {string} path @property {object} body
 * @property {Promise<Answer>} answer
 * @property {(answer: Answer) => void} settle
 * @property {boolean} isSettled */

/** @param {Parameters<typeof createApi>[0]} server how it is asked */
export function createAnswerCache(server) {
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  /** @param {Entry} entry */
  const isPending = ({ isSettled }) => !isSettled;

  /** @param {string} path @param {object} body @returns {Entry} */
  function createEntry(path, body) {
    /** @type {(answer: Answer) => void} */
    let resolve = () => {};
    /** @type {Entry} */
    const entry = {
      path,
      body,
      answer: new Promise((settle) => {
        resolve = settle;
      }),
      settle(answer) {
        entry.isSettled = true;
        resolve(answer);
      },
      isSettled: false,
    };
    return entry;
  }

  /** An `Api` aborts its running request when it sends the next one, so each request has its own.
   * @param {Entry} entry */
  const send = (entry) => createApi(server).ask(entry.path, entry.body).then(entry.settle);

  /** @param {string} path @param {object} body @returns {Promise<Answer>} */
  function post(path, body) {
    const key = `${path} ${JSON.stringify(body)}`;
    const known = entries.get(key);
    if (known) return known.answer;
    const entry = createEntry(path, body);
    entries.set(key, entry);
    void send(entry);
    const oldest = entries.keys().next();
    if (entries.size > MAX_ANSWERS && !oldest.done) entries.delete(oldest.value);
    void entry.answer.then((reply) => {
      // Failures are not kept.
      if ((reply === null || "problem" in reply) && entries.get(key) === entry) entries.delete(key);
    });
    return entry.answer;
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
    /** Sends again what is under way; the first answer counts. */
    hurry() {
      for (const entry of [...entries.values()].filter(isPending)) void send(entry);
    },
    isIdle: () => ![...entries.values()].some(isPending),
  };
}
