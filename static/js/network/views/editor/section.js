// What the sections of the editor share: labels, menus and tables of fields.
/** @import { Context, Screen } from "../../types.js" */
import { element, scrollBox } from "../../../draw/dom.js";
import { menuWord } from "../../../core/names.js";
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

/** The options of a menu that offers a table of the catalog. The sentences `<table>_name.<name>` say how its entries
 * are called; others are written as they are. @param {readonly {name: string}[]} entries
 * @param {string} table @param {Context["find"]} find */
export const optionsOf = (entries, table, find) =>
  entries.map(({ name }) => ({ value: name, text: find(`${table}_name.${name}`, menuWord(name)) }));

/** @param {string} label @param {HTMLElement} control */
export const labelled = (label, control) =>
  element("label", { class: "field", "data-field-group": true }, element("span", {}, label), control);

/** An empty menu. @param {string} key
 * @param {string} field the field of the request, as the server names it in a refusal
 * @param {(value: string) => void} choose @returns {HTMLSelectElement} */
export function menu(key, field, choose) {
  const select = element("select", {
    "data-key": key,
    "data-field": field,
    onchange: () => choose(select.value),
  });
  return select;
}

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
