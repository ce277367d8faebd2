// Large networks: every layer as a heat map of its weights beside columns of its activations, with the same steps.
// A canvas holds the numbers' colours; the words, the frames and the red and green marks are SVG.

import { buildMatrices } from "./matrices/build.js";
import { listen } from "./matrices/listen.js";
import { matrixRoutes, updateMatrices } from "./matrices/update.js";

/** @import { Context, Screen } from "../types.js" */
/** @import { Presentation } from "./presentation.js" */

/** The size of the pulses, as the radius of a neuron gives it in the other drawings. */
const PULSE_RADIUS = 24;

/** @param {SVGSVGElement} svg @param {Context} context @param {Screen} first @returns {Presentation} */
export function drawMatrices(svg, context, first) {
  const matrices = buildMatrices(svg, context, first);
  listen(matrices);
  return {
    width: matrices.places.width,
    height: matrices.places.height,
    radius: PULSE_RADIUS,
    letter: 15,
    update: (screen, naming, arrived) => updateMatrices(matrices, screen, naming, arrived),
    routes: (screen) => matrixRoutes(matrices, screen),
    resized: () => {},
  };
}
