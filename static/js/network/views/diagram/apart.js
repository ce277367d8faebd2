// What a step leaves alone: every part of the drawing that it neither reads nor computes fades.

import { edgeState } from "../../diagram_state.js";

/** @import { DrawingScreen } from "./drawing_screen.js" */
/** @import { EdgeNode } from "./edges.js" */

/**
 * The units of the step as "layer.unit", the inputs as layer 0; null where no step is shown.
 * @param {DrawingScreen} now @param {readonly EdgeNode[]} edges @returns {ReadonlySet<string> | null}
 */
export function unitsOfStep({ states }, edges) {
  /** @type {Set<string>} */
  const found = new Set();
  states.forEach((column, index) =>
    column.forEach(({ state, ball, comparing }, j) => {
      if (state === "active" || ball === "active" || comparing) found.add(`${index + 1}.${j}`);
    }),
  );
  for (const { layer, unit, input } of edges) {
    if (edgeState(states, layer, unit, input) === "idle") continue;
    found.add(`${layer}.${unit}`);
    if (input !== null) found.add(`${layer - 1}.${input}`);
  }
  return found.size > 0 ? found : null;
}

/** The attribute of a part of a unit. @param {ReadonlySet<string> | null} inStep @param {string} id "2.0" */
export const apart = (inStep, id) => (inStep && !inStep.has(id) ? "" : null);
