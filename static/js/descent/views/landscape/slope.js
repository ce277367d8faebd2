// What changes from one iteration to the next: the gradient where the step begins, the step, and the texts about
// them.
/** @import { DescentScreen } from "../../types.js" */
/** @import { Point } from "../../../draw/geometry.js" */
/** @import { GradientKind, Run } from "../../runs.js" */
/** @import { Landscape, RunMarks } from "./build.js" */
import { at } from "../../../core/at.js";
import { setAttribute, setText } from "../../../draw/dom.js";
import { arrow } from "../../../draw/geometry.js";
import { arrowLength, slopeOf } from "../../../draw/plot/arrows.js";
import { clipped } from "../../../draw/plot/lines.js";
import { cornersOf, isInside, placeOf } from "../../../draw/plot/scale.js";
import { set } from "../../../draw/svg.js";
import { formatNumber } from "../../../math/format.js";
import { joined } from "../../../math/sentences.js";
import { arrowKind, columnOf, slopesOf, stepCount, twoVariables } from "../../runs.js";
import { raise, showTrajectories } from "../plots/run_marks.js";
import { axisNames, summaryOf, tupleOf } from "../plots/texts.js";
import { NARROW, isCramped, placeLabel } from "./labels.js";
import { boxOfText } from "./names.js";

/** A step shorter than this is drawn longer, in pixels, and how long it is drawn then. */
const SHORT_STEP = 14;
const ENLARGED_STEP = 34;
/** No step is drawn longer than this, in pixels. */
const MAX_STEP = 4000;
/** The length of a former gradient as a share of what it was. */
const PASSED_SHARE = 0.32;
/** No gradient is shortened below this at the border, in pixels. */
const MIN_GRADIENT = 40;
/** The distance of the gradient's label from the tip of its arrow, in pixels. */
const BESIDE_TIP = 12;
/** The size of the box around the head of an arrow, in pixels. */
const HEAD = 20;
/** @type {Record<GradientKind, string>} */
const SYMBOLS = { exact: "∇f", batch: "ĝ", others: "∇f" };

/**
 * The present step of the followed run.
 * @typedef {object} PresentStep
 * @property {Run} run
 * @property {RunMarks} marks
 * @property {number} from the iterate at which it begins
 * @property {number} to the iterate to which it leads: `from` after the end of the run
 * @property {readonly [number, number]} gradient at `from`
 * @property {Point} here the place of `from`, in pixels
 * @property {boolean} inside whether that is in the plot
 * @property {number} largest the largest norm of a gradient of the run
 * @property {GradientKind} kind
 */

/** @param {Landscape} landscape @param {DescentScreen} screen @returns {PresentStep} */
function presentStep({ plot, runs }, { answer, iteration, slopeAt, run: followed }) {
  const run = at(answer.runs, followed);
  const marks = at(runs, followed);
  const last = stepCount(run);
  const from = Math.min(slopeAt, last);
  const here = placeOf(plot, at(marks.xs, from), at(marks.ys, from));
  return {
    run,
    marks,
    from,
    to: Math.min(iteration, last),
    gradient: gradientAt(run, twoVariables(answer), from),
    here,
    inside: isInside(cornersOf(plot, 1), here),
    largest: run.gradient_norm.reduce((largest, norm) => Math.max(largest, norm), 0),
    kind: arrowKind(answer),
  };
}

/** @param {Run} run @param {[string, string]} names @param {number} k @returns {readonly [number, number]} */
const gradientAt = (run, [nameX, nameY], k) => [at(slopesOf(run, nameX), k), at(slopesOf(run, nameY), k)];

/** @param {Landscape} landscape @param {DescentScreen} screen */
export function drawIteration(landscape, screen) {
  const { runs, root, readout } = landscape;
  showTrajectories(runs, screen.iteration, screen.run);
  const step = presentStep(landscape, screen);
  raise(step.marks.ball);
  raise(step.marks.group);
  drawGradient(landscape, step);
  drawPassedGradients(landscape, screen, step);
  drawStep(landscape, step);
  landscape.arrows = [
    ...landscape.arrows,
    ...[landscape.nodes.uphillLabel, landscape.nodes.stepLabel].flatMap((label) =>
      boxOfText(label, landscape.size),
    ),
  ];
  setAttribute(at(root.children, 0), "data-iteration", screen.iteration);
  writeTexts(landscape, screen, step);
  readout.show(screen);
}

