// Mounts a page of the lesson: its figures, numbers, tools, questions and exercises. What they are is in the page
// (templates/lesson) and in its data (app/web/lesson).
/** @import { Translations } from "../core/types.js" */
/** @import { NetworkCatalog } from "../network/types.js" */
/** @import { Figure, Lesson, LessonData } from "./types.js" */
/** @import { Progress } from "./reader/progress.js" */
import { createKeeper } from "../core/answers/kept.js";
import { isAnswer } from "../core/answers/shapes.js";
import { createApi, knownAnswers } from "../core/api.js";
import { ignoreInputMethod } from "../core/browser/input_method.js";
import { begin, hideNotLoaded, showNotLoaded } from "../core/browser/loading.js";
import { lasting, ofTab } from "../core/browser/memory.js";
import { createTranslations, readCatalog, readTranslations } from "../core/i18n.js";
import { waitingNotice } from "../core/problems.js";
import { element, setText } from "../draw/dom.js";
import { createAnswerCache } from "./answer_cache.js";
import { createExperiments } from "./experiments.js";
import { KEEPINGS } from "./figure.js";
import {
  addFigure,
  connectedFigures,
  createFigureSet,
  onFigure,
  openInSet,
  setFigureRule,
} from "./figure_set.js";
import { mountHeader } from "./header.js";
import { createNearby } from "./nearby.js";
import { updateLiveNumbers } from "./live_numbers.js";
import { mountExercises } from "./practice/exercises.js";
import { mountQuestion } from "./practice/questions.js";
import { fetchAtOnce } from "./reader/fetch_at_once.js";
import { mountGlossary } from "./reader/glossary.js";
import { mountPaper } from "./reader/paper.js";
import { createProgress, idOf } from "./reader/progress.js";
import { mountTeacher } from "./reader/teacher.js";
import { createVisit } from "./reader/visit.js";
import { mountFormulas } from "./reader/wide_formulas.js";
import { mountProduct } from "./tools/product.js";
import { mountRatios } from "./tools/ratios.js";
import { mountRounds } from "./tools/rounds.js";
import { mountRules } from "./tools/rules.js";

/**
 * The tools in the text, by their `data-tool`.
 * @type {Record<string, (root: HTMLElement, lesson: Lesson) => void>}
 */
const LESSON_TOOLS = { product: mountProduct, ratios: mountRatios, rounds: mountRounds, rules: mountRules };

/** @param {LessonData} data @returns {Promise<void>} when everything is mounted; answers may still be on their way */
export const openLesson = (data) => begin(document, () => open(data));

