// The place of the form for a network of one's own. Its script is loaded when the form is opened first: most readers
// never need it.
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
  root.addEventListener("open", async () => {
    try {
      form ??= await loadLater("own_network", { root, context });
    } catch {
      context.dispatch("say", { key: "page.error.network" });
    }
    if (form && shown) form.open(shown);
  });
  return {
    update(screen) {
      shown = screen;
    },
  };
}
