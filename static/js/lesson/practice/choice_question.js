// A question with options of which one is right; then the reasoning, beside its figure.
/** @import { ChoiceQuestion, FactorsQuestion, Lesson } from "../types.js" */
/** @import { GivenQuestion, QuestionFrame } from "./question_frame.js" */
import { element } from "../../draw/dom.js";
import { choiceField } from "./fields.js";
import { buildFrame, latexParams, networkParams, onAnswer, openFigureOf } from "./question_frame.js";
import { isInactive } from "./replies.js";
import { sentence } from "./sentences.js";

/** The frame with the options of a question.
 * @param {HTMLElement} root @param {GivenQuestion<ChoiceQuestion | FactorsQuestion>} given
 * @param {(frame: QuestionFrame) => void} onRight called when the answer is right */
export function buildChoice(root, given, onRight) {
  const {
    name,
    question,
    lesson: { t, find },
  } = given;
  const frame = buildFrame(root, given, "practice.check");
  const params = latexParams(question.blanks);
  frame.prompt.append(...frame.sentence("prompt", params));
  const field = choiceField({
    legend: t("practice.answer"),
    describedBy: frame.promptId,
    missing: t("practice.choose"),
    options: question.options.map((option) => ({
      name: option,
      content: sentence(find(`question.${name}.option.${option}`, ""), params, null, t),
    })),
  });
  frame.body.append(field.node);
  frame.check.addEventListener("click", () => {
    if (isInactive(frame.check)) return;
    const read = field.read();
    if ("missing" in read) {
      frame.reply.showText("note", read.missing);
      field.focus();
      return;
    }
    const right = read.value === question.right;
    frame.reply.show(right ? "right" : "wrong", null, [frame.sentence(`reply.${read.value}`, params)]);
    if (!right) return;
    field.lock(true);
    onRight(frame);
  });
  return { frame, field, params };
}

/** @param {HTMLElement} root @param {GivenQuestion<ChoiceQuestion>} given */
export function mountChoice(root, given) {
  const { lesson, question } = given;
  const { frame, field, params } = buildChoice(root, given, (own) => {
    own.finish(true);
    showReasons(own, lesson, question);
  });
  frame.show.addEventListener("click", () => {
    if (isInactive(frame.show)) return;
    frame.reply.show("told", null, [frame.sentence(`reply.${question.right}`, params)]);
    field.lock(true);
    frame.finish(false);
    showReasons(frame, lesson, question);
  });
}

/** The reasoning with the numbers of the figure's network, and the figure.
 * @param {QuestionFrame} frame @param {Lesson} lesson @param {ChoiceQuestion} question */
function showReasons(frame, lesson, question) {
  const place = element("div", { class: "question-figure" });
  const text = element("div", { class: "reasons" });
  frame.reasoning.replaceChildren(text, place);
  frame.reasoning.hidden = false;
  const figure = openFigureOf(lesson, place, question.figure, "end", lesson.t("question.figure"));
  figure.showAnswer(question.at);
  onAnswer(figure.live, ({ network }) => {
    const params = { ...networkParams(network), ...latexParams(question.blanks) };
    text.replaceChildren(
      ...question.reasons.map((reason) => element("p", {}, ...frame.sentence(reason, params))),
    );
  });
}
