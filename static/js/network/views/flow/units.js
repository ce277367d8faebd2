// The neurons of the flow drawing: a circle with its function, split into z and a once there are numbers to show.

import { setText } from "../../../draw/dom.js";
import { runsOf, set, shape, widthOfRuns, writeRuns } from "../../../draw/svg.js";
import { formatNumber } from "../../../math/format.js";
import { printingOf } from "../../notation.js";
import { isShown, numberOf, unitName } from "../diagram/drawing_screen.js";
import { ghostOf } from "../../ghost.js";
import { writeNumber } from "./number_text.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Point } from "../../../draw/geometry.js" */
/** @import { Run } from "../../../draw/svg.js" */
/** @import { Naming } from "../../notation.js" */
/** @import { UnitState } from "../../diagram_state.js" */
/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */
/** @import { Flow, FlowPlan } from "./build.js" */

/** @typedef {ReturnType<typeof buildUnit>} UnitNodes */

/** Below this radius a neuron has not even room for its name. */
const MIN_NAMED_RADIUS = 11;
/** Below this radius a bias has no room for its "+1". */
const MIN_LABELLED_BIAS_RADIUS = 12;

/** The "+1" that the edges of a layer's biases come from. @param {FlowPlan} plan @param {Point} point */
export function buildBiasNode({ places: { R }, groups }, { x, y }) {
  const group = shape("g", { class: "bias", "aria-hidden": "true" }, groups.units);
  shape("circle", { cx: x, cy: y, r: R * 0.55 }, group);
  if (R < MIN_LABELLED_BIAS_RADIUS) return;
  const size = Math.min(15, R * 0.45);
  setText(shape("text", { x, y, dy: "0.34em", "text-anchor": "middle", "font-size": size }, group), "+1");
}

/** @param {FlowPlan} plan @param {Point} point @param {number} l @param {number} j */
export function buildUnit({ places: { R }, groups, roomy, withSymbols }, point, l, j) {
  const group = shape(
    "g",
    {
      class: "unit",
      "data-unit": `${l}.${j}`,
      "data-state": "idle",
      "data-focus": `a${l}.${j}`,
      role: "img",
      tabindex: roomy ? 0 : null,
      transform: `translate(${point.x} ${point.y})`,
    },
    groups.units,
  );
  shape("circle", { class: "body", r: R }, group);
  if (withSymbols)
    for (const [family, side] of /** @type {const} */ ([
      ["z", 0],
      ["a", 1],
    ])) {
      const d = `M0 ${-R}A${R} ${R} 0 0 ${side} 0 ${R}Z`;
      shape("path", { class: "half", d, "data-focus": `${family}${l}.${j}` }, group);
    }
  shape("path", { class: "split", d: `M0 ${-R * 0.94}V${R * 0.94}` }, group);
  /** @param {string} kind @param {number} x in R @param {number} y @param {Address | null} [address] */
  const text = (kind, x, y, address = null) =>
    shape(
      "text",
      { class: kind, x: x * R, y: y * R, dy: "0.34em", "text-anchor": "middle", "data-address": address },
      group,
    );
  return {
    group,
    /** The numbers of a neuron that is too small for them, shown while the pointer rests on it. */
    title: roomy ? null : shape("title", {}, group),
    name: roomy || R >= MIN_NAMED_RADIUS ? text("name", 0, 0) : null,
    numbers: roomy
      ? {
          sumName: text("symbol", -0.47, -0.34),
          sum: text("value", -0.485, 0.12, `z${l}.${j}`),
          outName: text("symbol", 0.47, -0.34),
          out: text("value", 0.485, 0.12, `a${l}.${j}`),
          oldSum: text("ghost", -0.4, 0.48),
          oldOut: text("ghost", 0.4, 0.48),
        }
      : null,
  };
}

/**
 * @param {Flow} flow @param {DrawingScreen} now @param {UnitNodes} nodes @param {UnitState} unit
 * @param {number} l @param {number} j
 */
export function updateUnit(flow, now, nodes, unit, l, j) {
  const { roomy, withSymbols } = flow;
  const addresses = [`z${l}.${j}`, `a${l}.${j}`];
  const open = roomy && (withSymbols || unit.state === "active" || unit.summed);
  const label = [
    unitName(now, l, j),
    ...addresses
      .filter((address) => isShown(now, address))
      .map((address) => `${now.symbol(address).text} = ${formatNumber(numberOf(now, address))}`),
  ].join(", ");
  set(nodes.group, { "data-state": unit.state, "data-split": open ? "" : null, "aria-label": label });
  if (nodes.title) setText(nodes.title, label);
  if (nodes.name) {
    const { R } = flow.places;
    const runs = functionName(now.naming, l, j, roomy);
    writeRuns(nodes.name, open ? [] : runs);
    const size = Math.min(roomy ? 18 : Math.max(6, R * 0.75), (1.8 * R) / widthOfRuns(runs));
    set(nodes.name, { "font-size": Number(size.toFixed(1)) });
  }
  if (nodes.numbers) updateNumbers(flow, now, nodes.numbers, open, l, j);
}

/**
 * f_4(e) in the figures' letters, else σ(z); without its argument where there is little room.
 * @param {Naming} naming @param {number} l @param {number} j @param {boolean} roomy @returns {readonly Run[]}
 */
function functionName(naming, l, j, roomy) {
  const name = printingOf(naming).called({ name: "", unit: `${l}.${j}` });
  const argument = naming.notation === "figure" ? "e" : "z";
  return [
    ...(name ? runsOf(name) : []),
    ...(roomy ? [{ text: "(" }, /** @type {Run} */ ({ text: argument, kind: "italic" }), { text: ")" }] : []),
  ];
}

/**
 * @param {Flow} flow @param {DrawingScreen} now @param {NonNullable<UnitNodes["numbers"]>} nodes
 * @param {boolean} open the circle is split @param {number} l @param {number} j
 */
function updateNumbers({ places: { R }, withSymbols }, now, nodes, open, l, j) {
  for (const [address, name, number, ghost] of /** @type {const} */ ([
    [`z${l}.${j}`, nodes.sumName, nodes.sum, nodes.oldSum],
    [`a${l}.${j}`, nodes.outName, nodes.out, nodes.oldOut],
  ])) {
    const value = numberOf(now, address);
    const shown = isShown(now, address);
    writeRuns(name, open ? now.symbol(address).runs : []);
    // A symbol without its number stands in the middle.
    if (withSymbols) set(name, { y: shown ? -0.34 * R : 0 });
    writeNumber(number, open && shown ? value : null, R * 0.84, 0.385 * R);
    writeNumber(ghost, open && shown ? ghostOf(now.screen, address, value) : null, R * 0.62, 0.27 * R);
  }
}
