// The buttons of the bar: undo and redo, the keys, the link.
/** @import { Context, PageScreen, View } from "../core/types.js" */
import { element, setAttribute, setText } from "../draw/dom.js";
import { icon } from "./controls.js";

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { dispatch, t } = context;
  /** @param {"undo" | "redo" | "help"} verb @param {string} sign @param {string} name */
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
  const share = element(
    "button",
    {
      type: "button",
      class: "primary",
      "data-key": "share",
      "aria-label": t("control.share"),
      title: t("control.share"),
      onclick: () => dispatch("share"),
    },
    /** @type {Node} */ (icon("share")),
    element("span", {}, t("control.share")),
  );
  const take = element(
    "button",
    {
      type: "button",
      "data-key": "take",
      "aria-label": t("control.take"),
      title: t("control.take"),
      onclick: () => dispatch("take"),
    },
    /** @type {Node} */ (icon("take")),
    element("span", {}, t("control.take")),
  );
  const help = button("help", "?", t("control.help"));
  const holds = element("p", { class: "holds", hidden: true });
  root.replaceChildren(undo, redo, help, take, share, holds);

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
