// A number in a circle: with fewer digits and condensed where it is wider than its room.

import { setText } from "../../../draw/dom.js";
import { set, widthOf } from "../../../draw/svg.js";
import { formatNumber, fullNumber } from "../../../math/format.js";

/** Down to which part of its width a number is condensed before it loses a digit. */
const MOST_CONDENSED = 0.85;
const DIGITS = 3;
const FEWEST_DIGITS = 2;

/**
 * @param {SVGTextElement} node @param {number | null} value null: no number @param {number} room how wide it may be
 * @param {number} size of the font
 */
export function writeNumber(node, value, room, size) {
  const full = value === null ? "" : formatNumber(value, DIGITS);
  const text = widthOf(full) * size * MOST_CONDENSED > room ? formatNumber(value, FEWEST_DIGITS) : full;
  setText(node, text);
  set(node, {
    "data-value": value === null ? null : fullNumber(value),
    "font-size": text ? size.toFixed(1) : null,
    textLength: widthOf(text) * size > room ? room.toFixed(1) : null,
    lengthAdjust: text ? "spacingAndGlyphs" : null,
  });
}
