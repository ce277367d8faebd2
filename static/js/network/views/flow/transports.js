// The red arrows that carry errors back, each with what it contributes. They exist only while their step is shown.

import { at } from "../../../core/at.js";
import { placeFree } from "../../../draw/labels.js";
import { set, shape, widthOf, widthOfRuns, writeRuns } from "../../../draw/svg.js";
import { formatNumber, formatSigned, fullNumber } from "../../../math/format.js";
import { placeEdge, placeTransport } from "../../layout.js";
import { runningNumber } from "../../notation.js";
import { figureRuleValueOf } from "../../trace_values.js";
import { drawArrow, keepNode } from "../diagram/arrows.js";
import { contributionOver, requireNumber } from "../diagram/drawing_screen.js";
import { isElementwise } from "../diagram/number_label.js";
import { showsFigureRule } from "./figure_rule.js";
import { stageOf, takenNow } from "./taken.js";

/** @import { Screen } from "../../types.js" */
/** @import { Arrow, Box } from "../../../draw/geometry.js" */
/** @import { Run } from "../../../draw/svg.js" */
/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */
/** @import { Flow } from "./build.js" */

/** Up to so many red arrows at once carry what they contribute. */
const MAX_CONTRIBUTIONS = 12;
/** The height of a contribution with its rule and without, and the room beside its text, in font sizes. */
const TALL = 2.6;
const LOW = 1.4;
const PADDING = 0.7;

/**
 * Unit i of layer l collects its error over the edge to unit j of the next layer.
 * @typedef {{ l: number, i: number, j: number }} Transport
 */

/**
 * The red arrows into a ball, from every unit of the next layer.
 * @param {Flow} flow @param {number} l @param {number} i @returns {Arrow[]}
 */
export const placeTransports = ({ places }, l, i) =>
  at(places.units, l).map((_, j) => placeTransport(places, l + 1, j, i));

/**
 * @typedef {Transport & { place: Arrow, rule: Run[], value: number }} Contribution
 */

/** What every red arrow of the step brings. @param {Flow} flow @param {DrawingScreen} now @returns {Contribution[]} */
function contributionsOf(flow, now) {
  return now.states.flatMap((column, index) =>
    column.flatMap(({ collecting }, i) =>
      collecting
        ? placeTransports(flow, index + 1, i).map((place, j) => {
            const transport = { l: index + 1, i, j };
            const elementwise = isElementwise(now.context, at(flow.network.layers, index + 1).activation);
            const rule = contributionRule(now, transport, elementwise);
            return { ...transport, place, rule, value: contributionOf(now, transport) };
          })
        : [],
    ),
  );
}

/**
 * Places the contributions of the step where they cover nothing: with their rules, or as numbers alone.
 * @param {Flow} flow @param {DrawingScreen} now @param {readonly Contribution[]} all
 * @returns {readonly (Box | null)[]}
 */
function placeContributions(flow, now, all) {
  const { places, labels, roomy } = flow;
  const { text } = places;
  const widths = all.map(({ rule, value }) =>
    Math.ceil(2 * Math.max(widthOfRuns(rule), widthOf(formatSigned(value)))),
  );
  const key = `${stageOf(now)} ${widths.join()}`;
  if (key === flow.spotsKey) return flow.spots;
  flow.spotsKey = key;
  flow.spots = [];
  if (!roomy || all.length > MAX_CONTRIBUTIONS || all.length === 0) return flow.spots;
  const taken = takenNow(flow, now);
  const used = all.map(({ l, i, j }) => placeEdge(places, l + 1, j, i));
  const layers = new Set(all.map(({ l }) => l + 1));
  const resting = [...labels.resting].flatMap(([{ layer }, box]) => (layers.has(layer) ? [box] : []));
  for (const h of [TALL, LOW]) {
    const wanted = all.map(({ place: { from, to }, rule, value }) => {
      const width = Math.max(h === TALL ? widthOfRuns(rule) : 0, widthOf(formatSigned(value))) + PADDING;
      return { from, to, w: width * text, h: h * text, prefer: 0.5, beside: text, clear: true };
    });
    for (const boxes of [[...taken.boxes, ...resting], taken.boxes]) {
      const spots = placeFree(wanted, { ...taken, boxes, lines: used });
      if (flow.spots.length === 0 || !spots.includes(null)) flow.spots = spots;
      if (!spots.includes(null)) return spots;
    }
  }
  return flow.spots;
}

