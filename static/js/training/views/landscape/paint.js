// The picture of the loss over two weights: heights, contours, and the path of the run.
/** @import { Landscape } from "../../runs/landscape.js" */
/** @import { Plot } from "../../../draw/plot/scale.js" */
import { element } from "../../../draw/dom.js";
import { rampOf, rangeOf, shadesOf, stopsOf } from "../../../draw/plot/contour.js";
import { contourPath, polyline } from "../../../draw/plot/lines.js";
import { placeOf, tickText, ticksOf } from "../../../draw/plot/scale.js";
import { parseColour } from "../../../math/colour.js";
import { pathTo } from "../../runs/landscape.js";

/** Pixels of the heights, across and up; they are smoothed. */
const SIDE = 120;
/** Room for numbers and names, in pixels. */
const MARGIN = { left: 44, right: 10, top: 8, bottom: 34 };
const LETTERS = "11px system-ui, sans-serif";
const DOT = 4;

/** @param {Landscape} landscape @param {number} width @param {number} height @returns {Plot} */
function plotOf({ view }, width, height) {
  const room = {
    left: MARGIN.left,
    top: MARGIN.top,
    width: width - MARGIN.left - MARGIN.right,
    height: height - MARGIN.top - MARGIN.bottom,
  };
  return {
    ...view,
    ...room,
    equal: false,
    perX: room.width / (view.x[1] - view.x[0]),
    perY: room.height / (view.y[1] - view.y[0]),
  };
}

/** @param {CanvasRenderingContext2D} brush @param {Plot} plot @param {Landscape} landscape
 * @param {(name: string) => string} token */
function paintHeights(brush, plot, { view, answer }, token) {
  const surface = answer?.surface;
  if (!answer || !surface) return;
  const ramp = rampOf(
    ["--level-low", "--level-middle", "--level-high"].map((name) => parseColour(token(name))),
  );
  const stops = stopsOf(answer.contours, rangeOf(surface));
  const pixels = shadesOf(surface, view, stops, ramp, SIDE, SIDE);
  const small = element("canvas", { width: SIDE, height: SIDE });
  small.getContext("2d")?.putImageData(new ImageData(pixels, SIDE, SIDE), 0, 0);
  brush.drawImage(small, plot.left, plot.top, plot.width, plot.height);
  brush.strokeStyle = token("--muted");
  brush.lineWidth = 0.7;
  for (const { lines } of answer.contours) brush.stroke(new Path2D(contourPath(plot, lines)));
}

/** @param {CanvasRenderingContext2D} brush @param {Plot} plot @param {{ x: string, y: string }} names
 * @param {string} colour */
function paintAxes(brush, plot, names, colour) {
  const [right, bottom] = [plot.left + plot.width, plot.top + plot.height];
  brush.fillStyle = brush.strokeStyle = colour;
  brush.lineWidth = 1;
  brush.font = LETTERS;
  brush.strokeRect(plot.left, plot.top, plot.width, plot.height);
  brush.textAlign = "center";
  for (const x of ticksOf(plot.x, plot.width / 60))
    brush.fillText(tickText(x), placeOf(plot, x, plot.y[0]).x, bottom + 13);
  brush.textAlign = "end";
  for (const y of ticksOf(plot.y, plot.height / 40))
    brush.fillText(tickText(y), plot.left - 5, placeOf(plot, plot.x[0], y).y + 4);
  brush.fillText(names.x, right, bottom + 28);
  brush.save();
  brush.translate(10, plot.top);
  brush.rotate(-Math.PI / 2);
  brush.fillText(names.y, 0, 0);
  brush.restore();
}

/**
 * Paints the landscape with the path up to a frame.
 * @param {HTMLCanvasElement} canvas @param {Landscape} landscape @param {number} at
 * @param {{ x: string, y: string }} names @param {number} density pixels of the screen for one of the page
 */
export function paintLandscape(canvas, landscape, at, names, density) {
  const { clientWidth: width, clientHeight: height } = canvas;
  const brush = canvas.getContext("2d");
  if (!brush || width === 0) return;
  Object.assign(canvas, { width: Math.round(width * density), height: Math.round(height * density) });
  brush.setTransform(density, 0, 0, density, 0, 0);
  const style = getComputedStyle(canvas);
  const token = (/** @type {string} */ name) => style.getPropertyValue(name);
  const plot = plotOf(landscape, width, height);
  paintHeights(brush, plot, landscape, token);
  paintAxes(brush, plot, names, token("--text"));
  brush.save();
  brush.beginPath();
  brush.rect(plot.left, plot.top, plot.width, plot.height);
  brush.clip();
  const { run, x, y } = landscape;
  const points = pathTo(run, at, x, y).map((point) => placeOf(plot, point.x, point.y));
  const path = new Path2D(polyline(points));
  brush.lineJoin = "round";
  // A light line under the dark one: it is seen on every height.
  for (const [line, colour] of /** @type {const} */ ([
    [4, "--surface"],
    [1.8, "--transport"],
  ])) {
    brush.lineWidth = line;
    brush.strokeStyle = token(colour);
    brush.stroke(path);
  }
  // A ring where the path begins, a disc where it ends.
  for (const [place, inside, rim] of /** @type {const} */ ([
    [points[0], "--surface", "--transport"],
    [points.at(-1), "--transport", "--surface"],
  ])) {
    if (!place) continue;
    brush.beginPath();
    brush.arc(place.x, place.y, DOT, 0, 2 * Math.PI);
    brush.fillStyle = token(inside);
    brush.fill();
    brush.strokeStyle = token(rim);
    brush.stroke();
  }
  brush.restore();
}
