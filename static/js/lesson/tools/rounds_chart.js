// The chart of many rounds: the losses of both rules as lines, and the losses at the round that is read out.
/** @import { Plot, Range } from "../../draw/plot/scale.js" */
/** @import { Tick } from "./curves.js" */
/** @import { RoundsState } from "./rounds_state.js" */
import { at } from "../../core/at.js";
import { setAttribute, setText } from "../../draw/dom.js";
import { curvePath } from "../../draw/plot/lines.js";
import { markerPath } from "../../draw/plot/runs.js";
import { acrossOf, cornersOf, downOf, plotOf } from "../../draw/plot/scale.js";
import { shape } from "../../draw/svg.js";
import { formatNumber, fullNumber } from "../../math/format.js";
import { listenToScrubs } from "../../core/browser/drag.js";
import { lossText, lossTicks, placed, rangeOf, roundTicks, spread, thinned } from "./curves.js";
import { LINES, curvesOf } from "./rounds_state.js";

/** From this width on the labels of the lines are beside the plot, in CSS pixels. */
const MIN_WIDTH_FOR_MARGIN = 560;

/**
 * Sizes in CSS pixels.
 * @typedef {object} ChartLayout
 * @property {number} width
 * @property {number} height
 * @property {number} fontSize
 * @property {boolean} inMargin the labels of the lines are in the right margin
 * @property {Range} range of the losses, as `placed` by the scale
 * @property {Tick[]} ticks
 * @property {string[]} labels of the lines
 * @property {Plot} plot
 */
/** The end of a line: its index in LINES, and its place. @typedef {{k: number, x: number, y: number}} LineEnd */

/** Draws the chart anew; empties it where it has no width or no losses. @param {RoundsState} state */
export function drawChart(state) {
  const { parts, controls } = state;
  controls.scale.show(state.scale);
  if (parts.chart.clientWidth === 0 || curvesOf(state).every((curve) => curve.length === 0)) {
    parts.chart.replaceChildren();
    state.plot = state.spot = null;
    return;
  }
  const layout = layoutOf(state);
  const { width, height, plot } = layout;
  const svg = shape("svg", {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": description(state),
    "data-scale": state.scale,
  });
  drawAxes(svg, layout, state);
  drawLabels(svg, layout, drawLines(svg, layout, state));
  state.plot = plot;
  state.spot = shape("g", { class: "rounds-spot" }, svg);
  const show = (/** @type {PointerEvent} */ event) => showRoundUnder(state, plot, svg, event);
  listenToScrubs(svg, show);
  svg.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "touch") show(event);
  });
  parts.chart.replaceChildren(svg);
  // The slider spans the horizontal axis: its thumb is below the line that marks the round.
  parts.slider.style.setProperty("--from", `${cornersOf(plot).left}px`);
  parts.slider.style.setProperty("--long", `${plot.width}px`);
  showRound(state, state.round);
}

/** Shows the losses of a round: in the chart, at the slider and in words.
 * @param {RoundsState} state @param {number} round */
export function showRound(state, round) {
  const {
    lesson: { t },
    parts: { slider, readout },
    scale,
    plot,
    spot,
  } = state;
  state.round = round;
  if (slider.value !== String(round)) slider.value = String(round);
  const losses = curvesOf(state).map((curve) => curve[round]);
  const words = t("rounds.readout", {
    round: formatNumber(round),
    gradient: lossText(losses[0]),
    drawn: lossText(losses[1]),
  });
  setText(readout, words);
  setAttribute(slider, "aria-valuetext", words);
  if (!plot || !spot) return;
  const box = cornersOf(plot);
  const x = acrossOf(plot, round);
  spot.replaceChildren();
  shape("path", { class: "rounds-at", d: `M${x.toFixed(1)} ${box.top}V${box.bottom}` }, spot);
  LINES.forEach(({ rule, marker }, k) => {
    const loss = losses[k];
    const place = loss === undefined ? null : at(placed([loss], scale), 0);
    if (place === null) return;
    const d = markerPath(marker, 5.5, { x, y: downOf(plot, place) });
    shape("path", { class: "rounds-marker here", "data-rule": rule, d }, spot);
  });
}

/** @param {RoundsState} state @param {Plot} plot @param {SVGSVGElement} svg @param {PointerEvent} event */
function showRoundUnder(state, plot, svg, event) {
  const x = event.clientX - svg.getBoundingClientRect().left;
  const round = Math.round((x - plot.left) / plot.perX);
  showRound(state, Math.max(0, Math.min(state.rounds, round)));
}

/** The width of a label in em, roughly. @param {string} text */
const labelWidth = (text) => [...text].reduce((sum, sign) => sum + (sign > "⺀" ? 1 : 0.58), 0);

/** @param {RoundsState} state @returns {ChartLayout} */
function layoutOf(state) {
  const {
    lesson: { t },
    parts: { chart },
    rounds,
    scale,
  } = state;
  const width = chart.clientWidth;
  const fontSize = (Number.parseFloat(getComputedStyle(chart).fontSize) || 16) * 0.8;
  const inMargin = width >= MIN_WIDTH_FOR_MARGIN;
  // Labels inside the plot need free space above and below the lines.
  const range = rangeOf(curvesOf(state), scale, inMargin ? 0.05 : 0.14);
  const height = Math.round(Math.max(220, Math.min(400, width * 0.5)));
  const ticks = lossTicks(range, scale, Math.max(3, height / (fontSize * 4)));
  const labels = LINES.map(({ label }) => t(label));
  const left = 14 + fontSize * 0.6 * Math.max(...ticks.map(({ text }) => text.length));
  const right = inMargin
    ? 20 + fontSize * Math.max(...labels.map(labelWidth))
    : 8 + fontSize * 0.34 * formatNumber(rounds).length;
  const plot = plotOf(
    { x: [0, rounds], y: range },
    { width, tallest: height, left, right, top: fontSize * 2, bottom: fontSize * 3.2, aspect: 2 },
  );
  return { width, height, fontSize, inMargin, range, ticks, labels, plot };
}

