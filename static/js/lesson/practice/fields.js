// The input fields of questions and exercises.
/** @import { Translate } from "../../core/types.js" */
import { at } from "../../core/at.js";
import { element, setAttribute, uniqueId } from "../../draw/dom.js";
import { readNumber, wanted } from "../../math/parse_number.js";
import { keypadFor } from "../../panels/number.js";

/**
 * @typedef {object} Field
 * @property {HTMLElement} node
 * @property {() => {value: string | number} | {missing: string}} read the answer, or a sentence that asks for one
 * @property {(locked: boolean) => void} lock
 * @property {() => void} focus
 */
/**
 * @typedef {object} ChoiceSpec
 * @property {string} legend
 * @property {string} [describedBy] an id
 * @property {string} [look] a further class
 * @property {{name: string, content: (Node | string)[]}[]} options
 * @property {string} missing the sentence when nothing is chosen
 */

/** One of several options. @param {ChoiceSpec} spec @returns {Field} */
export function choiceField({ legend, describedBy, look = "", options, missing }) {
  const group = uniqueId("choice");
  const inputs = options.map(({ name }) => element("input", { type: "radio", name: group, value: name }));
  const node = element(
    "fieldset",
    { class: `options ${look}`.trim(), "aria-describedby": describedBy },
    element("legend", {}, legend),
    ...options.map(({ name, content }, k) =>
      element(
        "label",
        { class: "option", "data-option": name },
        at(inputs, k),
        element("span", { class: "option-text" }, ...content),
      ),
    ),
  );
  return {
    node,
    read: () => {
      const chosen = inputs.find((input) => input.checked);
      return chosen ? { value: chosen.value } : { missing };
    },
    // Only the other options are disabled: the chosen one may have the focus, which `disabled` would take away.
    lock: (locked) => {
      for (const input of inputs) setAttribute(input, "disabled", locked && !input.checked);
      setAttribute(node, "data-locked", locked);
    },
    focus: () => (inputs.find((input) => input.checked) ?? inputs[0])?.focus(),
  };
}

/** A number, with a decimal point or comma.
 * @param {{label: Node[], describedBy?: string, t: Translate}} spec @returns {Field} */
export function numberField({ label, describedBy, t }) {
  const id = uniqueId("answer");
  const input = element("input", {
    type: "text",
    class: "number",
    id,
    inputmode: keypadFor(),
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": describedBy,
  });
  return {
    node: element("div", { class: "number-field" }, element("label", { for: id }, ...label), input),
    read: () => {
      const read = readNumber(input.value);
      setAttribute(input, "aria-invalid", "value" in read ? null : "true");
      if ("value" in read) return read;
      const { key, params } = input.value.trim() === "" ? wanted({}) : read.mistake;
      return { missing: t(key, params) };
    },
    lock: (locked) => setAttribute(input, "readonly", locked),
    focus: () => input.select(),
  };
}
