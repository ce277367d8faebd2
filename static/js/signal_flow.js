// The page `/`: puts state, clock, server, address bar and views together. Nothing is decided here.
/** @import { Catalog, Context, Model, Screen, State, Trace, View } from "./types.js" */
import { createApi } from "./api.js";
import { frameAt } from "./frame.js";
import { createWords } from "./i18n.js";
import { createPlayer } from "./player.js";
import { TRANSITIONS, acceptedState, drawnRefusal, isRefused, parameterCount, startModel } from "./state.js";
import { createStore } from "./store.js";
import { Unreadable, decode, encode, fromFile, linkHolds, toFile } from "./url.js";
import { VIEWS } from "./views/index.js";

/** Up to so many parameters every answer brings its numerical check along. */
const CHECKED = 500;
/** A question that takes longer than this is dropped for a newer one. */
const PATIENCE = 400;

const reduced = matchMedia("(prefers-reduced-motion: reduce)");
const words = createWords(document, (language) => api.get(`/static/i18n/${language}.json`));
const api = createApi(fetch.bind(globalThis), () => words.language);

const [catalog] = /** @type {[Catalog, unknown]} */ (await Promise.all([api.get("/api/v1/catalog"), words.use(words.language)]));

/** What the address bar says, or the first preset. @returns {{state: State | undefined, refusal: Unreadable | null}} */
function stateFromLink() {
  if (location.hash.length < 2) return { state: undefined, refusal: null };
  try {
    return { state: decode(location.hash, catalog), refusal: null };
  } catch (error) {
    if (error instanceof Unreadable) return { state: undefined, refusal: error };
    throw error;
  }
}

const linked = stateFromLink();
const store = createStore(startModel(catalog, linked.state), TRANSITIONS);
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

// ---- the screen ------------------------------------------------------------------------------------------------

/** @param {Model} model @param {Trace} trace @returns {Screen} */
function screenOf(model, trace) {
  const { state } = model;
  const steps = trace.steps ?? NO_STEPS;
  const refusedField = model.problem && isRefused(model)
    ? (model.edited?.field || model.problem.problems?.[0]?.loc.join(".")) ?? null : null;
  return {
    state, trace, steps,
    frame: frameAt(steps, state.position, player.t, state.grouping),
    focus: model.focus,
    ghost: model.ghost,
    playing: player.playing,
    pending: model.pending,
    problem: model.problem,
    refused: refusedField,
    notice: model.notice,
    linkHolds: linkHolds(state, catalog),
    drawnRefusal: drawnRefusal(trace.request, catalog),
    canUndo: model.past.length > 0,
    canRedo: model.future.length > 0,
  };
}
/** @type {never[]} */
const NO_STEPS = [];

/** @type {Context} */
const context = {
  dispatch, catalog,
  t: words.t,
  find: words.find,
  language: () => words.language,
  theme: () => localStorage.getItem("theme") ?? "auto",
};

/** @type {View[]} */
let views = [];

function mountViews() {
  // A key is unique within its panel.
  const panel = document.activeElement?.closest("[data-view]")?.getAttribute("data-view");
  const focused = document.activeElement?.getAttribute("data-key");
  views = [];
  for (const root of document.querySelectorAll("[data-view]")) {
    const view = VIEWS[root.getAttribute("data-view") ?? ""];
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
    const { trace } = store.model;
    document.documentElement.dataset["pending"] = String(store.model.pending);
    if (!trace) return;
    document.documentElement.dataset["stale"] = String(trace.request !== store.model.state.request && !isRefused(store.model));
    const screen = screenOf(store.model, trace);
    for (const view of views) view.update(screen);
    document.documentElement.dataset["ready"] = "true";
    document.documentElement.dataset["position"] = String(screen.state.position);
  });
}

function animate() {
  const { trace } = store.model;
  if (!trace) return;
  const screen = screenOf(store.model, trace);
  for (const view of views) view.animate?.(screen);
}

// ---- questions to the server -----------------------------------------------------------------------------------

let asking = 0;
let again = false;
let checkWanted = false;

