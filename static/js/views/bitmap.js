// All the arrows of a very dense network as one still picture under the drawing; only the strongest are elements.

import { element } from "../dom.js";
import { edgeWidth, largestSize } from "../scales.js";

/** @import { Point } from "../geometry.js" */
/** @import { FilledLayer } from "../types" */

const SHARPNESS = 1.5;

/**
 * @param {SVGSVGElement} svg the drawing it lies under
 * @param {{ width: number, height: number }} size @param {readonly FilledLayer[]} layers
 * @param {(layer: number, unit: number, input: number) => { from: Point, to: Point }} place
 */
export function paintEdges(svg, { width, height }, layers, place) {
  const canvas = element("canvas", { class: "heat", "aria-hidden": "true" });
  canvas.width = Math.round(width * SHARPNESS);
  canvas.height = Math.round(height * SHARPNESS);
  svg.before(canvas);
  const brush = canvas.getContext("2d");
  if (!brush) return;
  brush.scale(SHARPNESS, SHARPNESS);
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
}
