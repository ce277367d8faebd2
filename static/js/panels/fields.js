// Fields with their labels, menus made from a table of the catalog, and the fields of the parameters of what is chosen
// there: shared by the editors of the tools.
/** @import { Context, NamedParameters, Parameter } from "../core/types.js" */
/** @import { numberInput } from "./number.js" */
import { menuWord } from "../core/names.js";
import { element } from "../draw/dom.js";

/**
 * A field for a parameter, as one of an optimizer.
 * @typedef {object} ParameterField
 * @property {HTMLElement} root
 * @property {Parameter} parameter
 * @property {ReturnType<typeof numberInput>} field
 */

/** The options of a menu that offers a table of the catalog. The sentences `<table>_name.<name>` say how its entries
 * are called; others are written as they are. @param {readonly {name: string}[]} entries
 * @param {string} table @param {Context["find"]} find */
export const optionsOf = (entries, table, find) =>
  entries.map(({ name }) => ({ value: name, text: find(`${table}_name.${name}`, menuWord(name)) }));

/** A control with its label. @param {string} label @param {HTMLElement} control */
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

/** The fields of the parameters of the entry chosen in a table of the catalog.
 * @param {readonly {name: string, parameters: Parameter[]}[]} entries
 * @param {(name: string, parameter: Parameter) => ParameterField} build a field for a parameter of the entry
 * called `name` */
export function parameterList(entries, build) {
  const root = element("div", { class: "fields" });
  /** @type {string | null} */
  let shown = null;
  /** @type {ParameterField[]} */
  let fields = [];
  return {
    root,
    /** @param {NamedParameters} chosen */
    update(chosen) {
      const { name } = chosen;
      if (name !== shown) {
        shown = name;
        const entry = entries.find((one) => one.name === name);
        fields = (entry?.parameters ?? []).map((parameter) => build(name, parameter));
        root.replaceChildren(...fields.map((each) => each.root));
      }
      for (const { parameter, field } of fields) {
        const value = chosen[parameter.name];
        field.show(typeof value === "number" ? value : parameter.default);
      }
    },
  };
}
