// A choice, then the two factors of a weight's gradient are found in the figure.
/** @import { Address } from "../../core/types.js" */
/** @import { Trace } from "../../network/types.js" */
/** @import { FactorsQuestion, Lesson } from "../types.js" */
/** @import { Field } from "./fields.js" */
/** @import { QuestionFigure } from "./question_figure.js" */
/** @import { GivenQuestion, QuestionFrame } from "./question_frame.js" */
/** @import { SentenceParam } from "./sentences.js" */
import { withoutSample } from "../../core/address.js";
import { element } from "../../draw/dom.js";
import { formatNumber } from "../../math/format.js";
import { latexOf, printedValueOf } from "../../network/notation.js";
import { valueAt } from "../../network/trace_values.js";
import { buildChoice } from "./choice_question.js";
import { factorReply, factorsOf } from "./factors.js";
import { onAnswer, openFigureOf } from "./question_frame.js";
import { isInactive, replyBox, setInactive } from "./replies.js";
import { namingFor } from "./sentences.js";

/**
 * @typedef {object} FactorsState
 * @property {Lesson} lesson
 * @property {FactorsQuestion} question
 * @property {QuestionFrame} frame
 * @property {Field} field of the choice
 * @property {Record<string, SentenceParam>} params of the question's sentences
 * @property {HTMLElement} task
 * @property {HTMLElement} place of the figure
 * @property {ReturnType<typeof replyBox>} reply to a number chosen in the figure
 * @property {HTMLElement} text of the reasoning
 * @property {QuestionFigure | null} figure once the choice is made
 * @property {Trace | null} trace the figure's answer
 * @property {Set<Address>} found
 * @property {boolean} isFinished
 */

/** @param {HTMLElement} root @param {GivenQuestion<FactorsQuestion>} given */
export function mountFactors(root, given) {
  const { lesson, question } = given;
  const { frame, field, params } = buildChoice(root, given, () => openFigure(state));
  /** @type {FactorsState} */
  const state = {
    lesson,
    question,
    frame,
    field,
    params,
    task: element("p", { class: "question-prompt" }),
    place: element("div", { class: "question-figure", hidden: true }),
    reply: replyBox(lesson.t),
    text: element("div", { class: "reasons" }),
    figure: null,
    trace: null,
    found: new Set(),
    isFinished: false,
  };
  frame.show.addEventListener("click", () => {
    if (isInactive(frame.show)) return;
    field.lock(true);
    if (state.figure !== null) {
      finish(state, false);
      return;
    }
    frame.reply.show("told", null, [frame.sentence(`reply.${question.right}`, params)]);
    openFigure(state);
  });
}

/** @param {FactorsState} state */
const naming = ({ trace, figure, lesson }) =>
  trace && figure ? namingFor(trace.network, figure.live.model.state, lesson.catalog) : null;
/** @param {FactorsState} state */
const factors = ({ question, trace }) => factorsOf(question.weight, trace?.network.layers.length ?? 1);
/** The symbols of the factors, as params. @param {FactorsState} state @returns {Record<string, SentenceParam>} */
const symbolParams = (state) =>
  Object.fromEntries(Object.entries(factors(state)).map(([role, address]) => [role, { address }]));

/** The second half of the question: the figure, in which two numbers are to be found. @param {FactorsState} state */
function openFigure(state) {
  if (state.figure !== null) return;
  const { lesson, question, frame, task, place, reply, text } = state;
  // "Show" now applies to the second half.
  setInactive(frame.check, true);
  frame.reasoning.replaceChildren(task, place, reply.node, text);
  frame.reasoning.hidden = false;
  place.hidden = false;
  state.figure = openFigureOf(lesson, place, question.figure, question.at, lesson.t("question.figure"));
  const { live } = state.figure;
  live.onPick = (address) => check(state, address);
  onAnswer(live, (trace) => {
    state.trace = trace;
    task.replaceChildren(...frame.sentence("find", symbolParams(state), naming(state)));
    update(state);
  });
}

/** @param {FactorsState} state */
function update(state) {
  if (!state.figure || !state.trace) return;
  if (state.isFinished) showReasons(state);
  else
    state.figure.live.dispatch("setPick", {
      families: state.question.families,
      marks: Object.fromEntries([...state.found].map((address) => [address, "✓"])),
    });
}

/** Checks a number chosen in the figure. @param {FactorsState} state @param {Address} chosen */
function check(state, chosen) {
  if (!state.trace || state.isFinished) return;
  const address = withoutSample(chosen);
  const key = factorReply(address, factors(state));
  const right = key === "delta" || key === "signal";
  if (right) state.found.add(address);
  if (state.found.size === 2) {
    finish(state, true);
    return;
  }
  const params = { ...symbolParams(state), chosen: { address } };
  state.reply.show(right ? "right" : "wrong", null, [
    state.frame.sentence(`found.${key}`, params, naming(state)),
  ]);
  update(state);
}

/** @param {FactorsState} state @param {boolean} isSolved by the reader, not shown on request */
function finish(state, isSolved) {
  if (state.isFinished || !state.figure) return;
  state.isFinished = true;
  state.reply.show(isSolved ? "right" : "told", null, [
    state.frame.sentence("found.both", symbolParams(state), naming(state)),
  ]);
  state.figure.showAnswer(`new_${factors(state).weight}`);
  state.frame.finish(isSolved);
  showReasons(state);
}

/** @param {FactorsState} state */
function showReasons(state) {
  const names = naming(state);
  const { trace, question, frame, text } = state;
  if (!trace || !names) return;
  const { delta, slope, signal, gradient } = factors(state);
  const latexNumber = (/** @type {number} */ value) => formatNumber(value).replaceAll("−", "-");
  const numbers = [delta, slope, signal]
    .map((address) => latexNumber(printedValueOf(trace, address, names) ?? Number.NaN))
    .map((number, k) => (k > 0 && number.startsWith("-") ? `(${number})` : number));
  const product = latexNumber(-(valueAt(trace, gradient, 0) ?? Number.NaN));
  const symbols = [delta, slope, signal].map((address) => latexOf(address, names));
  const rule = `-${latexOf(gradient, names)}=${symbols.join("\\cdot ")}=${numbers.join("\\cdot ")}=${product}`;
  const params = { ...symbolParams(state), ...state.params, rule: { latex: rule } };
  text.replaceChildren(
    ...question.reasons.map((reason) => element("p", {}, ...frame.sentence(reason, params, names))),
  );
}
