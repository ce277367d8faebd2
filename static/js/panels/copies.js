// Saving and opening a file, and copies of the request.
/** @import { Context, View } from "../core/types.js" */
import { element } from "../draw/dom.js";

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, { dispatch, t, tools }) {
  const file = element("input", {
    type: "file",
    accept: ".json,application/json",
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
        element(
          "button",
          { type: "button", "data-key": "save", onclick: () => dispatch("save") },
          t("control.save_file"),
        ),
        element(
          "button",
          { type: "button", "data-key": "open", onclick: () => file.click() },
          t("control.open_file"),
        ),
        file,
      ]
    : [];
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", t("control.files"));
  root.replaceChildren(
    ...files,
    element(
      "button",
      { type: "button", "data-key": "copy-json", onclick: () => dispatch("copyJson") },
      t("control.copy_json"),
    ),
    element(
      "button",
      { type: "button", "data-key": "copy-curl", onclick: () => dispatch("copyCurl") },
      t("control.copy_curl"),
    ),
  );
  return { update: () => {} };
}
