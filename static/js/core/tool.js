// One tool at work inside one element: a store, a clock, questions to the server and the views on it. A page holds one, a
// page of the lesson as many as it has figures. What the tool shows, how it is edited and what it asks are its spec.
/** @import { Catalog, Context, Dispatch, EditingRules, PageModel, PageScreen, PageState, Problem, Explainer, View } from "./types.js" */
import { createRequestQueue } from "./request_queue.js";
import { COMMON, isRefused, startModel, stepsOf } from "./editing.js";
import { frameAt } from "./frame.js";
import { createPlayer } from "./player.js";
import { createStore } from "./store.js";

/**
 * The spec of a tool.
 * @typedef {object} ToolSpec
 * @property {Record<string, {mount: import("./types.js").Mount}>} views by the name of their place, `[data-view]`
 * @property {Record<string, (model: any, input: any) => any>} transitions verbs laid over those of editing.js
 * @property {EditingRules} rules how requests are edited
 * @property {(catalog: Catalog) => any} startState what is shown when no link says otherwise
 * @property {(catalog: Catalog, name: string) => any} presetState what is shown of a preset
 * @property {(catalog: Catalog, state: any) => any} [startModel] of a tool whose model holds more than editing.js knows
 * @property {(state: any, catalog: Catalog) => string} encode a state as a hash
 * @property {(hash: string, catalog: Catalog) => any} decode and back; throws `Unreadable`
 * @property {string} page where the tool has the whole page
 * @property {string} path of the endpoint
 * @property {(model: any) => object} body what is asked
 * @property {(model: any) => object} [copied] what "copy the request" copies, where it is not the body
 * @property {(model: any, before: any) => boolean} [asksAgain] the same request needs another answer
 * @property {boolean} [worded] the answers hold sentences: a change of language asks again
 * @property {(model: any, common: Omit<PageScreen<any, any>, "explainer">) => any} [screen] the common screen with the tool's own fields
 * @property {(screen: any, context: Context) => Explainer} explainer
 * @property {(tool: import("./types.js").ToolHandle) => Record<string, (input: any) => void>} [commands] what reaches beyond the state
 * @property {Record<string, readonly [verb: string, input?: unknown] | ((model: any) => readonly [verb: string, input?: unknown] | null)>} [keys]
 * @property {Context["help"]} [help] rows of the help dialog for the tool's own keys
 * @property {readonly string[]} [tools] of the foot: "files" for saving and opening
 * @property {readonly string[]} [jumps] verbs that take one out of a motion under way, beside the common ones
 */
/** @typedef {import("./api.js").Answer} Answer */
/**
 * What an tool is given by its surroundings.
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

/** Verbs that take one out of a motion under way. */
const JUMPS = ["seek", "first", "last", "back", "loadPreset", "open", "undo", "redo"];

