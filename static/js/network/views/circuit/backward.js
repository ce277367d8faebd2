// What the circuit drawing shows of a backward step and an update, and only while it is shown: red arrows, what each
// contributes, the sum at a neuron, green loops.

import { at } from "../../../core/at.js";
import { set, shape, widthOf, writeRuns } from "../../../draw/svg.js";
import { formatNumber, formatSigned, fullNumber } from "../../../math/format.js";
import { drawArrow, keepLoop, keepNode } from "../diagram/arrows.js";
import { contributionOver, isShown, printedOf } from "../diagram/drawing_screen.js";
import { CONTRIBUTION } from "./edges.js";
import { isLit, litState } from "./highlight.js";
import { placeCircuitLoop } from "./layout.js";
import { leadOf } from "./symbols.js";
import { makeTextAbove } from "./terminals.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Arrow, Box } from "../../../draw/geometry.js" */
/** @import { UnitState } from "../../diagram_state.js" */
/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */
/** @import { Circuit } from "./build.js" */
/** @import { CircuitEdge } from "./edges.js" */

/**
 * @param {Circuit} circuit @param {DrawingScreen} now @param {UnitState} unit @param {number} l
 * @param {number} j
 */
export function updateStepNodes(circuit, now, unit, l, j) {
  const { stepNodes, groups, places, depth } = circuit;
  const { point } = at(at(circuit.units, l - 1), j);
  // A circuit keeps its red arrows once they have run.
  const kept = (now.screen.state.circuit ?? false) && unit.ball === "known";
  if (unit.ball === "active" || kept) showWireBack(circuit, l, j);
  if (unit.collecting || (kept && l < depth))
    for (const edge of circuit.edges)
      if (edge.layer === l + 1 && edge.input === j) showEdgeBack(circuit, now, edge, unit.collecting);
  if (unit.looping) keepLoop(stepNodes, groups.loops, `${l}.${j}`, placeCircuitLoop(places, point));
  const summing = (unit.collecting && !now.screen.pick) || isLit(circuit.highlights, `error${l}.${j}`);
  if (summing && circuit.roomy && circuit.places.parts.tall && l < depth) showSum(circuit, now, l, j);
}

/**
 * @param {Circuit} circuit @param {string} key @param {Arrow} place @param {Record<string, string>} data
 * @param {Address} address that it is lit with
 */
function showRedArrow({ stepNodes, groups, highlights }, key, place, data, address) {
  const attributes = { class: "transport back", ...data, "aria-hidden": "true" };
  const node = keepNode(stepNodes, key, () => drawArrow(groups.transports, attributes, place).group);
  set(node, { "data-lit": litState(highlights, [address]) });
}

/** The red arrow from a neuron to its adder. @param {Circuit} circuit @param {number} l @param {number} j */
const showWireBack = (circuit, l, j) =>
  showRedArrow(circuit, `wire ${l}.${j}`, at(at(circuit.units, l - 1), j).back, {}, `delta${l}.${j}`);

/**
 * The red arrow beside an edge, with the wire that it comes from; while the error is collected, also
 * what it contributes.
 * @param {Circuit} circuit @param {DrawingScreen} now @param {CircuitEdge} edge @param {boolean} collecting
 */
function showEdgeBack(circuit, now, edge, collecting) {
  const { layer, unit, input, address } = edge;
  const name = `${layer}.${unit}.${input}`;
  showRedArrow(circuit, `back ${name}`, edge.back, { "data-transport": name }, address);
  showWireBack(circuit, layer, unit);
  const numberLabel = circuit.labels.labels.get(edge);
  // In an exercise that asks about the drawing, what is asked for must not stand there.
  if (numberLabel && !numberLabel.group.dataset["room"] && collecting && !now.screen.pick)
    showContribution(circuit, now, name, `delta${layer}.${unit}`, numberLabel.spot);
}

/**
 * @param {Circuit} circuit @param {DrawingScreen} now @param {string} edge "2.0.1" @param {Address} delta
 * @param {Box} spot of the edge's label
 */
function showContribution({ stepNodes, groups, places: { text: size } }, now, edge, delta, spot) {
  const node = keepNode(stepNodes, `part ${edge}`, () => makeContribution(groups.numberLabels, size));
  const value = contributionOver(now, edge);
  const words = now.arrived ? `← ${formatSigned(value, 3)}` : "…";
  const [plate, text] = /** @type {[Element, SVGTextElement]} */ ([...node.children]);
  writeRuns(text, [{ text: words }]);
  set(text, { "data-contribution": edge, "data-value": now.arrived ? fullNumber(value) : null });
  const width = (widthOf(words) + 0.5) * size;
  set(plate, { x: -width / 2, y: -0.6 * size, width, height: 1.2 * size });
  const name = `${now.symbol(`w${edge}`).text} ${now.symbol(delta).text}`;
  set(node, {
    "aria-label": `${name} = ${formatNumber(value)}`,
    transform: `translate(${spot.x.toFixed(1)} ${(spot.y + CONTRIBUTION * size).toFixed(1)})`,
  });
}

/** A plate with a number under an edge's label. @param {Element} parent @param {number} size */
function makeContribution(parent, size) {
  const made = shape("g", { class: "part", role: "img" }, parent);
  shape("rect", { class: "plate", rx: 6 }, made);
  const text = { class: "value", dy: "0.34em", "text-anchor": "middle", "font-size": size };
  shape("text", text, made);
  return made;
}

/**
 * What arrives at a hidden unit, ∂C/∂a or the figures' δ, over its triangle.
 * @param {Circuit} circuit @param {DrawingScreen} now @param {number} l @param {number} j
 */
function showSum({ stepNodes, groups, units, places, highlights }, now, l, j) {
  const error = `error${l}.${j}`;
  const { point } = at(at(units, l - 1), j);
  const node = keepNode(stepNodes, `sum ${l}.${j}`, () => {
    const made = shape("g", { class: "sum" }, groups.numberLabels);
    makeTextAbove(made, places, point, 1, { "data-address": error });
    return made;
  });
  const total = /** @type {SVGTextElement} */ (node.firstElementChild);
  const shown = isShown(now, error);
  const value = printedOf(now, error);
  const runs = [...leadOf(now, error), { text: shown ? formatSigned(value, 3) : "?" }];
  writeRuns(total, shown || isLit(highlights, error) ? runs : []);
  set(total, { "data-value": shown ? fullNumber(value) : null });
}
