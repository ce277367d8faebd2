// Updates the program view from a screen.

/** @import { GraphScreen } from "../../types.js" */
/** @import { ProgramState } from "./types.js" */
import { element, setAttribute, setText } from "../../../draw/dom.js";
import { showText } from "../../../panels/typed/typed_text.js";
import { drawMarks, lineAndColumn, mistakeOf } from "./marks.js";

/** @param {ProgramState} view @param {GraphScreen} screen */
export function updateView(view, screen) {
  view.screen = screen;
  const { empty, field, joined, root } = view;
  const { state } = screen;
  const { expression } = state.request;
  showText(field, expression);
  joined.show(expression);
  drawMarks(view);
  const isEmpty = expression.trim() === "" && field.value.trim() === "";
  empty.hidden = !isEmpty;
  const isRefused = updateRefusal(view, screen);
  // A refusal shown here has no notice elsewhere on the page.
  setAttribute(root, "data-refused", isRefused || isEmpty);
  updateProblems(view, screen, isEmpty);
}

/** @param {ProgramState} view @param {GraphScreen} screen @returns {boolean} whether the text was refused */
function updateRefusal({ context, field, fix, refusal }, screen) {
  const mistake = mistakeOf(field.value, screen);
  fix.show(mistake?.fix);
  if (!mistake) setText(refusal, "");
  else if (mistake.position === undefined) setText(refusal, mistake.msg);
  else {
    const place = lineAndColumn(screen.state.request.expression, mistake.position);
    setText(refusal, context.t("graph.mistake", { ...place, msg: mistake.msg }));
  }
  setAttribute(refusal, "hidden", mistake === null);
  setAttribute(field, "aria-invalid", mistake === null ? null : "true");
  setAttribute(field, "aria-errormessage", mistake === null ? null : refusal.id);
  return mistake !== null;
}

/** The list of the values outside their domain, and of the numbers that are agreements.
 * @param {ProgramState} view @param {GraphScreen} screen @param {boolean} isEmpty */
function updateProblems(view, { answer }, isEmpty) {
  const { problems } = view;
  const key = JSON.stringify([answer.problems, answer.notices].map((some) => some.map(({ msg }) => msg)));
  if (key !== view.problemsKey) {
    view.problemsKey = key;
    problems.replaceChildren(
      ...answer.problems
        // The same part may stand at several places: it is told once.
        .filter(({ msg }, at, all) => all.findIndex((other) => other.msg === msg) === at)
        .map(({ node, msg }) => element("li", { "data-problem-of": node }, msg)),
      ...answer.notices.map(({ node, msg }) => element("li", { class: "hint", "data-notice-of": node }, msg)),
    );
  }
  setAttribute(problems, "hidden", answer.problems.length + answer.notices.length === 0 || isEmpty);
}
