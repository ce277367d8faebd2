// All figures of a lesson page, and what they share: the rule that networks show, and which one was used last.
/** @import { Translations } from "../core/types.js" */
/** @import { NetworkCatalog, State } from "../network/types.js" */
/** @import { Answer } from "../core/api.js" */
/** @import { Figure, FigureOverrides, Lesson, LiveFigure } from "./types.js" */
/** @import { Header } from "./header.js" */
/** @import { Visit } from "./reader/visit.js" */
import { separateExperiment } from "./experiments.js";
import { openFigure } from "./figure.js";

/**
 * @typedef {object} FigureSet
 * @property {LiveFigure[]} figures those of the text that are built
 * @property {Set<(live: LiveFigure) => void>} figureListeners called with every figure of the text
 * @property {Set<LiveFigure>} opened these and the figures of questions and exercises
 * @property {LiveFigure | null} active the one that was used last
 * @property {boolean} figureRule networks show the rule of the document's figures instead of the gradient
 * @property {Set<(on: boolean) => void>} ruleListeners
 */
/**
 * What a figure is opened with.
 * @typedef {object} Surroundings
 * @property {NetworkCatalog} catalog
 * @property {Translations} translations
 * @property {(path: string, body: object) => Promise<Answer>} post
 * @property {Lesson["ask"]} ask
 * @property {Lesson["experiment"]} experiment
 * @property {Visit} visit
 * @property {Header} header
 */

/** @param {boolean} figureRule @returns {FigureSet} */
export const createFigureSet = (figureRule) => ({
  figures: [],
  figureListeners: new Set(),
  opened: new Set(),
  active: null,
  figureRule,
  ruleListeners: new Set(),
});

/** Opens a figure of the text or of a question. `keepsPosition`: it opens at the position of the last visit, and its
 * positions are kept for the next one.
 * @param {FigureSet} set @param {HTMLElement} root @param {Figure} figure
 * @param {FigureOverrides & {keepsPosition?: boolean}} options @param {Surroundings} surroundings */
export function openInSet(set, root, figure, options, surroundings) {
  const { request, state = {}, keepsPosition = false } = options;
  const { catalog, translations, ask, post, experiment, visit, header } = surroundings;
  const live = openFigure(figure, {
    root,
    experiment:
      request === undefined
        ? experiment(figure.experiment)
        : separateExperiment(figure.experiment, figure.tool, request, { catalog, ask }),
    state:
      figure.tool === "network"
        ? { figureRule: set.figureRule, ...(keepsPosition ? { practice: visit.practice() } : {}), ...state }
        : state,
    position: keepsPosition ? visit.position(figure.name) : undefined,
    asks: keepsPosition,
    surroundings: {
      catalog,
      translations,
      ask: post,
      heard: (model, before, verb) => {
        if (keepsPosition && model.state.position !== before.state.position && verb !== "arrived")
          visit.keepPosition(figure.name, model.state.position);
        if (keepsPosition && verb === "practise")
          shareQuestions(set, /** @type {State} */ (model.state).practice, visit);
        if (model.notice !== before.notice && model.notice !== null)
          header.notify(model.notice.key, model.notice.params);
        header.update();
      },
      commands: () => header.commands,
    },
  });
  set.opened.add(live);
  for (const event of ["pointerdown", "focusin"]) {
    root.addEventListener(event, () => {
      set.active = live;
      header.update();
    });
  }
  return live;
}

/** @param {FigureSet} set @param {LiveFigure} live a figure of the text */
export function addFigure(set, live) {
  set.figures.push(live);
  for (const listener of set.figureListeners) listener(live);
}

/** Calls `listener` with every figure of the text that is there or is built later.
 * @param {FigureSet} set @param {(live: LiveFigure) => void} listener */
export function onFigure(set, listener) {
  for (const live of set.figures) listener(live);
  set.figureListeners.add(listener);
}

/** Switches all figures of the text to the rule. @param {FigureSet} set @param {boolean} on @param {Visit} visit */
export function setFigureRule(set, on, visit) {
  if (on === set.figureRule) return;
  set.figureRule = on;
  visit.setFigureRule(on);
  for (const live of set.figures) if (live.figure.tool === "network") live.dispatch("setFigureRule", on);
  for (const listener of set.ruleListeners) listener(on);
}

/** The questions before the steps, and their count, are those of all figures of the text.
 * @param {FigureSet} set @param {string | undefined} practice @param {Visit} visit */
function shareQuestions(set, practice, visit) {
  if (practice === visit.practice()) return;
  visit.setPractice(practice);
  for (const live of set.figures)
    if (live.figure.tool === "network" && live.model.state["practice"] !== practice)
      live.dispatch("practise", { state: { practice } });
}

/** The opened figures that are still in the page. @param {FigureSet} set */
export const connectedFigures = ({ opened }) => [...opened].filter(({ root }) => root.isConnected);
