// The form for a network of one's own: a script that the page `/` loads when the form is opened first.
import { withOwnSentences, withOwnStyles } from "../../core/browser/own_sentences.js";
import { buildForm } from "../../network/views/own_network_form.js";

document.addEventListener("own_network", (event) => {
  const { detail } = /** @type {CustomEvent<{root: HTMLElement, context: any, made: unknown}>} */ (event);
  detail.made = open(detail.root, detail.context);
});

/** @param {HTMLElement} root @param {any} pageContext */
async function open(root, pageContext) {
  const [context] = await Promise.all([
    withOwnSentences(pageContext, "own_network"),
    withOwnStyles("own_network"),
  ]);
  return buildForm(root, context);
}
