// The shaded balls of every drawing: light from the upper left. Their colours are the variables of diagram.css.

import { shape } from "./svg.js";

const BALLS = ["neuron-idle", "neuron-active", "neuron-done", "ball-known", "ball-active"];
const ID = "shades";

/** Once in the document, in a drawing of their own: those of a drawing that is hidden would be lost to the others. */
export function defineShades() {
  if (document.getElementById(ID)) return;
  const defs = shape(
    "defs",
    {},
    shape("svg", { id: ID, class: "shades", width: 0, height: 0, "aria-hidden": "true" }, document.body),
  );
  for (const name of BALLS) {
    const gradient = shape("radialGradient", { id: name, cx: 0.34, cy: 0.28, r: 0.85 }, defs);
    shape("stop", { offset: 0, class: `${name}-1` }, gradient);
    shape("stop", { offset: 1, class: `${name}-2` }, gradient);
  }
}
