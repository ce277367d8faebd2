// The network as the derivation draws it: squares on the arrows for w and z, "+" boxes, S-curve circles; backward a
// red circuit through left-pointing triangles labelled with the slope.

import { buildCircuit } from "./circuit/build.js";
import { circuitRoutes, updateCircuit } from "./circuit/update.js";

/** @import { Context, Screen } from "../types.js" */
/** @import { Presentation } from "./presentation.js" */

/** @param {SVGSVGElement} svg @param {Context} context @param {Screen} first @returns {Presentation} */
export function drawCircuit(svg, context, first) {
  const circuit = buildCircuit(svg, context, first);
  const { width, height, R } = circuit.places;
  return {
    width,
    height,
    radius: R,
    update: (screen, naming, arrived) => updateCircuit(circuit, screen, naming, arrived),
    routes: (screen) => circuitRoutes(circuit, screen),
    resized: circuit.resized,
  };
}
