// How far the step of a screen is.

/** @import { GraphScreen } from "../../types.js" */
/** @import { GraphViewState } from "./types.js" */

/** From 0 to 1; without motion it is always complete.
 * @param {Pick<GraphViewState, "reducedMotion">} view @param {GraphScreen} screen */
export const timeOf = ({ reducedMotion }, { frame }) => (reducedMotion.matches ? 1 : frame.t);
