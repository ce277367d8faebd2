// The curves of the chart with their axes and names; and what moves with the iteration.
/** @import { Context, DescentScreen } from "../../types.js" */
/** @import { Chart, ChartRun } from "./build.js" */
import { at } from "../../../core/at.js";
import { element, setAttribute, setText } from "../../../draw/dom.js";
import { lookOf, markerPath } from "../../../draw/plot/runs.js";
import { acrossOf, clamp, cornersOf, downOf, tickText, ticksOf } from "../../../draw/plot/scale.js";
import {
  heightOf,
  isWide,
  seriesPath,
  textOfTick,
  valueScale,
  valueTicks,
} from "../../../draw/plot/series.js";
import { letterSize, set, shape, widthOf } from "../../../draw/svg.js";
import { formatNumber } from "../../../math/format.js";
import { showNumber } from "../../../panels/number.js";
import { runNames } from "../../run_names.js";
import { stepCount } from "../../runs.js";
import { BAND, BOTTOM, roomOf } from "../plots/axes.js";
import { raise, runMarker, runPath, setRunColour } from "../plots/run_marks.js";

/** How much wider bold letters are. */
const BOLD = 1.2;
const BALL = 4.5;
const HALO = BALL + 2.5;
/** Farther than this from the chart, in pixels, a point of a diverging run is drawn no farther. */
const FAR = 1e5;
/** Names stand at the ends of the curves from this width on, in pixels. */
const ROOM_FOR_NAMES = 340;
/** Height by width where the place of the chart has no height of its own, and the least and largest height. */
const ASPECT = 0.62;
const LOWEST = 180;
const TALLEST = 420;

/** The sizes of a chart in its place. @param {Chart} chart */
export function sizeOf({ nodes: { sheet } }) {
  const own = Math.max(LOWEST, Math.min(TALLEST, Math.round(sheet.clientWidth * ASPECT)));
  const { width, tallest } = roomOf(sheet, own);
  const frame = Number.parseFloat(getComputedStyle(sheet).getPropertyValue("--frame-height"));
  return { width, height: Math.min(tallest, frame || Infinity) };
}

/** Whether the chart has a logarithmic scale: as chosen, else as its numbers need.
 * @param {DescentScreen["answer"]} answer @param {DescentScreen["state"]} state */
export const isLogarithmic = ({ runs }, { chart: { quantity, log } }) =>
  log ?? isWide(runs.map((run) => run[quantity]));

/** @param {Chart} chart @param {DescentScreen} screen */
export function drawChart(chart, { answer, state }) {
  const { nodes, context } = chart;
  const size = letterSize(nodes.svg);
  const names = runNames(answer.request.runs, context.find);
  const series = answer.runs.map((run) => run[state.chart.quantity]);
  chart.count = Math.max(1, ...answer.runs.map(stepCount));
  chart.scale = valueScale(series, isLogarithmic(answer, state));
  chart.plot = plotFor(chart, size, answer.runs.length > 1 ? names : []);
  const { plot, scale } = chart;
  for (const group of [nodes.axes, nodes.ahead, nodes.done, nodes.names, nodes.marks, nodes.balls])
    group.replaceChildren();
  drawAxes(chart, size, state.chart.quantity);
  chart.runs = series.map((values, r) => {
    const heights = values.map((value) => {
      const height = heightOf(scale, value);
      return height === null ? null : clamp(downOf(plot, height), [-FAR, FAR]);
    });
    const d = seriesPath(heights, (k) => acrossOf(plot, k));
    for (const group of [nodes.ahead, nodes.done]) {
      const node = shape("g", { "data-run": r }, group);
      setRunColour(node, r);
      runPath(node, "chart-line", r, d);
    }
    const mark = shape("g", { class: "chart-mark" }, nodes.marks);
    setRunColour(mark, r);
    shape("path", { d: markerPath(lookOf(r).marker, BALL) }, mark);
    const ball = runMarker(nodes.balls, r, BALL, HALO);
    return { values, heights, ball, mark, readout: element("b", {}), ended: element("span", {}) };
  });
  if (plot.left + plot.width < nodes.sheet.clientWidth - 60) drawNames(chart, names, size);
  buildReadout(chart, names);
}

