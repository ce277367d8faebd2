// The place of the form for a network of one's own, and of what is found in a file. Their scripts are loaded when they
// are used first: most readers never need them.
/** @import { View } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
/** @import { Form } from "./own_network_form.js" */
import { loadLater } from "../../core/browser/later.js";

/** @param {HTMLElement} root @param {Context} context @returns {View<Screen>} */
export function mount(root, context) {
  /** @type {Form | null} */
  let form = null;
  /** @type {Screen | null} */
  let shown = null;
  root.addEventListener("open", async (event) => {
    const file = /** @type {CustomEvent<File | null>} */ (event).detail;
    try {
      if (file) await loadLater("import_model", { root, context, file, shown });
      else form ??= await loadLater("own_network", { root, context });
    } catch {
      context.dispatch("say", { key: "page.error.network" });
    }
    if (!file && form && shown) form.open(shown);
  });
  return {
    update(screen) {
      shown = screen;
    },
  };
}
