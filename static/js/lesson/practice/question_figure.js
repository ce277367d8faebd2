// The figure of a question or an exercise: before the answer it shows no step that gives the answer away.
/** @import { Address } from "../../core/types.js" */
/** @import { Figure, FigureState, Lesson, LiveFigure, RequestOf, ToolName } from "../types.js" */
import { sameRequest } from "../../core/editing.js";
import { element, setAttribute } from "../../draw/dom.js";

/** The view of each tool that draws its request.
 * @type {{[T in ToolName]: (request: RequestOf<T> | undefined) => string}} */
const DRAWINGS = {
  network: () => "diagram",
  graph: () => "graph",
  descent: (request) => (Object.keys(request?.start ?? {}).length === 1 ? "fit" : "landscape"),
};
/** The keys that move to another step. */
const STEP_KEYS = new Set([" ", "ArrowRight", "ArrowLeft", "Home", "End"]);
/** A position after the last step of every tool; the figure clamps it to its range. */
const MAX_POSITION = 1e9;

/** A place among the steps: after the step that writes an address, or one of the ends.
 * @typedef {Address | "start" | "end"} StepPlace */
/**
 * @typedef {object} QuestionFigureSpec
 * @property {string} name
 * @property {ToolName} tool
 * @property {string} experiment
 * @property {RequestOf} [request] its own, instead of that of its experiment
 * @property {RequestOf | null} [laterRequest] the one that it shows with the answer, if that is another
 * @property {FigureState} state
 * @property {Record<Address, string> | null} [names] the figure's own symbols
 * @property {StepPlace} at the last step that is shown before the answer
 * @property {string} label its accessible name
 */
/** `showAnswer` lets the figure go on to the step with the answer.
 * @typedef {{live: LiveFigure, showAnswer: (after: StepPlace) => void}} QuestionFigure */

/** @param {Lesson} lesson @param {HTMLElement} root @param {QuestionFigureSpec} spec @returns {QuestionFigure} */
export function openQuestionFigure(lesson, root, spec) {
  const { name, tool, experiment, request, laterRequest = null, state, names = null, at, label } = spec;
  let isAnswered = false;
  const drawing = DRAWINGS[tool](/** @type {any} a request of this tool */ (request));
  const caption = element("div", { class: "figure-view", "data-view": "step_caption", hidden: true });
  root.replaceChildren(
    element(
      "div",
      { class: "figure-views" },
      element("div", { class: "figure-view", "data-view": drawing }),
      caption,
    ),
    element("div", { class: "stepper", "data-view": "stepper" }),
  );
  root.classList.add("live", `${tool}-figure`);
  setAttribute(root, "role", "group");
  setAttribute(root, "aria-label", label);
  // exercise.css hides what gives the answer away while this is set.
  setAttribute(root, "data-open", at === "start" ? "start" : "walk");
  if (at === "start") blockStepKeys(root, () => !isAnswered);
  // `name` and `last` are read at every step: the same tool gets another range of steps after the answer.
  /** @type {Figure} */
  const figure = {
    tool,
    experiment,
    formulas: [],
    first: null,
    names,
    lines: null,
    plays: true,
    views: [drawing, "step_caption"],
    state: { ...state, position: at === "start" ? 0 : MAX_POSITION },
    get name() {
      return isAnswered ? name : `${name}, limited`;
    },
    get last() {
      return isAnswered || at === "start" || at === "end" ? null : at;
    },
  };
  const live = lesson.openFigure(root, figure, request === undefined ? { state } : { request, state });
  return {
    live,
    showAnswer(after) {
      if (isAnswered) return;
      isAnswered = true;
      caption.hidden = false;
      setAttribute(root, "data-open", null);
      if (tool === "network") live.dispatch("setPick", null);
      // The answer is about the numbers of the question: edits in the figure are undone.
      const isChanged = request !== undefined && !sameRequest(live.model.state.request, request);
      if (laterRequest !== null) live.dispatch("open", { ...live.model.state, request: laterRequest });
      else if (isChanged) live.dispatch("reset");
      if (live.model.answer !== null && !isChanged && laterRequest === null) live.dispatch("goTo", after);
      else goToWhenArrived(live, after);
    },
  };
}

/** Ignores the keys that move to another step; Space still presses buttons.
 * @param {HTMLElement} root @param {() => boolean} isActive */
function blockStepKeys(root, isActive) {
  root.addEventListener(
    "keydown",
    (event) => {
      if (!isActive() || !STEP_KEYS.has(event.key)) return;
      const pressesButton =
        event.key === " " &&
        event.target instanceof Element &&
        event.target.closest("button, a, [role=button]") !== null;
      if (!pressesButton) event.preventDefault();
    },
    true,
  );
}

/** @param {LiveFigure} live @param {StepPlace} place */
function goToWhenArrived(live, place) {
  const stop = live.store.subscribe((_model, _before, verb) => {
    if (verb !== "arrived") return;
    stop();
    live.dispatch("goTo", place);
  });
}
