// The only place that talks to the server. Answers are values, failures are problems; a stale question is dropped.
// What the server cannot take now, because it is busy or out of reach, is repeated after a while, here and nowhere
// else. Questions whose answers are files of the release (app/web/pages/known_answers.py) are read from there.
/** @import { Problem } from "./types.js" */
import { url } from "./url_hash.js";

/** What the next request may find mended: no response, too many requests, and a server that is busy or not there. */
const PASSING = new Set([0, 429, 502, 503, 504]);
/** How often a request is repeated before its failure is shown. */
export const MOST_REPEATS = 8;
/** In seconds: the first wait where the server names none, doubled each time; and the longest of these. */
const FIRST_WAIT = 1;
const LONGEST_WAIT = 15;
/** The longest that a server may name. */
const LONGEST_NAMED = 30;

/**
 * @typedef {object} Waiting
 * @property {(milliseconds: number, signal?: AbortSignal) => Promise<void>} pause rejects when the signal aborts
 * @property {() => number} random from 0 to 1, so that a class does not come back all at once
 * @property {(wait: {seconds: number, status: number}) => void} told called before each wait; status 0: no response
 */

/** Ends early when the browser is online again. @type {Waiting} */
const BY_THE_CLOCK = {
  pause: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const over = new AbortController();
      /** @param {() => void} settle */
      const end = (settle) => () => {
        clearTimeout(timer);
        over.abort();
        settle();
      };
      const timer = setTimeout(end(resolve), milliseconds);
      globalThis.addEventListener?.("online", end(resolve), { signal: over.signal });
      signal?.addEventListener(
        "abort",
        end(() => reject(signal.reason)),
        { signal: over.signal },
      );
    }),
  random: Math.random,
  told: () => {},
};

/** How many seconds to wait: between half of what the server names, or of the usual, and one and a half times that.
 * @param {Response | null} response @param {number} repeats so far @param {() => number} random */
function secondsOf(response, repeats, random) {
  const named = Number(response?.headers.get("retry-after") ?? 0);
  const seconds =
    Number.isFinite(named) && named > 0
      ? Math.min(named, LONGEST_NAMED)
      : Math.min(FIRST_WAIT * 2 ** repeats, LONGEST_WAIT);
  return seconds * (0.5 + random());
}

/** Makes the page say that it and the server are of different versions, if they are. @param {Response} response */
function noteVersion(response) {
  const page = globalThis.document?.documentElement;
  const version = response.headers.get("deltaflow-version");
  if (page && version !== null && version !== page.dataset["version"]) page.dataset["mixed"] = "true";
}

/**
 * The response of a server that has room, or its last refusal. Throws the browser's error where there is no response
 * after all repeats, or the signal aborts.
 * @param {() => Promise<Response>} send
 * @param {Waiting} waiting
 * @param {AbortSignal} [signal]
 */
async function sendUntilTaken(send, waiting, signal) {
  for (let repeats = 0; ; repeats++) {
    /** @type {Response | null} */
    let response = null;
    try {
      response = await send();
    } catch (error) {
      if (signal?.aborted || repeats === MOST_REPEATS) throw error;
    }
    if (response) noteVersion(response);
    if (response && (!PASSING.has(response.status) || repeats === MOST_REPEATS)) return response;
    const seconds = secondsOf(response, repeats, waiting.random);
    waiting.told({ seconds: Math.ceil(seconds), status: response?.status ?? 0 });
    await waiting.pause(1000 * seconds, signal);
  }
}

/** A question as a text. The order of its fields counts: it is that of an answer's variables.
 * @param {string} path @param {unknown} body */
const textOf = (path, body) => `${path} ${JSON.stringify(body)}`;

/** The path of a question's answer, as `url` takes it; undefined where it is not known.
 * @typedef {(path: string, body: unknown) => string | undefined} KnownAnswers */

/** The answers that a page lists; they are in the language that it came in.
 * @param {Document} page @returns {KnownAnswers} */
export function knownAnswers(page) {
  /** @type {{path: string, body: unknown, address: string}[]} */
  const listed = JSON.parse(page.getElementById("known-answers")?.textContent ?? "[]");
  const addresses = new Map(listed.map(({ path, body, address }) => [textOf(path, body), address]));
  const { lang } = page.documentElement;
  return (path, body) =>
    addresses.size > 0 && page.documentElement.lang === lang ? addresses.get(textOf(path, body)) : undefined;
}

/** @typedef {{answer: any} | {problem: Problem} | null} Answer `null`: another question came after this one */

/**
 * @param {object} parts
 * @param {typeof globalThis.fetch} parts.fetch
 * @param {() => string} parts.language
 * @param {KnownAnswers} [parts.known]
 * @param {Partial<Waiting>} [parts.waiting] what is done while the server is busy or out of reach
 */
export function createApi({ fetch, language, known = () => undefined, waiting }) {
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

  /** The response to a question; a file that is gone is asked for from the API.
   * @param {string} path @param {unknown} body @param {AbortSignal} signal */
  async function responseTo(path, body, signal) {
    const address = known(path, body);
    if (address !== undefined) {
      const response = await sendUntilTaken(() => fetch(url(address), { signal }), patience, signal);
      if (response.status !== 404) return response;
    }
    const send = () =>
      fetch(url(path), {
        method: "POST",
        headers: { "content-type": "application/json", "accept-language": language() },
        body: JSON.stringify(body),
        signal,
      });
    return sendUntilTaken(send, patience, signal);
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
        const response = await responseTo(path, body, mine.signal);
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
