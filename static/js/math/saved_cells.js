// A table as CSV, as it is saved for a spreadsheet.

/** What a formula begins with. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** A text that no spreadsheet takes for a formula, nor any part of it. Where the comma is that of decimals,
 * spreadsheets part the cells of the same file by semicolons, and our quotation marks then stand within a cell.
 * @param {string} text */
function harmlessText(text) {
  const guarded = text.replaceAll(/[;"'\s]+/g, (between, at) =>
    /[;\t\r\n]/.test(between) && FORMULA.test(text.charAt(at + between.length)) ? `${between}'` : between,
  );
  return FORMULA.test(text) ? `'${guarded}` : guarded;
}

/** @param {string | number} value */
function cell(value) {
  const harmless = typeof value === "string" ? harmlessText(value) : String(value);
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** @param {(string | number)[][]} rows @returns {string} */
export const csvText = (rows) => rows.map((line) => `${line.map(cell).join(",")}\r\n`).join("");
