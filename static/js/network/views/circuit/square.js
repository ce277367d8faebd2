// A square of the circuit drawing: a symbol over its number.

import { setText } from "../../../draw/dom.js";
import { set, shape, widthOf, writeRuns } from "../../../draw/svg.js";
import { fullNumber } from "../../../math/format.js";
import { numberThatFits } from "../diagram/number_text.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Box } from "../../../draw/geometry.js" */
/** @import { Run } from "../../../draw/svg.js" */
/** @import { CircuitPlaces } from "./layout.js" */

/** At each side of a number, which is condensed where it is wider than its square. */
const PADDING = 2;

/**
 * `high` and `low`: where symbol and number stand; null: the symbol stands there only without its number.
 * @typedef {{ group: SVGGElement, low: number, high: number | null, room: number, size: number,
 *   symbol: SVGTextElement, value: SVGTextElement }} Square
 */

/**
 * @param {Element} parent @param {Box} box @param {"z" | "a"} kind @param {Address} address
 * @param {CircuitPlaces} places @returns {Square}
 */
export function makeSquare(parent, { x, y, w, h }, kind, address, { text, parts }) {
  const group = shape(
    "g",
    {
      class: `square ${kind}`,
      "data-focus": address,
      transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
    },
    parent,
  );
  shape("rect", { class: "plate", x: -w / 2, y: -h / 2, width: w, height: h, rx: 3 }, group);
  const low = parts.tall ? h * 0.26 : 0;
  const centred = { dy: "0.34em", "text-anchor": "middle", "font-size": text };
  return {
    group,
    low,
    high: parts.tall ? -h * 0.22 : null,
    room: w - 2 * PADDING,
    size: text,
    symbol: shape("text", { class: "symbol", y: 0, ...centred }, group),
    value: shape("text", { class: "value", y: low, ...centred, "data-address": address }, group),
  };
}

/**
 * @param {Square} square @param {readonly Run[]} runs of the symbol; none: the number stands in the middle
 * @param {number | null} value @param {boolean} shown
 */
export function fillSquare({ symbol, value: number, low, high, room, size }, runs, value, shown) {
  const text = shown ? numberThatFits(value, room, size).text : "";
  writeRuns(symbol, shown && high === null ? [] : runs);
  setText(number, text);
  set(symbol, { y: shown ? high : 0 });
  set(number, {
    textLength: widthOf(text) * size > room ? room : null,
    lengthAdjust: "spacingAndGlyphs",
    "data-value": shown ? fullNumber(value) : null,
    y: runs.length === 0 ? 0 : low,
  });
}
