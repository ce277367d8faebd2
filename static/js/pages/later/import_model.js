// The network in a file: a script that the page `/` loads when a file is opened or dropped there first, or when a link
// had no room for the weights of one. What the page itself has saved is read here; everything else by the server.
/** @import { Context, Screen } from "../../network/types.js" */
import { createApi } from "../../core/api.js";
import { withOwnSentences, withOwnStyles } from "../../core/browser/own_sentences.js";
import { problemText } from "../../core/problems.js";
import { Unreadable } from "../../core/url_hash.js";
import { isImported } from "../../network/importing/imported.js";
import { fromFile } from "../../network/permalink.js";
import { showLayers, showLeftOut, showReading, showRefusal } from "../../network/importing/dialog.js";

/** The largest file of the page's own that is read, in bytes. */
const MOST_OWN = 16e6;
const MIB = 1 << 20;
/** What stands at the beginning of a file that a page has saved; one that opens such files opens it. */
const OWN = /^\s*\{\s*"deltaflow"/;

/**
 * @typedef {object} Asked
 * @property {HTMLElement} root where dialogs are put
 * @property {Context} context of the page
 * @property {File} [file] none: a link is open whose weights were left out
 * @property {Screen | null} [shown]
 */

document.addEventListener("import_model", (event) => {
  const { detail } = /** @type {CustomEvent<Asked & {made: unknown}>} */ (event);
  detail.made = open(detail);
});

/** @param {Asked} asked */
async function open({ root, context: pageContext, file, shown }) {
  const isOwn = file && pageContext.tools.has("files") && OWN.test(await file.slice(0, 100).text());
  if (isOwn) return openOwn(pageContext, file);
  const [context] = await Promise.all([
    withOwnSentences(pageContext, "import_model"),
    withOwnStyles("import_model"),
  ]);
  if (!file) return showLeftOut(root, context);
  const { name } = file;
  const most = context.catalog.limits["body_bytes"] ?? Infinity;
  if (file.size > most) {
    const megabytes = Math.floor(most / MIB);
    return showRefusal(root, context, name, context.t("import_model.too_large", { megabytes }));
  }
  const reading = showReading(root, context, name);
  const api = createApi({
    // The body of the request is the file itself.
    fetch: (address, options) => fetch(address, { ...options, body: file }),
    language: context.language,
    isAnswer: (_, answer) => isImported(answer),
  });
  const reply = await api.ask(`/api/v1/import?name=${encodeURIComponent(name)}`, null);
  if (!reply || !shown || !reading.open) return;
  reading.close();
  if ("problem" in reply) showRefusal(root, context, name, problemText(reply.problem, context.t));
  else showLayers(root, context, name, reply.answer, shown);
}

/** A page that was saved. @param {Context} context @param {File} file */
async function openOwn({ catalog, dispatch }, file) {
  try {
    if (file.size > MOST_OWN) throw new Unreadable("page.error.file_kind");
    dispatch("open", fromFile(await file.text(), catalog));
    dispatch("say", { key: "control.opened", params: { name: file.name } });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    dispatch("say", { key: error.key, params: { ...error.params, name: file.name } });
  }
}
