// What the sections of the editor share: their headings and tables of fields.
/** @import { Context, Screen } from "../../types.js" */
import { element, scrollBox } from "../../../draw/dom.js";
import { fitNumbers } from "../../../panels/number.js";
import { takePastes } from "./paste.js";

/** The largest number of parameters that are shown as fields to type into. */
export const MAX_PARAMETER_FIELDS = 600;

/**
 * A part of the editor: its element, built once, and a function that writes all of it from a screen.
 * @typedef {object} Section
 * @property {HTMLElement} root
 * @property {(screen: Screen) => void} update
 */

/** A named part of the editor with a heading. @param {string} title @param {...(Node | null)} children */
export const titled = (title, ...children) =>
  element("section", { "aria-label": title }, element("h3", {}, title), ...children);

/** A table of number fields that takes ranges of a spreadsheet; what is wrong with a number is said below it.
 * @param {Context} context
 * @param {{label: string, caption: string, shape: string, heads: (Node | null)[], rows: Node[]}} parts
 * `shape`: "3×2" */
export function fieldsTable(context, { label, caption, shape, heads, rows }) {
  const table = element(
    "table",
    { class: "fields-table" },
    element("caption", {}, caption, " ", element("span", { class: "shape" }, shape)),
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...rows),
  );
  table.style.setProperty("--columns", String(heads.filter(Boolean).length - 1));
  takePastes(table, context);
  fitNumbers(table);
  return element("div", { "data-field-group": true }, scrollBox(label, table));
}
