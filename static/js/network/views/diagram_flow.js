// The network as the figures draw it: round neurons, error balls behind them, red errors running back, green update
// loops. Built once for a topology; an update restyles only what changed.

import { buildFlow } from "./flow/build.js";
import { flowRoutes, updateFlow } from "./flow/update.js";

/** @import { Context, Screen } from "../types.js" */
/** @import { Presentation } from "./presentation.js" */

/** @param {SVGSVGElement} svg @param {Context} context @param {Screen} first @returns {Presentation} */
export function drawFlow(svg, context, first) {
  const flow = buildFlow(svg, context, first);
  const { width, height, R } = flow.places;
  return {
    width,
    height,
    radius: R,
    update: (screen, naming, arrived) => updateFlow(flow, screen, naming, arrived),
    routes: (screen) => flowRoutes(flow, screen),
    resized: flow.resized,
  };
}
