// Where the ball shows ∂C/∂z, what happens at its neuron on the way back: the sum of what the red arrows bring, ∂C/∂a,
// and the slope that it is multiplied by. They exist only while their step is shown.

import { at } from "../../../core/at.js";
import { set, shape, widthOfRuns, writeRuns } from "../../../draw/svg.js";
import { formatNumber, formatSigned, fullNumber } from "../../../math/format.js";
import { placeBall } from "../../layout.js";
import { keepNode } from "../diagram/arrows.js";
import { isShown, numberOf } from "../diagram/drawing_screen.js";
import { LABEL_SIZE, isElementwise } from "../diagram/number_label.js";

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
 * @property {Point} point
 * @property {(value: number | null) => string} format
 */

/** @param {Flow} flow @param {DrawingScreen} now */
export function updateSlopes(flow, now) {
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
function factorsOf({ depth, places: { R, units } }, now, l, j) {
  const unit = at(at(units, l - 1), j);
  const ball = placeBall(unit, R);
  const [error, slope] = [`error${l}.${j}`, `slope${l}.${j}`];
  return [
    {
      address: error,
      // Nothing is added up at an output.
      lead: [...(l < depth ? [{ text: "Σ" }] : now.symbol(error).runs), { text: " = " }],
      point: { x: ball.x, y: ball.y - R - 13 },
      format: (value) => formatSigned(value, 3),
    },
    {
      address: slope,
      lead: [{ text: "× " }, ...now.symbol(slope).runs, { text: " = " }],
      point: { x: unit.x, y: unit.y + R + 14 },
      format: (value) => formatNumber(value, 3),
    },
  ];
}

/** @param {Flow} flow @param {DrawingScreen} now @param {Factor} factor */
function showFactor({ stepNodes, groups }, now, { address, lead, point, format }) {
  const node = keepNode(stepNodes, `factor ${address}`, () =>
    makeFactor(groups.numberLabels, point, address),
  );
  const [plate, text] = /** @type {[Element, SVGTextElement]} */ ([...node.children]);
  const shown = isShown(now, address);
  const value = numberOf(now, address);
  const runs = [...lead, { text: shown ? format(value) : "…" }];
  writeRuns(text, runs);
  set(text, { "data-address": address, "data-value": shown ? fullNumber(value) : null });
  const width = widthOfRuns(runs) * LABEL_SIZE + 12;
  set(plate, { x: -width / 2, width });
  set(node, { "aria-label": `${now.symbol(address).text} = ${shown ? formatNumber(value) : "…"}` });
}

/** @param {Element} parent @param {Point} point @param {Address} address */
function makeFactor(parent, { x, y }, address) {
  const transform = `translate(${x.toFixed(1)} ${y.toFixed(1)})`;
  const made = shape("g", { class: "part factor", "data-factor": address, transform, role: "img" }, parent);
  shape("rect", { class: "plate", rx: 6, y: -12, height: 24 }, made);
  shape("text", { class: "value", dy: "0.34em", "text-anchor": "middle" }, made);
  return made;
}
