// Where the ball shows ∂C/∂z, what happens at its neuron on the way back: the sum of what the red arrows bring, ∂C/∂a,
// and the slope that it is multiplied by. They exist only while their step is shown.

import { at } from "../../../core/at.js";
import { placeFree } from "../../../draw/labels.js";
import { set, shape, widthOf, widthOfRuns, writeRuns } from "../../../draw/svg.js";
import { formatNumber, formatSigned, fullNumber } from "../../../math/format.js";
import { placeBall } from "../../layout.js";
import { keepNode } from "../diagram/arrows.js";
import { isShown, numberOf } from "../diagram/drawing_screen.js";
import { isElementwise } from "../diagram/number_label.js";
import { stageOf, takenNow } from "./taken.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Point } from "../../../draw/geometry.js" */
/** @import { Run } from "../../../draw/svg.js" */
/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */
/** @import { Flow } from "./build.js" */

/** Up to so many neurons at once show their sums and slopes. */
const MAX_AT_ONCE = 4;

/**
 * @typedef {object} Factor
 * @property {Address} address
 * @property {readonly Run[]} lead what stands before the number: "Σ = "
 * @property {Point[]} points where it had best stand, the best first
 * @property {(value: number | null) => string} format
 */

/** @param {Flow} flow @param {DrawingScreen} now */
export function updateSlopes(flow, now) {
  const key = `${now.naming.notation} ${stageOf(now)}`;
  if (key !== flow.factorsKey)
    Object.assign(flow, { factorsKey: key, factors: new Map(), spots: [], spotsKey: "" });
  if (!flow.roomy || now.naming.notation === "figure") return;
  const active = now.states.flatMap((column, index) =>
    column.flatMap((unit, j) => (unit.ball === "active" ? [{ l: index + 1, j }] : [])),
  );
  if (active.length > MAX_AT_ONCE) return;
  for (const { l, j } of active) {
    if (!isFactored(flow, now, l, j)) continue;
    for (const factor of factorsOf(flow, now, l, j)) showFactor(flow, now, factor);
  }
}

/** Whether δ is the product of what arrives and the slope: not where a softmax or the loss makes one formula of both.
 * @param {Flow} flow @param {DrawingScreen} now @param {number} l @param {number} j */
export const isFactored = ({ network, depth }, now, l, j) =>
  isElementwise(now.context, at(network.layers, l - 1).activation) &&
  !(now.naming.fused && l === depth) &&
  numberOf(now, `slope${l}.${j}`) !== null;

/** @param {Flow} flow @param {DrawingScreen} now @param {number} l @param {number} j @returns {Factor[]} */
function factorsOf({ depth, places }, now, l, j) {
  const { R, units, text } = places;
  const unit = at(at(units, l - 1), j);
  const ball = placeBall(places, unit);
  const [error, slope] = [`error${l}.${j}`, `slope${l}.${j}`];
  return [
    {
      address: error,
      // Nothing is added up at an output.
      lead: [...(l < depth ? [{ text: "Σ" }] : now.symbol(error).runs), { text: " = " }],
      points: [
        { x: ball.x, y: ball.y - ball.r - 0.95 * text },
        // Beside the ball where it stands at the upper edge.
        { x: ball.x - ball.r - REACH * R, y: ball.y },
        { x: ball.x + ball.r + REACH * R, y: ball.y },
      ],
      format: formatSigned,
    },
    {
      address: slope,
      lead: [{ text: "× " }, ...now.symbol(slope).runs, { text: " = " }],
      points: [{ x: unit.x, y: unit.y + R + 0.95 * text }],
      format: formatNumber,
    },
  ];
}

/** How wide a number with four digits is at most, the room beside a text, and the height of a plate, in em. */
const NUMBER = widthOf("−0.0001234");
const PADDING = 0.7;
const HEIGHT = 1.4;
/** How far to both sides of its point a factor may stand, in radii of a neuron. */
const REACH = 2.2;

/**
 * Where a factor stands: found once in a step; null where there is no room for it.
 * @param {Flow} flow @param {DrawingScreen} now @param {Factor} factor
 */
function spotOf(flow, now, { address, lead, points }) {
  const known = flow.factors.get(address);
  if (known !== undefined) return known;
  const { R, text } = flow.places;
  const taken = takenNow(flow, now);
  let spot = null;
  for (const { x, y } of points) {
    const label = {
      from: { x: x - REACH * R, y },
      to: { x: x + REACH * R, y },
      w: (widthOfRuns(lead) + NUMBER + PADDING) * text,
      h: HEIGHT * text,
      prefer: 0.5,
      beside: 0.3 * text,
    };
    spot = placeFree([label], taken)[0] ?? null;
    if (spot) break;
  }
  flow.factors.set(address, spot);
  return spot;
}

/** @param {Flow} flow @param {DrawingScreen} now @param {Factor} factor */
function showFactor(flow, now, factor) {
  const { address, lead, format } = factor;
  const { stepNodes, groups, places } = flow;
  const spot = spotOf(flow, now, factor);
  if (!spot) return;
  const node = keepNode(stepNodes, `factor ${address}`, () => makeFactor(groups.numberLabels, address));
  const [plate, text] = /** @type {[Element, SVGTextElement]} */ ([...node.children]);
  const shown = isShown(now, address);
  const value = numberOf(now, address);
  const runs = [...lead, { text: shown ? format(value) : "…" }];
  writeRuns(text, runs);
  set(text, { "data-address": address, "data-value": shown ? fullNumber(value) : null });
  const width = (widthOfRuns(runs) + PADDING) * places.text;
  set(plate, { x: -width / 2, y: -spot.h / 2, width, height: spot.h });
  set(node, {
    "aria-label": `${now.symbol(address).text} = ${shown ? formatNumber(value) : "…"}`,
    transform: `translate(${spot.x.toFixed(1)} ${spot.y.toFixed(1)})`,
  });
}

/** @param {Element} parent @param {Address} address */
function makeFactor(parent, address) {
  const made = shape("g", { class: "part factor", "data-factor": address, role: "img" }, parent);
  shape("rect", { class: "plate", rx: 6 }, made);
  shape("text", { class: "value", dy: "0.34em", "text-anchor": "middle" }, made);
  return made;
}
