// The experiments of a lesson page, by name, each with the request that the reader left or that the link holds.
/** @import { NetworkCatalog } from "../network/types.js" */
/** @import { Experiment, Lesson, LessonData, RequestOf, ToolName } from "./types.js" */
import { createExperiment } from "./experiment.js";
import { BODIES, TOOLS } from "./figure.js";

/**
 * What the experiments of a page are computed with.
 * @typedef {{catalog: NetworkCatalog, ask: Lesson["ask"]}} Engine
 */

/** @param {ToolName} tool @param {RequestOf} request @param {Engine} engine
 * @returns {Promise<any>} of the tool's answer */
const compute = (tool, request, { ask, catalog }) =>
  ask(TOOLS[tool].path, BODIES[tool](/** @type {any} a request of this tool */ (request), catalog));

/** A kept or linked request with only what a link of its tool can hold; the preset's where it cannot be read.
 * @param {ToolName} tool @param {any} state of the tool, with the preset's request @param {unknown} kept
 * @param {NetworkCatalog} catalog @returns {RequestOf} */
function readRequest(tool, state, kept, catalog) {
  if (kept === undefined) return state.request;
  try {
    const { encode, decode } = TOOLS[tool];
    return decode(encode({ ...state, request: kept }, catalog), catalog).request;
  } catch {
    // Whatever is wrong with it: the page opens with the preset.
    return state.request;
  }
}

/** An experiment that one figure has to itself.
 * @param {string} name @param {ToolName} tool @param {RequestOf} request @param {Engine} engine */
export const separateExperiment = (name, tool, request, engine) =>
  createExperiment({
    name,
    tool,
    presetName: name,
    preset: request,
    request,
    ask: (fresh) => compute(tool, fresh, engine),
  });

/**
 * @param {LessonData["experiments"]} entries
 * @param {(name: string) => unknown} keptRequest undefined where none was kept
 * @param {Engine} engine
 */
export function createExperiments(entries, keptRequest, engine) {
  /** @type {Map<string, Experiment>} */
  const experiments = new Map(
    Object.entries(entries).map(([name, { tool, preset: presetName }]) => {
      const state = TOOLS[tool].presetState(engine.catalog, presetName);
      const request = readRequest(tool, state, keptRequest(name), engine.catalog);
      const ask = (/** @type {RequestOf} */ fresh) => compute(tool, fresh, engine);
      return [name, createExperiment({ name, tool, presetName, preset: state.request, request, ask })];
    }),
  );
  window.addEventListener("online", () => {
    for (const one of experiments.values()) one.set(one.request);
  });
  /** @param {string} name */
  function experiment(name) {
    const found = experiments.get(name);
    if (!found) throw new Error(`no experiment is called ${name}`);
    return found;
  }
  return {
    all: () => [...experiments.values()],
    experiment,
    /** @param {string} name */
    networkExperiment(name) {
      const found = experiment(name);
      if (found.tool !== "network") throw new Error(`the experiment ${name} has no network`);
      return /** @type {Experiment<"network">} */ (found);
    },
  };
}