/** @param {Flow} flow @param {DrawingScreen} now */
export function updateTransports(flow, now) {
  const all = contributionsOf(flow, now);
  const spots = placeContributions(flow, now, all);
  all.forEach((contribution, k) => showTransport(flow, now, contribution, spots[k] ?? null));
}

/**
 * @param {Flow} flow @param {DrawingScreen} now @param {Contribution} contribution @param {Box | null} spot
 */
function showTransport({ stepNodes, groups, places: { text } }, now, { l, i, j, place, rule, value }, spot) {
  const edge = `${l + 1}.${j}.${i}`;
  const arrow = keepNode(
    stepNodes,
    `transport ${edge}`,
    () => drawArrow(groups.transports, { class: "transport", "data-transport": edge }, place).group,
  );
  set(arrow, { "data-value": fullNumber(value) });
  if (!spot) return;
  const label = keepNode(stepNodes, `part ${edge}`, () => makeContribution(groups.numberLabels));
  const [plate, ruleText, valueText] = /** @type {[Element, SVGTextElement, SVGTextElement]} */ ([
    ...label.children,
  ]);
  const tall = spot.h > 2 * text;
  const line = tall ? 0.6 * text : 0;
  writeRuns(ruleText, tall ? rule : []);
  writeRuns(valueText, [{ text: now.arrived ? formatSigned(value) : "…" }]);
  set(ruleText, { y: -line });
  set(valueText, {
    y: line,
    "data-contribution": edge,
    "data-value": now.arrived ? fullNumber(value) : null,
  });
  const width = (Math.max(tall ? widthOfRuns(rule) : 0, widthOf(formatSigned(value))) + PADDING) * text;
  set(plate, { x: -width / 2, y: -spot.h / 2, width, height: spot.h });
  set(label, {
    "aria-label": `${rule.map((run) => run.text).join("")} = ${formatNumber(value)}`,
    transform: `translate(${spot.x.toFixed(1)} ${spot.y.toFixed(1)})`,
  });
}

/** A plate with a rule over its number. @param {Element} parent */
function makeContribution(parent) {
  const made = shape("g", { class: "part", role: "img" }, parent);
  shape("rect", { class: "plate", rx: 5 }, made);
  shape("text", { class: "rule", dy: "0.34em", "text-anchor": "middle" }, made);
  shape("text", { class: "value", dy: "0.34em", "text-anchor": "middle" }, made);
  return made;
}

/**
 * Weight times the error above, in the rule and notation that are shown.
 * @param {DrawingScreen} now @param {Transport} transport
 */
function contributionOf(now, { l, i, j }) {
  const edge = `${l + 1}.${j}.${i}`;
  if (!showsFigureRule(now)) return contributionOver(now, edge);
  const { trace, state } = now.screen;
  const upstream = figureRuleValueOf(trace, `error${l + 1}.${j}`, state.sample);
  return requireNumber(now, `w${edge}`) * (upstream ?? 0);
}

/**
 * w f′ δ: in the figures' letters with the slope as a factor of its own, which their rule leaves out.
 * @param {DrawingScreen} now
 * @param {Transport} transport
 * @param {boolean} elementwise the activation of the next layer
 * @returns {Run[]}
 */
function contributionRule(now, { l, i, j }, elementwise) {
  const inFigures = now.naming.notation === "figure";
  const byFigureRule = showsFigureRule(now);
  const splits = inFigures && !byFigureRule && elementwise && !readsPreActivation(now.screen, l, i);
  const number = String(runningNumber(now.naming, l + 1, j));
  /** @type {Run[]} */
  const slope = splits
    ? [
        { text: " " },
        { text: "f", kind: "italic", look: "factor" },
        { text: "′", look: "factor" },
        { text: number, kind: "lowered", look: "factor" },
      ]
    : [];
  const source = byFigureRule || splits ? `error${l + 1}.${j}` : `delta${l + 1}.${j}`;
  return [...now.symbol(`w${l + 1}.${j}.${i}`).runs, ...slope, { text: " " }, ...now.symbol(source).runs];
}

/**
 * Whether the step's own formula reads −∂C/∂e of the next layer, as it does where loss and softmax are one
 * function.
 * @param {Screen} screen @param {number} l @param {number} i
 */
function readsPreActivation({ frame }, l, i) {
  const step = frame.active.find(
    ({ layer, unit, phase }) => phase === "backward" && layer === l && (unit === i || unit === null),
  );
  return JSON.stringify(step?.figure ?? null).includes(`"delta${l + 1}.`);
}