/** The plot with room for its numbers and, where there is some, for the names of the runs at its right.
 * @param {Chart} chart @param {number} size @param {readonly string[]} names */
function plotFor(chart, size, names) {
  const { nodes, scale, count } = chart;
  const { width, height } = sizeOf(chart);
  set(nodes.svg, { width, height, viewBox: `0 0 ${width} ${height}` });
  const numbers = valueTicks(scale, 6).map((tick) => widthOf(textOfTick(tick)) * size);
  const left = 18 + Math.max(size * 2, ...numbers);
  const named =
    width >= ROOM_FOR_NAMES ? Math.max(0, ...names.map((name) => widthOf(name) * size * BOLD)) : 0;
  const last = (widthOf(tickText(count)) * size) / 2;
  const right = Math.max(16 + last, named > 0 ? Math.min(width * 0.34, named + 16) : 0);
  const top = size * BAND;
  const box = {
    left,
    top,
    width: Math.max(40, width - left - right),
    height: Math.max(20, height - top - size * BOTTOM),
  };
  const x = /** @type {[number, number]} */ ([0, count]);
  const plot = {
    ...box,
    x,
    y: scale.range,
    perX: box.width / count,
    perY: box.height / (scale.range[1] - scale.range[0]),
    equal: false,
  };
  const corners = cornersOf(plot, 3);
  set(/** @type {Element} */ (nodes.clipAll?.rect), {
    x: corners.left,
    y: plot.top,
    width: plot.width + 6,
    height: plot.height,
  });
  set(/** @type {Element} */ (nodes.clipDone?.rect), { x: corners.left, y: plot.top, height: plot.height });
  return plot;
}

/** @param {Chart} chart @param {number} size @param {"value" | "gradient_norm"} quantity */
function drawAxes({ nodes, plot, scale, context }, size, quantity) {
  const { left, right, top, bottom } = cornersOf(plot);
  const text = (
    /** @type {string} */ content,
    /** @type {number} */ x,
    /** @type {number} */ y,
    /** @type {"start" | "middle" | "end"} */ anchor,
    look = "tick",
  ) => {
    const place = { x: x.toFixed(1), y: y.toFixed(1), "text-anchor": anchor };
    shape("text", { class: look, ...place }, nodes.axes).textContent = content;
  };
  let lines = "";
  let marks = "";
  for (const tick of valueTicks(scale, Math.max(2, plot.height / (size * 2.6)))) {
    const y = downOf(plot, tick.height);
    lines += `M${left} ${y.toFixed(1)}H${right}`;
    marks += `M${left} ${y.toFixed(1)}h-5`;
    text(textOfTick(tick), left - 8, y + size * 0.35, "end");
  }
  const iterations = ticksOf(plot.x, Math.max(2, plot.width / (size * 5.5))).filter(Number.isInteger);
  for (const iteration of iterations) {
    const x = acrossOf(plot, iteration);
    marks += `M${x.toFixed(1)} ${bottom}v5`;
    text(tickText(iteration), x, bottom + 6 + size, "middle");
  }
  shape("path", { class: "grid", d: lines }, nodes.axes);
  shape("path", { class: "axis", d: `M${left} ${top}V${bottom}H${right}${marks}` }, nodes.axes);
  const symbol = quantity === "value" ? "f" : "|∇f|";
  const shifted = scale.base < 0 ? `${symbol} + ${formatNumber(-scale.base)}` : symbol;
  text(shifted, left - 4, top - size * 0.7, "start", "axis-name");
  text(context.t("descent.chart_iteration"), right, bottom + 8 + size * 2.2, "end", "chart-axis");
}

/** The names of the runs at the ends of their curves where there is room: all are in the list below.
 * @param {Chart} chart @param {readonly string[]} names @param {number} size */
function drawNames({ nodes, plot, runs }, names, size) {
  const { right, top, bottom } = cornersOf(plot);
  /** @type {number[]} */
  const taken = [];
  runs.forEach(({ heights }, r) => {
    const last = heights.findLast((height) => height !== null) ?? bottom;
    const end = clamp(last, [top, bottom]);
    if (taken.some((other) => Math.abs(other - end) < size * 1.15)) return;
    taken.push(end);
    const place = { x: (right + 10).toFixed(1), y: (end + size * 0.35).toFixed(1), "data-run": r };
    const text = shape("text", place, nodes.names);
    setRunColour(text, r);
    text.textContent = at(names, r);
  });
}

