// Paints the markers of the runs and the part of the step that is done, at every frame, above the still picture.
/** @import { DescentScreen } from "../../types.js" */
/** @import { Camera, Vector } from "../../../draw/projection.js" */
/** @import { Surface } from "./build.js" */
/** @import { Solid } from "./solid.js" */
import { at } from "../../../core/at.js";
import { iterateAt } from "../../../draw/plot/runs.js";
import { columnOf, twoVariables } from "../../runs.js";
import { viewOf } from "../plots/map.js";
import { BALL, cameraFor } from "./build.js";
import { PATH_WIDTHS } from "./paint.js";
import { HEIGHT } from "./solid.js";

/** The number of segments of a step along the surface. */
const SEGMENTS = 12;
const HIDDEN_OPACITY = 0.4;

/** @param {Surface} surface @param {DescentScreen} screen */
export function paintMarkers(surface, screen) {
  const { moving: brush, density, nodes } = surface;
  brush.setTransform(density, 0, 0, density, 0, 0);
  brush.clearRect(0, 0, nodes.over.width, nodes.over.height);
  const camera = cameraFor(surface, screen.state.turn);
  const runs = screen.answer.runs.map((_, r) => r);
  // The followed run is painted last, above the others.
  for (const r of runs.sort((a, b) => Number(a === screen.run) - Number(b === screen.run)))
    paintRun(surface, screen, camera, r);
}

/** @param {Surface} surface @param {DescentScreen} screen @param {Camera} camera @param {number} run */
function paintRun({ moving: brush, colours, solid, markers }, screen, camera, run) {
  if (!solid) return;
  const { answer, iteration, progress, run: followed } = screen;
  const isFollowed = run === followed;
  const [nameX, nameY] = twoVariables(answer);
  const xs = columnOf(answer.runs[run], nameX);
  const ys = columnOf(answer.runs[run], nameY);
  /** Where the run is on the surface, at some progress of its step. @param {number} part @returns {Vector | null} */
  const placeAt = (part) => {
    const x = iterateAt(xs, iteration, part);
    const y = iterateAt(ys, iteration, part);
    const height = solid.heightAt(x, y);
    return height === null ? null : [solid.across(x), solid.back(y), height];
  };
  brush.strokeStyle = brush.fillStyle = at(colours.runs, run);
  brush.lineWidth = isFollowed ? PATH_WIDTHS.followed : PATH_WIDTHS.other;
  brush.lineCap = "round";
  brush.beginPath();
  for (let k = 0; k <= SEGMENTS && iteration > 0; k++) {
    const place = placeAt((progress * k) / SEGMENTS);
    if (!place) continue;
    const { x, y } = camera.project(...place);
    brush.lineTo(x, y);
  }
  brush.stroke();
  const place = placeAt(progress);
  const marker = markers[run];
  if (!place || !marker) return;
  const { x, y } = camera.project(...place);
  brush.save();
  // The lower edge of the marker is at the point.
  brush.translate(x, y - BALL * 0.55);
  brush.globalAlpha = isHidden(solid, place, camera, screen) ? HIDDEN_OPACITY : 1;
  brush.strokeStyle = colours.ground;
  brush.lineWidth = isFollowed ? 4 : 2;
  brush.stroke(marker);
  brush.fill(marker);
  if (isFollowed) {
    brush.strokeStyle = colours.text;
    brush.lineWidth = 1.4;
    brush.stroke(marker);
  }
  brush.restore();
}

/**
 * The distances from a point at which the line to the camera is tested, and by how much it must be under the
 * surface.
 */
const RAY = { from: 0.08, to: 3, step: 0.04, depth: 0.02 };

/** Is the surface between a point and the camera?
 * @param {Solid} solid @param {Vector} point @param {Camera} camera @param {DescentScreen} screen */
function isHidden({ across, back, columns, rows, heights }, [x, y, z], { eye }, { answer }) {
  const view = viewOf(answer);
  const halfX = across(view.x[1]);
  const halfY = back(view.y[1]);
  const length = Math.hypot(eye[0] - x, eye[1] - y, eye[2] - z);
  for (let distance = RAY.from; distance < RAY.to; distance += RAY.step) {
    const part = distance / length;
    const [u, v, w] = [x + (eye[0] - x) * part, y + (eye[1] - y) * part, z + (eye[2] - z) * part];
    if (Math.abs(u) > halfX || Math.abs(v) > halfY || w > HEIGHT / 2) return false;
    const i = Math.round(((u / halfX + 1) / 2) * columns);
    const j = Math.round(((v / halfY + 1) / 2) * rows);
    const ground = heights[j * (columns + 1) + i];
    if (ground !== undefined && ground > w + RAY.depth) return true;
  }
  return false;
}
