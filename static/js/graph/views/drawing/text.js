// SVG text: centred lines of a size that fits.

/** @import { Run } from "../../../draw/svg.js" */
import { mayBegin, wordsOf } from "../../../math/sentences.js";
import { shape, widthOfWords, widthOfRuns } from "../../../draw/svg.js";

/** Appends an empty text with its middle at a point.
 * @param {Element} parent @param {string} kind its class @param {number} x @param {number} y @param {number} size */
export const appendText = (parent, kind, x, y, size) =>
  shape(
    "text",
    {
      class: kind,
      x: x.toFixed(1),
      y: y.toFixed(1),
      dy: "0.34em",
      "text-anchor": "middle",
      "font-size": size,
    },
    parent,
  );

/** The largest font size, up to `size`, at which a line fits into a width.
 * @param {readonly Run[]} runs @param {number} size @param {number} width */
export const fittingSize = (runs, size, width) =>
  Math.min(size, width / Math.max(0.5, widthOfRuns(runs) * 1.08));

/** A sentence in lines of at most so many em; Chinese may be broken between any two characters.
 * @param {string} sentence @param {number} room @returns {string[]} */
export function wrapped(sentence, room) {
  /** @type {string[]} */
  const lines = [];
  let line = "";
  for (const word of wordsOf(sentence)) {
    if (widthOfWords(line + word) > room && line.trim() && mayBegin(word)) {
      lines.push(line);
      line = word.trimStart();
    } else line += word;
  }
  return [...lines, line].map((each) => each.trim()).filter(Boolean);
}