/** @param {LessonData} data */
async function open(data) {
  ignoreInputMethod(window);
  const translations = createTranslations(document, (language) =>
    readTranslations(document, api.get, language, "lesson"),
  );
  /** Says that the page waits for the server, as soon as there is a place for it.
   * @type {import("../core/api.js").Waiting["told"]} */
  let tellWait = () => showNotLoaded(document, true);
  let atOnce = false;
  const server = {
    /** @type {typeof globalThis.fetch} */
    fetch: (...request) => (atOnce ? fetchAtOnce(...request) : fetch(...request)),
    language: () => translations.language,
    known: knownAnswers(document),
    isAnswer,
    keeper: createKeeper(KEEPINGS, () => catalog),
    waiting: { told: (/** @type {Parameters<typeof tellWait>[0]} */ wait) => tellWait(wait) },
  };
  const api = createApi(server);
  const [catalog] = /** @type {[NetworkCatalog, unknown]} */ (
    await Promise.all([readCatalog(document, api.get), translations.use(translations.language)])
  );
  hideNotLoaded(document);
  const answers = createAnswerCache(server);
  const { post, ask } = answers;
  const visit = createVisit(data.section, { tab: window, memory: ofTab });
  const progress = createProgress(lasting);
  progress.visit(data.section);
  mountProgress(progress, translations);

  const experiments = createExperiments(data.experiments, visit.request, { catalog, ask });
  const { experiment, networkExperiment } = experiments;
  const nearby = createNearby();
  const figureSet = createFigureSet(visit.figureRule());
  const header = mountHeader({ translations, catalog, visit, figureSet });
  tellWait = (wait) => {
    const { key, params } = waitingNotice(wait);
    header.notify(key, params);
  };
  /** @param {HTMLElement} root @param {Figure} figure @param {Parameters<typeof openInSet>[3]} options */
  const openFigure = (root, figure, options) =>
    openInSet(figureSet, root, figure, options, {
      catalog,
      translations,
      post,
      ask,
      experiment,
      visit,
      header,
    });
  /** @type {Lesson} */
  const lesson = {
    section: data.section,
    data,
    catalog,
    t: translations.t,
    find: translations.find,
    ask,
    experiment,
    networkExperiment,
    figures: () => figureSet.figures,
    figureOf: (part) => figureSet.figures.find(({ root }) => part.contains(root)) ?? null,
    onFigure: (listener) => onFigure(figureSet, listener),
    whenNear: nearby.whenNear,
    reach: nearby.reach,
    openFigure: (root, figure, overrides = {}) => openFigure(root, figure, overrides),
    figureRule: () => figureSet.figureRule,
    setFigureRule: (on) => setFigureRule(figureSet, on, visit),
    onFigureRule: (listener) => void figureSet.ruleListeners.add(listener),
    solve: (id) => progress.solve(idOf(data.section, id)),
    isSolved: (id) => progress.isSolved(idOf(data.section, id)),
    notify: header.notify,
    link: visit.link,
    begin() {
      setFigureRule(figureSet, false, visit);
      for (const live of figureSet.figures) live.dispatch("pause");
      for (const one of experiments.all()) one.set(one.preset);
      for (const live of figureSet.figures) live.dispatch("reopen");
      visit.clear();
    },
  };

  for (const one of experiments.all()) {
    one.subscribe(() => updateLiveNumbers(lesson));
    one.subscribe(() => visit.keep(one.name, one.request === one.preset ? null : one.request));
  }
  for (const root of document.querySelectorAll("[data-figure]")) {
    const figure = data.figures[root.getAttribute("data-figure") ?? ""];
    if (figure && root instanceof HTMLElement)
      nearby.whenNear(root, () => addFigure(figureSet, openFigure(root, figure, { keepsPosition: true })));
  }
  header.update();
  if (visit.isDamaged()) header.notify("page.error.link");
  mountFormulas();
  mountLanguageLinks();
  mountParts(lesson);
  mountGlossary(lesson);
  mountTeacher(lesson);
  mountPaper({
    figures: () => connectedFigures(figureSet),
    reach: nearby.reach,
    isIdle: answers.isIdle,
    hurry(hurried) {
      atOnce = hurried;
      if (hurried) answers.hurry();
    },
  });
  document.documentElement.dataset["ready"] = "true";
  if (visit.place !== null) document.getElementById(visit.place)?.scrollIntoView();
}

/** Shows in the table of contents what is done of every section, now and after every change.
 * @param {Progress} progress @param {Translations} translations */
function mountProgress(progress, { t }) {
  function update() {
    for (const entry of document.querySelectorAll(".sections [data-section]")) {
      const section = Number(entry.getAttribute("data-section"));
      entry.toggleAttribute("data-read", progress.isVisited(section));
      const done = entry.querySelector("[data-section-done]");
      const solved = progress.solvedIn(section);
      if (done) setText(done, solved === 0 ? "" : ` ${t("lesson.solved_count", { solved })}`);
    }
  }
  progress.subscribe(update);
  update();
}

/** The text of another language is another page, at the same address and anchor. */
function mountLanguageLinks() {
  for (const link of document.querySelectorAll("[data-language]")) {
    link.addEventListener("click", () => {
      const address = new URL(location.href);
      address.searchParams.set("lang", link.getAttribute("data-language") ?? "en");
      link.setAttribute("href", `${address.pathname}${address.search}${address.hash}`);
    });
  }
}

/** Removes the placeholder that the template gives a part. @param {Element} root */
function emptied(root) {
  root.replaceChildren();
  return /** @type {HTMLElement} */ (root);
}

/** The tools, questions and exercises of the text. @param {Lesson} lesson */
function mountParts(lesson) {
  for (const root of document.querySelectorAll("[data-tool]"))
    LESSON_TOOLS[root.getAttribute("data-tool") ?? ""]?.(emptied(root), lesson);
  for (const root of document.querySelectorAll("[data-question]")) {
    const name = root.getAttribute("data-question") ?? "";
    const question = lesson.data.questions[name];
    if (!question) throw new Error(`the page's data has no question ${name}`);
    mountQuestion(emptied(root), { name, question, lesson });
  }
  for (const root of document.querySelectorAll("[data-exercises]")) {
    root.querySelector(".loading")?.remove();
    const place = element("div", { class: "exercise-list" });
    root.append(place);
    void mountExercises(place, lesson);
  }
}
