// The shaded balls of every drawing: light from the upper left. Their colours are the variables of diagram.css.

import { shape } from "../svg.js";

const BALLS = ["neuron-idle", "neuron-active", "neuron-done", "ball-known", "ball-active"];

/** @param {SVGSVGElement} svg */
export function defineShades(svg) {
  const defs = shape("defs", {}, svg);
  for (const name of BALLS) {
    const gradient = shape("radialGradient", { id: name, cx: 0.34, cy: 0.28, r: 0.85 }, defs);
    shape("stop", { offset: 0, class: `${name}-1` }, gradient);
    shape("stop", { offset: 1, class: `${name}-2` }, gradient);
  }
}
