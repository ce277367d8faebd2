// The form for a network of one's own: a script that the page `/` loads when the form is opened first.
import { buildForm } from "../network/views/own_network_form.js";

document.addEventListener("own-network", (event) => {
  const { detail } = /** @type {CustomEvent<{root: HTMLElement, context: any, form: unknown}>} */ (event);
  detail.form = buildForm(detail.root, detail.context);
});
