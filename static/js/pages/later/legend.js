// The rows of the network's legend: a script that the page `/` loads when the legend is opened first.
import { withOwnSentences } from "../../core/browser/own_sentences.js";
import { mountRows } from "../../network/views/legend/rows.js";

document.addEventListener("legend", (event) => {
  const { detail } = /** @type {CustomEvent<{root: HTMLElement, context: any, made: unknown}>} */ (event);
  detail.made = open(detail.root, detail.context);
});

/** @param {HTMLElement} root @param {any} pageContext */
const open = async (root, pageContext) => mountRows(root, await withOwnSentences(pageContext, "legend"));
