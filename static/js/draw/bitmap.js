// All the arrows of a very dense network as one still picture under the drawing; only the strongest are elements.

import { element } from "./dom.js";
import { edgeWidth, largestSize } from "./widths.js";

/** @import { Point } from "./geometry.js" */

/**
 * Lays the canvas under the drawing; what is returned paints it at the size it is shown in, so that nothing is scaled
 * while the pulses run.
 * @param {SVGSVGElement} svg the drawing it lies under
 * @param {number} unitsWide @param {readonly {weights: number[][]}[]} layers
 * @param {(layer: number, unit: number, input: number) => { from: Point, to: Point }} place
 * @returns {(width: number, height: number) => void} in pixels
 */
export function layEdges(svg, unitsWide, layers, place) {
  const canvas = element("canvas", { class: "heat", "aria-hidden": "true" });
  svg.before(canvas);
  return (width, height) => {
    const density = Math.min(2, globalThis.devicePixelRatio || 1);
    canvas.width = Math.max(1, Math.round(width * density));
    canvas.height = Math.max(1, Math.round(height * density));
    const brush = canvas.getContext("2d");
    if (!brush) return;
    const scale = canvas.width / unitsWide;
    brush.scale(scale, scale);
    brush.strokeStyle = getComputedStyle(svg).getPropertyValue("--edge");
    brush.globalAlpha = 0.1;
    layers.forEach(({ weights }, index) => {
      const largest = largestSize(weights);
      weights.forEach((row, j) =>
        row.forEach((weight, i) => {
          const { from, to } = place(index + 1, j, i);
          brush.lineWidth = edgeWidth(weight, largest) * 0.4;
          brush.beginPath();
          brush.moveTo(from.x, from.y);
          brush.lineTo(to.x, to.y);
          brush.stroke();
        }),
      );
    });
  };
}
