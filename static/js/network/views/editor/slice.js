// The choice of two parameters; their loss is drawn as a surface on the page of gradient descent.
/** @import { Context, Screen } from "../../types.js" */
/** @import { Section } from "./section.js" */
import { element, setAttribute, setOptions } from "../../../draw/dom.js";
import { namingOf, textOf } from "../../notation.js";
import { parameterName, parametersOf } from "../../parameters.js";
import { labelled } from "../../../panels/fields.js";
import { MAX_PARAMETER_FIELDS, titled } from "./section.js";

/** @typedef {{value: string, text: string}} Option */

/** @param {Context} context @returns {Section} */
export function sliceSection(context) {
  const { dispatch, t } = context;
  const x = element("select", { "data-key": "slice-x" });
  const y = element("select", { "data-key": "slice-y" });
  const open = element(
    "button",
    {
      type: "button",
      "data-key": "slice",
      onclick: () => dispatch("openSlice", { x: x.value, y: y.value }),
    },
    t("editor.slice_go"),
  );
  const tooLarge = element("p", { class: "hint", id: "slice-large" }, t("editor.slice_large"));
  /** What the menus were last filled from. */
  let filledFrom = "";
  /** @type {Screen | null} */
  let latest = null;
  /** @param {Screen} screen */
  function fillMenus(screen) {
    const form = formOf(screen, x.value, y.value);
    if (form === filledFrom) return;
    const all = parameterOptions(context, screen);
    setOptions(x, all, keptValue(x.value, all, 0));
    const others = all.filter(({ value }) => value !== x.value);
    setOptions(y, others, keptValue(y.value, others, -1));
    filledFrom = form;
  }
  x.addEventListener("change", () => latest && fillMenus(latest));
  return {
    root: titled(
      t("editor.slice"),
      labelled(t("editor.slice_x"), x),
      labelled(t("editor.slice_y"), y),
      element("div", {}, open),
      tooLarge,
    ),
    update(screen) {
      latest = screen;
      open.disabled = screen.linkHolds !== "all";
      tooLarge.hidden = screen.linkHolds === "all";
      setAttribute(open, "aria-describedby", tooLarge.hidden ? null : tooLarge.id);
      fillMenus(screen);
    },
  };
}

/** All that the menus depend on. @param {Screen} screen @param {string} x @param {string} y */
function formOf({ state, trace }, x, y) {
  const { network } = trace.request;
  return JSON.stringify([
    state.notation,
    network.inputs,
    network.layers.map(({ units, bias }) => [units, bias]),
    x,
    y,
  ]);
}

/** @param {Context} context @param {Screen} screen @returns {Option[]} */
function parameterOptions({ t, catalog }, screen) {
  const naming = namingOf(screen, catalog);
  return parametersOf(screen.trace.request, MAX_PARAMETER_FIELDS).map((address) => ({
    value: address,
    text: `${textOf(address, naming)} · ${parameterName(address, t)}`,
  }));
}

/** The value chosen before, if it is still offered. @param {string} value @param {readonly Option[]} options
 * @param {number} otherwise index of the option that is chosen instead */
const keptValue = (value, options, otherwise) =>
  options.some((option) => option.value === value) ? value : (options.at(otherwise)?.value ?? "");
