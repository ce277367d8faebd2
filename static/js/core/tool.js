// One tool at work inside one element: a store, a clock, questions to the server and the views on it. A page holds
// one, a
// page of the lesson as many as it has figures. What it shows, how it is edited and what it requests are in its spec.
/** @import { Catalog, Call, Commands, ModelVerbs, Context, Dispatch, EditingRules } from "./types.js" */
/** @import { Explainer, PageModel, PageScreen, PageVerbs, ToolHandle, Transitions, ViewModule } from "./types.js" */
import { createFurtherQueue, createRequestQueue } from "./request_queue.js";
import { media } from "./browser/media.js";
import { onPixelRatio } from "./browser/pixel_ratio.js";
import { theme } from "./browser/theme.js";
import { COMMON, isRefused, startModel, stepsOf } from "./editing.js";
import { createPlayer } from "./player.js";
import { screenOf } from "./screen.js";
import { createStore } from "./store.js";
import { createViews } from "./views.js";

/**
 * The spec of a tool.
 * @template {Catalog} [C=any] the catalog, with the tool's own part
 * @template [V=PageVerbs] the tool's verbs
 * @typedef {object} ToolSpec
 * @property {Record<string, ViewModule<any, any, V>>} views by the name of their place, `[data-view]`
 * @property {Partial<Transitions<V & import("./types.js").ModelVerbs<any, any>, any>>} transitions laid over those
 * of editing.js
 * @property {EditingRules} rules how requests are edited
 * @property {(catalog: C) => any} startState what is shown without a link
 * @property {(catalog: C, name: string) => any} presetState what is shown of a preset
 * @property {(catalog: C, state: any) => any} [startModel] of a tool whose model holds more than that of editing.js
 * @property {(state: any, catalog: C) => string} encode a state as a hash
 * @property {(hash: string, catalog: C) => any} decode and back; throws `Unreadable`
 * @property {(state: any, model: any) => any} [linked] the state as a link has it, where the position on the screen
 * means nothing without the answer
 * @property {string} page where the tool has the whole page
 * @property {string} path of the endpoint
 * @property {(model: any) => object} body the body of the request
 * @property {import("./answers/kept.js").Keeping} [keeps] what the page keeps of its answers
 * @property {(model: any) => boolean} [asks] whether there is anything to ask; else nothing is sent
 * @property {(model: any) => object} [copied] what "copy the request" copies, where it is not the body
 * @property {(model: any) => string} [copiedTo] the endpoint that it is for, where that is not `path`
 * @property {(model: any) => Taken} [taken] what is saved of it, where that is not the body
 * @property {(model: any, before: any, flowing: boolean) => boolean} [asksAgain] the same request needs another answer;
 * `flowing`: play runs past what is asked for
 * @property {(model: any) => import("./request_queue.js").Further | null} [further] what is asked besides, for what is
 * seen; it arrives as the verb "further", a refusal as "furtherRefused" where the tool has that verb
 * @property {(response: Response, stream: Stream) => Promise<any>} [receive] of an endpoint that answers line by line:
 * the answer as soon as it can be shown
 * @property {import("./api.js").Read} [receiveFurther] how what is asked besides is read, where it is no JSON
 * @property {number} [countEvery] while a flow runs by, counts are written after so many milliseconds; else in every
 * frame
 * @property {boolean} [worded] the answers hold sentences: a change of language sends the request again
 * @property {(model: any, common: Omit<PageScreen<any, any>, "explainer">) => any} [screen] the common screen with
 * the tool's own fields
 * @property {(screen: any, context: Context<C, V>) => Explainer} explainer
 * @property {(tool: ToolHandle<any, V>) => Partial<Commands<V>>} [commands] what reaches beyond the state
 * @property {import("./keys.js").Keys<V>} [keys]
 * @property {Context["help"]} [help] rows of the help dialog for the tool's own keys
 * @property {readonly import("./types.js").Key[]} [lacks] rows of the help dialog that do not hold for it
 * @property {readonly string[]} [tools] of the settings: "files" for saving and opening
 * @property {readonly (keyof V)[]} [jumps] verbs that take one out of a motion under way, beside the common ones
 * @property {(model: any) => (import("./player.js").Flow & {reach: (count: number) => Call<V>}) | null} [flow] playing
 * by a schedule; null: step by step
 */
/** @typedef {import("./api.js").Answer} Answer */
/**
 * What is saved of a tool.
 * @typedef {object} Taken
 * @property {string | null} [tool] the server's name of it, where the path does not say it; null: it has no files of it
 * @property {object} [request] what the server makes files of
 * @property {{letters: "figure" | "derivation", drawing: string}} [look]
 * @property {boolean} [hasSteps] false: no step stands for itself
 * @property {Record<string, () => string>} [files] what the tool writes itself, by format
 */
