// A page of the lesson: brings its figures, numbers, tools, questions and exercises to life. What each of them is stands in
// the page (templates/lesson) and in its data (app/web/lesson); here they are only put together.
/** @import { Key, Problem } from "../core/types.js" */
/** @import { NetworkCatalog } from "../network/types.js" */
/** @import { Answer } from "../core/api.js" */
/** @import { Experiment, Figure, Lesson, LessonData, LiveFigure } from "../lesson/types.js" */
import { createApi } from "../core/api.js";
import { element, reachIfCut, setText } from "../draw/dom.js";
import { createTranslations, lessonTranslations } from "../core/i18n.js";
import { createExperiment } from "../lesson/experiment.js";
import { mountExercises } from "../lesson/practice/exercises.js";
import { TOOLS, openFigure } from "../lesson/figure.js";
import { mountGlossary } from "../lesson/reader/glossary.js";
import { mountPaper } from "../lesson/reader/paper.js";
import { mountProduct } from "../lesson/tools/product.js";
import { quantityOf, signText } from "../lesson/tools/quantities.js";
import { mountQuestion } from "../lesson/practice/questions.js";
import { mountRatios } from "../lesson/tools/ratios.js";
import { mountRounds } from "../lesson/tools/rounds.js";
import { mountRules } from "../lesson/tools/rules.js";
import { createProgress, idOf } from "../lesson/reader/progress.js";
import { mountTeacher } from "../lesson/reader/teacher.js";
import { createVisit } from "../lesson/reader/visit.js";
import { formatNumber, fullNumber } from "../math/format.js";
import { figureRuleRefusal } from "../network/request.js";
import { helpDialog } from "../panels/dialogs.js";
import * as header from "../panels/header.js";

/** A notice is read within so many milliseconds. */
const NOTICE = 9000;
/** So many answers are kept for whoever asks the same. */
const KEPT_ANSWERS = 24;

const data = /** @type {LessonData} */ (
  JSON.parse(document.getElementById("lesson-data")?.dataset["json"] ?? "{}")
);
const translations = createTranslations(document, (language) => lessonTranslations(api.get, language));
const api = createApi(fetch.bind(globalThis), () => translations.language);
const [catalog] = /** @type {[NetworkCatalog, unknown]} */ (
  await Promise.all([api.get("/api/v1/catalog"), translations.use(translations.language)])
);

// ---- the server, asked once for the same ---------------------------------------------------------------------------

/** @type {Map<string, Promise<Answer>>} */
const asked = new Map();

/** @param {string} path @param {object} body @returns {Promise<Answer>} */
function askOnce(path, body) {
  const key = `${path} ${JSON.stringify(body)}`;
  const known = asked.get(key);
  if (known) return known;
  // A question of its own: an answer to another one must not be dropped for it.
  const said = createApi(fetch.bind(globalThis), () => translations.language).ask(path, body);
  asked.set(key, said);
  if (asked.size > KEPT_ANSWERS) asked.delete(asked.keys().next().value ?? "");
  void said.then((one) => {
    if (one === null || "problem" in one) asked.delete(key);
  });
  return said;
}
/** @param {string} path @param {object} body @returns {Promise<any>} throws a `Problem` */
async function ask(path, body) {
  const said = await askOnce(path, body);
  if (said !== null && "answer" in said) return said.answer;
  throw said?.problem ?? /** @type {Problem} */ ({ title: "", status: 0, detail: "" });
}

// ---- what was changed here before ----------------------------------------------------------------------------------

const visit = createVisit(data.section, { tab: window, memory: sessionStorage });

const progress = createProgress(() => localStorage);
progress.visit(data.section);

/** What is done of every section, in the contents at the head. */
function showProgress() {
  for (const entry of document.querySelectorAll(".sections [data-section]")) {
    const section = Number(entry.getAttribute("data-section"));
    entry.toggleAttribute("data-read", progress.isVisited(section));
    const done = entry.querySelector("[data-section-done]");
    const solved = progress.solvedIn(section);
    if (done) setText(done, solved === 0 ? "" : ` ${translations.t("lesson.solved_count", { solved })}`);
  }
}
progress.subscribe(showProgress);
showProgress();

// ---- experiments -------------------------------------------------------------------------------------------------------

