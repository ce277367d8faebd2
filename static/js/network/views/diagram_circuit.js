// The network as the derivation draws it: squares on the arrows for w and z, "+" boxes, S-curve circles; backward a
// red circuit through left-pointing triangles labelled with the slope.

import { buildCircuit } from "./circuit/build.js";
import { circuitRoutes, updateCircuit } from "./circuit/update.js";

import { MIN_TEXT } from "../columns.js";

/** @import { Context, Screen } from "../types.js" */
/** @import { Room } from "../columns.js" */
/** @import { Presentation } from "./presentation.js" */

/**
 * @param {SVGSVGElement} svg @param {Context} context @param {Screen} first @param {Room | null} room
 * @returns {Presentation}
 */
export function drawCircuit(svg, context, first, room) {
  const circuit = buildCircuit(svg, context, first, room);
  const { width, height, R, text } = circuit.places;
  return {
    width,
    height,
    radius: R,
    letter: Math.max(MIN_TEXT, text),
    update: (screen, naming, arrived) => updateCircuit(circuit, screen, naming, arrived),
    routes: (screen) => circuitRoutes(circuit, screen),
    resized: circuit.resized,
  };
}
