// One tool at work inside one element: a store, a clock, questions to the server and the views on it. A page holds one, a
// page of the lesson as many as it has figures. What the tool shows, how it is edited and what it asks are its spec.
/** @import { Catalog, Context, Dispatch, EditingRules, PageModel, PageScreen, PageState, Problem, Explainer, View } from "./types.js" */
import { createRequestQueue } from "./request_queue.js";
import { COMMON, isRefused, startModel, stepsOf } from "./editing.js";
import { createPlayer } from "./player.js";
import { screenOf } from "./screen.js";
import { createStore } from "./store.js";
import { createViews } from "./views.js";

/**
 * The spec of a tool.
 * @template {Catalog} [C=any] the catalog, with the tool's own part
 * @typedef {object} ToolSpec
 * @property {Record<string, {mount: import("./types.js").Mount}>} views by the name of their place, `[data-view]`
 * @property {Record<string, (model: any, input: any) => any>} transitions verbs laid over those of editing.js
 * @property {EditingRules} rules how requests are edited
 * @property {(catalog: C) => any} startState what is shown when no link says otherwise
 * @property {(catalog: C, name: string) => any} presetState what is shown of a preset
 * @property {(catalog: C, state: any) => any} [startModel] of a tool whose model holds more than editing.js knows
 * @property {(state: any, catalog: C) => string} encode a state as a hash
 * @property {(hash: string, catalog: C) => any} decode and back; throws `Unreadable`
 * @property {string} page where the tool has the whole page
 * @property {string} path of the endpoint
 * @property {(model: any) => object} body what is asked
 * @property {(model: any) => object} [copied] what "copy the request" copies, where it is not the body
 * @property {(model: any, before: any) => boolean} [asksAgain] the same request needs another answer
 * @property {boolean} [worded] the answers hold sentences: a change of language asks again
 * @property {(model: any, common: Omit<PageScreen<any, any>, "explainer">) => any} [screen] the common screen with the tool's own fields
 * @property {(screen: any, context: Context<C>) => Explainer} explainer
 * @property {(tool: import("./types.js").ToolHandle) => Record<string, (input: any) => void>} [commands] what reaches beyond the state
 * @property {Record<string, readonly [verb: string, input?: unknown] | ((model: any) => readonly [verb: string, input?: unknown] | null)>} [keys]
 * @property {Context["help"]} [help] rows of the help dialog for the tool's own keys
 * @property {readonly string[]} [tools] of the foot: "files" for saving and opening
 * @property {readonly string[]} [jumps] verbs that take one out of a motion under way, beside the common ones
 */
/** @typedef {import("./api.js").Answer} Answer */
/**
 * What a tool is given by its surroundings.
 * @typedef {object} Surroundings
 * @property {HTMLElement} root holds the views; its data attributes say how things stand
 * @property {Catalog} catalog
 * @property {import("./types.js").Translations} translations
 * @property {(path: string, body: object) => Promise<Answer>} ask
 * @property {any} begin the state that is shown first
 * @property {(model: PageModel, before: PageModel, verb: string) => void} [heard] after every change
 * @property {() => Record<string, ((input: any) => void) | undefined>} [commands] what the surroundings do for the views: copies, theme, language
 */
/** @typedef {ReturnType<typeof createTool>} Tool */
/** @typedef {ReturnType<typeof createStore<PageModel>>} Store */

/** Verbs that take one out of a motion under way. */
const JUMPS = ["seek", "first", "last", "back", "loadPreset", "open", "undo", "redo"];

