// The choice of the theme.
/** @import { Context, View } from "../core/types.js" */
import { element } from "../draw/dom.js";

const THEMES = /** @type {const} */ (["auto", "light", "dark"]);

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, { dispatch, t, theme }) {
  const menu = element(
    "select",
    { "data-key": "theme", onchange: () => dispatch("theme", menu.value) },
    ...THEMES.map((name) =>
      element("option", { value: name, selected: name === theme() }, t(`control.theme_${name}`)),
    ),
  );
  root.replaceChildren(element("label", { class: "field" }, element("span", {}, t("control.theme")), menu));
  return { update: () => {} };
}
