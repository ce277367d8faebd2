// A table as CSV, as it is saved for a spreadsheet.

/** A cell that no spreadsheet takes for a formula. @param {string | number} value */
function cell(value) {
  const text = String(value);
  const harmless = typeof value === "string" && /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** @param {(string | number)[][]} rows @returns {string} */
export const csvText = (rows) => rows.map((line) => `${line.map(cell).join(",")}\r\n`).join("");
