// Saving and opening a file, and copies of the request; and what a narrow bar has no room for.
/** @import { Context, PageScreen, View } from "../core/types.js" */
import { element } from "../draw/dom.js";

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, { dispatch, t, tools }) {
  /** @param {string} key @param {string} text @param {() => void} press @param {string} [kind] its class */
  const button = (key, text, press, kind) =>
    element("button", { type: "button", "data-key": key, class: kind, onclick: press }, text);
  const redo = button("menu-redo", t("control.redo"), () => dispatch("redo"), "narrow-only");
  const file = element("input", {
    type: "file",
    "data-key": "file",
    "aria-label": t("control.open_file"),
    class: "unseen",
    tabindex: -1,
    onchange: () => {
      const chosen = file.files?.[0];
      file.value = "";
      if (chosen) dispatch("openFile", chosen);
    },
  });
  const files = tools.has("files")
    ? [
        button("save", t("control.save_file"), () => dispatch("save")),
        button("open", t("control.open_file"), () => file.click()),
        file,
      ]
    : [];
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", t("control.files"));
  root.replaceChildren(
    redo,
    ...files,
    button("copy-json", t("control.copy_json"), () => dispatch("copyJson")),
    button("copy-curl", t("control.copy_curl"), () => dispatch("copyCurl")),
    button("offline", t("control.offline"), () => dispatch("offline")),
  );
  return {
    /** @param {PageScreen} screen */
    update(screen) {
      redo.disabled = !screen.canRedo;
    },
  };
}
