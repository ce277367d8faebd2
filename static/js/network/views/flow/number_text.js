// A number in a circle: with fewer digits and condensed where it is wider than its room.

import { setText } from "../../../draw/dom.js";
import { set, widthOf } from "../../../draw/svg.js";
import { formatNumber, fullNumber } from "../../../math/format.js";

/** Down to which part of its width a number is condensed before it loses a digit. */
const MOST_CONDENSED = 0.85;
const DIGITS = 3;
const FEWEST_DIGITS = 2;

/** Between a number and the rim of its circle, in pixels. */
const AIR = 3;

/** How wide a line of text is in a circle, so far from its middle. @param {number} r @param {number} y */
export const chord = (r, y) => Math.max(0, 2 * (Math.sqrt(Math.max(0, r * r - y * y)) - AIR));

/**
 * @param {SVGTextElement} node @param {number | null} value null: no number @param {number} room how wide it may be
 * @param {number} size of the font @param {string} [lead] what stands before it
 */
export function writeNumber(node, value, room, size, lead = "") {
  const write = (/** @type {number} */ digits) => lead + formatNumber(value, digits);
  const full = value === null ? "" : write(DIGITS);
  const text = widthOf(full) * size * MOST_CONDENSED > room ? write(FEWEST_DIGITS) : full;
  setText(node, text);
  set(node, {
    "data-value": value === null ? null : fullNumber(value),
    "font-size": text ? size.toFixed(1) : null,
    textLength: widthOf(text) * size > room ? room.toFixed(1) : null,
    lengthAdjust: text ? "spacingAndGlyphs" : null,
  });
}
