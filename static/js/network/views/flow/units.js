// The neurons of the flow drawing: a circle with its function, split once there are numbers to show: z over a, or side
// by side where every number carries its symbol.

import { setText } from "../../../draw/dom.js";
import { runsOf, set, shape, widthOf, widthOfRuns, writeRuns } from "../../../draw/svg.js";
import { formatNumber } from "../../../math/format.js";
import { printingOf } from "../../notation.js";
import { isShown, numberOf, unitName } from "../diagram/drawing_screen.js";
import { FROM } from "../diagram/number_label.js";
import { ghostOf } from "../../ghost.js";
import { chord, numberThatFits, writeNumber } from "../diagram/number_text.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Point } from "../../../draw/geometry.js" */
/** @import { Run } from "../../../draw/svg.js" */
/** @import { Naming } from "../../notation.js" */
/** @import { Trace } from "../../types.js" */
/** @import { Places } from "../../layout.js" */
/** @import { UnitState } from "../../diagram_state.js" */
/** @import { DrawingScreen, SymbolOf } from "../diagram/drawing_screen.js" */
/** @import { Flow, FlowPlan } from "./build.js" */

/** @typedef {ReturnType<typeof buildUnit>} UnitNodes */

/** Below this radius a neuron has not even room for its name; a bias none for its "+1". */
const MIN_NAMED_RADIUS = 14.6;
const MIN_LABELLED_BIAS_RADIUS = 20;
/** Where z and a stand over each other, in radii above and below the middle; and where the numbers before an edit do,
 * in font sizes beyond. */
const LINE = 0.29;
const GHOST_LINE = 1;
/** In such a neuron, in font sizes, the numbers before an edit have no room. */
const MIN_GHOST_RADIUS = 2.4;
const GHOST_SIZE = 0.7;
/** The size of a symbol beside its number, and the gap between them, in font sizes. */
const SYMBOL_SIZE = 1;
const GAP = 0.3;
/** "−0.123", in em; and how much narrower than it a number may be drawn. */
const NUMBER = widthOf("−0.123");
const CONDENSED = 0.94;

/** What stands before the numbers of a neuron: their symbols, the letters alone, or nothing.
 * @typedef {"symbol" | "letter" | "none"} Letters */

/** The "+1" that the edges of a layer's biases come from. @param {FlowPlan} plan @param {Point} point */
export function buildBiasNode({ places: { R, text }, groups }, { x, y }) {
  const group = shape("g", { class: "bias", "aria-hidden": "true" }, groups.units);
  shape("circle", { cx: x, cy: y, r: R * 0.55 }, group);
  if (R < MIN_LABELLED_BIAS_RADIUS) return;
  const size = Math.min(text, R * 0.55);
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
  const across = withSymbols ? `M0 ${-R * 0.94}V${R * 0.94}` : `M${-R * 0.94} 0H${R * 0.94}`;
  shape("path", { class: "split", d: across }, group);
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
    const { R, text } = flow.places;
    const runs = functionName(now.naming, l, j, roomy);
    writeRuns(nodes.name, open ? [] : runs);
    const size = Math.min(roomy ? 1.12 * text : R * 0.76, (1.8 * R) / widthOfRuns(runs));
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
function updateNumbers(flow, now, nodes, open, l, j) {
  if (!flow.withSymbols) {
    updateLines(flow, now, nodes, open, l, j);
    return;
  }
  const { R } = flow.places;
  for (const [address, name, number, ghost] of /** @type {const} */ ([
    [`z${l}.${j}`, nodes.sumName, nodes.sum, nodes.oldSum],
    [`a${l}.${j}`, nodes.outName, nodes.out, nodes.oldOut],
  ])) {
    const value = numberOf(now, address);
    const shown = isShown(now, address);
    writeRuns(name, open ? now.symbol(address).runs : []);
    // A symbol without its number stands in the middle.
    set(name, { y: shown ? -0.34 * R : 0 });
    writeNumber(number, open && shown ? value : null, R * 0.84, 0.385 * R);
    writeNumber(ghost, open && shown ? ghostOf(now.screen, address, value) : null, R * 0.62, 0.27 * R, FROM);
  }
}

/**
 * z over a, each behind its symbol where there is room for it.
 * @param {Flow} flow @param {DrawingScreen} now @param {NonNullable<UnitNodes["numbers"]>} nodes
 * @param {boolean} open @param {number} l @param {number} j
 */
function updateLines({ places: { R, text }, letters }, now, nodes, open, l, j) {
  for (const [address, name, number, ghost, side] of /** @type {const} */ ([
    [`z${l}.${j}`, nodes.sumName, nodes.sum, nodes.oldSum, -1],
    [`a${l}.${j}`, nodes.outName, nodes.out, nodes.oldOut, 1],
  ])) {
    const value = numberOf(now, address);
    const shown = open && isShown(now, address);
    const named = open && letters !== "none";
    const { runs: symbol } = now.symbol(address);
    const runs = letters === "letter" ? symbol.slice(0, 1) : symbol;
    const y = side * LINE * R;
    const room = roomOf(R, text);
    const symbolWidth = widthOfRuns(runs) * SYMBOL_SIZE * text;
    const free = named ? room - symbolWidth - GAP * text : room;
    const numberWidth = shown ? numberThatFits(value, free, text).width : 0;
    const whole = symbolWidth + (shown && named ? GAP * text + numberWidth : 0);
    writeRuns(name, named ? runs : []);
    set(name, { y, x: symbolWidth / 2 - whole / 2, "font-size": (SYMBOL_SIZE * text).toFixed(1) });
    writeNumber(number, shown ? value : null, free, text);
    set(number, { y, x: named && shown ? (whole - numberWidth) / 2 : 0 });
    const old = shown && R >= MIN_GHOST_RADIUS * text ? ghostOf(now.screen, address, value) : null;
    const far = LINE * R + GHOST_LINE * text;
    writeNumber(ghost, old, chord(R, far + 0.3 * text), GHOST_SIZE * text, FROM);
    set(ghost, { y: side * far, x: 0 });
  }
}

/** How wide a line of a neuron is. @param {number} R @param {number} text */
const roomOf = (R, text) => chord(R, LINE * R + 0.45 * text);

/**
 * The same in all neurons of a drawing, so that all have room for it.
 * @param {Places} places @param {Trace["network"]} network @param {SymbolOf} symbol @returns {Letters}
 */
export function lettersFor({ R, text }, { layers }, symbol) {
  const room = roomOf(R, text) / text - CONDENSED * NUMBER - GAP;
  const symbols = layers.flatMap(({ units }, index) =>
    ["z", "a"].map((family) => symbol(`${family}${index + 1}.${units - 1}`).runs),
  );
  const fits = (/** @type {readonly (readonly Run[])[]} */ all) =>
    all.every((runs) => widthOfRuns(runs) * SYMBOL_SIZE <= room);
  if (fits(symbols)) return "symbol";
  return fits(symbols.map((runs) => runs.slice(0, 1))) ? "letter" : "none";
}
