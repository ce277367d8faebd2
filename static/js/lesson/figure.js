// A figure of the lesson at work: a tool that keeps to the figure's stretch of the walk and to its experiment.
/** @import { Address } from "../core/types.js" */
/** @import { Pick } from "../network/types.js" */
/** @import { ToolSpec, Surroundings } from "../core/tool.js" */
/** @import { Experiment, Figure, LiveFigure, ToolName } from "./types.js" */
import { element } from "../draw/dom.js";
import { COMMON, sameRequest } from "../core/editing.js";
import { createTool } from "../core/tool.js";
import { listen } from "../core/keys.js";
import { TOOL as GRAPH } from "../graph/tool.js";
import { TOOL as DESCENT } from "../descent/tool.js";
import { TOOL as NETWORK } from "../network/tool.js";
import { LESSON_VIEWS } from "./views/index.js";
import { walkOf, writerIn } from "./step_range.js";

/** @type {Record<ToolName, ToolSpec>} */
export const TOOLS = { network: NETWORK, graph: GRAPH, descent: DESCENT };

/** Verbs that could lead out of the figure's stretch of the walk. */
const MOVES = ["seek", "first", "back", "undo", "redo", "open"];

/**
 * The spec's spec, held to the figure.
 * @param {Figure} figure @param {any} own how it begins, with the lesson's own request
 * @param {() => Record<string, unknown>} more what its own views want to know
 * @returns {ToolSpec}
 */
function heldSpec(figure, own, more) {
  const spec = TOOLS[figure.tool];
  const walk = (/** @type {any} */ answer, /** @type {any} */ state) =>
    walkOf(figure, spec.rules.stepsOf(answer, state) ?? []);
  /** @param {any} model @param {number} position */
  const standing = (model, position) =>
    position === model.state.position ? model : { ...model, state: { ...model.state, position } };
  /** @param {any} model */
  function held(model) {
    if (model.answer === null) return model;
    const { floor, steps } = walk(model.answer, model.state);
    return standing(model, Math.min(steps.length, Math.max(floor, model.state.position)));
  }
  /** @type {ToolSpec["transitions"]} */
  const transitions = { ...COMMON, ...spec.transitions };
  const moves = Object.fromEntries(
    MOVES.map((verb) => [
      verb,
      (/** @type {any} */ model, /** @type {any} */ input) =>
        held(transitions[verb]?.(model, input) ?? model),
    ]),
  );
  return {
    ...spec,
    // Where a request that was kept or linked is refused.
    startState: () => own,
    views: { ...spec.views, ...LESSON_VIEWS },
    rules: { ...spec.rules, stepsOf: (answer, state) => walk(answer, state).steps },
    transitions: {
      ...transitions,
      ...moves,
      arrived: (model, answer) => {
        const next = transitions["arrived"]?.(model, answer) ?? model;
        // A place that was kept from another visit is stood on; else the figure opens on its own.
        const opens = model.answer === null && !model.state.kept;
        return held(opens ? standing(next, walk(next.answer, next.state).opening) : next);
      },
      /** @param {Address | "start" | "end"} address */
      goTo: (model, address) => {
        if (model.answer === null) return model;
        const { floor, steps } = walk(model.answer, model.state);
        const at =
          address === "start" ? floor : address === "end" ? steps.length : writerIn(steps, address) + 1;
        return held(standing(model, at));
      },
      /** @param {Pick | null} pick */
      setPick: (model, pick) => ({ ...model, state: { ...model.state, pick } }),
    },
    screen: (model, common) => ({
      ...(spec.screen?.(model, common) ?? common),
      figure,
      ...more(),
    }),
  };
}

/**
 * @param {Figure} figure
 * @param {object} given
 * @param {HTMLElement} given.root
 * @param {Experiment} given.experiment
 * @param {Omit<Surroundings, "root" | "begin">} given.surroundings
 * @param {Record<string, any>} given.state laid over the figure's own
 * @param {number | undefined} given.position where it stood on the last visit
 * @returns {LiveFigure}
 */
export function openFigure(figure, { root, experiment, surroundings, state, position }) {
  const spec = TOOLS[figure.tool];
  if (!root.querySelector("[data-view]")) {
    root.append(
      element(
        "div",
        { class: "figure-views" },
        ...figure.views.map((view) => element("div", { class: "figure-view", "data-view": view })),
      ),
      element("div", { class: "stepper", "data-view": "stepper" }),
    );
  }
  root.classList.add("live");
  const own = {
    ...spec.presetState(surroundings.catalog, experiment.presetName),
    ...figure.state,
    ...state,
    request: experiment.preset,
    names: figure.names,
  };
  const begin = {
    ...own,
    request: experiment.request,
    ...(position === undefined ? {} : { position, kept: true }),
  };
  const { catalog } = surroundings;
  const held = heldSpec(figure, own, () => ({
    floor: live.floor,
    link: live.link,
    changed: !sameRequest(experiment.request, experiment.preset),
  }));
  const tool = createTool(held, {
    ...surroundings,
    root,
    begin,
    heard: (model, before, verb) => {
      // An answer that comes late answers what the experiment has already left.
      if (verb === "arrived" && model.accepted?.request === model.state.request)
        experiment.set(model.state.request);
      surroundings.heard?.(model, before, verb);
    },
    commands: () => ({
      ...surroundings.commands?.(),
      reset: () => experiment.set(experiment.preset),
      pick: (address) => live.onPick?.(address),
    }),
  });
  const walk = () =>
    tool.model.answer === null
      ? { floor: 0, steps: [] }
      : walkOf(figure, spec.rules.stepsOf(tool.model.answer, tool.model.state) ?? []);
  /** @type {LiveFigure} */
  const live = Object.setPrototypeOf(
    {
      figure,
      onPick: null,
      link: () => {
        const { names: _names, pick: _pick, kept: _kept, grammar: _grammar, ...plain } = tool.model.state;
        // The lines of a derivation are steps of the figure alone.
        const at = figure.lines ? walk().floor : plain.position;
        return `${spec.page}?lang=${surroundings.translations.language}#${spec.encode({ ...plain, position: at }, catalog)}`;
      },
      atEnd: () => tool.model.state.position >= walk().steps.length,
      atStart: () => tool.model.state.position <= walk().floor,
      get floor() {
        return walk().floor;
      },
      get ceiling() {
        return walk().steps.length;
      },
    },
    tool,
  );
  experiment.subscribe(() => {
    if (!sameRequest(experiment.request, tool.model.state.request)) {
      tool.dispatch("open", { ...tool.model.state, request: experiment.request });
    } else tool.update();
  });
  // The keys of the player belong to the figure that one is in.
  listen(root, tool.dispatch, () => tool.model, held.keys ?? {});
  tool.mountViews();
  // Landmarks lead through a page; a page of many figures would have nothing but landmarks.
  for (const region of root.querySelectorAll('[role="region"]')) region.setAttribute("role", "group");
  tool.ask();
  return live;
}
