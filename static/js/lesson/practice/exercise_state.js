// The state of one exercise, and what the endpoint returns.
/** @import { Address } from "../../core/types.js" */
/** @import { Naming } from "../../network/notation.js" */
/** @import { FigureState, Lesson, RequestOf, ToolName } from "../types.js" */
/** @import { ExerciseParts } from "./exercise_parts.js" */
/** @import { Field } from "./fields.js" */
/** @import { QuestionFigure, StepPlace } from "./question_figure.js" */
/** @import { SentenceParam } from "./sentences.js" */
import { namingFor, sentence } from "./sentences.js";

/**
 * A generated question, as the endpoint returns it.
 * @typedef {object} Exercise
 * @property {number} section
 * @property {number} number
 * @property {number} seed
 * @property {string} kind
 * @property {ToolName} tool
 * @property {RequestOf} request of the tool
 * @property {FigureState} state
 * @property {StepPlace} at the last step that the figure shows before the answer
 * @property {StepPlace} after the step that it shows with the answer
 * @property {RequestOf | null} later_request what it shows with the answer instead of the request
 * @property {"number" | "sign" | "choice" | "pick"} input
 * @property {Option[]} options
 * @property {string[]} families of the numbers that can be picked
 * @property {string} asked the number that is asked for: an address or LaTeX
 * @property {Record<string, SentenceParam>} blanks the params of its sentences
 * @property {Verdict | null} verdict
 */
/** A name whose words are a translation, or a name with its own mathematics.
 * @typedef {string | {name: string, latex: string}} Option */
/** `reason`: the key of the reply; `expected`: the right answer, once it may be shown.
 * @typedef {object} Verdict
 * @property {boolean} right
 * @property {string | null} reason
 * @property {"hint" | "rule" | "solution"} tells
 * @property {number | string} [expected]
 * @property {Record<string, SentenceParam>} blanks
 */

/**
 * @typedef {object} ExerciseState
 * @property {Lesson} lesson
 * @property {number} number of the exercise in its section
 * @property {string} id
 * @property {ExerciseParts} parts
 * @property {number} seed
 * @property {number} turn counts the questions: an answer that belongs to an earlier one is dropped
 * @property {number} attempt counts the tries at the question, from 1
 * @property {boolean} isBusy a request is running
 * @property {Exercise | null} exercise
 * @property {Field | null} field
 * @property {QuestionFigure | null} figure once it is near the window
 * @property {((address: Address) => void) | null} onPick called with a number chosen in the figure
 * @property {StepPlace | null} answeredAt the step that the figure shows once the question is answered
 */

/** The symbols of the exercise's network; null for the other tools.
 * @param {ExerciseState} state @returns {Naming | null} */
export function namingOf({ exercise, lesson }) {
  if (exercise?.tool !== "network") return null;
  const { network } = /** @type {RequestOf<"network">} */ (exercise.request);
  return namingFor(network, exercise.state, lesson.catalog);
}

/** A sentence of the lesson with mathematics. @param {ExerciseState} state @param {string} key
 * @param {Record<string, SentenceParam>} params */
export const exerciseSentence = (state, key, params) =>
  sentence(state.lesson.find(key, ""), params, namingOf(state), state.lesson.t);

/** The name of an option, and either its mathematics or the key of its words. @param {Option} option */
export const optionParts = (option) =>
  typeof option === "string"
    ? { name: option, key: `exercise.option.${option}`, latex: null }
    : { name: option.name, key: null, latex: option.latex };

/** The sentences after the reason of a reply. @type {Record<Verdict["tells"], string[]>} */
const FURTHER = { hint: [], rule: ["rule"], solution: ["why"] };

/** The keys of a reply's sentences: first the reason, then the rule or the reasoning.
 * @param {string} kind @param {Verdict} verdict @returns {string[]} */
export const replyKeys = (kind, { reason, tells }) =>
  [...(reason === null ? [] : [reason]), ...FURTHER[tells]].map((part) => `exercise.${kind}.${part}`);

/** The state of an exercise with the tool's names: the API calls `figureRule` `drawn`.
 * @param {Record<string, any>} state @returns {Record<string, any>} */
export const toolState = ({ drawn, ...state }) =>
  drawn === undefined ? state : { ...state, figureRule: drawn };
