// What stands around the picture of a step in a file: above it the name of the step, below it the formulas of the step
// with their numbers and results.
/** @import { Context, PageScreen, Step } from "../../core/types.js" */
/** @import { Markup } from "../markup.js" */
/** @import { Defs } from "./drawing.js" */
import { element } from "../../draw/dom.js";
import { numeral } from "../../math/formula/filled.js";
import { mathElement } from "../../math/formula/mathml.js";
import { sidesOf } from "../../math/formula/tree.js";
import { mo, row } from "../../math/nodes.js";
import { mathLine, stepFormulasOf } from "../../panels/step_formulas.js";
import { markup } from "../markup.js";
import { sheetOf } from "./sheet.js";

/** No caption is narrower, in CSS pixels: a formula has room. */
const LEAST_WIDTH = 480;
/** More steps than this at once have no formulas below their picture. */
const MOST_STEPS = 4;

/** The formulas of a step: with symbols, with numbers, and what comes out.
 * @param {PageScreen} screen @param {Step} step @param {Context} context */
export function linesOf(screen, step, context) {
  const formulas = stepFormulasOf(screen, step);
  return formulas.lines.flatMap((line) => {
    const [left] = sidesOf(line);
    const value = left?.op === "address" ? screen.explainer.value(left.address) : null;
    const numbers = mathLine(line, formulas.numbers, context);
    if (value !== null) numbers.append(mathElement(document, row(mo("="), numeral(value))));
    return [mathLine(line, formulas.symbols, context), numbers];
  });
}

/** A part of the page that is there only while it is read.
 * @param {number} width @param {Node[]} nodes @param {Defs} defs */
function laidOut(width, nodes, defs) {
  const part = element("div", { class: "take-caption" }, ...nodes);
  part.style.width = `${width}px`;
  document.body.append(part);
  try {
    return sheetOf(part, defs);
  } finally {
    part.remove();
  }
}

/**
 * A picture with its heading, the name of its step, above it, and the step's formulas below.
 * @param {{width: number, height: number, viewBox: string | undefined, children: Markup[]}} picture
 * @param {{screen: PageScreen, context: Context, heading: string}} step
 * @returns {{width: number, height: number, viewBox: string | undefined, children: Markup[]}}
 */
export function captioned({ width, height, viewBox, children }, { screen, context, heading }) {
  const { active } = screen.frame;
  const across = Math.max(width, LEAST_WIDTH);
  /** @type {Defs} */
  const defs = new Map();
  const above = laidOut(across, [element("h2", {}, heading)], defs);
  const lines = active.length > MOST_STEPS ? [] : active.flatMap((step) => linesOf(screen, step, context));
  const below = lines.length > 0 ? laidOut(across, lines, defs) : { height: 0, children: [] };
  const [x = 0, y = 0] = (viewBox ?? "").split(/[\s,]+/).map(Number);
  const at = (/** @type {number} */ dx, /** @type {number} */ dy) => `translate(${dx} ${dy})`;
  return {
    width: across,
    height: above.height + height + below.height,
    viewBox: undefined,
    children: [
      ...(defs.size > 0 ? [markup("defs", {}, [...defs.values()])] : []),
      markup("g", {}, above.children),
      markup("g", { transform: at((across - width) / 2 - x, above.height - y) }, children),
      markup("g", { transform: at(0, above.height + height) }, below.children),
    ],
  };
}
