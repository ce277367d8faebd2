// All edges of a very dense network painted on one canvas under the drawing; only the strongest are SVG elements.

import { pixelRatio } from "../core/browser/pixel_ratio.js";
import { element } from "./dom.js";
import { edgeWidth, largestSize } from "./widths.js";

/** @import { Point } from "./geometry.js" */

/**
 * Adds the canvas. The function that is returned paints it at the size in pixels in which it is shown, so that the
 * browser has nothing to scale while the pulses run.
 * @param {SVGSVGElement} svg the drawing that it lies under
 * @param {number} unitsWide the width of the drawing in its own units
 * @param {readonly {weights: number[][]}[]} layers
 * @param {(layer: number, unit: number, input: number) => { from: Point, to: Point }} place
 * @returns {(width: number, height: number) => void}
 */
export function addEdgeCanvas(svg, unitsWide, layers, place) {
  const canvas = element("canvas", { class: "heat", "aria-hidden": "true" });
  svg.before(canvas);
  return (width, height) => {
    const density = pixelRatio();
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
