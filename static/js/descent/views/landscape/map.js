// What does not change while a run is stepped through: axes, heights, contour lines with their labels, and all runs'
// paths.
/** @import { DescentMap, DescentScreen } from "../../types.js" */
/** @import { Landscape, RunMarks } from "./build.js" */
import { at } from "../../../core/at.js";
import { pointsApart } from "../../../draw/plot/arrows.js";
import { rampOf, rangeOf, shadesOf, stopsOf } from "../../../draw/plot/contour.js";
import { labelsOf } from "../../../draw/plot/contour_labels.js";
import { contourPath, trajectoryOf } from "../../../draw/plot/lines.js";
import { placeOf, spanOf } from "../../../draw/plot/scale.js";
import { transformBetween } from "../../../draw/plot/window.js";
import { letterSize, set, shape } from "../../../draw/svg.js";
import { formatNumber } from "../../../math/format.js";
import { runNames } from "../../run_names.js";
import { columnOf, twoVariables } from "../../runs.js";
import { BAND, drawAxes, fitPlot, roomOf, setSpare } from "../plots/axes.js";
import { LEVEL_COLOURS, coloursOf, viewOf } from "../plots/map.js";
import { runMarker, runPath, trajectoryGroup } from "../plots/run_marks.js";
import { weightOf } from "../plots/texts.js";
import { NARROW } from "./labels.js";
import { HALO, runName } from "./names.js";

/** The resolution of the heights' image, in pixels a side; the browser smooths it when it is enlarged. */
const IMAGE_SIZE = 260;
const BALL = 6.5;
/** The least distance between points whose gradient stays visible, in pixels. */
const ARROW_DISTANCE = 26;

/** The space for the map, in pixels. @param {HTMLElement} sheet */
export const roomForMap = (sheet) =>
  roomOf(sheet, Math.max(280, Math.min(globalThis.innerHeight * 0.6, 900)));

/** The plot of the part of the plane that is seen, with its axes. @param {Landscape} landscape
 * @param {DescentScreen} screen */
export function fitLandscape(landscape, { answer, seen }) {
  const { nodes } = landscape;
  const size = letterSize(nodes.svg);
  landscape.size = size;
  const room = roomForMap(nodes.sheet);
  const view = viewOf({ ...answer, view: seen });
  const tools = nodes.sheet.querySelector(".zoom-tools");
  const isBelowTools = tools instanceof HTMLElement && tools.offsetHeight > 0;
  landscape.plot = fitPlot(nodes, view, room, size, isBelowTools ? BAND : undefined);
  const height = Number(nodes.svg.getAttribute("height"));
  setSpare(nodes.sheet, height);
  landscape.root.parentElement?.style.setProperty("--map-height", `${height}px`);
  drawAxes(nodes.axes, landscape.plot, twoVariables(answer), size, {
    weights: [weightOf(answer, 0), weightOf(answer, 1)],
  });
}

/** Contours and heights of a map, as if the whole of it were seen. @param {Landscape} landscape
 * @param {DescentScreen} screen */
export function drawMap(landscape, screen) {
  const { root, plot } = landscape;
  const { x, y } = viewOf({ ...screen.answer, view: screen.map.view });
  landscape.mapPlot = { ...plot, x, y, perX: plot.width / spanOf(x), perY: plot.height / spanOf(y) };
  drawContours(landscape, screen);
  drawHeights(landscape, screen.map, coloursOf(root, LEVEL_COLOURS));
}

