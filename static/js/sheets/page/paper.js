// The sheets as files of the server, and on paper.
/** @import { Sheets } from "../types.js" */
/** @import { SheetPage } from "./page.js" */
import { saveFile } from "../../core/browser/save_file.js";
import { sheetsRequest } from "../plan.js";
import { pagesOf } from "../views/paper.js";
import { apiOf, partAt } from "./parts.js";

/** @param {NonNullable<Sheets["file"]>} file @returns {BlobPart} */
const contentOf = ({ encoding, text }) =>
  encoding === "base64" ? Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)) : text;

/** A file of the sheets, made by the server. @param {SheetPage} page @param {string} format */
export async function save({ state, translations, tell }, format) {
  const body = sheetsRequest(state, format, translations.language);
  const found = await apiOf(translations).ask("/api/v1/sheets", body);
  if (found === null) return;
  if ("problem" in found) {
    tell(found.problem);
    return;
  }
  const { file } = found.answer;
  if (file !== null) saveFile(file.name, file.media_type, contentOf(file));
  else {
    const name = `${state.plan.ready ?? state.plan.kind}-${state.seed}.json`;
    saveFile(name, "application/json", JSON.stringify(found.answer, null, 1));
  }
}

/** All variants. @param {SheetPage} page @param {"sheets" | "keys"} what */
export function printAll({ sheets, translations }, what) {
  if (sheets === null) return;
  partAt("[data-paper]").replaceChildren(...pagesOf(sheets, sheets.variants, what, translations.t));
  window.print();
}

/** Who prints the page by the browser gets what is shown: this variant, or its key.
 * @param {SheetPage} page */
export function printShown({ sheets, state, translations }) {
  const paper = partAt("[data-paper]");
  const shown = sheets?.variants[state.variant - 1];
  if (paper.firstChild || sheets === null || shown === undefined) return;
  const what = state.tab === "key" ? "keys" : "sheets";
  paper.replaceChildren(...pagesOf(sheets, [shown], what, translations.t));
}
