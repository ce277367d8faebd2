// An entry of a table of the catalog with its parameters: the optimizer, the schedule.
/** @import { Parameter } from "../../../core/types.js" */
/** @import { Context, TrainRequest } from "../../types.js" */
/** @import { Settings } from "./settings.js" */
import { element, setOptions, setText } from "../../../draw/dom.js";
import { menu, optionsOf, parameterList } from "../../../panels/fields.js";
import { chosenEntry, fieldRow, parameterField } from "../fields.js";

/**
 * @param {Context} context @param {Settings} settings
 * @param {object} of
 * @param {"optimizer" | "schedule"} of.field of the request
 * @param {readonly { name: string, parameters: Parameter[] }[]} of.entries
 * @param {string} of.name what it is called
 * @param {string} of.usual the entry of a request without the field
 * @param {readonly string[]} [of.kept] parameters that another entry takes over
 * @param {readonly string[]} [of.hidden] parameters that have their field elsewhere
 */
export function choiceSection(context, settings, { field, entries, name, usual, kept = [], hidden = [] }) {
  const { find } = context;
  const chosen = () => settings.settings?.[field] ?? { name: usual };
  const select = menu(field, `${field}.name`, (value) =>
    settings.send(`${field}.name`, { [field]: chosenEntry(entries, value, chosen(), kept) }),
  );
  const shown = entries.map((entry) => ({
    name: entry.name,
    parameters: entry.parameters.filter((parameter) => !hidden.includes(parameter.name)),
  }));
  const parameters = parameterList(shown, (entry, parameter) =>
    parameterField(context, entry, parameter, `${field}.${parameter.name}`, (value, continues) =>
      settings.send(
        `${field}.${parameter.name}`,
        { [field]: { ...chosen(), [parameter.name]: value } },
        continues,
      ),
    ),
  );
  const about = element("p", { class: "hint" });
  const options = optionsOf(entries, field, find);
  return {
    root: element("div", { class: "fields" }, fieldRow(context, field, name, select), about, parameters.root),
    /** @param {TrainRequest} request */
    update(request) {
      const entry = request[field] ?? { name: usual };
      setOptions(select, options, entry.name);
      setText(about, find(`training.${field}_${entry.name}`, ""));
      about.hidden = about.textContent === "";
      parameters.update(entry);
    },
  };
}
