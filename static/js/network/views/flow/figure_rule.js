// The figures' own rule, whose numbers the flow drawing can show beside the true ones.

/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */

/** Whether the numbers of the figures' rule are shown: chosen, answered, and in the figures' notation.
 * @param {DrawingScreen} now */
export const showsFigureRule = ({ screen: { state, trace }, naming }) =>
  state.figureRule && trace.as_drawn !== undefined && naming.notation === "figure";
