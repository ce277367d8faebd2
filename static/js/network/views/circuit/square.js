// A square of the circuit drawing: a symbol over its number.

import { setText } from "../../../draw/dom.js";
import { set, shape, widthOf, writeRuns } from "../../../draw/svg.js";
import { formatNumber, fullNumber } from "../../../math/format.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Point } from "../../../draw/geometry.js" */
/** @import { Run } from "../../../draw/svg.js" */

/** The font size of numbers: larger than in the flow drawing, since this one is wider and shown smaller. */
export const NUMBER_SIZE = 20;

/** At each side of a number, which is condensed where it is wider than its square. */
const PADDING = 2;

/**
 * @typedef {{ group: SVGGElement, low: number, room: number, symbol: SVGTextElement, value: SVGTextElement }} Square
 */

/**
 * @param {Element} parent @param {Point} point @param {"z" | "a"} kind @param {Address} address
 * @param {number} w @param {number} h @returns {Square}
 */
export function makeSquare(parent, point, kind, address, w, h) {
  const group = shape(
    "g",
    {
      class: `square ${kind}`,
      "data-focus": address,
      transform: `translate(${point.x.toFixed(1)} ${point.y.toFixed(1)})`,
    },
    parent,
  );
  shape("rect", { class: "plate", x: -w / 2, y: -h / 2, width: w, height: h, rx: 3 }, group);
  const low = h * 0.28;
  const centred = { dy: "0.34em", "text-anchor": "middle", "font-size": NUMBER_SIZE };
  return {
    group,
    low,
    room: w - 2 * PADDING,
    symbol: shape("text", { class: "symbol", y: -h * 0.2, ...centred }, group),
    value: shape("text", { class: "value", y: low, ...centred, "data-address": address }, group),
  };
}

/**
 * @param {Square} square @param {readonly Run[]} runs of the symbol; none: the number stands in the middle
 * @param {number | null} value @param {boolean} shown
 */
export function fillSquare({ symbol, value: number, low, room }, runs, value, shown) {
  const text = shown ? formatNumber(value, 3) : "";
  writeRuns(symbol, runs);
  setText(number, text);
  set(symbol, { y: shown ? -11 : 0 });
  set(number, {
    textLength: widthOf(text) * NUMBER_SIZE > room ? room : null,
    lengthAdjust: "spacingAndGlyphs",
    "data-value": shown ? fullNumber(value) : null,
    y: runs.length === 0 ? 0 : low,
  });
}
