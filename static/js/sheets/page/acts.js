// What a reader does on a sheet, and what leaves the page: links and hand-ins.
/** @import { Key } from "../../core/types.js" */
/** @import { State } from "../types.js" */
/** @import { SheetPage } from "./page.js" */
import { addressOf } from "../../core/browser/address.js";
import { copyText } from "../../core/browser/clipboard.js";
import { saveFile } from "../../core/browser/save_file.js";
import { handInText, hashOf, noWork } from "../plan.js";

/** @param {string} hash */
export const addressWith = (hash) => new URL(`#${hash}`, addressOf(window).href).href;

/** @param {SheetPage} page @param {string} text @param {Key} [said] */
export async function copied({ say, translations }, text, said = "control.copied_link") {
  if (await copyText(text)) say(translations.t(said));
}

/** What a reader does on a sheet. @param {any} page of `createPage`, which needs them itself
 * @returns {import("../views/sheet.js").Acts} */
export const actsOf = (/** @type {SheetPage} */ page) => ({
  write: (address, text) => page.work({ answers: { ...page.state.work.answers, [address]: text } }),
  sign: (address, sign) => page.work({ signs: without(page.state.work.signs, address, sign) }),
  principle: (line, name) => page.work({ principles: { ...page.state.work.principles, [line]: name } }),
  pick: (at) => page.work({ slip: { at, right: "" } }),
  right: (right) => page.work({ slip: { ...page.state.work.slip, right } }),
  name: (name) => page.work({ name }),
  save: () => saveFile(handInName(page.state), "application/json", handInText(page.state)),
  copyHandIn: () => void copied(page, addressWith(hashOf({ ...page.state, tab: "work" }))),
  clear: () => page.clear(),
});

/** @param {Record<string, any>} table @param {string} name @param {string} value an empty one takes the entry out */
function without(table, name, value) {
  const { [name]: _, ...rest } = table;
  return value === "" ? rest : { ...rest, [name]: value };
}

/** @param {State} state */
const handInName = ({ plan, seed, variant, work }) => {
  const name = work.name.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  return `${["sheet", plan.ready ?? plan.kind, seed, variant, name].filter((part) => part !== "").join("-")}.json`;
};