/** @param {SVGSVGElement} svg @param {number} fontSize @param {string} text
 * @param {Record<string, string | number>} attributes */
function drawText(svg, fontSize, text, attributes) {
  shape("text", { "font-size": fontSize, ...attributes }, svg).textContent = text;
}

/** @param {SVGSVGElement} svg @param {ChartLayout} layout @param {RoundsState} state */
function drawAxes(svg, { plot, ticks, fontSize }, { lesson: { t }, rounds }) {
  const box = cornersOf(plot);
  let lines = "";
  for (const { place, text } of ticks) {
    const y = downOf(plot, place);
    lines += `M${box.left} ${y.toFixed(1)}H${box.right}`;
    drawText(svg, fontSize, text, {
      class: "tick",
      x: box.left - 7,
      y: y + fontSize * 0.35,
      "text-anchor": "end",
    });
  }
  for (const round of roundTicks(rounds, plot.width / (fontSize * 6))) {
    const x = acrossOf(plot, round);
    lines += `M${x.toFixed(1)} ${box.bottom}v5`;
    drawText(svg, fontSize, formatNumber(round), {
      class: "tick",
      x,
      y: box.bottom + fontSize * 1.4,
      "text-anchor": "middle",
    });
  }
  drawText(svg, fontSize, t("rounds.axis_loss"), { class: "axis-name", x: 2, y: fontSize });
  drawText(svg, fontSize, t("rounds.axis_rounds"), {
    class: "axis-name",
    x: box.right,
    y: box.bottom + fontSize * 2.8,
    "text-anchor": "end",
  });
  shape("path", { class: "grid", d: lines }, svg);
  shape("path", { class: "axis", d: `M${box.left} ${box.top}V${box.bottom}H${box.right}` }, svg);
}

/** @param {SVGSVGElement} svg @param {ChartLayout} layout @param {RoundsState} state @returns {LineEnd[]} */
function drawLines(svg, { plot, range }, state) {
  const curves = curvesOf(state);
  return LINES.flatMap((line, k) => {
    const curve = at(curves, k);
    if (curve.length === 0) return [];
    const rounds = thinned(curve, plot.width);
    const places = placed(curve, state.scale);
    const group = shape("g", { "data-rule": line.rule }, svg);
    shape(
      "path",
      {
        class: "rounds-line",
        d: curvePath(
          plot,
          rounds,
          rounds.map((round) => at(places, round)),
        ),
        "stroke-dasharray": line.dash || null,
        "data-curve": line.rule,
        "data-last": fullNumber(curve.at(-1)),
      },
      group,
    );
    const end = {
      k,
      x: acrossOf(plot, curve.length - 1),
      y: downOf(plot, at(places, places.length - 1) ?? range[0]),
    };
    shape("path", { class: "rounds-marker", d: markerPath(line.marker, 4.5, end) }, group);
    return [end];
  });
}

/** @param {SVGSVGElement} svg @param {ChartLayout} layout @param {LineEnd[]} ends */
function drawLabels(svg, { plot, fontSize, inMargin, labels }, ends) {
  const box = cornersOf(plot);
  const endHeights = ends.map(({ y }) => y);
  const heights = inMargin
    ? spread(endHeights, fontSize * 1.4, [box.top, box.bottom])
    : labelsInside(endHeights, fontSize, [box.top, box.top + plot.height]);
  ends.forEach(({ k, x }, n) =>
    drawText(svg, fontSize, at(labels, k), {
      class: "rounds-label",
      "data-rule": at(LINES, k).rule,
      x: inMargin ? x + 11 : box.right - 8,
      y: at(heights, n) + fontSize * 0.35,
      "text-anchor": inMargin ? "start" : "end",
    }),
  );
}

/** Heights of the labels inside the plot: above the end of the upper line and below that of the lower one.
 * @param {number[]} ends one or two heights @param {number} fontSize @param {Range} within */
function labelsInside(ends, fontSize, [top, bottom]) {
  const [a = 0, b] = ends;
  const wanted =
    b === undefined
      ? [a - fontSize * 1.2]
      : a <= b
        ? [a - fontSize * 1.6, b + fontSize * 1.3]
        : [a + fontSize * 1.3, b - fontSize * 1.6];
  return spread(wanted, fontSize * 1.4, [top + fontSize * 0.5, bottom - fontSize * 0.5]);
}

/** The chart in words. @param {RoundsState} state */
function description(state) {
  const {
    lesson: { t },
    rounds,
  } = state;
  const [gradient, drawn] = curvesOf(state);
  return t("rounds.described", {
    rounds,
    start: lossText(gradient[0] ?? drawn[0]),
    gradient: lossText(gradient.at(-1)),
    drawn: lossText(drawn.at(-1)),
  });
}
