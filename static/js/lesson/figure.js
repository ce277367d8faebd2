// A figure of the lesson: a tool limited to the figure's range of steps and bound to its experiment.
/** @import { Address } from "../core/types.js" */
/** @import { NetworkCatalog, Pick } from "../network/types.js" */
/** @import { ToolSpec, Surroundings } from "../core/tool.js" */
/** @import { Experiment, Figure, FigureState, LiveFigure, RequestOf, ToolName } from "./types.js" */
/** @import { StepRange } from "./step_range.js" */
import { url } from "../core/url_hash.js";
import { element, setAttribute } from "../draw/dom.js";
import { COMMON, sameRequest } from "../core/editing.js";
import { createTool } from "../core/tool.js";
import { listen } from "../core/keys.js";
import { TOOL as GRAPH } from "../graph/tool.js";
import { TOOL as DESCENT } from "../descent/tool.js";
import { FIRST_WINDOW } from "../descent/state.js";
import { drawingOf } from "../network/letters.js";
import { figureRuleRefusal } from "../network/request.js";
import { TOOL as NETWORK } from "../network/tool.js";
import { LESSON_VIEWS } from "./views/index.js";
import { stepRangeOf, writerIn } from "./step_range.js";

/** The body of an experiment's request, with what its figures and the numbers in the text need of the answer, so that
 * they share it. The server knows those of the presets: app/web/pages/known_answers.py.
 * @type {{[T in ToolName]: (request: RequestOf<T>, catalog: NetworkCatalog) => object}} */
export const BODIES = {
  network: (request, catalog) => ({
    ...request,
    include: figureRuleRefusal(request, catalog) === null ? ["steps", "as_drawn"] : ["steps"],
  }),
  graph: (request) => ({ ...request, undefined: "mark" }),
  descent: (request) => ({ ...request, explain: FIRST_WINDOW, include: ["surface"] }),
};

/**
 * The verbs differ from tool to tool; those of a figure are FigureVerbs.
 * @type {Record<ToolName, ToolSpec<any, any>>}
 */
export const TOOLS = {
  network: {
    ...NETWORK,
    body: ({ state, catalog }) => BODIES.network(state.request, catalog),
    // A figure shows no check of its gradients.
    further: undefined,
    screen: (model, common) => ({ ...NETWORK.screen?.(model, common), isCheckDue: false }),
  },
  graph: GRAPH,
  descent: DESCENT,
};
/** What a page keeps of the tools' answers, by the path of their endpoint. */
export const KEEPINGS = Object.fromEntries(Object.values(TOOLS).map(({ path, keeps }) => [path, keeps]));

/** Verbs whose result is clamped to the figure's range. */
const CLAMPED = ["seek", "first", "back", "undo", "redo", "open"];
/** The range before the first answer. @type {Omit<StepRange, "opening">} */
const NO_RANGE = { floor: 0, steps: [] };

/** @param {any} model of a tool @param {number} position */
const withPosition = (model, position) =>
  position === model.state.position ? model : { ...model, state: { ...model.state, position } };

/**
 * The letters and the drawing of a network, for the style sheet: what belongs to others is not shown beside it.
 * @param {HTMLElement} root @param {Parameters<typeof drawingOf>[0]} state
 */
function markLook(root, state) {
  setAttribute(root, "data-letters", state.notation);
  setAttribute(root, "data-drawing", drawingOf(state));
}

/**
 * The tool's spec, limited to the figure.
 * @param {Figure} figure @param {any} startState the figure's first state, with the preset's request
 * @param {() => Record<string, unknown>} screenFields further fields of the screen, for the views of the lesson
 * @returns {ToolSpec<any, any>}
 */
function figureSpec(figure, startState, screenFields) {
  const spec = TOOLS[figure.tool];
  const rangeOf = (/** @type {any} */ answer, /** @type {any} */ state) =>
    stepRangeOf(figure, spec.rules.stepsOf(answer, state) ?? []);
  /** @param {any} model */
  function clamped(model) {
    if (model.answer === null) return model;
    const { floor, steps } = rangeOf(model.answer, model.state);
    return withPosition(model, Math.min(steps.length, Math.max(floor, model.state.position)));
  }
  /** @type {Record<string, ((model: any, input: any) => any) | undefined>} */
  const transitions = { ...COMMON, ...spec.transitions };
  const moves = Object.fromEntries(
    CLAMPED.map((verb) => [
      verb,
      (/** @type {any} */ model, /** @type {any} */ input) =>
        clamped(transitions[verb]?.(model, input) ?? model),
    ]),
  );
  return {
    ...spec,
    // Opened when a kept or linked request is refused.
    startState: () => startState,
    views: { ...spec.views, ...LESSON_VIEWS },
    rules: { ...spec.rules, stepsOf: (answer, state) => rangeOf(answer, state).steps },
    transitions: {
      ...transitions,
      ...moves,
      arrived: (model, answer) => {
        const next = transitions["arrived"]?.(model, answer) ?? model;
        // The first answer: a kept position stays, else the figure opens at its own.
        const opens = model.answer === null && !model.state.kept;
        return clamped(opens ? withPosition(next, rangeOf(next.answer, next.state).opening) : next);
      },
      /** @param {Address | "start" | "end"} address */
      goTo: (model, address) => {
        if (model.answer === null) return model;
        const { floor, steps } = rangeOf(model.answer, model.state);
        const position =
          address === "start" ? floor : address === "end" ? steps.length : writerIn(steps, address) + 1;
        return clamped(withPosition(model, position));
      },
      reopen: (model) =>
        model.answer === null
          ? model
          : clamped(withPosition(model, rangeOf(model.answer, model.state).opening)),
      /** @param {Pick | null} pick */
      setPick: (model, pick) => ({ ...model, state: { ...model.state, pick } }),
    },
    screen: (model, common) => ({
      ...(spec.screen?.(model, common) ?? common),
      figure,
      ...screenFields(),
    }),
  };
}