/** What the numbers in the text need of each tool. @type {Record<string, (request: any) => object>} */
const BODIES = {
  network: (request) => ({
    ...request,
    include: figureRuleRefusal(request, catalog) === null ? ["steps", "as_drawn"] : ["steps"],
  }),
  graph: (request) => ({ ...request, undefined: "mark" }),
  descent: (request) => request,
};
/** What was kept or linked of a experiment, as far as its tool's own links could hold it.
 * @param {import("../lesson/types.js").ToolName} tool @param {any} begin the tool's state with the lesson's own request @param {unknown} kept */
function requestFrom(tool, begin, kept) {
  if (kept === undefined) return begin.request;
  try {
    return TOOLS[tool].decode(TOOLS[tool].encode({ ...begin, request: kept }, catalog), catalog).request;
  } catch {
    // Whatever was wrong with it, the lesson's own numbers are there.
    return begin.request;
  }
}
/** @type {Map<string, Experiment>} */
const experiments = new Map(
  Object.entries(data.experiments).map(([name, { tool, preset: presetName }]) => {
    const begin = TOOLS[tool].presetState(catalog, presetName);
    return [
      name,
      createExperiment({
        name,
        tool,
        presetName,
        preset: begin.request,
        request: requestFrom(tool, begin, visit.request(name)),
        ask: (request) => ask(TOOLS[tool].path, BODIES[tool]?.(request) ?? request),
      }),
    ];
  }),
);
/** @param {string} name */
function experiment(name) {
  const found = experiments.get(name);
  if (!found) throw new Error(`no experiment is called ${name}`);
  return found;
}

/** The numbers in the text follow their experiment. */
function writeNumbers() {
  for (const node of document.querySelectorAll("data.live-number")) {
    const { answer, tool } = experiment(node.getAttribute("data-experiment") ?? "");
    if (answer === null) continue;
    const quantity = node.getAttribute("data-quantity") ?? "";
    const value = quantityOf(tool, answer, quantity);
    setText(node, signText(tool, answer, quantity) ?? (value === null ? "–" : formatNumber(value)));
    node.setAttribute("value", fullNumber(value));
  }
}

// ---- figures -------------------------------------------------------------------------------------------------------

/** @type {LiveFigure[]} */
const figures = [];
/** These and what questions and exercises have opened. @type {Set<LiveFigure>} */
const opened = new Set();
/** @type {LiveFigure | null} the one that was used last */
let active = null;
let figureRule = visit.figureRule();
/** @type {Set<(figureRule: boolean) => void>} */
const ruleListeners = new Set();

/** @param {HTMLElement} root @param {Figure} figure @param {{request?: any, state?: Record<string, any>, kept?: boolean}} [own] */
function open(root, figure, { request, state = {}, kept = false } = {}) {
  const { path } = TOOLS[figure.tool];
  const stands =
    request === undefined
      ? experiment(figure.experiment)
      : createExperiment({
          name: figure.experiment,
          tool: figure.tool,
          presetName: figure.experiment,
          preset: request,
          request,
          ask: (body) => ask(path, BODIES[figure.tool]?.(body) ?? body),
        });
  const live = openFigure(figure, {
    root,
    experiment: stands,
    state: figure.tool === "network" ? { figureRule, ...state } : state,
    position: kept ? visit.position(figure.name) : undefined,
    surroundings: {
      catalog,
      translations,
      ask: askOnce,
      heard: (model, before, verb) => {
        if (kept && model.state.position !== before.state.position && verb !== "arrived")
          visit.stand(figure.name, model.state.position);
        if (model.notice !== before.notice && model.notice !== null)
          notify(model.notice.key, model.notice.params);
        showHeader();
      },
      commands: () => COMMANDS,
    },
  });
  opened.add(live);
  for (const event of ["pointerdown", "focusin"]) {
    root.addEventListener(event, () => {
      active = live;
      showHeader();
    });
  }
  return live;
}

/** @param {boolean} wanted */
function setRule(wanted) {
  if (wanted === figureRule) return;
  figureRule = wanted;
  visit.setFigureRule(figureRule);
  for (const live of figures) if (live.figure.tool === "network") live.dispatch("setFigureRule", figureRule);
  for (const heard of ruleListeners) heard(figureRule);
}

// ---- notices, and the head of the frame ----------------------------------------------------------------------------

const notice = document.querySelector("[data-lesson-notice]");
let noticed = 0;
/** @param {Key} key @param {Record<string, string | number>} [params] */
function notify(key, params) {
  if (!notice) return;
  setText(notice, translations.t(key, params));
  clearTimeout(noticed);
  noticed = window.setTimeout(() => setText(notice, ""), NOTICE);
}

