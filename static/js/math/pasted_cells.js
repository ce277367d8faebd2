// A range of cells copied from a spreadsheet: rows of texts, and the numbers that fill a table from one cell on.
/** @import { Notice } from "../core/types.js" */
import { readNumber } from "./parse_number.js";

/** One cell and what follows it: a tab, the end of a line, or nothing. A cell in quotes may hold both. */
const CELL = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/y;

/** The rows of a copied range; the line break at its end begins no row. @param {string} text @returns {string[][]} */
export function cellsOf(text) {
  /** @type {string[][]} */
  const rows = [[]];
  let at = 0;
  while (at < text.length) {
    CELL.lastIndex = at;
    const [whole, quoted, plain = "", after = ""] = CELL.exec(text) ?? [
      text.slice(at),
      undefined,
      text.slice(at),
    ];
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    at += whole.length;
    if (after === "\t" && at === text.length) rows.at(-1)?.push("");
    if (/[\r\n]/.test(after) && at < text.length) rows.push([]);
  }
  return rows;
}

/**
 * @typedef {object} Filling
 * @property {{row: number, column: number, value: number}[]} filled the numbers that fit, by their place from the
 * first cell on
 * @property {number} left how many numbers did not fit
 * @property {{row: number, column: number, reason: Notice} | null} mistake the first cell that holds no number; nothing
 * is filled then
 */

/** The numbers of a range; empty cells leave the table as it is.
 * @param {string[][]} rows @param {(row: number, column: number) => boolean} fits @returns {Filling} */
export function fillingOf(rows, fits) {
  /** @type {Filling["filled"]} */
  const filled = [];
  let left = 0;
  for (const [row, cells] of rows.entries())
    for (const [column, text] of cells.entries()) {
      if (text.trim() === "") continue;
      const read = readNumber(text);
      if ("mistake" in read) return { filled: [], left: 0, mistake: { row, column, reason: read.mistake } };
      if (fits(row, column)) filled.push({ row, column, value: read.value });
      else left += 1;
    }
  return { filled, left, mistake: null };
}