/** Asks for what the state now is; while an answer is under way, the newest question waits its short turn. */
async function ask() {
  if (asking && performance.now() - asking < PATIENCE) {
    again = true;
    return;
  }
  again = false;
  clearTimeout(retrying);
  const mine = (asking = performance.now());
  const { request, drawn } = store.model.state;
  const include = ["steps"];
  if (parameterCount(request) <= CHECKED || checkWanted) include.push("check");
  if (drawn && drawnRefusal(request, catalog) === null) include.push("as_drawn");
  checkWanted = false;
  store.dispatch("asked");
  const answer = await api.trace(request, include);
  if (asking === mine) asking = 0;
  if (answer === null) return;
  if ("trace" in answer) {
    failures = 0;
    store.dispatch("arrived", answer.trace);
  } else {
    store.dispatch("refused", answer.problem);
    if (PASSING.has(answer.problem.status)) askLater();
    if (store.model.trace === null && isRefused(store.model)) openDefault();
  }
  if (again) void ask();
}

/** Out of reach, or busy: what the next question may find mended. */
const PASSING = new Set([0, 429, 502, 503, 504]);
/** Questions are repeated after 1, 2, 4 … seconds, and so many times at most. */
const SLOWEST = 15_000;
const MOST_FAILURES = 60;
let failures = 0;
let retrying = 0;

function askLater() {
  if (failures >= MOST_FAILURES) return;
  retrying = window.setTimeout(() => void ask(), Math.min(SLOWEST, 1000 * 2 ** failures++));
}
window.addEventListener("online", () => {
  if (store.model.problem) void ask();
});

/** A link whose network the server refuses must not leave an empty page. */
function openDefault() {
  const { problem } = store.model;
  store.dispatch("open", startModel(catalog).state);
  store.dispatch("say", { key: "error.link_refused", blanks: { reason: problem?.problems?.[0]?.msg ?? problem?.detail ?? "" } });
}

store.subscribe((model, before, verb) => {
  const moved = model.state.request !== before.state.request;
  if (moved || (model.state.drawn && !before.state.drawn && !model.trace?.as_drawn) || verb === "retry") void ask();
  if (model.notice !== before.notice && model.notice !== null) {
    clearTimeout(noticed);
    noticed = window.setTimeout(() => store.dispatch("say", null), NOTICE);
  }
  if (moved && !REWRITING.has(verb) && !continues(model, before)) owed = true;
  if (verb === "refused" && isRefused(model)) owed = false;
  const settled = (verb === "arrived" && model.state.request === model.trace?.request) || verb === "refused";
  if (settled) {
    if (owed || location.hash.length > 1) remember(owed);
  }
  else if (model.state !== before.state) remember(false);
  update();
});

/** A notice is read within so many milliseconds. */
const NOTICE = 9000;
let noticed = 0;

/** @param {Model} model @param {Model} before one gesture is one entry of the history */
const continues = (model, before) => model.past === before.past;

// ---- the address bar -------------------------------------------------------------------------------------------

// It holds the last network that worked. An edit that worked is a new entry of the history; undo, redo, positions and
// links rewrite the entry one is on, so that the back button never brings back what was undone.

/** What changes the request without being an edit. */
const REWRITING = new Set(["arrived", "open", "undo", "redo"]);
/** An edit has not been answered yet, its entry is still to be made. */
let owed = false;
let written = 0;

/** @param {boolean} push */
function remember(push) {
  if (push && !isWaiting()) {
    owed = false;
    flush(true);
    return;
  }
  clearTimeout(written);
  written = window.setTimeout(() => flush(false), 150);
}

const isWaiting = () => store.model.state.request !== store.model.trace?.request;

/** @param {boolean} push */
function flush(push) {
  clearTimeout(written);
  if (store.model.accepted === null) return;
  const hash = `#${encode(acceptedState(store.model), catalog)}`;
  if (hash === location.hash) return;
  if (push) history.pushState(null, "", hash);
  else history.replaceState(null, "", hash);
}
window.addEventListener("pagehide", () => flush(false));

function followLink() {
  const { state, refusal } = location.hash.length < 2 ? { state: startModel(catalog).state, refusal: null } : stateFromLink();
  if (refusal) {
    store.dispatch("say", { key: refusal.key, blanks: refusal.blanks });
    flush(false);
    return;
  }
  clearTimeout(written);
  player.settle();
  owed = false;
  store.dispatch("open", state);
}
window.addEventListener("popstate", followLink);

// ---- commands: what reaches beyond the state -------------------------------------------------------------------

/** @param {string} text @param {"control.copied_link" | "control.copied_json" | "control.copied_curl"} key */
async function copy(text, key) {
  try {
    await navigator.clipboard.writeText(text);
    store.dispatch("say", { key });
  } catch {
    store.dispatch("say", { key: "control.copy_failed" });
  }
}

