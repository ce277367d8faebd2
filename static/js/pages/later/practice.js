// Practising on a network: a script that a page loads when it is used first, with its sentences and its style sheet.
import { withOwnSentences, withOwnStyles } from "../../core/browser/own_sentences.js";
import { buildPractice } from "../../network/views/practice/index.js";

document.addEventListener("practice", (event) => {
  const { detail } = /** @type {CustomEvent<{root: HTMLElement, context: any, made: unknown}>} */ (event);
  detail.made = open(detail.root, detail.context);
});

/** @param {HTMLElement} root @param {any} pageContext */
async function open(root, pageContext) {
  const [context] = await Promise.all([withOwnSentences(pageContext, "practice"), withOwnStyles("practice")]);
  return buildPractice(root, context);
}
