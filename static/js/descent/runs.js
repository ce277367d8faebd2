// Reading the runs of an answer.
/** @import { DescentAnswer } from "./types.js" */
import { at, own } from "../core/at.js";

/** @typedef {DescentAnswer["runs"][number]} Run */

/** The values of one variable along a run, by iteration; the answer's columns carry the variables' own names.
 * @param {Run | undefined} run @param {string} name @returns {number[]} */
export const columnOf = (run, name) =>
  /** @type {number[] | undefined} */ (own(/** @type {Record<string, any> | undefined} */ (run), name)) ?? [];

/** The gradient of a run along one axis, by iteration. @param {Run} run @param {string} name @returns {number[]} */
export const slopesOf = (run, name) => own(run.gradient, name) ?? [];

/** The number of steps that a run took. @param {Run | undefined} run */
export const stepCount = (run) => Math.max(0, (run?.value.length ?? 1) - 1);

/** The run that an answer explains line by line. @param {DescentAnswer} answer */
export const explainedRun = (answer) => answer.runs[answer.explain?.run ?? 0];

/**
 * The names of the two variables of a function that has two.
 * @param {DescentAnswer} answer
 * @returns {[string, string]}
 */
export const twoVariables = ({ variables }) => [at(variables, 0), at(variables, 1)];

/** The number of rows of the request's data; 0 without data. @param {DescentAnswer["request"]} request */
export const rowCount = ({ data }) => Object.values(data ?? {})[0]?.length ?? 0;

/** @typedef {"exact" | "batch" | "others"} GradientKind */

/**
 * The function whose gradient a step uses: the one that is drawn ("exact"), the mean over a batch of rows
 * ("batch"), or
 * the loss of a network of which more parameters learn than the two that are drawn ("others").
 * @param {DescentAnswer} answer @returns {GradientKind}
 */
export const gradientKind = ({ request }) =>
  request.data && request.batch !== undefined && request.batch !== null ? "batch" : kindWithoutBatch(request);

/**
 * The same for the arrow in the plot, where a batch of all rows counts as exact: its arrow is at a right
 * angle to the contour.
 * @param {DescentAnswer} answer @returns {GradientKind}
 */
export const arrowKind = ({ request }) =>
  (request.batch ?? rowCount(request)) < rowCount(request) ? "batch" : kindWithoutBatch(request);

/** @param {DescentAnswer["request"]} request @returns {GradientKind} */
const kindWithoutBatch = ({ network }) => (network?.learn === "all" ? "others" : "exact");
