// A table with a column of addresses and one of values, as exported files have it: CSV, a copied range, Markdown, alone
// or at the end of a document. Pure.
/** @import { Named } from "./text.js" */
import { cellsIn } from "./cells.js";

/** The names of the two columns, the same in every language. */
const ADDRESS = "address";
const VALUE = "value";
const BAR = "|";

/** @param {string} line @param {string} separator */
const cellsBetween = (line, separator) =>
  separator === BAR
    ? line
        .trim()
        .replaceAll(/^\||\|$/g, "")
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim())
    : cellsIn(line, separator);

/** Where the two columns are, in a line that may be the head. Two columns alone are lines of "name, number", which are
 * read as such: their numbers may have decimal commas. @param {string} line */
function headIn(line) {
  if (!line.includes(ADDRESS) || !line.includes(VALUE)) return null;
  const separator = [BAR, "\t", ";"].find((sign) => line.includes(sign)) ?? ",";
  const names = cellsBetween(line, separator);
  const [address, value] = [names.indexOf(ADDRESS), names.indexOf(VALUE)];
  return address < 0 || value < 0 || names.length < 3 ? null : { separator, address, value };
}

/** @param {string} text @returns {Named[] | null} null: there is no such table */
export function partsOfAddressTable(text) {
  const lines = text.split("\n");
  const top = lines.findIndex((line) => headIn(line) !== null);
  const head = headIn(lines[top] ?? "");
  if (head === null) return null;
  return lines.slice(top + 1).flatMap((line, n) => {
    const cells = cellsBetween(line, head.separator);
    const [name = "", number = ""] = [cells[head.address], cells[head.value]];
    const isRow = /\w/.test(name) && number !== "";
    return isRow ? [{ name, rows: [[number]], line: top + n + 2, isArray: false }] : [];
  });
}
