// A number in a circle: condensed where it is wider than its room.

import { setText } from "../../../draw/dom.js";
import { set, widthOf } from "../../../draw/svg.js";
import { formatNumber, fullNumber } from "../../../math/format.js";

/**
 * @param {SVGTextElement} node @param {number | null} value null: no number @param {number} room how wide it may be
 * @param {number} size of the font
 */
export function writeNumber(node, value, room, size) {
  const text = value === null ? "" : formatNumber(value, 3);
  setText(node, text);
  set(node, {
    "data-value": value === null ? null : fullNumber(value),
    "font-size": text ? size.toFixed(1) : null,
    textLength: widthOf(text) * size * 1.06 > room ? room.toFixed(1) : null,
    lengthAdjust: text ? "spacingAndGlyphs" : null,
  });
}