/** @param {ToolSpec} spec @param {Surroundings} surroundings */
export function createTool(spec, { root, catalog, translations, ask, begin, heard, commands: around }) {
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  const initial = spec.startModel?.(catalog, begin) ?? startModel(catalog, begin, spec.rules);
  const store = createStore({ ...initial, rules: spec.rules }, { ...COMMON, ...spec.transitions });

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
    move: animate,
    changed: update,
  });

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
      return ask(spec.path, body).then((said) =>
        said && "answer" in said ? { answer: { ...said.answer, request } } : said,
      );
    },
    arrived: (answer) => store.dispatch("arrived", answer),
    refused: (problem) => {
      store.dispatch("refused", problem);
      if (store.model.answer === null && isRefused(store.model)) openDefault();
    },
  });
  window.addEventListener("online", () => {
    if (store.model.problem) requestQueue.ask();
  });

  /** A link whose request the server refuses must not leave an empty page. */
  function openDefault() {
    const { problem } = store.model;
    store.dispatch("open", spec.startState(catalog));
    store.dispatch("say", {
      key: "error.link_refused",
      params: { reason: problem?.problems?.[0]?.msg ?? problem?.detail ?? "" },
    });
  }

  store.subscribe((model, before, verb) => {
    if (model.state.request !== before.state.request || verb === "retry" || spec.asksAgain?.(model, before))
      requestQueue.ask();
    heard?.(model, before, verb);
    update();
  });

  // ---- the screen ----------------------------------------------------------------------------------------------

  /** @param {PageModel} model @returns {PageScreen} */
  function screenOf(model) {
    const { state, answer } = model;
    const steps = stepsOf(model);
    const common = {
      state,
      answer,
      steps,
      frame: frameAt(steps, state.position, player.t, state.grouping),
      focus: model.focus,
      ghost: model.ghost,
      playing: player.playing,
      pending: model.pending,
      problem: model.problem,
      refused:
        model.problem && isRefused(model)
          ? ((model.edited?.field || model.problem.problems?.[0]?.loc.join(".")) ?? null)
          : null,
      notice: model.notice,
      linkHolds: /** @type {const} */ ("all"),
      canUndo: model.past.length > 0,
      canRedo: model.future.length > 0,
    };
    const screen = spec.screen ? spec.screen(model, common) : common;
    return { ...screen, explainer: spec.explainer(screen, context) };
  }

  /** @type {Context} */
  const context = {
    dispatch,
    catalog,
    t: translations.t,
    find: translations.find,
    language: () => translations.language,
    theme: () => localStorage.getItem("theme") ?? "auto",
    help: spec.help ?? [],
    tools: new Set(spec.tools),
  };

  /** @type {View[]} */
  let views = [];

  /** Builds every view anew, as after a change of language. */
  function mountViews() {
    // A key is unique within its panel.
    const held = document.activeElement?.closest("[data-view]");
    const panel = held && root.contains(held) ? held.getAttribute("data-view") : null;
    const focused = panel === null ? null : document.activeElement?.getAttribute("data-key");
    views = [];
    for (const place of root.querySelectorAll("[data-view]")) {
      const view = spec.views[place.getAttribute("data-view") ?? ""];
      if (view && place instanceof HTMLElement) {
        place.replaceChildren();
        views.push(view.mount(place, context));
      }
    }
    update();
    if (!focused) return;
    // The views draw in the next microtask; what they made can take the focus after it.
    queueMicrotask(() => {
      /** @type {HTMLElement | null} */ (
        root.querySelector(`[data-view="${panel}"] [data-key="${focused}"]`)
      )?.focus();
    });
  }

  let scheduled = false;
  /** Draws once however many things have changed. */
  function update() {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      const { model } = store;
      root.dataset["pending"] = String(model.pending);
      if (!model.answer) return;
      root.dataset["stale"] = String(model.answer.request !== model.state.request && !isRefused(model));
      const screen = screenOf(model);
      for (const view of views) view.update(screen);
      root.dataset["ready"] = "true";
      root.dataset["position"] = String(screen.state.position);
    });
  }

  function animate() {
    if (!store.model.answer) return;
    const screen = screenOf(store.model);
    for (const view of views) view.animate?.(screen);
  }

  // ---- verbs ---------------------------------------------------------------------------------------------------

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
      dispatch,
      ask: requestQueue.ask,
    }),
  };
  const jumps = new Set([...JUMPS, ...(spec.jumps ?? [])]);

  /** @type {Dispatch} */
  function dispatch(verb, input) {
    const command = commands[verb] ?? around?.()[verb];
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

  reduced.addEventListener("change", () => player.settle());

  return {
    root,
    get model() {
      return store.model;
    },
    get playing() {
      return player.playing;
    },
    dispatch,
    mountViews,
    update,
    ask: requestQueue.ask,
    settle: () => player.settle(),
    /** Changes that pass by the commands, as a link that is followed. */
    store,
    screen: () => (store.model.answer === null ? null : screenOf(store.model)),
  };
}
