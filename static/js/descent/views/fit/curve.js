// A function of one variable as a curve, with the points of the runs on it and the tangent of the followed run.
/** @import { Context } from "../../types.js" */
/** @import { DescentAnswer, DescentScreen } from "../../types.js" */
/** @import { Plot } from "../../../draw/plot/scale.js" */
/** @import { Trajectory } from "../../../draw/plot/lines.js" */
import { at, own } from "../../../core/at.js";
import { element, setAttribute, setText, uniqueId } from "../../../draw/dom.js";
import { curveAt } from "../../../draw/plot/interval.js";
import { curvePath, trajectoryOf } from "../../../draw/plot/lines.js";
import {
  clamp,
  cornersOf,
  isInside,
  numbersAt,
  placeOf,
  roundedTo,
  tickStep,
} from "../../../draw/plot/scale.js";
import { letterSize, set, shape } from "../../../draw/svg.js";
import { columnOf } from "../../runs.js";
import { startOf } from "../../state.js";
import { drawAxes, emptyPlot, fitPlot } from "../plots/axes.js";
import { themeKey } from "../plots/map.js";
import { pointReadout } from "../plots/readout.js";
import { raise, runMarker, runPath, showTrajectories, trajectoryGroup } from "../plots/run_marks.js";
import { listenForStart, placeHandle, startHandle } from "../plots/start_handle.js";
import { placeText, summaryOf } from "../plots/texts.js";
import { curveRange, roomForPlot } from "./columns.js";
import { moveCurve, tangentsOf } from "./tangent.js";

const BALL = 7;
const HALO = BALL + 5;
/** Height by width of the plot. */
const ASPECT = 0.76;

/** @typedef {ReturnType<typeof buildNodes>} CurveNodes */
/**
 * The drawing of one run.
 * @typedef {object} CurveRun
 * @property {SVGGElement} group of its paths
 * @property {SVGPathElement} done the chords of the steps done
 * @property {SVGPathElement} dots
 * @property {SVGGElement} ball
 * @property {Trajectory} trajectory
 * @property {number[]} xs
 * @property {number[]} ys
 */
/**
 * @typedef {object} CurvePlot
 * @property {Context} context
 * @property {CurveNodes} nodes
 * @property {ReturnType<typeof pointReadout>} readout
 * @property {Plot} plot
 * @property {CurveRun[]} runs
 * @property {{ path: string, ends: number[] }} tangents the short tangents of the followed run; see `tangentsOf`
 * @property {number} tangentsRun the run that they belong to
 * @property {number} size of the letters in pixels
 * @property {DescentScreen | null} screen the latest one
 * @property {{ screen: DescentScreen, start: number } | null} moved the start since the screen was drawn
 * @property {DescentAnswer | null} builtFor the answer that is drawn
 * @property {string} builtKey what else the drawing depends on: size, language, theme
 */

/** @param {Context} context @returns {CurvePlot} */
export function buildCurve(context) {
  const readout = pointReadout();
  const nodes = buildNodes(readout.node);
  /** @type {CurvePlot} */
  const curve = {
    context,
    nodes,
    readout,
    plot: emptyPlot(),
    runs: [],
    tangents: { path: "", ends: [] },
    tangentsRun: -1,
    size: letterSize(nodes.svg),
    screen: null,
    moved: null,
    builtFor: null,
    builtKey: "",
  };
  listen(curve);
  return curve;
}

/** @param {HTMLElement} readout */
function buildNodes(readout) {
  const svg = shape("svg", { class: "plot-drawing", role: "group" });
  const sheet = element("div", { class: "plot-sheet" }, /** @type {Node} */ (svg));
  const slopeText = element("p", { class: "plot-slope" });
  const notes = element("p", { class: "hint plot-notes" });
  const caption = element("figcaption", {}, readout, slopeText, notes);
  const clipId = uniqueId("curve-clip");
  const clip = shape("rect", {}, shape("clipPath", { id: clipId }, shape("defs", {}, svg)));
  const ground = shape("rect", { class: "plot-ground" }, svg);
  const axes = shape("g", { class: "axes", "aria-hidden": "true" }, svg);
  const inner = shape("g", { "clip-path": `url(#${clipId})` }, svg);
  return {
    figure: element("figure", { class: "plot plot-curve" }, sheet, caption),
    svg,
    sheet,
    slopeText,
    notes,
    clip,
    ground,
    axes,
    line: shape("path", { class: "curve-line" }, inner),
    oldTangents: shape("path", { class: "old-tangents" }, inner),
    trajectories: shape("g", { class: "trails" }, inner),
    tangent: shape("path", { class: "tangent curve-tangent", "data-arrow": "tangent" }, inner),
    drop: shape("path", { class: "drop" }, inner),
    stepLine: shape("path", { class: "step-line" }, svg),
    stepHead: shape("path", { class: "step-head" }, svg),
    stepLabel: shape("text", { class: "slope-words step-words", "text-anchor": "middle" }, svg),
    exits: shape("g", { class: "exits" }, svg),
    balls: shape("g", { class: "balls" }, svg),
    start: startHandle(svg),
  };
}

