// The walk of a figure: the stretch of its tool's steps that the figure shows, or the lines of its derivation. Pure.
/** @import { Address, Step } from "../core/types.js" */
/** @import { Figure } from "./types.js" */
import { withoutSample } from "../core/address.js";
import { stepsWithLines } from "./lines.js";

/**
 * @typedef {object} Walk
 * @property {Step[]} steps all that can be shown, from the beginning of the tool's own walk
 * @property {number} floor the position from which on the figure shows anything
 * @property {number} opening the position on which it opens
 */

/** The index of the step that writes an address, or the whole array or row that it lies in; −1 if none does.
 * @param {readonly Step[]} steps @param {Address} address */
export const writerIn = (steps, address) =>
  steps.findIndex(({ writes }) =>
    writes.some((each) => {
      const written = withoutSample(each);
      return written === address || address.startsWith(`${written}.`);
    }),
  );

/** @type {WeakMap<readonly Step[], Map<string, Walk>>} */
const walks = new WeakMap();

/** The same walk for the same steps. @param {Figure} figure @param {Step[]} steps the tool's own @returns {Walk} */
export function walkOf(figure, steps) {
  let known = walks.get(steps);
  if (!known) walks.set(steps, (known = new Map()));
  const made = known.get(figure.name) ?? makeWalk(figure, steps);
  known.set(figure.name, made);
  return made;
}

/** @param {Figure} figure @param {Step[]} steps @returns {Walk} */
function makeWalk(figure, steps) {
  if (figure.lines) {
    const lined = stepsWithLines(steps, figure);
    const floor = lined.length - figure.lines.length;
    return { steps: lined, floor, opening: floor + 1 };
  }
  const first = figure.first === null ? -1 : writerIn(steps, figure.first);
  const last = figure.last === null ? -1 : writerIn(steps, figure.last);
  const floor = Math.max(0, first);
  return {
    steps: last < 0 || last === steps.length - 1 ? steps : steps.slice(0, last + 1),
    floor,
    opening: first < 0 ? (figure.state["position"] ?? 0) : first + 1,
  };
}
