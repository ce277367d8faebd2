// The chart of the loss over the rounds: axes, a logarithmic scale, a readout; the round is scrubbed on it.
/** @import { Context } from "../../types.js" */
/** @import { Losses, LossView } from "./place.js" */
/** @import { Plot } from "../../../draw/plot/scale.js" */
/** @import { ValueScale } from "../../../draw/plot/series.js" */
import { element, setAttribute, setText } from "../../../draw/dom.js";
import {
  acrossOf,
  clamp,
  cornersOf,
  downOf,
  numbersAt,
  tickText,
  ticksOf,
} from "../../../draw/plot/scale.js";
import { scrubbed } from "../../../draw/plot/scrubbed.js";
import { heightOf, seriesPath, textOfTick, valueScale, valueTicks } from "../../../draw/plot/series.js";
import { letterSize, set, shape, widthOf } from "../../../draw/svg.js";
import { formatNumber, fullNumber } from "../../../math/format.js";
import { listenToScrubs } from "../../../core/browser/drag.js";

const HEIGHT = 230;
/** The readout of a round follows the pointer so many pixels beyond the plot. */
const REACH = 12;

/**
 * @typedef {object} LossChart
 * @property {Context} context
 * @property {SVGSVGElement} svg
 * @property {Record<"axes" | "lines" | "now" | "pointer", SVGGElement>} groups
 * @property {HTMLInputElement} log
 * @property {HTMLElement} readout
 * @property {readonly number[]} losses
 * @property {number} round from 1
 * @property {number | null} pointed the round under the pointer
 * @property {Plot | null} plot
 * @property {ValueScale | null} scale
 * @property {readonly unknown[]} drawnFrom
 */

/** @param {HTMLElement} root @param {Context} context @returns {LossView} */
export function mountChart(root, context) {
  const { t } = context;
  const svg = shape("svg", { class: "loss-chart", role: "slider", tabindex: 0, "data-key": "loss-chart" });
  const group = (/** @type {string} */ name) => shape("g", { class: name, "aria-hidden": "true" }, svg);
  const log = element("input", { type: "checkbox", "data-key": "loss-log" });
  const readout = element("p", { class: "loss-readout" });
  const scaleField = element("label", { class: "check-field" }, log, t("loss.log"));
  root.replaceChildren(scaleField, /** @type {Node} */ (svg), readout);
  /** @type {LossChart} */
  const chart = {
    context,
    svg,
    groups: { axes: group("axes"), lines: group("lines"), pointer: group("pointer"), now: group("now") },
    log,
    readout,
    losses: [],
    round: 1,
    pointed: null,
    plot: null,
    scale: null,
    drawnFrom: [],
  };
  listen(chart);
  new ResizeObserver(() => draw(chart)).observe(root);
  return {
    /** @param {Losses} losses */
    update({ losses, round }) {
      Object.assign(chart, { losses, round });
      draw(chart);
    },
  };
}

/** @param {LossChart} chart */
function draw(chart) {
  const { svg, losses, round, log, context } = chart;
  const width = svg.parentElement?.clientWidth ?? 0;
  const from = [losses, width, log.checked, context.language()];
  if (width > 0 && losses.length > 1 && from.some((part, k) => part !== chart.drawnFrom[k])) {
    chart.drawnFrom = from;
    drawCurve(chart, width);
  }
  set(svg, { "aria-valuemin": 1, "aria-valuemax": losses.length, "aria-valuenow": round });
  setAttribute(svg, "aria-label", context.t("loss.curve", { rounds: losses.length }));
  showRound(chart);
}

