// The only place that talks to the server. Answers are values, failures are problems; a stale question is dropped.
/** @import { Problem } from "./types.js" */

/** @typedef {{answer: any} | {problem: Problem} | null} Answer `null`: another question came after this one */

/** @param {typeof globalThis.fetch} fetch @param {() => string} language */
export function createApi(fetch, language) {
  /** @type {AbortController | null} */
  let running = null;

  /** @param {Response} response @returns {Promise<Problem>} */
  async function problemOf(response) {
    try {
      const problem = await response.json();
      if (typeof problem?.detail === "string") return { title: "", status: response.status, ...problem };
    } catch {
      // Not ours: a proxy in between answered.
    }
    return { title: "", status: response.status, detail: "" };
  }

  return {
    /** @param {string} path @returns {Promise<any>} */
    async get(path) {
      const response = await fetch(path);
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      return response.json();
    },

    /** @param {string} path @param {unknown} body @returns {Promise<Answer>} */
    async ask(path, body) {
      running?.abort();
      const mine = (running = new AbortController());
      try {
        const response = await fetch(path, {
          method: "POST",
          headers: { "content-type": "application/json", "accept-language": language() },
          body: JSON.stringify(body),
          signal: mine.signal,
        });
        if (!response.ok) return { problem: await problemOf(response) };
        return { answer: await response.json() };
      } catch (error) {
        if (mine.signal.aborted) return null;
        return { problem: { title: "", status: 0, detail: error instanceof Error ? error.name : "" } };
      } finally {
        if (running === mine) running = null;
      }
    },
  };
}
