// A table as CSV, as it is saved for a spreadsheet.

/** A cell that no spreadsheet takes for a formula. @param {string | number} value */
function cell(value) {
  const text = String(value);
  const harmless = typeof value === "string" && /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  // Where the comma is that of decimals, spreadsheets part the cells of the same file by semicolons.
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** @param {(string | number)[][]} rows @returns {string} */
export const csvText = (rows) => rows.map((line) => `${line.map(cell).join(",")}\r\n`).join("");
