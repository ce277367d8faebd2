// The questions in the text of the lesson. Their right answers are in app/web/lesson/questions.py, their sentences in
// the translations; all numbers come from the network of the figure.
/** @import { Question } from "../types.js" */
/** @import { GivenQuestion } from "./question_frame.js" */
import { setAttribute } from "../../draw/dom.js";
import { mountChoice } from "./choice_question.js";
import { mountFactors } from "./factors_question.js";
import { mountSort } from "./sort_question.js";

/** @type {Record<Question["form"], (root: HTMLElement, given: GivenQuestion<any>) => void>} */
const FORMS = { sort: mountSort, choose: mountChoice, factors: mountFactors };

/** @param {HTMLElement} root @param {GivenQuestion} given */
export function mountQuestion(root, given) {
  setAttribute(root, "data-form", given.question.form);
  FORMS[given.question.form](root, given);
}
