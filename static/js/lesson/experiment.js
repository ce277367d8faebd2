// The request that the figures, the numbers in the text and the tools of a section share, and the server's answer to
// it.
/** @import { AnswerOf, Experiment, RequestOf, ToolName } from "./types.js" */
import { sameRequest } from "../core/editing.js";

/**
 * @template {ToolName} T
 * @param {object} given
 * @param {string} given.name
 * @param {T} given.tool
 * @param {string} given.presetName
 * @param {RequestOf<T>} given.preset the preset's request
 * @param {RequestOf<T>} given.request the first request
 * @param {(request: RequestOf<T>) => Promise<AnswerOf<T>>} given.ask throws a `Problem`
 * @returns {Experiment<T>}
 */
export function createExperiment({ name, tool, presetName, preset, request: first, ask }) {
  let request = first;
  /** @type {AnswerOf<T> | null} */
  let answer = null;
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const notify = () => listeners.forEach((listener) => listener());

  async function compute() {
    const asked = request;
    try {
      const received = await ask(asked);
      if (asked !== request) return;
      answer = { ...received, request: asked };
      notify();
    } catch (problem) {
      // A refused request (a `Problem`) is reported by the figures; the last answer stays.
      if (problem instanceof Error) throw problem;
    }
  }
  void compute();

  return {
    name,
    tool,
    presetName,
    preset,
    get request() {
      return request;
    },
    get answer() {
      return answer;
    },
    set(fresh) {
      if (sameRequest(fresh, request)) {
        if (answer === null) void compute();
        return;
      }
      request = fresh;
      notify();
      void compute();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
