// The range of a tool's steps that a figure shows, or the lines of its derivation as steps. Pure.
/** @import { Address, Step } from "../core/types.js" */
/** @import { Figure } from "./types.js" */
import { withoutSample } from "../core/address.js";
import { stepsWithLines } from "./line_steps.js";

/**
 * @typedef {object} StepRange
 * @property {Step[]} steps from the tool's first step to the last one that the figure shows
 * @property {number} floor the lowest position of the figure
 * @property {number} opening the position at which the figure opens
 */

/** The index of the step that writes an address, or the whole array or row that contains it; −1 if none does.
 * @param {readonly Step[]} steps @param {Address} address */
export const writerIn = (steps, address) =>
  steps.findIndex(({ writes }) =>
    writes.some((each) => {
      const written = withoutSample(each);
      return written === address || address.startsWith(`${written}.`);
    }),
  );

/** Ranges by the tool's steps, then by the figure's name. @type {WeakMap<readonly Step[], Map<string, StepRange>>} */
const ranges = new WeakMap();

/** The range of a figure, cached: the same object for the same steps and figure name.
 * @param {Figure} figure @param {Step[]} steps the tool's own @returns {StepRange} */
export function stepRangeOf(figure, steps) {
  let ofSteps = ranges.get(steps);
  if (!ofSteps) ranges.set(steps, (ofSteps = new Map()));
  const range = ofSteps.get(figure.name) ?? computeRange(figure, steps);
  ofSteps.set(figure.name, range);
  return range;
}

/** @param {Figure} figure @param {Step[]} steps @returns {StepRange} */
function computeRange(figure, steps) {
  if (figure.lines) {
    const withLines = stepsWithLines(steps, figure);
    const floor = withLines.length - figure.lines.length;
    return { steps: withLines, floor, opening: floor + 1 };
  }
  const first = figure.first === null ? -1 : writerIn(steps, figure.first);
  const last = figure.last === null ? -1 : writerIn(steps, figure.last);
  return {
    steps: last < 0 || last === steps.length - 1 ? steps : steps.slice(0, last + 1),
    floor: Math.max(0, first),
    opening: first < 0 ? (figure.state.position ?? 0) : first + 1,
  };
}
