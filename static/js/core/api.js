// The only place that talks to the server. Answers are values, failures are problems; a stale question is dropped.
// A server with too much to do says when to come again; the page does so by itself.
/** @import { Problem } from "./types.js" */
import { url } from "./url_hash.js";

/** The statuses of a server that has no room: too many requests, and out of service for now; and those of a proxy
 * whose server is being started again. */
const BUSY = new Set([429, 502, 503, 504]);
/** How often a request is repeated before its refusal is shown. */
export const MOST_REPEATS = 5;
/** In seconds: where the server names no time, and the longest that is waited. */
const USUAL = 2;
const LONGEST = 30;

/**
 * @typedef {object} Waiting
 * @property {(milliseconds: number, signal?: AbortSignal) => Promise<void>} pause rejects when the signal aborts
 * @property {() => number} random from 0 to 1, so that a class does not come back all at once
 * @property {(seconds: number) => void} told called before each wait
 */

/** @type {Waiting} */
const BY_THE_CLOCK = {
  pause: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, milliseconds);
      signal?.addEventListener("abort", () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
  random: Math.random,
  told: () => {},
};

/** How many seconds a busy server asks to wait; between half of it and one and a half are waited.
 * @param {Response} response @param {() => number} random */
function secondsOf(response, random) {
  const named = Number(response.headers.get("retry-after") ?? USUAL);
  const seconds = Number.isFinite(named) && named > 0 ? named : USUAL;
  return Math.min(seconds, LONGEST) * (0.5 + random());
}

/** Makes the page say that it and the server are of different versions, if they are. @param {Response} response */
function noteVersion(response) {
  const page = globalThis.document?.documentElement;
  const version = response.headers.get("deltaflow-version");
  if (page && version !== null && version !== page.dataset["version"]) page.dataset["mixed"] = "true";
}

/**
 * The response of a server that has room, or its last refusal.
 * @param {() => Promise<Response>} send
 * @param {Waiting} waiting
 * @param {AbortSignal} [signal]
 */
async function sendUntilTaken(send, waiting, signal) {
  for (let repeats = 0; ; repeats++) {
    const response = await send();
    noteVersion(response);
    if (!BUSY.has(response.status) || repeats === MOST_REPEATS) return response;
    const seconds = secondsOf(response, waiting.random);
    waiting.told(Math.ceil(seconds));
    await waiting.pause(1000 * seconds, signal);
  }
}

/** @typedef {{answer: any} | {problem: Problem} | null} Answer `null`: another question came after this one */

/**
 * @param {typeof globalThis.fetch} fetch
 * @param {() => string} language
 * @param {Partial<Waiting>} [waiting] what is done while the server is busy
 */
export function createApi(fetch, language, waiting) {
  const patience = { ...BY_THE_CLOCK, ...waiting };
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
    /** @param {string} path as `url` takes it @returns {Promise<any>} */
    async get(path) {
      const response = await sendUntilTaken(() => fetch(url(path)), patience);
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      return response.json();
    },

    /** @param {string} path as `url` takes it @param {unknown} body @returns {Promise<Answer>} */
    async ask(path, body) {
      running?.abort();
      const mine = (running = new AbortController());
      try {
        const send = () =>
          fetch(url(path), {
            method: "POST",
            headers: { "content-type": "application/json", "accept-language": language() },
            body: JSON.stringify(body),
            signal: mine.signal,
          });
        const response = await sendUntilTaken(send, patience, mine.signal);
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
