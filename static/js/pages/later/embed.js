// The player in a page of one's own: a script that a page loads when its dialog is opened first.
/** @import { Tool, ToolSpec } from "../../core/tool.js" */
import { createApi } from "../../core/api.js";
import { withOwnSentences, withOwnStyles } from "../../core/browser/own_sentences.js";
import { acceptedState } from "../../core/editing.js";
import { problemText } from "../../core/problems.js";
import { url } from "../../core/url_hash.js";
import { openDialog } from "../../embed/views/dialog.js";

document.addEventListener("embed", (event) => {
  const { detail } = /** @type {CustomEvent<{tool: Tool, spec: ToolSpec<any, any>, made: unknown}>} */ (
    event
  );
  detail.made = open(detail);
});

/** @param {{tool: Tool, spec: ToolSpec<any, any>}} page */
async function open({ tool, spec }) {
  const [{ t, catalog, language }] = await Promise.all([
    withOwnSentences(tool.context, "embed"),
    withOwnStyles("embed_dialog"),
  ]);
  const { ask } = createApi({ fetch: fetch.bind(globalThis), language });
  const base = `${location.origin}${url("")}`;
  const state = spec.encode(acceptedState(tool.model), catalog);
  const links = [...document.querySelectorAll("#settings [data-language]")];
  return openDialog({
    t,
    shown: { base, page: spec.page, state, title: document.title },
    link: `${base}${spec.page}#${state}`,
    // Only then the page names the address that describes it to other sites.
    isAllowed: document.querySelector('link[type="application/json+oembed"]') !== null,
    languages: links.map((link) => ({
      code: link.getAttribute("data-language") ?? "",
      name: link.textContent ?? "",
    })),
    async codeOf(text) {
      const reply = await ask("/api/v1/qr", { text }, (response) => response.text());
      if (reply && "answer" in reply) return reply.answer;
      const [field] = reply?.problem.problems ?? [];
      throw new Error(field?.msg ?? (reply ? problemText(reply.problem, t) : ""));
    },
  });
}