/** @param {ToolSpec} spec @param {Surroundings} surroundings */
export function createTool(spec, surroundings) {
  const { root, catalog, translations, heard } = surroundings;
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  const initial =
    spec.startModel?.(catalog, surroundings.begin) ?? startModel(catalog, surroundings.begin, spec.rules);
  const store = createStore({ ...initial, rules: spec.rules }, { ...COMMON, ...spec.transitions });

  /** @type {Context} */
  const context = {
    dispatch: (verb, input) => dispatch(verb, input),
    catalog,
    t: translations.t,
    find: translations.find,
    language: () => translations.language,
    theme: () => localStorage.getItem("theme") ?? "auto",
    help: spec.help ?? [],
    tools: new Set(spec.tools),
  };
  const views = createViews(root, spec.views, context, {
    model: () => store.model,
    screen: (model) => screenOf(spec, model, player, context),
  });
  const player = createPlayer({
    clock: {
      now: () => performance.now(),
      request: (tick) => requestAnimationFrame(tick),
      cancel: (id) => cancelAnimationFrame(id),
    },
    still: () => reduced.matches,
    speed: () => store.model.state.speed,
    advance: () => {
      const before = store.model.state.position;
      store.dispatch("next");
      return store.model.state.position !== before;
    },
    move: views.animate,
    changed: views.update,
  });
  const requestQueue = queueFor(spec, surroundings, store);

  store.subscribe((model, before, verb) => {
    if (model.state.request !== before.state.request || verb === "retry" || spec.asksAgain?.(model, before))
      requestQueue.ask();
    heard?.(model, before, verb);
    views.update();
  });
  reduced.addEventListener("change", () => player.settle());

  const { dispatch } = createDispatch(spec, surroundings, { store, player, ask: requestQueue.ask });
  return {
    root,
    get model() {
      return store.model;
    },
    get playing() {
      return player.playing;
    },
    dispatch,
    mountViews: views.mount,
    update: views.update,
    ask: requestQueue.ask,
    settle: () => player.settle(),
    /** For changes that pass by the commands, as a link that is followed. */
    store,
    screen: () => (store.model.answer === null ? null : screenOf(spec, store.model, player, context)),
  };
}

/** Requests to the server for what the store holds. @param {ToolSpec} spec @param {Surroundings} surroundings @param {Store} store */
function queueFor(spec, { catalog, ask }, store) {
  const requestQueue = createRequestQueue({
    clock: {
      now: () => performance.now(),
      after: (then, wait) => window.setTimeout(then, wait),
      cancel: (id) => clearTimeout(id),
    },
    question: () => {
      const { request } = store.model.state;
      const body = spec.body(store.model);
      store.dispatch("asked");
      return ask(spec.path, body).then((reply) =>
        reply && "answer" in reply ? { answer: { ...reply.answer, request } } : reply,
      );
    },
    arrived: (answer) => store.dispatch("arrived", answer),
    refused: (problem) => {
      store.dispatch("refused", problem);
      // A link whose request the server refuses must not leave an empty page.
      if (store.model.answer === null && isRefused(store.model)) openDefault(spec, catalog, store);
    },
  });
  window.addEventListener("online", () => {
    if (store.model.problem) requestQueue.ask();
  });
  return requestQueue;
}

/** @param {ToolSpec} spec @param {Catalog} catalog @param {Store} store */
function openDefault(spec, catalog, store) {
  const { problem } = store.model;
  store.dispatch("open", spec.startState(catalog));
  store.dispatch("say", {
    key: "error.link_refused",
    params: { reason: problem?.problems?.[0]?.msg ?? problem?.detail ?? "" },
  });
}

/**
 * Verbs go to the tool's commands, then to those of its surroundings, else to the store.
 * @param {ToolSpec} spec @param {Surroundings} surroundings
 * @param {{store: Store, player: ReturnType<typeof createPlayer>, ask: () => void}} parts
 */
function createDispatch(spec, surroundings, { store, player, ask }) {
  /** @type {Record<string, (input: any) => void>} */
  const commands = {
    next: () => {
      player.settle();
      player.pause();
      player.step();
    },
    play: () => {
      if (store.model.state.position >= stepsOf(store.model).length) store.dispatch("first");
      player.play();
    },
    pause: () => player.pause(),
    toggle: () => commands[player.playing ? "pause" : "play"]?.(undefined),
    ...spec.commands?.({
      get model() {
        return store.model;
      },
      dispatch: (verb, input) => dispatch(verb, input),
      ask,
    }),
  };
  const jumps = new Set([...JUMPS, ...(spec.jumps ?? [])]);

  /** @type {Dispatch} */
  function dispatch(verb, input) {
    const command = commands[verb] ?? surroundings.commands?.()[verb];
    if (command) {
      command(input);
      return;
    }
    if (jumps.has(verb)) {
      player.pause();
      player.settle();
    }
    store.dispatch(verb, input);
  }
  return { dispatch };
}
