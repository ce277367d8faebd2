// What all questions share: heading, prompt, buttons, reply and reasoning, and the figure.
/** @import { Address, Key } from "../../core/types.js" */
/** @import { Trace } from "../../network/types.js" */
/** @import { Naming } from "../../network/notation.js" */
/** @import { Figure, Lesson, LiveFigure, Question } from "../types.js" */
/** @import { SentenceParam } from "./sentences.js" */
import { element, setAttribute, uniqueId } from "../../draw/dom.js";
import { TOOLS } from "../figure.js";
import { countsOf } from "../network_parts.js";
import { openQuestionFigure } from "./question_figure.js";
import { replyBox, setInactive } from "./replies.js";
import { sentence } from "./sentences.js";

/** @template {Question} [Q=Question] @typedef {{name: string, question: Q, lesson: Lesson}} GivenQuestion */
/** @typedef {ReturnType<typeof buildFrame>} QuestionFrame */

/** The counts and the shape of a network, as params.
 * @param {Trace["network"]} network @returns {Record<string, number | string>} */
export const networkParams = (network) => ({
  ...countsOf(network),
  shape: [network.inputs, ...network.layers.map(({ units }) => units)].join("-"),
});

/** Formulas as params. @param {Record<string, string>} formulas in LaTeX @returns {Record<string, SentenceParam>} */
export const latexParams = (formulas) =>
  Object.fromEntries(Object.entries(formulas).map(([name, latex]) => [name, { latex }]));

/** The figure of a question. It keeps the network that the question is about, whatever the section's figures show.
 * @param {Lesson} lesson
 * @param {HTMLElement} root
 * @param {Figure} figure
 * @param {Address} at
 * @param {string} label */
export function openFigureOf(lesson, root, { name, tool, experiment, state, names }, at, label) {
  return openQuestionFigure(lesson, root, {
    name,
    tool,
    experiment,
    state,
    names,
    at,
    label,
    request: TOOLS[tool].presetState(lesson.catalog, experiment).request,
  });
}

/** Calls `listener` with the present answer of a figure and every later one.
 * @param {LiveFigure} live @param {(trace: Trace) => void} listener */
export function onAnswer(live, listener) {
  if (live.model.answer !== null) listener(live.model.answer);
  live.store.subscribe((model, before) => {
    if (model.answer !== null && model.answer !== before.answer) listener(model.answer);
  });
}

/** @param {HTMLElement} root @param {GivenQuestion} given @param {Key} checkLabel of the first button */
export function buildFrame(root, { name, lesson }, checkLabel) {
  const { t, find } = lesson;
  const headingId = uniqueId("question-heading");
  const promptId = uniqueId("question-prompt");
  const solvedMark = element(
    "span",
    { class: "solved-mark", hidden: !lesson.isSolved(name) },
    `✓ ${t("practice.solved")}`,
  );
  const prompt = element("p", { class: "question-prompt", id: promptId });
  const reply = replyBox(t);
  const body = element("div", { class: "question-body" });
  const check = element("button", { type: "button", class: "primary" }, t(checkLabel));
  const show = element("button", { type: "button" }, t("practice.show"));
  const buttons = element("div", { class: "exercise-buttons" }, check, show);
  const reasoning = element("div", { class: "reasoning", hidden: true });
  root.replaceChildren(
    element(
      "header",
      { class: "exercise-head" },
      element("h3", { id: headingId }, t("question.heading")),
      solvedMark,
    ),
    prompt,
    body,
    buttons,
    reply.node,
    reasoning,
  );
  setAttribute(root, "role", "group");
  setAttribute(root, "aria-labelledby", headingId);
  return {
    body,
    prompt,
    reply,
    check,
    show,
    buttons,
    reasoning,
    promptId,
    /** A sentence of the question.
     * @param {string} key after `question.<name>.` @param {Record<string, SentenceParam>} [params]
     * @param {Naming | null} [naming] */
    sentence: (key, params = {}, naming = null) =>
      sentence(find(`question.${name}.${key}`, ""), params, naming, t),
    /** Ends the question. @param {boolean} isSolved by the reader, not shown on request */
    finish(isSolved) {
      setInactive(check, true);
      setInactive(show, true);
      if (!isSolved) return;
      solvedMark.hidden = false;
      lesson.solve(name);
    },
  };
}