/** @returns {string} the body of the request behind the screen */
const body = () => JSON.stringify({ ...store.model.state.request, include: ["steps"] });

/** @param {File} file */
async function openFile(file) {
  try {
    if (file.size > 16e6) throw new Unreadable("error.file_kind");
    store.dispatch("open", fromFile(await file.text(), catalog));
    store.dispatch("say", { key: "control.opened", blanks: { name: file.name } });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    store.dispatch("say", { key: error.key, blanks: { ...error.blanks, name: file.name } });
  }
}

function save() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([toFile(store.model.state)], { type: "application/json" }));
  link.download = `deltaflow-${store.model.state.preset}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}

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
  if (store.model.problem) store.dispatch("retry");
}

/** @type {Record<string, (input: any) => void>} */
const COMMANDS = {
  next: () => {
    player.settle();
    player.pause();
    player.step();
  },
  play: () => {
    if (store.model.state.position >= (store.model.trace?.steps?.length ?? 0)) store.dispatch("first");
    player.play();
  },
  pause: () => player.pause(),
  toggle: () => COMMANDS[player.playing ? "pause" : "play"]?.(undefined),
  share: () => {
    flush(false);
    void copy(location.href, "control.copied_link");
  },
  copyJson: () => void copy(JSON.stringify(JSON.parse(body()), null, 1), "control.copied_json"),
  copyCurl: () => void copy(
    `curl -s ${location.origin}/api/v1/trace -H 'content-type: application/json' -d '${body()}'`, "control.copied_curl"),
  save,
  openFile: (file) => void openFile(file),
  check: () => {
    checkWanted = true;
    void ask();
  },
  /** @param {string} theme */
  theme: (theme) => {
    localStorage.setItem("theme", theme);
    if (theme === "auto") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
    update();
  },
  language: (language) => void speak(language),
  help: () => document.querySelector("dialog")?.showModal(),
};

/** Verbs that take one out of a motion under way. */
const JUMPS = new Set(["seek", "first", "last", "back", "loadPreset", "open", "undo", "redo", "goToRound", "again"]);

/** @param {string} verb @param {unknown} [input] */
function dispatch(verb, input) {
  const command = COMMANDS[verb];
  if (command) {
    command(input);
    return;
  }
  if (JUMPS.has(verb)) {
    player.pause();
    player.settle();
  }
  store.dispatch(verb, input);
}

// ---- keys ------------------------------------------------------------------------------------------------------

/** @type {Record<string, [string, unknown?]>} */
const KEYS = {
  " ": ["toggle"], ArrowRight: ["next"], ArrowLeft: ["back"], Home: ["first"], End: ["last"], "?": ["help"],
  1: ["setGrouping", "neuron"], 2: ["setGrouping", "layer"], 3: ["setGrouping", "phase"], a: ["again", 1],
};

document.addEventListener("keydown", (event) => {
  const at = event.target instanceof Element ? event.target : null;
  if (document.querySelector("dialog[open]")) return;
  const typing = at?.closest("input:not([type=checkbox]), select, textarea, [contenteditable]") !== null;
  // While a number is being typed its field undoes the typing; once it counts, the network's undo does.
  const counts = !typing || at?.matches("select, input.number:not([data-typing])");
  if ((event.ctrlKey || event.metaKey) && !event.altKey && counts) {
    const key = event.key.toLowerCase();
    if (key === "z") dispatch(event.shiftKey ? "redo" : "undo");
    else if (key === "y") dispatch("redo");
    else return;
    event.preventDefault();
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  // Space and Enter belong to the button, link or switch in focus.
  if ((event.key === " " || event.key === "Enter") && at?.closest("button, a, summary, [role=button], [role=switch], input")) return;
  if (event.key === "n") dispatch("setNotation", store.model.state.notation === "figure" ? "derivation" : "figure");
  else if (event.key === "d") {
    if (store.model.trace && drawnRefusal(store.model.trace.request, catalog) === null) dispatch("setDrawn", !store.model.state.drawn);
  } else {
    const [verb, input] = KEYS[event.key] ?? [];
    if (!verb) return;
    dispatch(verb, input);
  }
  event.preventDefault();
});

for (const link of document.querySelectorAll("[data-language]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    dispatch("language", link.getAttribute("data-language") ?? "en");
  });
}
reduced.addEventListener("change", () => player.settle());

mountViews();
void ask();
(window.requestIdleCallback ?? setTimeout)(() => words.ahead());
