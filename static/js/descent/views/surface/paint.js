// Paints the surface with the contour lines and paths on it, from back to front. Painted once, until something in it
// changes.
/** @import { DescentScreen } from "../../types.js" */
/** @import { Point } from "../../../draw/geometry.js" */
/** @import { Camera } from "../../../draw/projection.js" */
/** @import { Surface } from "./build.js" */
/** @import { PathSegment, Solid } from "./solid.js" */
import { at } from "../../../core/at.js";
import { paintersOrder } from "../../../draw/projection.js";
import { cameraFor } from "./build.js";
import { paintFrame } from "./frame.js";

/** Cells thinner than this, in pixels, get an outline: antialiasing would let the ground show between them. */
const THIN = 3.5;
/** Cells are enlarged by this much on every side, in pixels, for the same reason. */
const OVERLAP = 0.5;

/** The widths of the path of the followed run and of others, and of what is ahead, in pixels. */
export const PATH_WIDTHS = { followed: 3.2, other: 2.4, ahead: 1.5 };
const AHEAD_OPACITY = 0.32;

/** @param {Surface} surface @param {DescentScreen} screen @param {Solid} solid the whole or the coarse one */
export function paintSurface(surface, screen, solid) {
  const { still: brush, density, nodes } = surface;
  const camera = cameraFor(surface, screen.state.turn);
  brush.setTransform(density, 0, 0, density, 0, 0);
  brush.clearRect(0, 0, nodes.canvas.width, nodes.canvas.height);
  brush.lineJoin = brush.lineCap = "round";
  paintFrame(surface, screen, camera);
  camera.projectGrid(solid.xs, solid.ys, solid.heights, solid.px, solid.py);
  const { orderX, orderY } = cellOrder(solid, camera);
  for (const row of orderY) {
    paintCells(brush, solid, row, orderX);
    // After all cells of the row: a cell would cover its neighbour's lines.
    paintContours(surface, solid, row);
    for (const column of orderX) {
      const segments = solid.paths.get(row * solid.columns + column);
      if (segments) paintPaths(surface, screen, solid, segments);
    }
  }
}

/** @param {Solid} solid @param {Camera} camera */
function cellOrder({ columns, rows, xs, ys }, { eye }) {
  /** The place of the camera in cells. @param {Float64Array} places @param {number} place @param {number} count */
  const inCells = (places, place, count) =>
    ((place - at(places, 0)) / (at(places, count) - at(places, 0))) * count;
  return {
    orderX: paintersOrder(columns, inCells(xs, eye[0], columns)),
    orderY: paintersOrder(rows, inCells(ys, eye[1], rows)),
  };
}

/** The cells of a row; neighbours of one colour in one path.
 * @param {CanvasRenderingContext2D} brush
 * @param {Solid} solid
 * @param {number} row
 * @param {readonly number[]} order */
function paintCells(brush, { columns, px, py, colours }, row, order) {
  let colour = "";
  let isThin = false;
  const finish = () => {
    if (!colour) return;
    brush.fillStyle = colour;
    brush.fill();
    if (isThin) {
      brush.strokeStyle = colour;
      brush.lineWidth = 1;
      brush.stroke();
    }
    colour = "";
    isThin = false;
  };
  // Read without `at`: this runs for every cell at every frame.
  const read = (/** @type {Float64Array} */ list, /** @type {number} */ k) => /** @type {number} */ (list[k]);
  for (const column of order) {
    const own = colours[row * columns + column];
    if (!own) continue;
    if (own !== colour) {
      finish();
      colour = own;
      brush.beginPath();
    }
    const k = row * (columns + 1) + column;
    const l = k + columns + 1;
    const [ax, bx, cx, dx] = [read(px, k), read(px, k + 1), read(px, l + 1), read(px, l)];
    const [ay, by, cy, dy] = [read(py, k), read(py, k + 1), read(py, l + 1), read(py, l)];
    const mx = (ax + bx + cx + dx) / 4;
    const my = (ay + by + cy + dy) / 4;
    brush.moveTo(outwards(ax, mx), outwards(ay, my));
    brush.lineTo(outwards(bx, mx), outwards(by, my));
    brush.lineTo(outwards(cx, mx), outwards(cy, my));
    brush.lineTo(outwards(dx, mx), outwards(dy, my));
    brush.closePath();
    const area = Math.abs((cx - ax) * (dy - by) - (cy - ay) * (dx - bx)) / 2;
    const width = Math.max(Math.abs(cx - ax), Math.abs(cy - ay), Math.abs(dx - bx), Math.abs(dy - by));
    isThin ||= area < THIN * width;
  }
  finish();
}

/** @param {number} place @param {number} middle */
const outwards = (place, middle) => place + (place > middle ? OVERLAP : -OVERLAP);

/** The contour lines in the cells of a row. @param {Surface} surface @param {Solid} solid @param {number} row */
function paintContours({ still: brush, colours }, solid, row) {
  brush.strokeStyle = colours.contour;
  brush.lineWidth = 1;
  brush.beginPath();
  for (let cell = row * solid.columns; cell < (row + 1) * solid.columns; cell++) {
    const lines = solid.colours[cell] ? (solid.contours.get(cell) ?? []) : [];
    for (let n = 0; n + 3 < lines.length; n += 4) {
      const from = pointOn(solid, at(lines, n), at(lines, n + 1));
      const to = pointOn(solid, at(lines, n + 2), at(lines, n + 3));
      brush.moveTo(from.x, from.y);
      brush.lineTo(to.x, to.y);
    }
  }
  brush.stroke();
}

/** The path segments in one cell, batched by style.
 * @param {Surface} surface @param {DescentScreen} screen @param {Solid} solid
 * @param {readonly PathSegment[]} segments
 */
function paintPaths({ still: brush, colours }, { iteration, run: followed }, solid, segments) {
  let style = "";
  for (const { run, index, from, to } of segments) {
    const isDone = index < iteration;
    if (style !== `${run} ${isDone}`) {
      if (style) brush.stroke();
      style = `${run} ${isDone}`;
      brush.beginPath();
      brush.strokeStyle = at(colours.runs, run);
      brush.globalAlpha = isDone ? 1 : AHEAD_OPACITY;
      const width = run === followed ? PATH_WIDTHS.followed : PATH_WIDTHS.other;
      brush.lineWidth = isDone ? width : PATH_WIDTHS.ahead;
    }
    const [a, b] = [pointOn(solid, ...from), pointOn(solid, ...to)];
    brush.moveTo(a.x, a.y);
    brush.lineTo(b.x, b.y);
  }
  brush.stroke();
  brush.globalAlpha = 1;
}

/** A point of the surface on the screen, interpolated between the corners of its cell.
 * @param {Solid} solid @param {number} u column @param {number} v row @returns {Point} */
function pointOn({ columns, rows, px, py }, u, v) {
  const i = Math.min(columns - 1, Math.floor(u));
  const j = Math.min(rows - 1, Math.floor(v));
  const a = u - i;
  const b = v - j;
  const k = j * (columns + 1) + i;
  const l = k + columns + 1;
  const mixed = (/** @type {Float64Array} */ list) =>
    (at(list, k) * (1 - a) + at(list, k + 1) * a) * (1 - b) +
    (at(list, l) * (1 - a) + at(list, l + 1) * a) * b;
  return { x: mixed(px), y: mixed(py) };
}
