// A run is read line by line while the server computes it. No DOM.
/** @import { Stream } from "../core/tool.js" */
/** @import { Line } from "./types.js" */
/** @import { Run } from "./run.js" */
import { isOwn as isOwnData } from "./data/fitting.js";
import { createRun } from "./run.js";
import { placeOf } from "./state.js";
import { WINDOW } from "./gaps.js";

/** The lines of a response, in portions as they come. @param {Response} response
 * @returns {AsyncGenerator<Line[]>} */
async function* portionsOf(response) {
  if (!response.body) return;
  const decoder = new TextDecoder();
  let rest = "";
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    if (lines.length > 0) yield lines.map((line) => JSON.parse(line));
  }
}

/** What has come is told of after so many milliseconds, with all that comes meanwhile: to draw each portion of a long
 * run would take longer than to receive it. */
const BETWEEN = 100;

/** @param {() => void} tell */
function createTelling(tell) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const stop = () => {
    clearTimeout(waiting);
    waiting = undefined;
  };
  return {
    stop,
    soon() {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        tell();
      }, BETWEEN);
    },
  };
}

/**
 * Reads a run until there is as much of it as is shown, and goes on reading.
 * @param {Response} response @param {object} how
 * @param {number} how.until it is read up to this step first
 * @param {number} how.expected how many there will be
 * @param {(isBroken: boolean) => void} how.more there are more, or the run is over
 * @param {boolean} [how.isOwn] the samples are those of the request
 * @returns {Promise<{ run: Run, count: number, isOver: boolean, isBroken: boolean }>}
 */
export async function readRun(response, { until, expected, more, isOwn = false }) {
  const portions = portionsOf(response);
  /** @type {Run | null} */
  let run = null;
  /** @param {Line[]} lines */
  function take(lines) {
    for (const line of lines) {
      if (line.type === "header") run = createRun(line, Math.min(expected, line.steps + 1), isOwn);
      else run?.take(line);
    }
  }
  const reached = () =>
    run !== null && (run.end !== null || (run.count > 0 && run.scalar("step", run.count - 1) >= until));
  while (!reached()) {
    const { done, value } = await portions.next();
    if (done) break;
    take(value);
  }
  const begun = /** @type {Run | null} */ (run);
  if (begun === null) throw new SyntaxError("a run without a header");
  /** In the background, until the run is over or another question ends it. */
  async function goOn() {
    // What has come is shown first.
    await new Promise((resolve) => setTimeout(resolve));
    const telling = createTelling(() => more(false));
    try {
      for await (const lines of portions) {
        take(lines);
        telling.soon();
      }
      telling.stop();
      more(begun?.end === null);
    } catch (error) {
      telling.stop();
      if (!(error instanceof DOMException && error.name === "AbortError")) more(true);
    }
  }
  if (begun.end === null) void goOn();
  return { run: begun, count: begun.count, isOver: begun.end !== null, isBroken: false };
}

/** A window of a run, read to its end. @param {Response} response */
export const receiveWindow = (response) =>
  readRun(response, { until: Infinity, expected: WINDOW, more: () => {} });

/** How a tool receives a run. @param {Response} response @param {Stream} stream @param {number} expected */
export const receiveRun = (response, { model, more }, expected) =>
  readRun(response, {
    until: placeOf(/** @type {import("./state.js").Model} */ (model)),
    expected,
    more,
    isOwn: isOwnData(model.state.request.data),
  });
