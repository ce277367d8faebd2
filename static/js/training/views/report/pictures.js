// The pictures of the report: drawn for it, in the light colours of paper, whatever the size and theme of the screen.
/** @import { Context, TrainScreen } from "../../types.js" */
import { element } from "../../../draw/dom.js";
import { shape } from "../../../draw/svg.js";
import { functionsOf, isDrawable } from "../../forward.js";
import { isRegression } from "../../task.js";
import { indexAt, lineSample, valueText } from "../curves/chart.js";
import { CHARTS, LEGEND_DIGITS, epochsOf, pictureOf } from "../curves/curves.js";
import { acrossOf, drawAxes, drawFlags, drawLines } from "../curves/plot.js";
import { squareSide } from "../diagram/places.js";
import { draw } from "../map/draw.js";
import { createParts } from "../map/parts.js";
import { createTiles } from "../map/tiles.js";

/** In CSS pixels: two charts stand side by side, below them the map. */
const CHART = { width: 330, height: 200 };
const MAP = { width: 370, height: 330 };
const TILES = { width: 640, height: 380 };

/** @param {(typeof CHARTS)[number]} of @param {TrainScreen} screen @param {Context} context */
function chartOf(of, screen, { t }) {
  const { run, at } = screen;
  const picture = pictureOf(of, screen, t);
  const epoch = epochsOf(run)[at] ?? 0;
  const svg = shape("svg", { class: "run-chart-drawing", viewBox: `0 0 ${CHART.width} ${CHART.height}` });
  const [axes, lines] = [shape("g", {}, svg), shape("svg", {}, svg)];
  const here = shape("path", { class: "report-here" }, svg);
  const marks = shape("g", { class: "flags" }, svg);
  const box = drawAxes(axes, picture, CHART, t("training.epoch"));
  drawLines(lines, picture, box);
  drawFlags(marks, picture, box);
  const place = acrossOf(box, epoch).toFixed(1);
  here.setAttribute("d", `M${place} ${box.top}v${box.height}`);
  const entries = picture.lines.map((line) => {
    const value = line.y[indexAt(line.x, epoch)] ?? Number.NaN;
    const number = element("b", {}, valueText(value, picture.isShare, LEGEND_DIGITS));
    return element("span", {}, lineSample(line.look), line.name, " ", number);
  });
  const isScore = of.key === "accuracy" && isRegression(run);
  return element(
    "figure",
    {},
    element(
      "figcaption",
      {},
      element("b", {}, t(isScore ? "training.r_squared" : of.name)),
      element("span", { class: "run-legend" }, ...entries),
    ),
    /** @type {Node} */ (svg),
  );
}

/** @param {HTMLElement} place in the document @param {TrainScreen} screen @param {Context} context */
function drawMap(place, screen, context) {
  const { run } = screen;
  if (!isDrawable(run.layers, functionsOf(context.catalog.curves))) return;
  if (squareSide(run.header.network.inputs) > 0 && !isRegression(run)) {
    const tiles = createTiles(place, context);
    tiles.resize(TILES);
    tiles.draw(screen);
    return;
  }
  const whole = { ...screen, focus: null };
  const map = createParts(place, context, () => draw(map, whole));
  map.size = MAP;
  Object.assign(map.room.style, { inlineSize: `${MAP.width}px`, blockSize: `${MAP.height}px` });
  draw(map, whole);
  // On paper a canvas has no transparent places: those that lie above each other are one.
  const { plot, area, samples, states } = map.layers;
  for (const { canvas } of [samples, states]) area.drawImage(canvas, 0, 0);
  plot.replaceChildren(area.canvas);
}

/** The element of the pictures, and what draws those of them that read their colours from the page, once the element
 * is in it. @param {TrainScreen} screen @param {Context} context */
export function picturesOf(screen, context) {
  const map = element("div", { class: "report-map" });
  return {
    root: element(
      "section",
      {},
      element("h2", {}, context.t("training.report_curves")),
      element("div", { class: "report-pictures" }, ...CHARTS.map((chart) => chartOf(chart, screen, context))),
      map,
    ),
    draw() {
      const { dataset } = document.documentElement;
      const { theme } = dataset;
      dataset["theme"] = "light";
      drawMap(map, screen, context);
      if (theme === undefined) delete dataset["theme"];
      else dataset["theme"] = theme;
    },
  };
}