/** The numbers of all runs at one iteration. @param {Chart} chart @param {readonly string[]} names */
function buildReadout({ nodes, runs }, names) {
  nodes.readout.replaceChildren(
    nodes.readAt,
    ...runs.map(({ readout, ended }, r) => {
      const { marker } = lookOf(r);
      const key = shape("svg", {
        viewBox: "-7 -7 14 14",
        width: 14,
        height: 14,
        "aria-hidden": "true",
        class: "run-key",
      });
      setRunColour(key, r);
      shape("path", { d: markerPath(marker, 5), class: "run-ball" }, key);
      return element(
        "span",
        { class: "chart-number" },
        key,
        names.length > 1 ? `${at(names, r)} ` : "",
        readout,
        " ",
        ended,
      );
    }),
  );
}

/** Draws what moves: the line of the present iteration, the balls, the part that is done.
 * @param {Chart} chart @param {DescentScreen} screen */
export function moveChart(chart, { iteration, progress, run: followed }) {
  const { nodes, plot, runs } = chart;
  const now = Math.max(0, iteration - 1 + progress);
  const x = acrossOf(plot, Math.min(chart.count, iteration === 0 ? 0 : now));
  const { top, bottom } = cornersOf(plot);
  set(nodes.now, { d: `M${x.toFixed(1)} ${top - 5}V${bottom}` });
  set(/** @type {Element} */ (nodes.clipDone?.rect), { width: Math.max(0, x - plot.left + 3).toFixed(1) });
  runs.forEach((run, r) => {
    const place = heightBetween(run, iteration, progress);
    const end = acrossOf(plot, Math.min(run.heights.length - 1, now));
    const isSeen = place !== null && place >= top - 1 && place <= bottom + 1;
    setAttribute(run.ball, "visibility", isSeen ? null : "hidden");
    if (isSeen) set(run.ball, { transform: `translate(${end.toFixed(1)} ${place.toFixed(1)})` });
    run.ball.classList.toggle("followed", r === followed);
    if (r === followed) raise(run.ball);
  });
}

/** The height of a curve on the way into an iteration; where its run has ended, at its end.
 * @param {ChartRun} run @param {number} iteration @param {number} progress */
function heightBetween({ heights }, iteration, progress) {
  const last = heights.length - 1;
  const to = heights[Math.min(iteration, last)] ?? null;
  const from = heights[Math.max(0, Math.min(iteration - 1, last))] ?? null;
  return to === null || from === null || progress >= 1 ? to : from + (to - from) * progress;
}

/** Since when a number stands still: other runs go on beside one that has ended, under the heading of theirs.
 * @param {readonly number[]} values of a run @param {number} iteration @param {Context["t"]} t */
export const sinceWhen = (values, iteration, t) =>
  iteration < values.length ? "" : t("descent.chart_ended", { iteration: values.length - 1 });

/** Shows the numbers of an iteration: the one under the pointer, else the present one.
 * @param {Chart} chart @param {DescentScreen} screen */
export function showReadout(chart, { completed }) {
  const { nodes, plot, runs, context, pointed } = chart;
  const iteration = pointed ?? completed;
  setText(nodes.readAt, context.t("descent.chart_at", { iteration }));
  runs.forEach(({ values, heights, mark, readout, ended }, r) => {
    const k = Math.min(iteration, values.length - 1);
    setAttribute(readout, "data-address", `chart${r}@${k}`);
    showNumber(readout, values[k] ?? null);
    setText(ended, sinceWhen(values, iteration, context.t));
    const height = heights[k] ?? null;
    const isSeen =
      pointed !== null && height !== null && height >= plot.top - 1 && height <= plot.top + plot.height + 1;
    setAttribute(mark, "visibility", isSeen ? null : "hidden");
    if (isSeen) set(mark, { transform: `translate(${acrossOf(plot, k).toFixed(1)} ${height.toFixed(1)})` });
  });
  const { top, bottom } = cornersOf(plot);
  const x = pointed === null ? null : acrossOf(plot, pointed).toFixed(1);
  set(nodes.pointer, { d: x === null ? null : `M${x} ${top}V${bottom}` });
}
