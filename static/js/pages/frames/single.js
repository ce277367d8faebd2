// The player of one walkthrough in a file of its own (app/web/export/single_page.py): what it would ask a server for is
// in the file. It answers the one question whose answer it has; any other is refused with a sentence.
/** @import { NetworkCatalog } from "../../network/types.js" */
import { openPage } from "../../core/page.js";
import { packed } from "../../core/url_hash.js";
import { decode } from "../../network/permalink.js";
import { TOOL } from "../../network/tool.js";

/** @type {{files: Record<string, unknown>, state: Record<string, unknown>, answer: object, told: string}} */
const heldHere = JSON.parse(document.getElementById("held")?.textContent ?? "");
const shownFirst = (/** @type {NetworkCatalog} */ catalog) => decode(packed(heldHere.state), catalog);

/** The fields of a request in one order, without what is asked for besides. @param {Record<string, unknown>} request */
const questionOf = ({ include: _include, ...request }) => JSON.stringify(Object.entries(request).sort());
const answered = questionOf(/** @type {Record<string, unknown>} */ (heldHere.state["r"]));

/** @param {unknown} content @param {number} [status] */
const replyOf = (content, status = 200) =>
  new Response(JSON.stringify(content), { status, headers: { "content-type": "application/json" } });

globalThis.fetch = async (address, { body } = {}) => {
  if (typeof body !== "string") return replyOf(heldHere.files[String(address)]);
  if (questionOf(JSON.parse(body)) === answered) return replyOf(heldHere.answer);
  return replyOf({ title: "", status: 422, detail: heldHere.told }, 422);
};

await openPage({
  ...TOOL,
  startState: shownFirst,
  // There is no server to check more numbers.
  further: () => null,
  screen: (model, common) => ({ ...TOOL.screen?.(model, common), isCheckDue: false }),
});
