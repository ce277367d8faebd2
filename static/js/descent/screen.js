// The program of an answer, its steps, and the screen that the views read at a position.
/** @import { PageScreen } from "../core/types.js" */
/** @import { Model } from "./state.js" */
/** @import { DescentAnswer, DescentRequest, DescentScreen, DescentState } from "./types.js" */
/** @import { Listing } from "./program/listing.js" */
/** @import { LineStep } from "./program/steps.js" */
import { numberAt } from "./numbers.js";
import { listing } from "./program/listing.js";
import { placeAt, programSteps, progressOf } from "./program/steps.js";
import { explainedRun, stepCount } from "./runs.js";
import { seenOf } from "./part.js";

/** The last iteration of which a run has steps: one that does not finish counts.
 * @param {DescentAnswer["runs"][number]} run */
const lastIterationOf = (run) => stepCount(run) + (run.ended === "steps" ? 0 : 1);

/**
 * The program of an answer and the steps of the explained run.
 * @typedef {{program: Listing, steps: LineStep[]}} Execution
 */

/** @type {WeakMap<object, Execution>} */
const executions = new WeakMap();
/**
 * The latest one, with what it was made from.
 * @type {{key: string, request: DescentRequest, execution: Execution} | null}
 */
let latest = null;

/**
 * The program of an answer and the steps of its explained run. Answers to the same request that explain other
 *   iterations
 * share them, so that the steps are the same list.
 * @param {DescentAnswer} answer
 */
export function executionOf(answer) {
  const known = executions.get(answer);
  if (known) return known;
  const program = listing(answer, answer.request);
  const run = explainedRun(answer);
  const end = Math.max(0, ...answer.runs.map(lastIterationOf));
  const key = JSON.stringify([program, run?.value.length, run?.ended, end]);
  if (latest?.key !== key || latest.request !== answer.request)
    latest = {
      key,
      request: answer.request,
      execution: { program, steps: run ? programSteps(program, run, end) : [] },
    };
  executions.set(answer, latest.execution);
  return latest.execution;
}

/**
 * The screen that the views read.
 * @param {Model} model
 * @param {Omit<PageScreen<DescentState, DescentAnswer>, "explainer">} common
 * @returns {Omit<DescentScreen, "explainer">}
 */
export function screenOf(model, common) {
  const { state } = model;
  const { answer, frame, steps } = common;
  const { program } = executionOf(answer);
  const run = explainedRun(answer);
  const count = stepCount(run);
  const longest = Math.max(0, ...answer.runs.map(stepCount));
  const inRace = placeAt(steps, frame.position);
  // Where the followed run has ended, the others go on.
  const ended = inRace.iteration > count;
  const place = { ...inRace, iteration: Math.min(inRace.iteration, run ? lastIterationOf(run) : 0) };
  const byLine = state.grouping === "neuron";
  const rests = inRace.iteration > longest || (ended && byLine);
  const progress = rests ? 1 : progressOf(program, inRace, frame.t, !byLine || ended);
  const iteration = Math.min(inRace.iteration, longest);
  // Taken as a whole, an iteration counts from its beginning on: heading, player, chart and runs show one number.
  const completed = progress >= 1 || !byLine ? iteration : Math.max(0, iteration - 1);
  const isOver = ended || (progress >= 1 && iteration === count && frame.position >= steps.length);
  return {
    ...common,
    program,
    ...seenOf(model, answer),
    place,
    run: answer.explain?.run ?? 0,
    iteration,
    completed,
    slopeAt: isOver ? count : Math.max(0, iteration - 1),
    progress,
    explained: (address) => numberAt(answer, address, Math.max(1, place.iteration)),
  };
}
