// A row of buttons for a choice of one among a few.
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