/** @param {LossChart} chart @param {number} width in CSS pixels */
function drawCurve(chart, width) {
  const { svg, losses, log, groups } = chart;
  const size = letterSize(svg);
  const scale = valueScale([losses], log.checked);
  const numbers = valueTicks(scale, 5).map((tick) => widthOf(textOfTick(tick)) * size);
  const left = Math.max(size * 2, ...numbers) + 12;
  const box = { left, top: size, width: width - left - 12, height: HEIGHT - size * 3.4 };
  /** @type {[number, number]} */
  const x = [1, losses.length];
  const plot = {
    ...box,
    x,
    y: scale.range,
    perX: box.width / (x[1] - x[0]),
    perY: box.height / (scale.range[1] - scale.range[0]),
    equal: false,
  };
  Object.assign(chart, { scale, plot });
  set(svg, { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` });
  for (const group of Object.values(groups)) group.replaceChildren();
  drawAxes(chart, plot, scale, size);
  const heights = losses.map((loss) => {
    const height = heightOf(scale, loss);
    return height === null ? null : downOf(plot, height);
  });
  shape("path", { class: "loss-line", d: seriesPath(heights, (k) => acrossOf(plot, k + 1)) }, groups.lines);
}

/** @param {LossChart} chart @param {Plot} plot @param {ValueScale} scale @param {number} size of the letters */
function drawAxes({ groups, context }, plot, scale, size) {
  const { left, right, top, bottom } = cornersOf(plot);
  const write = (
    /** @type {string} */ content,
    /** @type {number} */ x,
    /** @type {number} */ y,
    /** @type {"start" | "middle" | "end"} */ anchor,
  ) => {
    const place = { x: x.toFixed(1), y: y.toFixed(1), "text-anchor": anchor, "font-size": size };
    shape("text", place, groups.axes).textContent = content;
  };
  let lines = "";
  for (const tick of valueTicks(scale, 5)) {
    const y = downOf(plot, tick.height);
    lines += `M${left} ${y.toFixed(1)}H${right}`;
    write(textOfTick(tick), left - 6, y + size * 0.35, "end");
  }
  const most = plot.x[1];
  const rounds = ticksOf(plot.x, Math.max(2, plot.width / (size * 5))).filter(
    (round) =>
      Number.isInteger(round) &&
      acrossOf(plot, round) - left > size * 2 &&
      right - acrossOf(plot, round) > size * 3,
  );
  for (const round of [1, ...rounds, most])
    write(tickText(round), acrossOf(plot, round), bottom + size * 1.2, "middle");
  write(context.t("loss.axis_round"), (left + right) / 2, bottom + size * 2.3, "middle");
  shape("path", { class: "grid", d: lines }, groups.axes);
  shape("path", { class: "axis", d: `M${left} ${top}V${bottom}H${right}` }, groups.axes);
}

/** Marks the present round and the one under the pointer, and says the loss of the latter, else of the former.
 * @param {LossChart} chart */
function showRound(chart) {
  const { plot, scale, losses, groups, round, pointed, readout, svg, context } = chart;
  const said = pointed ?? round;
  const loss = losses[said - 1] ?? null;
  const words = context.t("loss.round_at", { round: said, loss: formatNumber(loss) });
  setText(readout, words);
  setAttribute(readout, "data-value", fullNumber(loss));
  setAttribute(svg, "aria-valuetext", words);
  if (!plot || !scale) return;
  mark(groups.now, plot, scale, round, losses[round - 1]);
  if (pointed === null) groups.pointer.replaceChildren();
  else mark(groups.pointer, plot, scale, pointed, losses[pointed - 1]);
}

/** @param {SVGGElement} group @param {Plot} plot @param {ValueScale} scale @param {number} round
 * @param {number | undefined} loss */
function mark(group, plot, scale, round, loss) {
  const { top, bottom } = cornersOf(plot);
  const x = acrossOf(plot, round).toFixed(1);
  group.replaceChildren();
  shape("path", { d: `M${x} ${top}V${bottom}` }, group);
  const height = loss === undefined ? null : heightOf(scale, loss);
  if (height !== null) shape("circle", { cx: x, cy: downOf(plot, height).toFixed(1), r: 4.5 }, group);
}

/** @param {LossChart} chart */
function listen(chart) {
  const { svg, log, context } = chart;
  log.addEventListener("change", () => draw(chart));
  /** The round at the pointer; null outside of the plot. @param {PointerEvent} event */
  const under = (event) => {
    if (!chart.plot) return null;
    const box = svg.getBoundingClientRect();
    const spot = { x: event.clientX - box.left, y: event.clientY - box.top };
    const { left, right } = cornersOf(chart.plot, REACH);
    if (!isDragged() && (spot.x < left || spot.x > right)) return null;
    return clamp(Math.round(numbersAt(chart.plot, spot).x), [1, chart.losses.length]);
  };
  const go = (/** @type {number | null} */ round) => {
    if (round === null || round === chart.round) return;
    // The next key may come before the answer.
    chart.round = round;
    context.dispatch("lookAtRound", round);
  };
  const isDragged = listenToScrubs(svg, (event) => go(under(event)));
  svg.addEventListener("pointermove", (event) => {
    chart.pointed = under(event);
    showRound(chart);
  });
  svg.addEventListener("pointerleave", () => {
    chart.pointed = null;
    showRound(chart);
  });
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = scrubbed(event.key, chart.round, chart.losses.length, event.shiftKey);
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    chart.pointed = null;
    go(Math.max(1, target));
  });
}
