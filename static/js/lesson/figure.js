// A figure of the lesson at work: an instrument that keeps to the figure's stretch of the walk and to its bench.
/** @import { Address, Pick } from "../core/types.js" */
/** @import { Parts, Surroundings } from "../core/tool.js" */
/** @import { Bench, Figure, LiveFigure, ToolName } from "./types.js" */
import { element } from "../draw/dom.js";
import { COMMON, sameRequest } from "../core/editing.js";
import { createInstrument } from "../core/tool.js";
import { listen } from "../core/keys.js";
import { PARTS as GRAPH } from "../graph/tool.js";
import { PARTS as DESCENT } from "../descent/tool.js";
import { PARTS as NETWORK } from "../network/tool.js";
import { LESSON_VIEWS } from "./views/index.js";
import { walkOf, writerIn } from "./step_range.js";

/** @type {Record<ToolName, Parts>} */
export const TOOLS = { network: NETWORK, graph: GRAPH, descent: DESCENT };

/** Verbs that could lead out of the figure's stretch of the walk. */
const MOVES = ["seek", "first", "back", "undo", "redo", "open"];

/**
 * The tool's parts, held to the figure.
 * @param {Figure} figure @param {any} own how it begins, with the lesson's own request
 * @param {() => Record<string, unknown>} more what its own views want to know
 * @returns {Parts}
 */
function heldParts(figure, own, more) {
  const tool = TOOLS[figure.tool];
  const walk = (/** @type {any} */ answer, /** @type {any} */ state) => walkOf(figure, tool.rules.stepsOf(answer, state) ?? []);
  /** @param {any} model @param {number} position */
  const standing = (model, position) => (position === model.state.position ? model : { ...model, state: { ...model.state, position } });
  /** @param {any} model */
  function held(model) {
    if (model.answer === null) return model;
    const { floor, steps } = walk(model.answer, model.state);
    return standing(model, Math.min(steps.length, Math.max(floor, model.state.position)));
  }
  /** @type {Parts["transitions"]} */
  const transitions = { ...COMMON, ...tool.transitions };
  const moves = Object.fromEntries(MOVES.map((verb) => [verb, (/** @type {any} */ model, /** @type {any} */ input) => held(transitions[verb]?.(model, input) ?? model)]));
  return {
    ...tool,
    // Where a request that was kept or linked is refused.
    startState: () => own,
    views: { ...tool.views, ...LESSON_VIEWS },
    rules: { ...tool.rules, stepsOf: (answer, state) => walk(answer, state).steps },
    transitions: {
      ...transitions, ...moves,
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
        const at = address === "start" ? floor : address === "end" ? steps.length : writerIn(steps, address) + 1;
        return held(standing(model, at));
      },
      /** @param {Pick | null} pick */
      setPick: (model, pick) => ({ ...model, state: { ...model.state, pick } }),
    },
    screen: (model, common) => ({
      ...(tool.screen?.(model, common) ?? common),
      figure, ...more(),
    }),
  };
}

/**
 * @param {Figure} figure
 * @param {object} given
 * @param {HTMLElement} given.root
 * @param {Bench} given.bench
 * @param {Omit<Surroundings, "root" | "begin">} given.surroundings
 * @param {Record<string, any>} given.state laid over the figure's own
 * @param {number | undefined} given.position where it stood on the last visit
 * @returns {LiveFigure}
 */
export function openFigure(figure, { root, bench, surroundings, state, position }) {
  const tool = TOOLS[figure.tool];
  if (!root.querySelector("[data-view]")) {
    root.append(
      element("div", { class: "figure-views" }, ...figure.views.map((view) => element("div", { class: "figure-view", "data-view": view }))),
      element("div", { class: "stepper", "data-view": "stepper" }));
  }
  root.classList.add("live");
  const own = {
    ...tool.presetState(surroundings.catalog, bench.presetName), ...figure.state, ...state,
    request: bench.preset, names: figure.names,
  };
  const begin = { ...own, request: bench.request, ...(position === undefined ? {} : { position, kept: true }) };
  const { catalog } = surroundings;
  const parts = heldParts(figure, own, () => ({
    floor: live.floor, link: live.link, changed: !sameRequest(bench.request, bench.preset),
  }));
  const instrument = createInstrument(parts, {
    ...surroundings, root, begin,
    heard: (model, before, verb) => {
      // An answer that comes late answers what the bench has already left.
      if (verb === "arrived" && model.accepted?.request === model.state.request) bench.set(model.state.request);
      surroundings.heard?.(model, before, verb);
    },
    commands: () => ({
      ...surroundings.commands?.(),
      reset: () => bench.set(bench.preset),
      pick: (address) => live.onPick?.(address),
    }),
  });
  const walk = () => (instrument.model.answer === null ? { floor: 0, steps: [] }
    : walkOf(figure, tool.rules.stepsOf(instrument.model.answer, instrument.model.state) ?? []));
  /** @type {LiveFigure} */
  const live = Object.setPrototypeOf({
    figure, onPick: null,
    link: () => {
      const { names: _names, pick: _pick, kept: _kept, grammar: _grammar, ...plain } = instrument.model.state;
      // The lines of a derivation are steps of the figure alone.
      const at = figure.lines ? walk().floor : plain.position;
      return `${tool.page}?lang=${surroundings.words.language}#${tool.encode({ ...plain, position: at }, catalog)}`;
    },
    atEnd: () => instrument.model.state.position >= walk().steps.length,
    atStart: () => instrument.model.state.position <= walk().floor,
    get floor() {
      return walk().floor;
    },
    get ceiling() {
      return walk().steps.length;
    },
  }, instrument);
  bench.subscribe(() => {
    if (!sameRequest(bench.request, instrument.model.state.request)) {
      instrument.dispatch("open", { ...instrument.model.state, request: bench.request });
    } else instrument.update();
  });
  // The keys of the player belong to the figure that one is in.
  listen(root, instrument.dispatch, () => instrument.model, parts.keys ?? {});
  instrument.mountViews();
  // Landmarks lead through a page; a page of many figures would have nothing but landmarks.
  for (const region of root.querySelectorAll('[role="region"]')) region.setAttribute("role", "group");
  instrument.ask();
  return live;
}
