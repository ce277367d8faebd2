// What every page with a player does: puts state, clock, server, address bar, keys and views together. What a page shows,
// how it is edited and what it asks are the parts that its entry module gives.
/** @import { Catalog, Context, Dispatch, EditingRules, Key, Page, PageModel, PageScreen, PageState, Step, Subject, View } from "./types.js" */
import { createAddressBar } from "./address_bar.js";
import { createApi } from "./api.js";
import { createAsking } from "./asking.js";
import { COMMON, acceptedState, isRefused, startModel, stepsOf } from "./editing.js";
import { frameAt } from "./frame.js";
import { createWords } from "./i18n.js";
import { listen } from "./keys.js";
import { createPlayer } from "./player.js";
import { createStore } from "./store.js";

/** A notice is read within so many milliseconds. */
const NOTICE = 9000;

/**
 * The parts of a page.
 * @typedef {object} Parts
 * @property {Record<string, {mount: import("./types.js").Mount}>} views by the name of their place, `[data-view]`
 * @property {Record<string, (model: any, input: any) => any>} transitions verbs laid over those of editing.js
 * @property {EditingRules} rules how requests are edited
 * @property {(catalog: Catalog) => any} startState what the page shows when no link says otherwise
 * @property {(catalog: Catalog, state: any) => any} [startModel] of a page whose model holds more than editing.js knows
 * @property {(state: any, catalog: Catalog) => string} encode a state as a hash
 * @property {(hash: string, catalog: Catalog) => any} decode and back; throws `Unreadable`
 * @property {string} path of the door that is asked
 * @property {(model: any) => object} body what is asked
 * @property {(model: any) => object} [copied] what "copy the request" copies, where it is not the body
 * @property {(model: any, before: any) => boolean} [asksAgain] the same request needs another answer
 * @property {boolean} [worded] the answers hold sentences: a change of language asks again
 * @property {(model: any, common: Omit<PageScreen<any, any>, "subject">) => any} [screen] the common screen with the page's own fields
 * @property {(screen: any, context: Context) => Subject} subject
 * @property {(page: Page) => Record<string, (input: any) => void>} [commands] what reaches beyond the state
 * @property {Record<string, readonly [verb: string, input?: unknown] | ((model: any) => readonly [verb: string, input?: unknown] | null)>} [keys]
 * @property {Context["help"]} [help] rows of the help dialog for the page's own keys
 * @property {readonly string[]} [tools] of the foot: "files" for saving and opening
 * @property {readonly string[]} [jumps] verbs that take one out of a motion under way, beside the common ones
 */

/** Verbs that take one out of a motion under way. */
const JUMPS = ["seek", "first", "last", "back", "loadPreset", "open", "undo", "redo"];

