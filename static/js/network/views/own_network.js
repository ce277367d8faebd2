// The place of the form for a network of one's own, and of what is found in a file or missing in a link. Their scripts
// are loaded when they are used first: most readers never need them.
/** @import { View } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
/** @import { Form } from "./own_network_form.js" */
import { loadLater } from "../../core/browser/later.js";
import { bare } from "../permalink.js";

/** @param {HTMLElement} root @param {Context} context @returns {View<Screen>} */
export function mount(root, context) {
  /** @type {Promise<Form | undefined> | null} from the first press on: a second one waits for the same form */
  let loading = null;
  /** @type {Screen | null} */
  let shown = null;
  /** @param {string} name @param {object} [asked] */
  const load = (name, asked) =>
    loadLater(name, { root, context, ...asked }).catch(() => {
      context.dispatch("say", { key: "page.error.network" });
    });
  root.addEventListener("open", async (event) => {
    const from = /** @type {CustomEvent<File | string | null>} */ (event).detail;
    if (from && typeof from !== "string") {
      // One that is dropped takes the place of what is open.
      for (const dialog of root.querySelectorAll("dialog")) dialog.close();
      await load("import_model", { file: from, shown });
    } else {
      loading ??= load("own_network");
      const form = await loading;
      // A script that did not come is asked for again.
      if (!form) loading = null;
      else if (shown) form.open(shown, from ?? "");
    }
  });
  return {
    update(screen) {
      shown = screen;
      if (bare.delete(screen.state.request)) void load("import_model");
    },
  };
}