/** @param {CurvePlot} curve */
function listen(curve) {
  listenForStart(curve.nodes.svg, curve.nodes.start, {
    isOnPlot: (spot) => isInside(cornersOf(curve.plot), spot),
    moveTo: (spot, continues) => setStart(curve, numbersAt(curve.plot, spot).x, continues),
    moveBy: (right, up, continues) => {
      const { screen, moved, plot } = curve;
      if (!screen) return;
      const start = moved?.screen === screen ? moved.start : startX(screen);
      setStart(curve, start + (right + up) * tickStep(plot.x, 100), continues);
    },
  });
}

/** The start of the runs; 0 while the request has other variables than the answer. @param {DescentScreen} screen */
const startX = ({ state, answer }) => startOf(state.request, answer)[at(answer.variables, 0)] ?? 0;

/** @param {CurvePlot} curve @param {number} x @param {boolean} continues */
function setStart(curve, x, continues) {
  const { screen, plot, context } = curve;
  if (!screen) return;
  const start = roundedTo(clamp(x, plot.x), plot.perX);
  curve.moved = { screen, start };
  context.dispatch("setStart", { values: { [at(screen.answer.variables, 0)]: start }, continues });
}

/** What does not change while a run is stepped through. @param {CurvePlot} curve @param {DescentScreen} screen */
function drawMap(curve, { answer }) {
  const { nodes } = curve;
  const name = at(answer.variables, 0);
  const view = own(answer.view, name) ?? [-1, 1];
  const size = letterSize(nodes.svg);
  const room = { ...roomForPlot(nodes.sheet), aspect: ASPECT };
  const plot = fitPlot(nodes, { x: view, y: curveRange(answer, view) }, room, size);
  curve.size = size;
  curve.plot = plot;
  drawAxes(nodes.axes, plot, [name, "f"], size, { grid: true });
  set(nodes.line, { d: curvePath(plot, answer.curve?.x ?? [], answer.curve?.value ?? []) });
  nodes.trajectories.replaceChildren();
  nodes.balls.replaceChildren();
  curve.runs = answer.runs.map((run, r) => {
    const xs = columnOf(run, name);
    const group = trajectoryGroup(nodes.trajectories, r);
    return {
      group,
      done: runPath(group, "chords", r),
      dots: shape("path", { class: "dots" }, group),
      ball: runMarker(nodes.balls, r, BALL, HALO),
      trajectory: trajectoryOf(plot, xs, run.value),
      xs,
      ys: run.value,
    };
  });
  curve.tangentsRun = -1;
}

/** @param {CurvePlot} curve @param {DescentScreen} screen */
export function updateCurve(curve, screen) {
  const { nodes, context } = curve;
  const { answer, run: followed } = screen;
  curve.screen = screen;
  const width = nodes.sheet.clientWidth;
  if (width === 0) return;
  const key = [width, roomForPlot(nodes.sheet).tallest, context.language(), themeKey(context)].join(" ");
  if (curve.builtFor !== answer || curve.builtKey !== key) {
    drawMap(curve, screen);
    curve.builtFor = answer;
    curve.builtKey = key;
  }
  if (curve.tangentsRun !== followed) {
    curve.tangents = tangentsOf(curve.plot, answer, followed);
    curve.tangentsRun = followed;
  }
  raise(at(curve.runs, followed).ball);
  setText(nodes.notes, context.t("descent.plot_start_hint"));
  placeStart(curve, screen);
  updateCurveIteration(curve, screen);
  moveCurve(curve, screen);
}

/** What changes from one iteration to the next. @param {CurvePlot} curve @param {DescentScreen} screen */
export function updateCurveIteration({ runs, nodes, readout, context }, screen) {
  showTrajectories(runs, screen.iteration, screen.run);
  const x = at(screen.answer.variables, 0);
  setAttribute(
    nodes.svg,
    "aria-label",
    context.t("descent.plot_curve", { x, summary: summaryOf(screen, context) }),
  );
  readout.show(screen);
}

/** @param {CurvePlot} curve @param {DescentScreen} screen */
function placeStart({ plot, nodes, context: { t } }, screen) {
  const { curve, variables } = screen.answer;
  const x = startX(screen);
  const y = curveAt(curve?.x ?? [], curve?.value ?? [], x) ?? plot.y[0];
  placeHandle(nodes.start, plot, placeOf(plot, x, Math.min(y, plot.y[1])), {
    name: t("descent.plot_start_of"),
    label: t("descent.plot_start"),
    value: x,
    valueText: placeText(variables, [x]),
  });
}
