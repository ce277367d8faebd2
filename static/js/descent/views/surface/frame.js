// Paints the border of the ground with its numbers, and the vertical axis.
/** @import { DescentScreen } from "../../types.js" */
/** @import { Range } from "../../../draw/plot/scale.js" */
/** @import { Camera, Vector } from "../../../draw/projection.js" */
/** @import { Surface } from "./build.js" */
import { rangeOf } from "../../../draw/plot/contour.js";
import { clamp, tickText, ticksOf } from "../../../draw/plot/scale.js";
import { formatNumber } from "../../../math/format.js";
import { italicLetters } from "../../../math/greek.js";
import { viewOf } from "../plots/map.js";
import { axisNames } from "../plots/texts.js";
import { HEIGHT } from "./solid.js";

const LOW = -HEIGHT / 2;
const HIGH = HEIGHT / 2;

/** @param {Surface} surface @param {DescentScreen} screen @param {Camera} camera */
export function paintFrame(surface, { answer }, camera) {
  const { still: brush, solid, colours, size } = surface;
  if (!solid) return;
  const { across, back } = solid;
  const view = viewOf(answer);
  const [x0, x1, y0, y1] = [across(view.x[0]), across(view.x[1]), back(view.y[0]), back(view.y[1])];
  /** @type {readonly (readonly [number, number])[]} */
  const corners = [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
  brush.strokeStyle = colours.border;
  brush.lineWidth = 1.2;
  const closed = [...corners, ...corners.slice(0, 1)];
  strokeLine(
    brush,
    camera,
    closed.map(([x, y]) => [x, y, LOW]),
  );
  // The vertical axis is at the corner farthest to the left.
  const pixel = (/** @type {readonly [number, number]} */ [x, y]) => camera.project(x, y, LOW).x;
  const [axisX, axisY] = corners.reduce((best, corner) => (pixel(corner) < pixel(best) ? corner : best));
  strokeLine(brush, camera, [
    [axisX, axisY, LOW],
    [axisX, axisY, HIGH],
  ]);

  // Numbers are at the two borders nearer to the camera, outside the ground.
  const nearY = camera.eye[1] < 0 ? y0 : y1;
  const nearX = camera.eye[0] < 0 ? x0 : x1;
  const text = (
    /** @type {string} */ content,
    /** @type {Vector} */ place,
    /** @type {Vector} */ inside,
    /** @type {number} */ distance,
  ) => writeText(surface, camera, content, { place, inside, distance: distance * size });
  const name = (
    /** @type {string} */ content,
    /** @type {Vector} */ place,
    /** @type {Vector} */ inside,
    /** @type {number} */ distance,
  ) => writeText(surface, camera, content, { place, inside, distance: distance * size, isName: true });
  for (const value of ticksOf(view.x, 4))
    text(tickText(value), [across(value), nearY, LOW], [across(value), 0, LOW], 0.9);
  for (const value of ticksOf(view.y, 4))
    text(tickText(value), [nearX, back(value), LOW], [0, back(value), LOW], 0.9);
  const names = axisNames(answer);
  name(names.x, [(x0 + x1) / 2, nearY, LOW], [(x0 + x1) / 2, 0, LOW], 2.3);
  name(names.y, [nearX, (y0 + y1) / 2, LOW], [0, (y0 + y1) / 2, LOW], 2.3);
  /** @type {Range} */
  const [lowest, highest] = answer.surface ? rangeOf(answer.surface) : [0, 1];
  // The lowest height is a little above the ground, whose own numbers are there.
  text(formatNumber(lowest, 3), [axisX, axisY, LOW * 0.86], [0, 0, LOW * 0.86], 0.6);
  text(formatNumber(highest, 3), [axisX, axisY, HIGH], [axisX, axisY, LOW], 0.9);
  name("f", [axisX, axisY, 0], [0, 0, 0], 0.6);
}

/** @param {CanvasRenderingContext2D} brush @param {Camera} camera @param {readonly Vector[]} points */
function strokeLine(brush, camera, points) {
  brush.beginPath();
  for (const point of points) {
    const { x, y } = camera.project(...point);
    brush.lineTo(x, y);
  }
  brush.stroke();
}

/**
 * Writes a text beside a place, on the side away from `inside`.
 * @param {Surface} surface @param {Camera} camera @param {string} text
 * @param {{ place: Vector, inside: Vector, distance: number, isName?: boolean }} how `distance` in pixels
 */
function writeText(surface, camera, text, { place, inside, distance, isName = false }) {
  const { still: brush, colours, size, root, nodes, density } = surface;
  const p = camera.project(...place);
  const q = camera.project(...inside);
  const length = Math.hypot(p.x - q.x, p.y - q.y) || 1;
  const [ux, uy] = [(p.x - q.x) / length, (p.y - q.y) / length];
  brush.textBaseline = "middle";
  brush.textAlign = "center";
  const style = getComputedStyle(root);
  const maths = `${1.15 * size}px ${style.getPropertyValue("--maths")}`;
  // The italic letters of mathematics once their font is there; canvases know no text-transform.
  const written = isName && document.fonts.check(maths) ? italicLetters(text) : text;
  brush.font = !isName ? `${size}px ${style.fontFamily}` : written === text ? `italic ${maths}` : maths;
  brush.fillStyle = isName ? colours.text : colours.muted;
  const half = brush.measureText(written).width / 2;
  const x = p.x + ux * (distance + half * Math.abs(ux));
  const width = nodes.canvas.width / density;
  brush.fillText(written, clamp(x, [half + 2, width - half - 2]), p.y + uy * distance);
}
