// The place of the legend: closed at first. Its rows are a script with sentences of its own, loaded when it is opened.
/** @import { View } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
import { loadLater } from "../../core/browser/later.js";
import { element } from "../../draw/dom.js";

/** @param {HTMLElement} root @param {Context} context @returns {View<Screen>} */
export function mount(root, context) {
  const rows = element("div", {});
  const fold = element("details", {}, element("summary", {}, context.t("legend.title")), rows);
  root.classList.add("legend");
  root.replaceChildren(fold);
  /** @type {View<Screen> | null} */
  let made = null;
  /** @type {Screen | null} */
  let shown = null;
  fold.addEventListener("toggle", async () => {
    if (!fold.open || made) return;
    try {
      made = await loadLater("legend", { root: rows, context });
    } catch {
      fold.open = false;
      context.dispatch("say", { key: "page.error.network" });
    }
    if (shown) made?.update(shown);
  });
  return {
    update(screen) {
      shown = screen;
      made?.update(screen);
    },
  };
}
