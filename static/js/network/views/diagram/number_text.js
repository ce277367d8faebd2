// A number in a circle or before the edge: with fewer digits and condensed where it is wider than its room.

import { setText } from "../../../draw/dom.js";
import { set, widthOf } from "../../../draw/svg.js";
import { formatNumber, fullNumber } from "../../../math/format.js";

/** Down to which part of its width a number is condensed before it loses a digit. */
const MOST_CONDENSED = 0.85;
export const FEWEST_DIGITS = 2;
/** As many as in the tables and formulas beside the drawing. */
const MOST_DIGITS = 4;

/** Between a number and the edge of the picture, in pixels. */
export const EDGE = 2;

/** Between a number and the rim of its circle, in pixels. */
const AIR = 3;

/** How wide a line of text is in a circle, so far from its middle. @param {number} r @param {number} y */
export const chord = (r, y) => Math.max(0, 2 * (Math.sqrt(Math.max(0, r * r - y * y)) - AIR));

/**
 * The most digits with which a text is hardly condensed in its room, at least two.
 * @param {(digits: number) => number} widthWith how wide it is with so many digits @param {number} room
 */
export function digitsThatFit(widthWith, room) {
  let digits = MOST_DIGITS;
  while (digits > FEWEST_DIGITS && widthWith(digits) * MOST_CONDENSED > room) digits -= 1;
  return digits;
}

/** A number as it is written in its room, and how wide that is. @param {number | null} value @param {number} room
 * @param {number} size of the font @param {string} [lead] what stands before it */
export function numberThatFits(value, room, size, lead = "") {
  const write = (/** @type {number} */ digits) => lead + formatNumber(value, digits);
  const text = write(digitsThatFit((count) => widthOf(write(count)) * size, room));
  return { text, width: Math.min(widthOf(text) * size, room) };
}

/**
 * @param {SVGTextElement} node @param {number | null} value null: no number @param {number} room how wide it may be
 * @param {number} size of the font @param {string} [lead] what stands before it
 */
export function writeNumber(node, value, room, size, lead = "") {
  const text = value === null ? "" : numberThatFits(value, room, size, lead).text;
  setText(node, text);
  set(node, {
    "data-value": value === null ? null : fullNumber(value),
    "font-size": text ? size.toFixed(1) : null,
    textLength: widthOf(text) * size > room ? room.toFixed(1) : null,
    lengthAdjust: text ? "spacingAndGlyphs" : null,
  });
}
