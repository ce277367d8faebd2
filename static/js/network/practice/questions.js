// What is asked before a step: a number, its sign, or which weight will change most. To add a question, write a row of
// QUESTIONS and its sentence, `ask.<name>`; a question with a sign also needs a reason (reasons.js). The numbers
// are those of the trace on the page. No DOM.
/** @import { Address, Grouping, Step } from "../../core/types.js" */
/** @import { Model, NetworkCatalog, State, Trace } from "../types.js" */
/** @import { OFTEN } from "./setting.js" */
import { nextPosition } from "../../core/frame.js";
import { signOf as signName } from "../../math/format.js";
import { showsFigureRule } from "../letters.js";
import { ballFamily, isFused, printedValueOf } from "../notation.js";
import { valueAt } from "../trace_values.js";

/**
 * `of`: the number that is asked for; "ball": what these letters call δ. `at`: at which of a layer's neurons. `seldom`:
 * where it is asked when questions are to be few: at the output layer, once in a phase, once in a layer, or nowhere.
 * `shape`: what the answer is.
 */
export const QUESTIONS = /** @type {const} */ ([
  { name: "sum", phase: "forward", of: "z", at: "first", seldom: "output", shape: "number" },
  { name: "sum_sign", phase: "forward", of: "z", at: "other", seldom: "never", shape: "sign" },
  { name: "error_sign", phase: "loss", of: "ball", at: "any", seldom: "phase", shape: "sign" },
  { name: "delta", phase: "backward", of: "ball", at: "first", seldom: "layer", shape: "number" },
  { name: "delta_sign", phase: "backward", of: "ball", at: "other", seldom: "never", shape: "sign" },
  { name: "largest", phase: "update", of: "new_w", at: "first", seldom: "phase", shape: "largest" },
  { name: "new_weight", phase: "update", of: "new_w", at: "other", seldom: "never", shape: "number" },
]);
/** @typedef {typeof QUESTIONS[number]} Row */

/** The answers to a question about a sign. */
export const SIGNS = /** @type {const} */ (["positive", "negative", "zero"]);
/** Of so many weights at most it is asked which one changes most. */
const MOST_CHOICES = 8;
/** Changes that differ by less than this part are the same. */
const SAME = 1e-9;

/**
 * What a question is about.
 * @typedef {object} Matter
 * @property {readonly Step[]} steps
 * @property {Trace} trace
 * @property {Pick<State, "position" | "grouping" | "sample" | "notation" | "figureRule" | "drawing">} state
 * @property {Pick<NetworkCatalog, "losses">} catalog
 */
/**
 * @typedef {object} Question
 * @property {Row} row
 * @property {string} key of this question on this request
 * @property {number} index of its step
 * @property {Step} step
 * @property {Address} address of the number, in the letters that are shown
 * @property {number} value as these letters print it
 * @property {Address[]} choices of "largest": the weights
 * @property {Address[]} answers of "largest": those that change most
 */

/** @param {Model} model @param {readonly Step[]} steps @returns {Matter | null} */
export const matterOf = ({ answer, state, catalog }, steps) =>
  answer === null ? null : { steps, trace: answer, state, catalog };

/** The question before the next step or group of steps; null: none.
 * @param {Matter} matter @param {typeof OFTEN[number]} often @returns {Question | null} */
export function questionAfter(matter, often) {
  const { steps, state } = matter;
  const { position, grouping } = state;
  const until = nextPosition(steps, position, /** @type {Grouping} */ (grouping));
  for (let index = position; index < until; index++) {
    const question = questionAt(matter, index, often);
    if (question) return question;
  }
  return null;
}

/** @param {Matter} matter @param {number} index of the step @param {typeof OFTEN[number]} often
 * @returns {Question | null} */
export function questionAt(matter, index, often) {
  const { steps, trace, state } = matter;
  const step = steps[index];
  // The rule of the figures has other numbers than those that are marked.
  if (!step || step.unit === null || showsFigureRule({ state: /** @type {State} */ (state), trace }))
    return null;
  for (const row of QUESTIONS) {
    if (row.phase !== step.phase || !isAt(row.at, step.unit)) continue;
    if (often === "seldom" && !isTurn(row.seldom, matter, index)) continue;
    const question = asked(row, matter, index);
    if (question) return question;
  }
  return null;
}

/** @param {Row["at"]} at @param {number} unit */
const isAt = (at, unit) => at === "any" || (at === "first") === (unit === 0);

/** Whether a question that is to be seldom is asked at a step.
 * @param {Row["seldom"]} seldom @param {Matter} matter @param {number} index */
function isTurn(seldom, { steps, trace }, index) {
  const step = steps[index];
  if (!step || seldom === "never") return false;
  if (seldom === "output") return step.layer === trace.layers.length && step.unit === 0;
  const before = steps
    .slice(0, index)
    .some(
      ({ phase, layer, rule }) =>
        phase === step.phase && rule === step.rule && (seldom === "phase" || layer === step.layer),
    );
  return !before;
}

/** A row as a question about a step; null: it cannot be asked there.
 * @param {Row} row @param {Matter} matter @param {number} index @returns {Question | null} */
function asked(row, matter, index) {
  const { steps, trace, state } = matter;
  const step = /** @type {Step} */ (steps[index]);
  const { layer, unit } = step;
  const family = row.of === "ball" ? ballOf(matter, layer) : row.of;
  const address = `${family}${layer}.${unit}${row.of === "new_w" ? ".0" : ""}`;
  if (!step.writes.includes(address)) return null;
  const value = printedValueOf(trace, address, state);
  if (value === null) return null;
  const question = {
    row,
    key: `${index}.${row.name}`,
    index,
    step,
    address,
    value,
    choices: [],
    answers: [],
  };
  return row.shape === "largest" ? withChoices(question, matter) : question;
}

/** What the letters that are shown call δ. @param {Matter} matter @param {number} layer */
export const ballOf = ({ trace: { network }, state: { notation }, catalog }, layer) =>
  ballFamily(layer, {
    notation,
    fused: isFused(network, catalog),
    units: network.layers.map(({ units }) => units),
    activations: [],
  });

/** @param {Question} question @param {Matter} matter @returns {Question | null} */
function withChoices(question, { trace, state: { sample } }) {
  const news = question.step.writes.filter((address) => address.startsWith("new_w"));
  const changes = news.map((address) => {
    const [before, after] = [address.replace("new_", ""), address].map((name) =>
      valueAt(trace, name, sample),
    );
    return before === null || after === null ? 0 : Math.abs(Number(after) - Number(before));
  });
  const most = Math.max(...changes);
  if (news.length < 2 || news.length > MOST_CHOICES || most === 0) return null;
  const choices = news.map((address) => address.replace("new_", ""));
  const answers = choices.filter((_, k) => (changes[k] ?? 0) >= most * (1 - SAME));
  // Where all change alike there is nothing to predict.
  return answers.length === choices.length ? null : { ...question, choices, answers };
}

/** Whether a choice is right. @param {Question} question @param {string} said */
export const isRightChoice = ({ row, value, answers }, said) =>
  row.shape === "largest" ? answers.includes(said) : said === signName(value);
