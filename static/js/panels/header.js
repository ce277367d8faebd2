// The frame's head: name, undo and redo, link, theme, keys (the languages are links of the template).
/** @import { Context, PageScreen, View } from "../core/types.js" */
import { element, setAttribute, setText } from "../draw/dom.js";

const THEMES = /** @type {const} */ (["auto", "light", "dark"]);

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { dispatch, t } = context;
  /** @param {"undo" | "redo" | "share" | "help"} verb @param {string} sign @param {string} name */
  const button = (verb, sign, name) =>
    element(
      "button",
      {
        type: "button",
        class: "quiet",
        "data-key": verb,
        "aria-label": name,
        title: name,
        onclick: () => dispatch(verb),
      },
      sign,
    );
  const undo = button("undo", "↶", t("control.undo"));
  const redo = button("redo", "↷", t("control.redo"));
  const theme = element(
    "select",
    {
      "data-key": "theme",
      "aria-label": t("control.theme"),
      onchange: () => dispatch("theme", theme.value),
    },
    ...THEMES.map((name) =>
      element("option", { value: name, selected: name === context.theme() }, t(`control.theme_${name}`)),
    ),
  );
  const share = element(
    "button",
    { type: "button", class: "primary", "data-key": "share", onclick: () => dispatch("share") },
    t("control.share"),
  );
  const help = button("help", "?", t("control.help"));
  const holds = element("p", { class: "holds", hidden: true });
  root.replaceChildren(undo, redo, help, theme, share, holds);

  return {
    /** @param {PageScreen} screen */
    update(screen) {
      undo.disabled = !screen.canUndo;
      redo.disabled = !screen.canRedo;
      holds.hidden = screen.linkHolds === "all";
      setText(holds, screen.linkHolds === "all" ? "" : t("control.link_settings"));
      setAttribute(root, "data-pending", screen.pending);
    },
  };
}
