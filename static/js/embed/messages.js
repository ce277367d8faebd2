// What a player in a frame and the page around it tell each other: `{source: "deltaflow", type, …}`. The page hears
// "ready", "height", "step" and "solved"; it may say "hello", so that it is known, and "goto" with a step. Anything
// else is left alone.

const SOURCE = "deltaflow";
/** An origin that can be addressed: that of a file or of a sandboxed frame cannot. */
const ADDRESSABLE = /^https?:\/\//;

/**
 * What the page around a frame asks for.
 * @typedef {{type: "hello"} | {type: "goto", step: number}} Asked
 */

/** @param {unknown} data of a message @returns {Asked | null} null: nothing that is known here */
export function askedIn(data) {
  if (typeof data !== "object" || data === null) return null;
  const { source, type, step } = /** @type {Record<string, unknown>} */ (data);
  if (source !== SOURCE) return null;
  if (type === "hello") return { type };
  const isStep = typeof step === "number" && Number.isSafeInteger(step) && step >= 0;
  return type === "goto" && isStep ? { type, step } : null;
}

/**
 * Talks with the page around this one. Its origin is what the browser says, or that of its first message: the server
 * has named the origins that may show this page (`frame-ancestors`), so that no other is ever there.
 * @param {Window} frame
 * @param {(step: number) => void} go
 */
export function createMessages(frame, go) {
  const { parent } = frame;
  const isFramed = parent !== frame;
  /** @type {string | undefined} */
  let origin = isFramed ? frame.location.ancestorOrigins?.[0] : undefined;
  /** The last message of each type, for a page that says hello after it. @type {Map<string, object>} */
  const last = new Map();

  /** @param {object} message */
  const post = (message) => {
    if (isFramed && origin !== undefined && ADDRESSABLE.test(origin)) parent.postMessage(message, origin);
  };

  if (isFramed)
    frame.addEventListener("message", (event) => {
      if (event.source !== parent || (origin !== undefined && event.origin !== origin)) return;
      const asked = askedIn(event.data);
      if (asked === null) return;
      origin = event.origin;
      if (asked.type === "goto") go(asked.step);
      else for (const message of last.values()) post(message);
    });

  return {
    /** Says something, unless it is what was said last of this type.
     * @param {"ready" | "height" | "step" | "solved"} type @param {Record<string, unknown>} [more] */
    say(type, more = {}) {
      const message = { source: SOURCE, type, ...more };
      if (JSON.stringify(message) === JSON.stringify(last.get(type))) return;
      last.set(type, message);
      post(message);
    },
  };
}
