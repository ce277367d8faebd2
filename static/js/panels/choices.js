// Choices of one among a few: rows of buttons, and menus that more than one tool shows.
/** @import { Translate } from "../core/types.js" */
import { SPEEDS } from "../core/editing.js";
import { element, setAttribute } from "../draw/dom.js";

/** A row of buttons of which one is pressed.
 * @template {string} T @param {string} label @param {string} key @param {readonly {value: T, text: string}[]} choices
 * @param {(value: T) => void} choose */
export function segmented(label, key, choices, choose) {
  const buttons = choices.map(({ value, text }) =>
    element(
      "button",
      {
        type: "button",
        "data-key": `${key}-${value}`,
        "aria-pressed": "false",
        onclick: () => choose(value),
      },
      text,
    ),
  );
  const group = element("div", { class: "segmented", role: "group", "aria-label": label }, ...buttons);
  return {
    group,
    /** @param {string} chosen */
    show: (chosen) =>
      choices.forEach(({ value }, n) => {
        const button = buttons[n];
        if (button) setAttribute(button, "aria-pressed", String(value === chosen));
      }),
  };
}

/** A control with its name beside it; the control itself is named for screen readers.
 * @param {string} name @param {HTMLElement} control */
export const titled = (name, control) =>
  element("div", { class: "choice" }, element("span", { "aria-hidden": "true" }, name), control);

/** The options of a menu of examples, with one more where what is shown goes by none of their names.
 * @param {{value: string, text: string}[]} options @param {string} chosen @param {string} own name of one's own */
export const withOwn = (options, chosen, own) =>
  options.some(({ value }) => value === chosen) ? options : [{ value: chosen, text: own }, ...options];

/** The menu of the speeds of a player. @param {Translate} t @param {(speed: number) => void} choose */
export function speedMenu(t, choose) {
  const menu = element(
    "select",
    { "aria-label": t("control.speed"), "data-key": "speed", onchange: () => choose(Number(menu.value)) },
    ...SPEEDS.map((value) => element("option", { value }, `${value}×`)),
  );
  return menu;
}
