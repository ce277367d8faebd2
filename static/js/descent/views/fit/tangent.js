// What moves on the curve of a function: markers, the tangent at the followed run's point, and the step along the
// axis.
/** @import { DescentAnswer, DescentScreen } from "../../types.js" */
/** @import { Plot } from "../../../draw/plot/scale.js" */
/** @import { CurvePlot } from "./curve.js" */
import { at } from "../../../core/at.js";
import { setAttribute, setText } from "../../../draw/dom.js";
import { arrow, pathOf } from "../../../draw/geometry.js";
import { exitOf } from "../../../draw/plot/arrows.js";
import { curveAt } from "../../../draw/plot/interval.js";
import { clipped } from "../../../draw/plot/lines.js";
import { iterateAt } from "../../../draw/plot/runs.js";
import { acrossOf, clamp, cornersOf, isInside, placeOf } from "../../../draw/plot/scale.js";
import { set } from "../../../draw/svg.js";
import { formatNumber } from "../../../math/format.js";
import { columnOf, slopesOf, stepCount } from "../../runs.js";
import { moveMarker, showExits } from "../plots/run_marks.js";

/** The least distance between points with a short tangent, and half the length of one, in pixels. */
const TANGENT_DISTANCE = 16;
const SHORT_TANGENT = 17;
/** A step shorter than this has no arrow, one shorter than that no label, in pixels. */
const MIN_ARROW = 7;
const MIN_LABELLED = 40;

/**
 * Short tangents at the points of a run, where there is room, as one path: `path.slice(0, ends[k])` draws those up to
 * point k.
 * @param {Plot} plot @param {DescentAnswer} answer @param {number} followed
 */
export function tangentsOf(plot, answer, followed) {
  const run = at(answer.runs, followed);
  const name = at(answer.variables, 0);
  const slopes = slopesOf(run, name);
  let path = "";
  let before = { x: -Infinity, y: 0 };
  const ends = columnOf(run, name).map((x, k) => {
    const p = placeOf(plot, x, at(run.value, k));
    const distance = Math.hypot(p.x - before.x, p.y - before.y);
    if (isInside(cornersOf(plot), p) && distance >= TANGENT_DISTANCE) {
      const dx = plot.perX;
      const dy = -at(slopes, k) * plot.perY;
      const length = Math.hypot(dx, dy) / SHORT_TANGENT;
      path += pathOf([
        { x: p.x - dx / length, y: p.y - dy / length },
        { x: p.x + dx / length, y: p.y + dy / length },
      ]);
      before = p;
    }
    return path.length;
  });
  return { path, ends };
}

/** What changes at every frame. @param {CurvePlot} curve @param {DescentScreen} screen */
export function moveCurve(curve, screen) {
  moveMarkers(curve, screen);
  moveTangent(curve, screen);
  moveStep(curve, screen);
}

/** @param {CurvePlot} curve @param {DescentScreen} screen */
function moveMarkers({ runs, plot, nodes, size }, { answer, iteration, progress }) {
  const { curve } = answer;
  const name = at(answer.variables, 0);
  /** @type {Parameters<typeof showExits>[1][number][]} */
  const exits = [];
  runs.forEach(({ xs, ys, ball }, r) => {
    const x = iterateAt(xs, iteration, progress);
    // Between two iterates the marker stays on the curve.
    const isOnIterate = progress >= 1 || iteration >= xs.length || iteration === 0;
    const onCurve = isOnIterate ? null : curveAt(curve?.x ?? [], curve?.value ?? [], x);
    const y = onCurve ?? iterateAt(ys, iteration, progress);
    const exit = exitOf(plot, x, y);
    setAttribute(ball, "visibility", exit ? "hidden" : null);
    if (exit) exits.push({ exit, run: r, text: `${name} = ${formatNumber(x)}` });
    else moveMarker(ball, plot, x, y);
  });
  showExits(nodes.exits, exits, plot.left + plot.width / 2, size);
}

/**
 * The tangent, at the point where the step begins until it is complete.
 * @param {CurvePlot} curve @param {DescentScreen} screen
 */
function moveTangent(
  { plot, nodes, tangents, context: { t } },
  { answer, iteration, progress, run: followed },
) {
  const run = at(answer.runs, followed);
  const name = at(answer.variables, 0);
  const last = stepCount(run);
  const k = progress < 1 ? Math.max(0, Math.min(iteration - 1, last)) : Math.min(iteration, last);
  const x = at(columnOf(run, name), k);
  const y = at(run.value, k);
  const slope = at(slopesOf(run, name), k);
  const yAt = (/** @type {number} */ end) => y + slope * (end - x);
  const [left, right] = plot.x;
  const seen = clipped(placeOf(plot, left, yAt(left)), placeOf(plot, right, yAt(right)), cornersOf(plot, 2));
  set(nodes.tangent, { d: seen ? pathOf(seen) : null });
  set(nodes.oldTangents, { d: tangents.path.slice(0, at(tangents.ends, Math.max(0, k - 1))) || null });
  setAttribute(nodes.oldTangents, "visibility", k === 0 ? "hidden" : null);
  setText(
    nodes.slopeText,
    t("descent.plot_derivative", { name, value: formatNumber(x), slope: formatNumber(slope) }),
  );
}

/**
 * The step as an arrow along the axis, and a line from the point down to it.
 * @param {CurvePlot} curve @param {DescentScreen} screen
 */
function moveStep({ plot, nodes, context: { t } }, { answer, iteration, progress, run: followed }) {
  const run = at(answer.runs, followed);
  const xs = columnOf(run, at(answer.variables, 0));
  const last = stepCount(run);
  const to = Math.min(iteration, last);
  const from = Math.max(0, Math.min(iteration - 1, last));
  const [x0, x1] = [acrossOf(plot, at(xs, from)), acrossOf(plot, at(xs, to))];
  const tip = x0 + (x1 - x0) * progress;
  const box = cornersOf(plot);
  const { bottom } = box;
  const visibleTip = clamp(tip, [box.left, box.right]);
  const length = Math.abs(tip - x0);
  const isVisible =
    to > from && length > MIN_ARROW && x0 >= box.left && x0 <= box.right && Number.isFinite(length);
  const step = isVisible
    ? arrow({ x: x0, y: bottom }, { x: visibleTip, y: bottom }, Math.min(12, length * 0.6))
    : null;
  set(nodes.stepLine, { d: step?.line ?? null });
  set(nodes.stepHead, { d: step?.head ?? null });
  setText(nodes.stepLabel, step && length > MIN_LABELLED ? t("descent.plot_step") : "");
  set(nodes.stepLabel, { x: ((x0 + visibleTip) / 2).toFixed(1), y: bottom - 8 });
  const foot = placeOf(plot, iterateAt(xs, iteration, progress), iterateAt(run.value, iteration, progress));
  const isOnPlot = Number.isFinite(foot.x) && isInside(box, foot);
  set(nodes.drop, { d: isOnPlot ? `M${foot.x.toFixed(1)} ${foot.y.toFixed(1)}V${bottom}` : null });
}