const keysDialog = helpDialog({
  t: translations.t,
  help: [...(TOOLS.network.help ?? []).filter(([keys]) => keys.includes("D")), [["B"], "teach.key_black"]],
});
document.body.append(keysDialog);

/** @type {Record<string, (input: any) => void>} */
const COMMANDS = {
  share: () => {
    const link = visit.link();
    navigator.clipboard.writeText(link).then(
      () => notify("control.copied_link"),
      () => notify("control.copy_failed"),
    );
  },
  /** @param {string} theme */
  theme: (theme) => {
    localStorage.setItem("theme", theme);
    if (theme === "auto") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
    for (const live of figures) live.update();
  },
  help: () => keysDialog.showModal(),
};
const head = /** @type {HTMLElement | null} */ (document.querySelector('[data-view="header"]'));
const headerView =
  head &&
  header.mount(head, {
    dispatch: (verb, input) => (COMMANDS[verb] ? COMMANDS[verb]?.(input) : active?.dispatch(verb, input)),
    t: translations.t,
    find: translations.find,
    catalog,
    language: () => translations.language,
    theme: () => localStorage.getItem("theme") ?? "auto",
    help: [],
    tools: new Set(),
  });
function showHeader() {
  headerView?.update(
    /** @type {any} */ ({
      canUndo: (active?.model.past.length ?? 0) > 0,
      canRedo: (active?.model.future.length ?? 0) > 0,
      linkHolds: "all",
      pending: false,
    }),
  );
}

// ---- tools -----------------------------------------------------------------------------------------------------------

/** What stands in the text besides figures, by its name. @type {Record<string, (root: HTMLElement, lesson: Lesson) => void>} */
const LESSON_TOOLS = {
  product: (root, lesson) => mountProduct(root, { lesson }),
  ratios: (root, lesson) => mountRatios(root, { lesson }),
  rounds: (root, lesson) => mountRounds(root, { lesson }),
  rules: (root, lesson) => mountRules(root, { lesson }),
};
/** A place without what stood there while the page was loading. @param {Element} root */
function emptied(root) {
  root.replaceChildren();
  return /** @type {HTMLElement} */ (root);
}

// ---- all together --------------------------------------------------------------------------------------------------

/** @type {Lesson} */
const lesson = {
  section: data.section,
  data,
  catalog,
  ask,
  experiment,
  notify,
  setRule,
  t: translations.t,
  find: translations.find,
  figures: () => figures,
  figureOf: (part) => figures.find(({ root }) => part.contains(root)) ?? null,
  openFigure: (root, figure, own = {}) => open(root, figure, own),
  rule: () => figureRule,
  onRule: (heard) => void ruleListeners.add(heard),
  solved: (id) => progress.solve(idOf(data.section, id)),
  isSolved: (id) => progress.isSolved(idOf(data.section, id)),
};

for (const one of experiments.values()) {
  one.subscribe(writeNumbers);
  one.subscribe(() => visit.keep(one.name, one.request === one.preset ? null : one.request));
}
for (const root of document.querySelectorAll("[data-figure]")) {
  const figure = data.figures[root.getAttribute("data-figure") ?? ""];
  if (figure && root instanceof HTMLElement) figures.push(open(root, figure, { kept: true }));
}
showHeader();
const widths = new ResizeObserver((entries) => entries.forEach(({ target }) => reachIfCut(target)));
for (const formula of document.querySelectorAll(".formula")) widths.observe(formula);
// Another language is another text: the page is asked for again, and what was changed is kept for it.
for (const link of document.querySelectorAll("[data-language]")) {
  link.addEventListener("click", () => {
    const address = new URL(location.href);
    address.searchParams.set("lang", link.getAttribute("data-language") ?? "en");
    link.setAttribute("href", `${address.pathname}${address.search}${address.hash}`);
  });
}

for (const root of document.querySelectorAll("[data-tool]"))
  LESSON_TOOLS[root.getAttribute("data-tool") ?? ""]?.(emptied(root), lesson);
for (const root of document.querySelectorAll("[data-question]")) {
  const name = root.getAttribute("data-question") ?? "";
  mountQuestion(emptied(root), { name, data: data.questions[name], lesson });
}
for (const root of document.querySelectorAll("[data-exercises]")) {
  root.querySelector(".loading")?.remove();
  const place = element("div", { class: "exercise-list wide" });
  root.append(place);
  void mountExercises(place, lesson);
}
mountGlossary(lesson);
mountTeacher(lesson);
mountPaper(() => [...opened].filter(({ root }) => root.isConnected));
document.documentElement.dataset["ready"] = "true";
