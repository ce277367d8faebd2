// The red arrows that carry errors back, each with what it contributes. They exist only while their step is shown.

import { at } from "../../../core/at.js";
import { placeLabels } from "../../../draw/labels.js";
import { set, shape, widthOf, widthOfRuns, writeRuns } from "../../../draw/svg.js";
import { formatNumber, formatSigned, fullNumber } from "../../../math/format.js";
import { placeEdge, placeTransport } from "../../layout.js";
import { runningNumber } from "../../notation.js";
import { figureRuleValueOf } from "../../trace_values.js";
import { drawArrow, keepNode } from "../diagram/arrows.js";
import { contributionOver, requireNumber } from "../diagram/drawing_screen.js";
import { LABEL_SIZE, isElementwise } from "../diagram/number_label.js";
import { showsFigureRule } from "./figure_rule.js";

/** @import { Screen } from "../../types.js" */
/** @import { Arrow, Box } from "../../../draw/geometry.js" */
/** @import { Run } from "../../../draw/svg.js" */
/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */
/** @import { Flow } from "./build.js" */

/** Up to so many red arrows at once carry what they contribute. */
const MAX_CONTRIBUTIONS = 4;
/** The size of a label with a contribution, and how far beside its arrow it may stand. */
const LABEL_BOX = { w: 108, h: 42, prefer: 0.5, beside: 32 };
/** The size of an edge's label, which a contribution must not cover. */
const EDGE_LABEL = { w: 112, h: 24 };

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
 * Where the contributions to a ball stand; found once, when they are first shown.
 * @param {Flow} flow @param {number} l @param {number} i @param {readonly Arrow[]} arrows @returns {Box[]}
 */
function placeContributions({ places, edges, obstacles, transportSpots, roomy }, l, i, arrows) {
  if (!roomy) return [];
  const key = `${l}.${i}`;
  const known = transportSpots.get(key);
  if (known) return known;
  const labels = edges.flatMap(({ numberLabel, layer, input }) =>
    numberLabel && layer === l + 1 && input === i ? [{ ...numberLabel.spot, ...EDGE_LABEL }] : [],
  );
  const forward = arrows.map((_, j) => placeEdge(places, l + 1, j, i));
  const spots = placeLabels(
    arrows.map(({ from, to }) => ({ from, to, ...LABEL_BOX })),
    // Twice: to cover them is worse than to cover a line.
    [...obstacles, ...obstacles, ...labels, ...labels],
    [...arrows, ...forward],
  );
  transportSpots.set(key, spots);
  return spots;
}

/** @param {Flow} flow @param {DrawingScreen} now */
export function updateTransports(flow, now) {
  const { states } = now;
  const count = states.reduce(
    (sum, column, index) =>
      sum + column.filter((unit) => unit.collecting).length * (states[index + 1]?.length ?? 0),
    0,
  );
  states.forEach((column, index) => {
    const l = index + 1;
    column.forEach((unit, i) => {
      if (!unit.collecting) return;
      const arrows = placeTransports(flow, l, i);
      const spots = count > MAX_CONTRIBUTIONS ? [] : placeContributions(flow, l, i, arrows);
      arrows.forEach((place, j) => showTransport(flow, now, { l, i, j }, place, spots[j] ?? null));
    });
  });
}

/**
 * @param {Flow} flow @param {DrawingScreen} now @param {Transport} transport @param {Arrow} place
 * @param {Box | null} spot
 */
function showTransport({ stepNodes, groups, network }, now, transport, place, spot) {
  const { l, i, j } = transport;
  const edge = `${l + 1}.${j}.${i}`;
  const arrow = keepNode(
    stepNodes,
    `transport ${edge}`,
    () => drawArrow(groups.transports, { class: "transport", "data-transport": edge }, place).group,
  );
  if (!spot) return;
  const label = keepNode(stepNodes, `part ${edge}`, () => makeContribution(groups.numberLabels, spot));
  const elementwise = isElementwise(now.context, at(network.layers, l).activation);
  const rule = contributionRule(now, transport, elementwise);
  const value = contributionOf(now, transport);
  const [plate, ruleText, valueText] = /** @type {[Element, SVGTextElement, SVGTextElement]} */ ([
    ...label.children,
  ]);
  writeRuns(ruleText, rule);
  writeRuns(valueText, [{ text: now.arrived ? formatSigned(value) : "…" }]);
  set(valueText, { "data-contribution": edge, "data-value": now.arrived ? fullNumber(value) : null });
  const width = Math.max(widthOfRuns(rule), widthOf(formatSigned(value))) * LABEL_SIZE + 12;
  set(plate, { x: -width / 2, y: -21, width, height: 42 });
  set(label, { "aria-label": `${rule.map((run) => run.text).join("")} = ${formatNumber(value)}` });
  set(arrow, { "data-value": fullNumber(value) });
}

/** A plate with a rule over its number. @param {Element} parent @param {Box} spot */
function makeContribution(parent, spot) {
  const transform = `translate(${spot.x.toFixed(1)} ${spot.y.toFixed(1)})`;
  const made = shape("g", { class: "part", transform, role: "img" }, parent);
  shape("rect", { class: "plate", rx: 7 }, made);
  shape("text", { class: "rule", y: -9.5, dy: "0.34em", "text-anchor": "middle" }, made);
  shape("text", { class: "value", y: 9.5, dy: "0.34em", "text-anchor": "middle" }, made);
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
