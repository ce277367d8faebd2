// The steps of a run: every step runs one line of the program in one iteration. Positions, places and progress in
// them.
/** @import { Step, Tree } from "../../core/types.js" */
/** @import { Run } from "../runs.js" */
/** @import { Line, Listing } from "./listing.js" */
import { at } from "../../core/at.js";
import { stepCount } from "../runs.js";

/** A step: line `line` of the program in iteration `layer`. @typedef {Step & {line: number}} LineStep */
/**
 * A place in a run; iteration 0 and line −1: before the first step.
 * @typedef {{iteration: number, line: number}} Place
 */

/** @type {never[]} */
const NONE = [];
/** @type {Tree} */
const NO_FORMULA = { op: "lines", args: [] };

/**
 * The kinds of lines that still run in an iteration that does not finish.
 * @type {Record<Run["ended"], readonly Line["kind"][]>}
 */
const UNFINISHED = {
  steps: [],
  gradient: ["batch", "gradient", "stop"],
  diverged: ["batch", "gradient", "stop", "update"],
};

/** The rule of the steps in which a run that has ended waits for the others. */
export const ENDED = "ended";

/** The steps of a run. A run that ended early has one more iteration, which does not finish; then one step for each
 * iteration that another run still takes, at the line where it ended.
 * @param {Listing} program @param {Run} run @param {number} [end] the last iteration of the longest run
 * @returns {LineStep[]} */
export function programSteps({ lines, loop }, run, end = 0) {
  const count = stepCount(run);
  /** @type {LineStep[]} */
  const steps = [];
  /** @param {number} iteration @param {readonly number[]} which @param {string} [rule] */
  const add = (iteration, which, rule) => {
    for (const line of which)
      steps.push({
        phase: "descent",
        rule: rule ?? at(lines, line).kind,
        layer: iteration,
        unit: null,
        reads: NONE,
        writes: NONE,
        formula: NO_FORMULA,
        figure: NO_FORMULA,
        line,
      });
  };
  for (let iteration = 1; iteration <= count; iteration += 1) add(iteration, loop);
  const last = UNFINISHED[run.ended];
  add(
    count + 1,
    loop.filter((line) => last.includes(at(lines, line).kind)),
  );
  const line = steps.at(-1)?.line ?? loop.at(-1);
  if (line !== undefined)
    for (let iteration = (steps.at(-1)?.layer ?? 0) + 1; iteration <= end; iteration += 1)
      add(iteration, [line], ENDED);
  return steps;
}

/** The line of a step; −1 for a step of another tool. @param {Step | undefined} step */
export const lineOfStep = (step) => (step && "line" in step ? Number(step.line) : -1);

/**
 * The iteration and the line that ran last at a position.
 * @param {readonly Step[]} steps @param {number} position
 * @returns {Place}
 */
export function placeAt(steps, position) {
  const step = steps[position - 1];
  const line = lineOfStep(step);
  return step && line >= 0 ? { iteration: step.layer, line } : { iteration: 0, line: -1 };
}

/** A position as an iteration and a share of its lines, which can be found again in another program.
 * @typedef {{iteration: number, share: number}} RelativePlace */

/** @param {readonly Step[]} steps @param {number} position @returns {RelativePlace} */
export function relativePlace(steps, position) {
  const { iteration } = placeAt(steps, position);
  if (iteration === 0) return { iteration, share: 1 };
  const [from, to] = positionsOf(steps, iteration);
  return { iteration, share: (position - from) / (to - from) };
}

/** The inverse: the nearest position. @param {readonly Step[]} steps @param {RelativePlace} place */
export function positionOf(steps, { iteration, share }) {
  const last = steps.at(-1);
  if (iteration <= 0 || !last) return 0;
  if (iteration > last.layer) return steps.length;
  const [from, to] = positionsOf(steps, iteration);
  return from + Math.max(1, Math.round(share * (to - from)));
}

/**
 * The positions before the first and after the last line of an iteration.
 * @param {readonly Step[]} steps in the order of their iterations @param {number} iteration
 */
function positionsOf(steps, iteration) {
  return /** @type {const} */ ([stepsBefore(steps, iteration), stepsBefore(steps, iteration + 1)]);
}

/** The number of steps before an iteration, by bisection. @param {readonly Step[]} steps @param {number} iteration */
function stepsBefore(steps, iteration) {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(steps, middle).layer < iteration) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The iteration in which a line last ran before or at a place; 0: not yet.
 * @param {Place} place @param {number} line
 */
export const lastIterationOf = ({ iteration, line: current }, line) =>
  iteration === 0 ? 0 : line <= current ? iteration : iteration - 1;

/**
 * The progress of the point within its iteration, from 0 to 1: it moves while the lines that set a variable run.
 * @param {Listing} program @param {Place} place
 * @param {number} t the progress within the line or, if `whole`, within the iteration
 * @param {boolean} whole
 */
export function progressOf({ lines }, { line }, t, whole) {
  if (whole) return t;
  const moves = lines.flatMap(({ address }, n) => (address?.startsWith("n.") ? [n] : []));
  const before = moves.filter((move) => move < line).length;
  return moves.length === 0 ? 1 : Math.min(1, (before + (moves.includes(line) ? t : 0)) / moves.length);
}
