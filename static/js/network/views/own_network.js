// The place of the form for a network of one's own. Its script is loaded when the form is opened first: most readers
// never need it.
/** @import { View } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
/** @import { Form } from "./own_network_form.js" */

/** @param {HTMLElement} root @param {Context} context @returns {View<Screen>} */
export function mount(root, context) {
  /** @type {Form | null} */
  let form = null;
  /** @type {Screen | null} */
  let shown = null;
  root.addEventListener("open", async () => {
    try {
      form ??= await loaded(root, context);
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

/** The form, made by its script (pages/own_network.js). @param {HTMLElement} root @param {Context} context
 * @returns {Promise<Form | null>} */
async function loaded(root, context) {
  // A script of a page, not a module of this one.
  const script = `${document.documentElement.dataset["static"]}js/pages/own_network.js`;
  await import(script);
  const asked = { root, context, form: null };
  document.dispatchEvent(new CustomEvent("own-network", { detail: asked }));
  return asked.form;
}
