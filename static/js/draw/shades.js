// The gradients of the shaded balls, lit from the upper left. Their colours are set in diagram.css.

import { shape } from "./svg.js";

const GRADIENTS = ["neuron-idle", "neuron-active", "neuron-done", "ball-known", "ball-active"];
const ID = "shades";

/**
 * Adds the gradients to the document, once. They are in an SVG of their own: gradients inside a hidden drawing
 * could not be used by the others.
 */
export function defineShades() {
  if (document.getElementById(ID)) return;
  const defs = shape(
    "defs",
    {},
    shape("svg", { id: ID, class: "shades", width: 0, height: 0, "aria-hidden": "true" }, document.body),
  );
  for (const name of GRADIENTS) {
    const gradient = shape("radialGradient", { id: name, cx: 0.34, cy: 0.28, r: 0.85 }, defs);
    shape("stop", { offset: 0, class: `${name}-1` }, gradient);
    shape("stop", { offset: 1, class: `${name}-2` }, gradient);
  }
}