/** @param {Parts} parts @returns {Promise<Page>} */
export async function openPage(parts) {
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  const words = createWords(document, (language) => api.get(`/static/i18n/${language}.json`));
  const api = createApi(fetch.bind(globalThis), () => words.language);
  const [catalog] = /** @type {[Catalog, unknown]} */ (await Promise.all([api.get("/api/v1/catalog"), words.use(words.language)]));

  // ---- state, clock, server, address bar -----------------------------------------------------------------------

  const bar = createAddressBar({
    tab: window,
    read: (hash) => parts.decode(hash, catalog),
    write: () => (store.model.accepted === null ? null : parts.encode(acceptedState(store.model), catalog)),
    isWaiting: () => store.model.state.request !== store.model.answer?.request,
    follow: (state) => {
      player.settle();
      store.dispatch("open", state ?? parts.startState(catalog));
    },
    refuse: ({ key, blanks }) => store.dispatch("say", { key, blanks }),
  });
  const linked = bar.start();
  const begin = linked.state ?? parts.startState(catalog);
  const store = createStore(
    parts.startModel?.(catalog, begin) ?? startModel(catalog, begin, parts.rules), { ...COMMON, ...parts.transitions });
  if (linked.refusal) store.dispatch("say", { key: linked.refusal.key, blanks: linked.refusal.blanks });

  const player = createPlayer({
    clock: { now: () => performance.now(), request: (tick) => requestAnimationFrame(tick), cancel: (id) => cancelAnimationFrame(id) },
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

  const asking = createAsking({
    clock: { now: () => performance.now(), after: (then, wait) => window.setTimeout(then, wait), cancel: (id) => clearTimeout(id) },
    question: () => {
      const { request } = store.model.state;
      const body = parts.body(store.model);
      store.dispatch("asked");
      return api.ask(parts.path, body).then((said) => (said && "answer" in said ? { answer: { ...said.answer, request } } : said));
    },
    arrived: (answer) => store.dispatch("arrived", answer),
    refused: (problem) => {
      store.dispatch("refused", problem);
      if (store.model.answer === null && isRefused(store.model)) openDefault();
    },
  });
  window.addEventListener("online", () => {
    if (store.model.problem) asking.ask();
  });

  /** A link whose request the server refuses must not leave an empty page. */
  function openDefault() {
    const { problem } = store.model;
    store.dispatch("open", parts.startState(catalog));
    store.dispatch("say", { key: "error.link_refused", blanks: { reason: problem?.problems?.[0]?.msg ?? problem?.detail ?? "" } });
  }

  let noticed = 0;
  store.subscribe((model, before, verb) => {
    if (model.state.request !== before.state.request || verb === "retry" || parts.asksAgain?.(model, before)) asking.ask();
    if (model.notice !== before.notice && model.notice !== null) {
      clearTimeout(noticed);
      noticed = window.setTimeout(() => store.dispatch("say", null), NOTICE);
    }
    bar.changed(model, before, verb);
    update();
  });

  // ---- the screen ----------------------------------------------------------------------------------------------

  /** @param {PageModel} model @returns {PageScreen} */
  function screenOf(model) {
    const { state, answer } = model;
    const steps = stepsOf(model);
    const common = {
      state, answer, steps,
      frame: frameAt(steps, state.position, player.t, state.grouping),
      focus: model.focus,
      ghost: model.ghost,
      playing: player.playing,
      pending: model.pending,
      problem: model.problem,
      refused: model.problem && isRefused(model)
        ? (model.edited?.field || model.problem.problems?.[0]?.loc.join(".")) ?? null : null,
      notice: model.notice,
      linkHolds: /** @type {const} */ ("all"),
      canUndo: model.past.length > 0,
      canRedo: model.future.length > 0,
    };
    const screen = parts.screen ? parts.screen(model, common) : common;
    return { ...screen, subject: parts.subject(screen, context) };
  }

  /** @type {Context} */
  const context = {
    dispatch, catalog,
    t: words.t,
    find: words.find,
    language: () => words.language,
    theme: () => localStorage.getItem("theme") ?? "auto",
    help: parts.help ?? [],
    tools: new Set(parts.tools),
  };

  /** @type {View[]} */
  let views = [];

  function mountViews() {
    // A key is unique within its panel.
    const panel = document.activeElement?.closest("[data-view]")?.getAttribute("data-view");
    const focused = document.activeElement?.getAttribute("data-key");
    views = [];
    for (const root of document.querySelectorAll("[data-view]")) {
      const view = parts.views[root.getAttribute("data-view") ?? ""];
      if (view && root instanceof HTMLElement) {
        root.replaceChildren();
        views.push(view.mount(root, context));
      }
    }
    update();
    if (!focused) return;
    // The views draw in the next microtask; what they made can take the focus after it.
    queueMicrotask(() => {
      /** @type {HTMLElement | null} */ (document.querySelector(`[data-view="${panel}"] [data-key="${focused}"]`))?.focus();
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
      document.documentElement.dataset["pending"] = String(model.pending);
      if (!model.answer) return;
      document.documentElement.dataset["stale"] = String(model.answer.request !== model.state.request && !isRefused(model));
      const screen = screenOf(model);
      for (const view of views) view.update(screen);
      document.documentElement.dataset["ready"] = "true";
      document.documentElement.dataset["position"] = String(screen.state.position);
    });
  }

  function animate() {
    if (!store.model.answer) return;
    const screen = screenOf(store.model);
    for (const view of views) view.animate?.(screen);
  }

  // ---- commands: what reaches beyond the state -----------------------------------------------------------------

  /** @param {string} text @param {Key} said */
  async function copy(text, said) {
    try {
      await navigator.clipboard.writeText(text);
      store.dispatch("say", { key: said });
    } catch {
      store.dispatch("say", { key: "control.copy_failed" });
    }
  }

  const copied = () => (parts.copied ?? parts.body)(store.model);

  /** @param {string} language */
  async function speak(language) {
    try {
      await words.use(language);
    } catch {
      store.dispatch("say", { key: "error.network" });
      return;
    }
    const address = new URL(location.href);
    address.searchParams.set("lang", language);
    history.replaceState(null, "", address);
    for (const link of document.querySelectorAll(".site a[href*='lang=']:not([data-language])")) {
      link.setAttribute("href", (link.getAttribute("href") ?? "").replace(/lang=\w+/, `lang=${language}`));
    }
    for (const link of document.querySelectorAll("[data-language]")) {
      if (link.getAttribute("data-language") === language) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    mountViews();
    // The server's own sentences come in the new language as well.
    if (store.model.problem || parts.worded) store.dispatch("retry");
  }

  /** @type {Page} */
  const page = {
    get model() {
      return store.model;
    },
    dispatch,
    ask: asking.ask,
    remember: () => bar.flush(false),
    copy: (text, said) => void copy(text, said),
  };

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
    share: () => {
      bar.flush(false);
      void copy(location.href, "control.copied_link");
    },
    copyJson: () => void copy(JSON.stringify(copied(), null, 1), "control.copied_json"),
    copyCurl: () => void copy(
      `curl -s ${location.origin}${parts.path} -H 'content-type: application/json' -d '${JSON.stringify(copied()).replaceAll("'", "'\\''")}'`,
      "control.copied_curl"),
    /** @param {string} theme */
    theme: (theme) => {
      localStorage.setItem("theme", theme);
      if (theme === "auto") delete document.documentElement.dataset["theme"];
      else document.documentElement.dataset["theme"] = theme;
      update();
    },
    language: (language) => void speak(language),
    help: () => document.querySelector("dialog")?.showModal(),
    ...parts.commands?.(page),
  };
  const jumps = new Set([...JUMPS, ...(parts.jumps ?? [])]);

  /** @type {Dispatch} */
  function dispatch(verb, input) {
    const command = commands[verb];
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

  listen(document, dispatch, () => store.model, parts.keys ?? {});
  for (const link of document.querySelectorAll("[data-language]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      dispatch("language", link.getAttribute("data-language") ?? "en");
    });
  }
  reduced.addEventListener("change", () => player.settle());

  mountViews();
  asking.ask();
  (window.requestIdleCallback ?? setTimeout)(() => words.ahead());
  return page;
}
