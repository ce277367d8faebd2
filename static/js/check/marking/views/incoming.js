// Texts with numbers that come from anywhere: pasted on the page or into a cell, dropped as a file. They are offered to
// the field for pasted numbers, whose tab is opened.
/** @import { Context, Screen } from "../../types.js" */
import { sheetAddresses } from "../request.js";
import { LONGEST, LONGEST_LINES, readSheet } from "../reading/text.js";

/** A larger file is not read. */
const MOST_BYTES = 4 * LONGEST;
/** What is too long to be read, cut: the reader is told so. @param {string} text */
const cut = (text) => text.slice(0, LONGEST + 1);
/** Pasting into one of these is theirs. */
const FIELDS = "input, textarea, select, [contenteditable], dialog";

/** @param {string} name */
export const openTab = (name) => {
  const tab = document.querySelector(`[data-tab="${name}"]`);
  if (tab?.getAttribute("aria-selected") !== "true") /** @type {HTMLElement | null} */ (tab)?.click();
};

/** @param {string} text @param {Context["dispatch"]} dispatch */
function offer(text, dispatch) {
  dispatch("offer", { text: cut(text) });
  openTab("paste");
}

/** @param {File | undefined} file @param {Context["dispatch"]} dispatch */
export async function offerFile(file, dispatch) {
  if (file) offer(file.size > MOST_BYTES ? " ".repeat(LONGEST + 1) : await file.text(), dispatch);
}

/** @param {HTMLElement} root of the sheet @param {() => Screen | null} screen @param {Context} context */
export function listenToIncoming(root, screen, context) {
  const { dispatch } = context;
  const main = root.closest("main");
  const own = root.firstElementChild;
  if (!main) return;
  /** The listeners go with the view: a change of language builds it anew.
   * @param {EventTarget} on @param {string} name @param {(event: any) => void} heard */
  const listen = (on, name, heard) => {
    const wrapped = (/** @type {Event} */ event) =>
      own?.isConnected ? heard(event) : on.removeEventListener(name, wrapped);
    on.addEventListener(name, wrapped);
  };
  listen(document, "paste", (/** @type {ClipboardEvent} */ event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const isField = event.target instanceof Element && event.target.closest(FIELDS) !== null;
    if (event.defaultPrevented || isField || screen()?.state.part !== "marking" || text.trim() === "") return;
    event.preventDefault();
    offer(text, dispatch);
  });
  // A range that is pasted into a cell fills the cells from there on, unless it names its numbers.
  listen(main, "pasted-sheet", (/** @type {CustomEvent} */ event) => {
    const { text, range } = event.detail;
    const now = screen();
    if (now === null) return;
    const { request, sample } = now.state;
    const named = readSheet(text, request, sheetAddresses(request, context.catalog), sample);
    const isNamed = text.length > LONGEST_LINES || Object.keys(named.answers).length > 0;
    const answers = isNamed ? null : range();
    if (answers === null) offer(text, dispatch);
    else {
      const count = Object.keys(answers).length;
      dispatch("writeMany", { answers, notice: { key: "checking.taken", params: { count } } });
    }
  });
  listen(main, "dragover", (/** @type {DragEvent} */ event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  listen(main, "drop", (/** @type {DragEvent} */ event) => {
    const file = event.dataTransfer?.files[0];
    if (!file || event.defaultPrevented) return;
    event.preventDefault();
    void offerFile(file, dispatch);
  });
}
