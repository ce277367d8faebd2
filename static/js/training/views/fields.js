// The rows of the rail: a name with its explanation and a control; the parameters of what is chosen in a table.
/** @import { NamedParameters, Parameter } from "../../core/types.js" */
/** @import { ParameterField } from "../../panels/fields.js" */
/** @import { Context, TrainRequest } from "../types.js" */
/** @import { Explained } from "./explained.js" */
import { menuWord } from "../../core/names.js";
import { element, uniqueId } from "../../draw/dom.js";
import { numberInput } from "../../panels/number.js";
import { explained } from "./explained.js";

/** Whether there is a sentence about a name that a table of the catalog has.
 * @param {Pick<Context, "find">} context @param {string} name @returns {name is Explained} */
const hasSentence = ({ find }, name) => find(`training.about_${name}`, "") !== "";

/**
 * A row: the name of a control, what it means, and the control.
 * @param {Pick<Context, "t" | "find">} context @param {string} about what is explained
 * @param {string} name @param {HTMLElement} control that can be named by a label
 */
export function fieldRow(context, about, name, control) {
  if (control.id === "") control.id = uniqueId("field");
  return element(
    "div",
    { class: "field", "data-field-group": true },
    element(
      "span",
      { class: "about-word" },
      element("label", { for: control.id }, name),
      hasSentence(context, about) ? explained(context, about, name) : null,
    ),
    control,
  );
}

/** The name of a parameter of the catalog, with its letter. @param {Pick<Context, "find">} context
 * @param {string} entry that has it @param {string} name */
export const parameterName = ({ find }, entry, name) =>
  find(
    `training.parameter_${entry}_${name}`,
    find(`training.parameter_${name}`, find(`editor.parameter_${name}`, menuWord(name))),
  );

/**
 * The field of a parameter. @param {Context} context @param {string} entry that has it
 * @param {Parameter & { whole?: boolean }} parameter
 * @param {string} field of the request, as the server names it in a refusal
 * @param {(value: number, continues: boolean) => void} send @returns {ParameterField}
 */
export function parameterField(context, entry, parameter, field, send) {
  const { name, low, high, whole = false } = parameter;
  const input = numberInput(context.t, { "data-key": field, "data-field": field }, send, {
    low,
    high,
    whole,
  });
  const own = `${entry}_${name}`;
  const about = hasSentence(context, own) ? own : name;
  const root = fieldRow(context, about, parameterName(context, entry, name), input.input);
  return { root, parameter, field: input };
}

/** A number of the request that is not one of a table's parameters.
 * @param {Context} context @param {string} about what is explained and, with `training.`, how it is called
 * @param {string} name @param {string} field of the request
 * @param {import("../../math/parse_number.js").Limits} limits
 * @param {(value: number, continues: boolean) => void} send */
export function numberRow(context, about, name, field, limits, send) {
  const input = numberInput(context.t, { "data-key": field, "data-field": field }, send, limits);
  return { root: fieldRow(context, about, name, input.input), field: input };
}

/**
 * An entry of a table, newly chosen: with its parameters as they are by default, but for those it has in common.
 * @param {readonly {name: string, parameters: Parameter[]}[]} entries @param {string} name
 * @param {NamedParameters | undefined} old @param {readonly string[]} [kept] parameters that stay
 * @returns {NamedParameters}
 */
export function chosenEntry(entries, name, old, kept = []) {
  const parameters = entries.find((entry) => entry.name === name)?.parameters ?? [];
  const stays = Object.fromEntries(
    parameters.flatMap((one) => {
      const value = kept.includes(one.name) ? old?.[one.name] : undefined;
      return typeof value === "number" && value >= one.low && value <= one.high ? [[one.name, value]] : [];
    }),
  );
  return { name, ...stays };
}

/** The newest screen of a view, for what its controls send. @typedef {{ request: TrainRequest | null }} Latest */
