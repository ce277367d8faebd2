// What the layer shows: points that the run does not have yet, and the cross-hair of the keyboard.
/** @import { Point } from "../../../data/points.js" */
/** @import { Layer } from "./pointer.js" */
import { pixelRatio } from "../../../../core/browser/pixel_ratio.js";
import { kindOf } from "../../../data/drawing.js";
import { shapeOf } from "../../../data/fitting.js";
import { placeOf } from "../../../data/points.js";
import { classOf } from "../../../task.js";
import { paintMark, radiusOn } from "../marks.js";

/** Of the cross-hair, in CSS pixels. */
const ARM = 12;

/** @param {Layer} layer @param {readonly Point[]} points @param {boolean} [isGoing] a gesture goes on */
export function paintLayer(layer, points, isGoing = false) {
  const { canvas, size, screen, cross, context } = layer;
  const brush = canvas.getContext("2d");
  if (!brush || !screen || size.width === 0) return;
  const density = pixelRatio();
  canvas.width = Math.round(size.width * density);
  canvas.height = Math.round(size.height * density);
  brush.scale(density, density);
  const { state, answer } = screen;
  const style = getComputedStyle(canvas);
  const [ground, text] = [style.getPropertyValue("--surface"), style.getPropertyValue("--text")];
  const { data, events } = state.request;
  const isShown = !isGoing && answer.request.data === data && answer.request.events === events;
  if (!isShown) {
    const radius = radiusOn(size.width);
    const isClasses = kindOf(shapeOf(state.request, context.catalog)) === "classes";
    for (const point of points) {
      const { x, y } = layer.spotOf(placeOf(point));
      const label = isClasses ? classOf(point.targets) : 1;
      const colour = style.getPropertyValue(`--class-${label + 1}`) || text;
      paintMark(brush, x, y, radius, { k: label, colour, ground, isTest: point.isTest });
    }
  }
  if (!cross) return;
  const [x, y] = [cross.u * size.width, cross.v * size.height];
  for (const [colour, width] of /** @type {const} */ ([
    [ground, 4],
    [text, 1.5],
  ])) {
    brush.strokeStyle = colour;
    brush.lineWidth = width;
    brush.beginPath();
    brush.moveTo(x - ARM, y);
    brush.lineTo(x + ARM, y);
    brush.moveTo(x, y - ARM);
    brush.lineTo(x, y + ARM);
    brush.stroke();
  }
}
