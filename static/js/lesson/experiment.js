// What the figures, the numbers in the text and the tools of a section share: a request, and the engine's answer to it.
/** @import { Catalog } from "../core/types.js" */
/** @import { Experiment, ToolName } from "./types.js" */
import { sameRequest } from "../core/editing.js";

/**
 * @param {object} given
 * @param {string} given.name
 * @param {ToolName} given.tool
 * @param {string} given.presetName
 * @param {any} given.preset the lesson's own request
 * @param {any} given.request the one to begin with
 * @param {(request: any) => Promise<any>} given.ask throws a `Problem`
 * @returns {Experiment}
 */
export function createExperiment({ name, tool, presetName, preset, request: begin, ask }) {
  let request = begin;
  /** @type {any} */
  let answer = null;
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const tell = () => listeners.forEach((heard) => heard());

  async function work() {
    const mine = request;
    try {
      const given = await ask(mine);
      if (mine !== request) return;
      answer = { ...given, request: mine };
      tell();
    } catch (problem) {
      // The figures say what was refused; the numbers of the last request that worked stay.
      if (problem instanceof Error) throw problem;
    }
  }
  void work();

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
      if (sameRequest(fresh, request)) return;
      request = fresh;
      tell();
      void work();
    },
    subscribe(heard) {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
}