/**
 * An answer that goes on arriving after it is shown.
 * @typedef {object} Stream
 * @property {PageModel} model when it was asked
 * @property {(isBroken: boolean) => void} more called when there is more of it, or it has broken off: the verb
 * "streamed" takes that over
 */
/**
 * What a tool is given by its surroundings.
 * @template [V=PageVerbs]
 * @typedef {object} Surroundings
 * @property {HTMLElement} root holds the views; its data attributes show the state
 * @property {Catalog} catalog
 * @property {import("./types.js").Translations} translations
 * @property {(path: string, body: object, read?: import("./api.js").Read) => Promise<Answer>} ask
 * @property {(path: string, body: object, read?: import("./api.js").Read) => Promise<Answer>} [askBeside] the same
 * for a question that leaves one of `ask` under way
 * @property {any} begin the state that is shown first
 * @property {(model: PageModel, before: PageModel, verb: string) => void} [heard] after every change
 * @property {() => Partial<Commands<V>>} [commands] what the surroundings do for the views: copies, theme, language
 */
/** @template [V=PageVerbs] @typedef {ReturnType<typeof createTool<any, V>>} Tool */
/** @typedef {ReturnType<typeof createStore<any, ModelVerbs<any, any>>>} Store */

/** Verbs that take one out of a motion under way. */
const JUMPS = ["seek", "first", "last", "back", "loadPreset", "open", "undo", "redo"];

/** @template {Catalog} C @template V @param {ToolSpec<C, V>} spec @param {Surroundings<V>} surroundings */
export function createTool(spec, surroundings) {
  const { root, catalog, translations, heard } = surroundings;
  const reduced = media("(prefers-reduced-motion: reduce)");
  const initial =
    spec.startModel?.(/** @type {C} */ (catalog), surroundings.begin) ??
    startModel(catalog, surroundings.begin, spec.rules);
  /** @type {Transitions<ModelVerbs<any, any>, any>} */
  const transitions = { ...COMMON, ...spec.transitions };
  /** @type {Store} */
  const store = createStore({ ...initial, rules: spec.rules }, transitions);

  /** @type {Context<any, V>} */
  const context = {
    dispatch: (...call) => dispatch(...call),
    catalog,
    t: translations.t,
    find: translations.find,
    language: () => translations.language,
    theme,
    help: spec.help ?? [],
    lacks: new Set(spec.lacks),
    tools: new Set(spec.tools),
  };
  const views = createViews(root, spec.views, context, {
    model: () => store.model,
    screen: (model) => screenNow(model),
    countEvery: spec.countEvery,
    asks: spec.asks,
  });
  /** @param {PageModel} model */
  function screenNow(model) {
    const passing = player.flowing || views.passing;
    return screenOf(spec, model, { t: player.t, playing: player.playing, passing }, context);
  }
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
    flow: () => spec.flow?.(store.model) ?? null,
    reach: (count) => {
      const call = spec.flow?.(store.model)?.reach(count);
      if (call) change(store, /** @type {readonly [string, unknown?]} */ (/** @type {unknown} */ (call)));
    },
    move: views.animate,
    changed: () => {
      views.update();
      if (player.playing) flowedFrom = store.model;
      if (player.playing || player.flowing || !flowedFrom) return;
      if (spec.asksAgain?.(store.model, flowedFrom, false)) requestQueue.ask();
      flowedFrom = null;
    },
  });
  /** What was shown when playing began. @type {PageModel | null} */
  let flowedFrom = null;
  const requestQueue = queueFor(spec, surroundings, store);
  const askFurther = spec.further && furtherQueueFor(spec, surroundings, store);

  store.subscribe((model, before, verb) => {
    const isOther = model.state.request !== before.state.request || verb === "retry";
    if (isOther || spec.asksAgain?.(model, before, player.flowing)) requestQueue.ask();
    askFurther?.();
    heard?.(model, before, verb);
    views.update();
  });
  forgetGhosts(store);
  reduced.addEventListener("change", () => player.settle());
  onPixelRatio(views.update);

  const { dispatch } = createDispatch(spec, surroundings, {
    store,
    player,
    ask: requestQueue.ask,
    pass: views.pass,
  });
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
    /** Draws the views in another state with the same answer, at once, and keeps them so until `release`. Throws
     * without an answer. @param {object} fields of the state that differ */
    holdAt: (fields) => views.hold({ ...store.model, state: { ...store.model.state, ...fields } }),
    release: views.release,
    context,
    ask: requestQueue.ask,
    settle: () => player.settle(),
    /** For changes that pass by the commands, as a link that is followed. */
    store,
    screen: () => (store.model.answer === null ? null : screenNow(store.model)),
  };
}