/** Whether a question can stand before a figure's steps: those of a network, with its numbers.
 * @param {Figure} figure */
const canAsk = ({ tool, plays, lines }) => tool === "network" && plays && !lines;

/** Places for the figure's views and its player, where the page has none; and for questions before its steps.
 * @param {HTMLElement} root @param {Figure} figure @param {boolean} asks */
function buildPlaces(root, { views }, asks) {
  if (!root.querySelector("[data-view]")) buildFigurePlaces(root, views);
  if (!asks) return;
  const place = element("div", { class: "figure-practice", "data-view": "practice", "data-ways": "ask" });
  root.querySelector(".stepper")?.after(place);
}

/** @param {HTMLElement} root @param {Figure["views"]} views */
function buildFigurePlaces(root, views) {
  root.append(
    element(
      "div",
      { class: "figure-views" },
      ...views.map((view) => element("div", { class: "figure-view", "data-view": view })),
    ),
    element("div", { class: "stepper", "data-view": "stepper" }),
  );
}

/**
 * @param {Figure} figure
 * @param {object} given
 * @param {HTMLElement} given.root
 * @param {Experiment} given.experiment
 * @param {Omit<Surroundings, "root" | "begin">} given.surroundings
 * @param {FigureState} given.state overrides fields of the figure's own
 * @param {number | undefined} given.position at which it was left on the last visit
 * @param {boolean} given.asks questions may stand before its steps
 * @returns {LiveFigure}
 */
export function openFigure(figure, { root, experiment, surroundings, state, position, asks }) {
  const spec = TOOLS[figure.tool];
  const { catalog } = surroundings;
  buildPlaces(root, figure, asks && canAsk(figure));
  root.classList.add("live");
  const startState = {
    ...spec.presetState(catalog, experiment.presetName),
    ...figure.state,
    ...state,
    request: experiment.preset,
    names: figure.names,
  };
  const limited = figureSpec(figure, startState, () => ({
    floor: live.floor,
    link: live.link,
    changed: !sameRequest(experiment.request, experiment.preset),
  }));
  const tool = createTool(limited, {
    ...surroundings,
    root,
    begin: {
      ...startState,
      request: experiment.request,
      ...(position === undefined ? {} : { position, kept: true }),
    },
    heard: (model, before, verb) => {
      // An edit reaches the experiment when its answer arrives; a late answer to an earlier request does not.
      if (verb === "arrived" && model.accepted?.request === model.state.request)
        experiment.set(model.state.request);
      if (figure.tool === "network") markLook(root, /** @type {any} */ (model.state));
      surroundings.heard?.(model, before, verb);
    },
    commands: () => ({
      ...surroundings.commands?.(),
      reset: () => experiment.set(experiment.preset),
      pick: (address) => live.onPick?.(address),
    }),
  });
  const range = () =>
    tool.model.answer === null
      ? NO_RANGE
      : stepRangeOf(figure, spec.rules.stepsOf(tool.model.answer, tool.model.state) ?? []);
  /** @type {LiveFigure} */
  const live = Object.setPrototypeOf(
    {
      figure,
      root,
      onPick: null,
      link: () => {
        const { names: _names, pick: _pick, kept: _kept, ...plain } = tool.model.state;
        // The full tool has no steps for the lines of a derivation.
        const position = figure.lines ? range().floor : plain.position;
        const hash = spec.encode({ ...plain, position }, catalog);
        return `${url(spec.page)}?lang=${surroundings.translations.language}#${hash}`;
      },
      atEnd: () => tool.model.state.position >= range().steps.length,
      atStart: () => tool.model.state.position <= range().floor,
      get floor() {
        return range().floor;
      },
      get ceiling() {
        return range().steps.length;
      },
    },
    tool,
  );
  experiment.subscribe(() => {
    if (!sameRequest(experiment.request, tool.model.state.request)) {
      tool.dispatch("open", { ...tool.model.state, request: experiment.request });
    } else tool.update();
  });
  // The keys of the player apply to the figure that has the focus.
  listen(root, tool.dispatch, () => tool.model, limited.keys ?? {});
  tool.mountViews();
  tool.ask();
  return live;
}
