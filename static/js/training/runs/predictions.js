// What a reader predicts of a run before it is watched, and what came of it. To add a question, write a row of
// QUESTIONS and its sentences: `training.ask_<name>`, `training.choice_<name>_<choice>` and `training.was_<name>`. No
// DOM.
/** @import { Run } from "../run.js" */
import { inPowersOfTen } from "../../math/format.js";
import { isRegression } from "../task.js";
import { scoreOfGuess } from "./findings.js";

/** Two losses this close, relative to the larger, are the same. */
const SAME = 0.05;
/** The borders of the ranges of accuracy. */
const RANGES = /** @type {const} */ ([
  ["low", 0.6],
  ["middle", 0.8],
  ["high", 0.95],
  ["top", Infinity],
]);

/** The runs that are watched. @typedef {{ run: Run, second: Run | null }} Watched */

/** @param {number} value */
const short = (value) => inPowersOfTen(value, 3);
/** @param {Run} run @param {"loss" | "accuracy" | "test_accuracy"} name */
const atEnd = (run, name) => run.scalar(name, run.count - 1);

/** The accuracy that is asked for: of the test set, or of the training set where there is none. @param {Run} run */
const accuracyOf = (run) =>
  Number.isNaN(atEnd(run, "test_accuracy")) ? atEnd(run, "accuracy") : atEnd(run, "test_accuracy");

/** A run without an end has broken off: nothing is known of it. `applies`: whether it can be asked; `outcome`: the
 * choice that was right; `params`: the numbers of the sentence that says why. */
export const QUESTIONS = /** @type {const} */ ([
  {
    name: "lower",
    choices: ["this", "other", "same"],
    applies: (/** @type {Watched} */ { second }) => second !== null,
    outcome: (/** @type {Watched} */ { run, second }) => {
      if (second === null) return null;
      const [mine, theirs] = [lossOf(run), lossOf(second)];
      const largest = Math.max(mine, theirs);
      const isNear = Number.isFinite(largest) && Math.abs(mine - theirs) <= SAME * largest;
      if (mine === theirs || isNear) return "same";
      return mine < theirs ? "this" : "other";
    },
    params: (/** @type {Watched} */ { run, second }) => ({
      mine: short(atEnd(run, "loss")),
      theirs: second ? short(atEnd(second, "loss")) : "–",
    }),
  },
  {
    name: "accuracy",
    choices: ["low", "middle", "high", "top"],
    applies: (/** @type {Watched} */ { run }) => !isRegression(run),
    outcome: (/** @type {Watched} */ { run }) =>
      RANGES.find(([, border]) => accuracyOf(run) < border)?.[0] ?? null,
    params: (/** @type {Watched} */ { run }) => ({
      percent: Math.round(1000 * accuracyOf(run)) / 10,
      guess: Math.round(100 * scoreOfGuess(run)),
    }),
  },
  {
    name: "diverges",
    choices: ["yes", "no"],
    applies: () => true,
    outcome: (/** @type {Watched} */ { run }) => (run.end?.reason === "diverged" ? "yes" : "no"),
    params: (/** @type {Watched} */ { run }) => ({
      first: short(run.scalar("loss", 0)),
      last: short(atEnd(run, "loss")),
    }),
  },
]);

/** A run that diverged has lost to any other. @param {Run} run */
const lossOf = (run) => (run.end?.reason === "diverged" ? Infinity : atEnd(run, "loss"));

/** @typedef {(typeof QUESTIONS)[number]} Question */

/** The questions that can be asked of the runs on the screen. @param {Watched} watched */
export const questionsFor = (watched) => QUESTIONS.filter(({ applies }) => applies(watched));

/** What came of a prediction, once the run is over; null: that cannot be told.
 * @param {Question} question @param {string} said the reader's choice @param {Watched} watched */
export function verdictOf(question, said, watched) {
  if (watched.run.end === null) return null;
  const was = question.outcome(watched);
  return was === null ? null : { was, isRight: said === was, params: question.params(watched) };
}
