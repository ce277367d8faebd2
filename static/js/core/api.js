// The only place that talks to the server. Answers are values, failures are problems; a stale question is dropped.
// What the server cannot take now, because it is busy or out of reach, is repeated after a while, here and nowhere
// else. Questions whose answers are files of the release (app/web/pages/known_answers.py) are read from there.
/** @import { Problem } from "./types.js" */
/** @import { Keeper } from "./answers/kept.js" */
import { createKeeper } from "./answers/kept.js";
import { NotLoaded } from "./browser/loading.js";
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

/** How the content of a response is read. @typedef {(response: Response) => Promise<unknown>} Read */
/** What came is not this server's, or not whole. */
class Foreign extends Error {}

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

const KEEPS_NOTHING = createKeeper({}, () => null);

/** @typedef {{answer: any} | {problem: Problem} | null} Answer `null`: another question came after this one */

/**
 * @param {object} parts
 * @param {typeof globalThis.fetch} parts.fetch
 * @param {() => string} parts.language
 * @param {KnownAnswers} [parts.known]
 * @param {(path: string, answer: unknown) => boolean} [parts.isAnswer] whether what came is an answer at all
 * @param {Keeper} [parts.keeper] what an answer need not bring again
 * @param {Partial<Waiting>} [parts.waiting] what is done while the server is busy or out of reach
 */
export function createApi({
  fetch,
  language,
  known = () => undefined,
  isAnswer = () => true,
  keeper = KEEPS_NOTHING,
  waiting,
}) {
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

  /**
   * A response, and what it holds. One that is cut, or not what was asked for, is asked for again as if none had come.
   * @param {(options: RequestInit) => Promise<Response>} send
   * @param {(content: unknown) => boolean} isRight
   * @param {AbortSignal} [signal]
   * @param {Read} [read]
   */
  async function receive(send, isRight, signal, read = (sent) => sent.json()) {
    /** @type {unknown} */
    let content;
    /** @type {RequestInit} */
    let options = {};
    const response = await sendUntilTaken(
      async () => {
        const sent = await send(options);
        // What the browser has kept of this address is what was wrong.
        options = { cache: "reload" };
        if (!sent.ok) return sent;
        try {
          content = await read(sent);
        } catch (error) {
          throw error instanceof SyntaxError ? new Foreign() : error;
        }
        if (!isRight(content)) throw new Foreign();
        return sent;
      },
      patience,
      signal,
    );
    return { response, content };
  }

  /** What answers a question; a file that is gone is asked for from the API.
   * @param {string} path @param {unknown} body @param {AbortSignal} signal @param {Read} [read] */
  async function replyTo(path, body, signal, read) {
    const isRight = (/** @type {unknown} */ content) => isAnswer(path, content);
    const kept = keeper.of(path, body);
    /** @param {Awaited<ReturnType<typeof receive>>} reply */
    const completed = ({ response, content }) => ({
      response,
      content: response.ok ? kept.complete(content) : content,
    });
    const address = known(path, body);
    if (address !== undefined) {
      const reply = await receive((options) => fetch(url(address), { ...options, signal }), isRight, signal);
      if (reply.response.status !== 404) return completed(reply);
    }
    const send = () =>
      fetch(url(path), {
        method: "POST",
        headers: { "content-type": "application/json", "accept-language": language() },
        body: JSON.stringify(kept.body),
        signal,
      });
    return completed(await receive(send, isRight, signal, read));
  }

  return {
    /** Ends the question under way. */
    stop: () => running?.abort(),

    /** A file of the page. Throws `NotLoaded` where it does not come.
     * @param {string} path as `url` takes it @param {(content: any) => boolean} [isRight]
     * @returns {Promise<any>} */
    async get(path, isRight = () => true) {
      try {
        const { response, content } = await receive((options) => fetch(url(path), options), isRight);
        if (response.ok) return content;
        throw new NotLoaded(`${path}: ${response.status}`);
      } catch (error) {
        throw error instanceof NotLoaded ? error : new NotLoaded(path, { cause: error });
      }
    },

    /** @param {string} path as `url` takes it @param {unknown} body
     * @param {Read} [read] how the answer is read: of one that goes on arriving, until there is something to show. The
     * next question ends it. @returns {Promise<Answer>} */
    async ask(path, body, read) {
      running?.abort();
      const mine = (running = new AbortController());
      try {
        const { response, content } = await replyTo(path, body, mine.signal, read);
        return response.ok ? { answer: content } : { problem: await problemOf(response) };
      } catch (error) {
        if (mine.signal.aborted) return null;
        const detail = error instanceof Error ? error.name : "";
        const problem = { title: "", status: 0, detail };
        return { problem: error instanceof Foreign ? { ...problem, isForeign: true } : problem };
      } finally {
        if (running === mine && !read) running = null;
      }
    },
  };
}
