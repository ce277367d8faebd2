// A graph of values as SVG: planned and built once for its shape, then updated in place. Inputs are squares,
// constants stand small at the operation that reads them, operations are circles, boxes show their function;
// gradients are the balls behind them.

/** @import { Context } from "../../types.js" */
/** @import { GraphScreen } from "../../types.js" */
/** @import { GraphDrawing } from "./types.js" */
/** @import { Room } from "./plan.js" */
import { set } from "../../../draw/svg.js";
import { activeArea } from "./active_area.js";
import { buildDrawing } from "./build.js";
import { placeEdgeLabels } from "./contributions.js";
import { planOf } from "./plan.js";
import { buildProblems } from "./problems.js";
import { routesOf } from "./transports.js";
import { updateDrawing } from "./update.js";

/** The key of everything that a drawing is built from: when it changes, the drawing is built anew.
 * @param {GraphScreen} screen @param {Context} context */
export const shapeKey = ({ answer, state }, context) =>
  JSON.stringify([
    context.language(),
    state.tangents,
    answer.result,
    answer.nodes.map(({ operation, name, operands, hidden_in }) => [operation, name, operands, hidden_in]),
    answer.edges.map(({ source, target, operand }) => [source, target, operand]),
    answer.nodes.map(({ operation, value }) => (operation === "constant" ? value : 0)),
    answer.problems.map(({ node, msg }) => [node, msg]),
  ]);

/**
 * Draws the graph of a screen.
 * @param {SVGSVGElement} svg an empty one @param {Context} context @param {GraphScreen} screen @param {Room} room
 * @returns {GraphDrawing}
 */
export function drawGraph(svg, context, screen, room) {
  const drawing = buildDrawing(svg, context, planOf(screen, context, room));
  const { bounds, measures } = drawing;
  buildProblems(drawing, screen.answer);
  if (measures.roomy) placeEdgeLabels(drawing, screen);
  const { x0, y0, x1, y1 } = bounds;
  const [width, height] = [x1 - x0, y1 - y0];
  set(svg, {
    viewBox: `${x0.toFixed(1)} ${y0.toFixed(1)} ${width.toFixed(1)} ${height.toFixed(1)}`,
    "data-roomy": measures.roomy ? "" : null,
  });
  return {
    origin: { x: x0, y: y0 },
    width,
    height,
    radius: measures.R,
    roomy: measures.roomy,
    update: (next, t) => updateDrawing(drawing, next, t),
    routes: (next) => routesOf(drawing, next),
    activeArea: (next) => activeArea(drawing, next),
  };
}