/** Moves and scales the map that is drawn to where it belongs in the present plot. @param {Landscape} landscape */
export function placeMap({ nodes, plot, mapPlot }) {
  const { scale, x, y } = transformBetween(mapPlot, plot);
  const isPlain = Math.abs(scale.x - 1) + Math.abs(scale.y - 1) < 1e-9 && Math.hypot(x, y) < 1e-3;
  const matrix = `matrix(${scale.x} 0 0 ${scale.y} ${x} ${y})`;
  set(nodes.contours, { transform: isPlain ? null : matrix });
  for (const label of nodes.labels.children) {
    const [left = 0, top = 0, angle = 0] = (label.getAttribute("data-place") ?? "").split(" ").map(Number);
    const place = `translate(${(left * scale.x + x).toFixed(1)} ${(top * scale.y + y).toFixed(1)})`;
    set(label, { transform: `${place} rotate(${angle})` });
  }
  for (const name of /** @type {const} */ (["left", "top", "width", "height"]))
    nodes.shadesFrame.style.setProperty(name, `${plot[name]}px`);
  const [dx, dy] = [mapPlot.left * scale.x + x - plot.left, mapPlot.top * scale.y + y - plot.top];
  for (const name of /** @type {const} */ (["width", "height"]))
    nodes.shades.style.setProperty(name, `${mapPlot[name]}px`);
  nodes.shades.style.setProperty("transform", `matrix(${scale.x}, 0, 0, ${scale.y}, ${dx}, ${dy})`);
}

/** @param {Landscape} landscape @param {DescentScreen} screen */
function drawContours({ nodes, mapPlot: plot, size }, { answer, map }) {
  nodes.contours.replaceChildren();
  nodes.labels.replaceChildren();
  for (const { level, lines } of map.contours) {
    const path = shape("path", { d: contourPath(plot, lines), "data-level": level }, nodes.contours);
    shape("title", {}, path).textContent = `f = ${formatNumber(level)}`;
  }
  const [nameX, nameY] = twoVariables(answer);
  const first = answer.runs[0];
  const start = placeOf(plot, at(columnOf(first, nameX), 0), at(columnOf(first, nameY), 0));
  const labelled = plot.width < NARROW ? map.contours.filter((_, k) => k % 2 === 1) : map.contours;
  for (const label of labelsOf(plot, labelled, size * 0.9, [start])) {
    shape(
      "text",
      {
        "data-place": `${label.x.toFixed(1)} ${label.y.toFixed(1)} ${label.angle.toFixed(1)}`,
        "text-anchor": "middle",
        dy: "0.35em",
        "data-level": label.level,
      },
      nodes.labels,
    ).textContent = label.text;
  }
}

/** The heights as an image under the plot. @param {Landscape} landscape @param {DescentMap} map
 * @param {ReturnType<typeof coloursOf>} colours */
function drawHeights({ nodes: { shades, shadesFrame }, mapPlot: plot }, map, colours) {
  const { surface } = map;
  shadesFrame.hidden = surface === undefined;
  if (!surface) return;
  shades.width = Math.round(Math.min(IMAGE_SIZE, plot.width));
  shades.height = Math.round(Math.min(IMAGE_SIZE, plot.height));
  const stops = stopsOf(map.contours, rangeOf(surface));
  const view = { x: plot.x, y: plot.y };
  const pixels = shadesOf(surface, view, stops, rampOf(colours), shades.width, shades.height);
  shades.getContext("2d")?.putImageData(new ImageData(pixels, shades.width, shades.height), 0, 0);
}

/** The trajectories and markers of all runs. @param {Landscape} landscape @param {DescentScreen} screen */
export function drawRuns(landscape, { answer }) {
  const { nodes, plot } = landscape;
  const [nameX, nameY] = twoVariables(answer);
  nodes.trajectories.replaceChildren();
  nodes.balls.replaceChildren();
  nodes.names.replaceChildren();
  const names = runNames(answer.request.runs, landscape.context.find);
  landscape.runs = answer.runs.map((run, r) => {
    const xs = columnOf(run, nameX);
    const ys = columnOf(run, nameY);
    const trajectory = trajectoryOf(plot, xs, ys);
    const group = trajectoryGroup(nodes.trajectories, r);
    runPath(group, "ahead", r, trajectory.path);
    /** @type {RunMarks} */
    const marks = {
      group,
      done: runPath(group, "done", r),
      dots: shape("path", { class: "dots" }, group),
      moving: runPath(group, "done", r),
      ball: runMarker(nodes.balls, r, BALL, HALO),
      name: names.length > 1 ? runName(nodes.names, r, at(names, r)) : null,
      trajectory,
      xs,
      ys,
      apart: pointsApart(plot, xs, ys, ARROW_DISTANCE),
    };
    return marks;
  });
  landscape.iterationKey = "";
}