/** @param {Landscape} landscape @param {PresentStep} step */
function drawGradient(landscape, { run, from, here, inside, gradient, largest, kind }) {
  const { nodes, plot } = landscape;
  const wanted = arrowLength(at(run.gradient_norm, from), largest) * Math.min(1, plot.width / NARROW);
  const length = Math.min(wanted, roomUphill(landscape, here, gradient, wanted));
  const slope = inside ? slopeOf(plot, here, gradient, length) : null;
  landscape.arrows = slope ? [headBox(slope.tip)] : [];
  setAttribute(nodes.uphill, "visibility", slope ? null : "hidden");
  set(nodes.tangent, { d: kind === "exact" ? slope?.tangent : null });
  set(nodes.corner, { d: kind === "exact" ? slope?.corner : null });
  set(nodes.uphillLine, { d: slope?.line ?? null });
  set(nodes.uphillHalo, { d: slope ? slope.line + slope.head : null });
  set(nodes.uphillHead, { d: slope?.head ?? null });
  landscape.gradientLabel = null;
  if (!slope) {
    setText(nodes.uphillLabel, "");
    return;
  }
  // A symbol beside the tip; what it means is said under the plot.
  setText(nodes.uphillLabel, SYMBOLS[kind]);
  const { tip } = slope;
  const beside = (/** @type {number} */ side) => ({ x: tip.x + side * BESIDE_TIP, y: tip.y });
  const side = tip.x < here.x ? -1 : 1;
  const isFree = !isCramped(landscape, nodes.uphillLabel, beside(side), tip);
  landscape.gradientLabel = placeLabel(landscape, nodes.uphillLabel, beside(isFree ? side : -side), tip);
}

/** The box around the head of an arrow. @param {Point} tip */
const headBox = ({ x, y }) => ({ x, y, w: HEAD, h: HEAD });

/** The largest length of a gradient's arrow within the plot, in pixels.
 * @param {Landscape} landscape @param {Point} here @param {readonly [number, number]} gradient
 * @param {number} wanted
 */
function roomUphill({ plot }, here, gradient, wanted) {
  const tip = slopeOf(plot, here, gradient, wanted)?.tip;
  const part = tip ? clipped(here, tip, cornersOf(plot, -4)) : null;
  return Math.max(MIN_GRADIENT, part ? Math.hypot(part[1].x - here.x, part[1].y - here.y) : 0);
}

/**
 * Short gradients at the points passed.
 * @param {Landscape} landscape @param {DescentScreen} screen @param {PresentStep} step
 */
function drawPassedGradients({ nodes, plot }, { answer }, { run, marks, from, largest }) {
  const names = twoVariables(answer);
  const arrows = marks.apart
    .filter((k) => k < from)
    .map((k) => {
      const length = PASSED_SHARE * arrowLength(at(run.gradient_norm, k), largest);
      const place = placeOf(plot, at(marks.xs, k), at(marks.ys, k));
      const slope = slopeOf(plot, place, gradientAt(run, names, k), length);
      return slope ? slope.line + slope.head : "";
    });
  set(nodes.passed, { d: arrows.join("") || null });
}

/**
 * The arrow of the step, enlarged if it is too short to be seen.
 * @param {Landscape} landscape @param {PresentStep} step
 */
function drawStep(landscape, { marks, from, to, here, inside }) {
  const { nodes, plot, context } = landscape;
  const there = placeOf(plot, at(marks.xs, to), at(marks.ys, to));
  const length = Math.hypot(there.x - here.x, there.y - here.y);
  const moves = to > from && length > 0 && inside && Number.isFinite(length);
  const enlarged = length < SHORT_STEP;
  const reach = enlarged ? ENLARGED_STEP : Math.min(length, MAX_STEP);
  const tip = {
    x: here.x + ((there.x - here.x) / (length || 1)) * reach,
    y: here.y + ((there.y - here.y) / (length || 1)) * reach,
  };
  const step = moves ? arrow(here, tip, Math.min(12, reach * 0.4)) : null;
  set(nodes.stepLine, { d: step?.line ?? null });
  set(nodes.stepHalo, { d: step ? step.line + step.head : null });
  set(nodes.stepHead, { d: step?.head ?? null });
  nodes.stepLine.classList.toggle("enlarged", enlarged);
  const key = enlarged && plot.width > NARROW ? "descent.plot_step_enlarged" : "descent.plot_step";
  setText(nodes.stepLabel, step ? context.t(key) : "");
  if (!step) return;
  landscape.arrows.push(headBox(tip));
  // The label of a long step stays near its beginning.
  const distance = Math.min(reach, 60) + 12;
  const end = {
    x: here.x + ((tip.x - here.x) / reach) * distance,
    y: here.y + ((tip.y - here.y) / reach) * distance,
  };
  placeLabel(landscape, nodes.stepLabel, end, here);
}

/**
 * The sentence about the gradient, and the text alternative.
 * @param {Landscape} landscape @param {DescentScreen} screen
 * @param {PresentStep} step
 */
function writeTexts({ nodes, plot, context }, screen, { run, from, gradient, kind }) {
  const { t } = context;
  const point = tupleOf(twoVariables(screen.answer).map((name) => at(columnOf(run, name), from)));
  const isFlat = at(run.gradient_norm, from) === 0;
  const sentence = isFlat
    ? t("descent.plot_flat", { point })
    : t(`descent.plot_gradient_${kind}`, {
        point,
        gradient: tupleOf(gradient),
        level: formatNumber(run.value[from]),
      });
  const appearsRight = plot.equal || isFlat || kind !== "exact";
  const notes = [appearsRight ? "" : t("descent.plot_unequal"), isFlat ? "" : t("descent.plot_scaled")];
  setText(nodes.slopeText, joined(sentence, ...notes));
  const summary = summaryOf(screen, context);
  setAttribute(nodes.svg, "aria-label", t("descent.plot_contours", { ...axisNames(screen.answer), summary }));
}
