// The network as the figures draw it: round neurons, error balls behind them, red errors running back, green update
// loops. Built once for a topology; an update restyles only what changed.

import { buildFlow } from "./flow/build.js";
import { flowRoutes, updateFlow } from "./flow/update.js";

import { MIN_TEXT } from "../columns.js";

/** @import { Context, Screen } from "../types.js" */
/** @import { Room } from "../columns.js" */
/** @import { Presentation } from "./presentation.js" */

/**
 * @param {SVGSVGElement} svg @param {Context} context @param {Screen} first @param {Room | null} room
 * @returns {Presentation}
 */
export function drawFlow(svg, context, first, room) {
  const flow = buildFlow(svg, context, first, room);
  const { width, height, R, text } = flow.places;
  return {
    width,
    height,
    radius: R,
    letter: room ? Math.max(MIN_TEXT, text) : text * 0.94,
    update: (screen, naming, arrived) => updateFlow(flow, screen, naming, arrived),
    routes: (screen) => flowRoutes(flow, screen),
    resized: flow.resized,
  };
}