/** How long the numbers before an edit stay once its answer is there, in milliseconds; as long as they fade in
 * static/css/tool/page.css. */
const GHOST_TIME = 2000;

/** Takes the numbers before an edit away when they have been seen. @param {Store} store */
function forgetGhosts(store) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  store.subscribe((model, before) => {
    if (model.ghost === before.ghost && model.answer === before.answer) return;
    clearTimeout(timer);
    if (model.ghost !== null && model.ghost !== model.answer)
      timer = setTimeout(() => store.dispatch("forgetGhost"), GHOST_TIME);
  });
}

/**
 * Requests to the server for what the store holds.
 * @param {ToolSpec<any, any>} spec
 * @param {Surroundings<any>} surroundings
 * @param {Store} store
 */
function queueFor(spec, { catalog, ask }, store) {
  const { receive } = spec;
  const read =
    receive &&
    ((/** @type {Response} */ response) =>
      receive(response, { model: store.model, more: (isBroken) => change(store, ["streamed", isBroken]) }));
  const requestQueue = createRequestQueue({
    clock: { now: () => performance.now() },
    question: () => {
      if (spec.asks?.(store.model) === false) return Promise.resolve(null);
      const { request } = store.model.state;
      const body = spec.body(store.model);
      store.dispatch("asked");
      return ask(spec.path, body, read).then((reply) =>
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

/** @param {ToolSpec<any, any>} spec @param {Surroundings<any>} surroundings @param {Store} store */
const furtherQueueFor = (spec, { ask, askBeside = ask }, store) =>
  createFurtherQueue({
    timer: {
      set: (then, milliseconds) => window.setTimeout(then, milliseconds),
      clear: (id) => window.clearTimeout(id),
    },
    wanted: () => spec.further?.(store.model) ?? null,
    ask: ({ body, path = spec.path, read = spec.receiveFurther }) => askBeside(path, body(), read),
    arrived: (answer, about) => change(store, ["further", { answer, about }]),
    refused: (problem, about) => {
      if (spec.transitions["furtherRefused"]) change(store, ["furtherRefused", { problem, about }]);
    },
  });

/** @param {ToolSpec<any, any>} spec @param {Catalog} catalog @param {Store} store */
function openDefault(spec, catalog, store) {
  const { problem } = store.model;
  store.dispatch("open", spec.startState(catalog));
  store.dispatch("say", {
    key: "page.error.link_refused",
    params: { reason: problem?.problems?.[0]?.msg ?? problem?.detail ?? "" },
  });
}

/** Sends a verb of any tool to the store.
 * @param {Store} store @param {readonly [verb: string, input?: unknown]} call */
const change = (store, [verb, input]) =>
  /** @type {(verb: string, input: unknown) => void} */ (/** @type {unknown} */ (store.dispatch))(
    verb,
    input,
  );

/**
 * Verbs go to the tool's commands, then to those of its surroundings, else to the store.
 * @template V @param {ToolSpec<any, V>} spec @param {Surroundings<V>} surroundings
 * @param {{store: Store, player: ReturnType<typeof createPlayer>, ask: () => void, pass: () => void}} parts
 * @returns {{dispatch: Dispatch<V>}}
 */
function createDispatch(spec, surroundings, { store, player, ask, pass }) {
  const play = () => {
    if (store.model.state.position >= stepsOf(store.model).length) store.dispatch("first");
    player.play();
  };
  const own = spec.commands?.({
    get model() {
      return store.model;
    },
    dispatch: (...call) => dispatch(...call),
    ask,
    askBeside: surroundings.askBeside ?? surroundings.ask,
  });
  // By name: the types of the verbs have done their work where `dispatch` is called.
  /** @type {Record<string, ((input: unknown) => void) | undefined>} */
  const commands = {
    next: () => {
      player.settle();
      player.pause();
      player.step();
    },
    play,
    pause: () => player.pause(),
    toggle: () => (player.playing ? player.pause() : play()),
    scrub: (position) => {
      pass();
      run(["seek", position]);
    },
    .../** @type {Record<string, (input: unknown) => void>} */ (own),
  };
  const jumps = new Set([...JUMPS, ...(spec.jumps ?? []).map(String)]);

  /** @param {readonly [verb: string, input?: unknown]} call */
  function run([verb, input]) {
    const around = /** @type {typeof commands} */ (surroundings.commands?.() ?? {});
    const command = commands[verb] ?? around[verb];
    if (command) {
      command(input);
      return;
    }
    if (jumps.has(verb)) {
      player.pause();
      player.settle();
    }
    change(store, [verb, input]);
  }
  /** @type {Dispatch<V>} */
  const dispatch = (...call) =>
    run(/** @type {readonly [string, unknown?]} */ (/** @type {unknown} */ (call)));
  return { dispatch };
}
