// What does not change while a run is stepped through: axes, heights, contour lines with their labels, and all runs'
// paths.
/** @import { DescentAnswer, DescentScreen } from "../../types.js" */
/** @import { Landscape, RunMarks } from "./build.js" */
import { at } from "../../../core/at.js";
import { pointsApart } from "../../../draw/plot/arrows.js";
import { rampOf, rangeOf, shadesOf, stopsOf } from "../../../draw/plot/contour.js";
import { labelsOf } from "../../../draw/plot/contour_labels.js";
import { contourPath, trajectoryOf } from "../../../draw/plot/lines.js";
import { placeOf } from "../../../draw/plot/scale.js";
import { letterSize, shape } from "../../../draw/svg.js";
import { formatNumber } from "../../../math/format.js";
import { columnOf, twoVariables } from "../../runs.js";
import { drawAxes, fitPlot } from "../plots/axes.js";
import { LEVEL_COLOURS, coloursOf, viewOf } from "../plots/map.js";
import { runMarker, runPath, trajectoryGroup } from "../plots/run_marks.js";
import { weightOf } from "../plots/texts.js";
import { NARROW } from "./labels.js";

/** The resolution of the heights' image, in pixels a side; the browser smooths it when it is enlarged. */
const IMAGE_SIZE = 260;
const BALL = 6.5;
const HALO = BALL + 4;
/** The least distance between points whose gradient stays visible, in pixels. */
const ARROW_DISTANCE = 26;

/** Axes, contours and heights. @param {Landscape} landscape @param {DescentScreen} screen */
export function drawMap(landscape, { answer }) {
  const { nodes, root } = landscape;
  const size = letterSize(nodes.svg);
  landscape.size = size;
  landscape.plot = fitPlot(
    nodes,
    viewOf(answer),
    {
      width: nodes.sheet.clientWidth,
      tallest: Math.max(280, Math.min(globalThis.innerHeight * 0.6, 900)),
    },
    size,
  );
  drawAxes(nodes.axes, landscape.plot, twoVariables(answer), size, {
    weights: [weightOf(answer, 0), weightOf(answer, 1)],
  });
  drawContours(landscape, answer);
  drawHeights(landscape, answer, coloursOf(root, LEVEL_COLOURS));
}

/** @param {Landscape} landscape @param {DescentAnswer} answer */
function drawContours({ nodes, plot, size }, answer) {
  nodes.contours.replaceChildren();
  nodes.labels.replaceChildren();
  for (const { level, lines } of answer.contours) {
    const path = shape("path", { d: contourPath(plot, lines), "data-level": level }, nodes.contours);
    shape("title", {}, path).textContent = `f = ${formatNumber(level)}`;
  }
  const [nameX, nameY] = twoVariables(answer);
  const first = answer.runs[0];
  const start = placeOf(plot, at(columnOf(first, nameX), 0), at(columnOf(first, nameY), 0));
  const labelled = plot.width < NARROW ? answer.contours.filter((_, k) => k % 2 === 1) : answer.contours;
  for (const label of labelsOf(plot, labelled, size * 0.9, [start])) {
    const place = `translate(${label.x.toFixed(1)} ${label.y.toFixed(1)})`;
    shape(
      "text",
      {
        transform: `${place} rotate(${label.angle.toFixed(1)})`,
        "text-anchor": "middle",
        dy: "0.35em",
        "data-level": label.level,
      },
      nodes.labels,
    ).textContent = label.text;
  }
}

/** The heights as an image under the plot. @param {Landscape} landscape @param {DescentAnswer} answer
 * @param {ReturnType<typeof coloursOf>} colours */
function drawHeights({ nodes: { shades }, plot }, answer, colours) {
  const { surface } = answer;
  shades.hidden = surface === undefined;
  if (!surface) return;
  for (const name of /** @type {const} */ (["left", "top", "width", "height"]))
    shades.style.setProperty(name, `${plot[name]}px`);
  shades.width = Math.round(Math.min(IMAGE_SIZE, plot.width));
  shades.height = Math.round(Math.min(IMAGE_SIZE, plot.height));
  const stops = stopsOf(answer.contours, rangeOf(surface));
  const pixels = shadesOf(surface, viewOf(answer), stops, rampOf(colours), shades.width, shades.height);
  shades.getContext("2d")?.putImageData(new ImageData(pixels, shades.width, shades.height), 0, 0);
}

/** The trajectories and markers of all runs. @param {Landscape} landscape @param {DescentScreen} screen */
export function drawRuns(landscape, { answer }) {
  const { nodes, plot } = landscape;
  const [nameX, nameY] = twoVariables(answer);
  nodes.trajectories.replaceChildren();
  nodes.balls.replaceChildren();
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
      trajectory,
      xs,
      ys,
      apart: pointsApart(plot, xs, ys, ARROW_DISTANCE),
    };
    return marks;
  });
  landscape.iterationKey = "";
}
