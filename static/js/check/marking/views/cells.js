// The cells of the sheet: a field for a number as it is written, with the sign of its verdict; arrows, Enter and pasted
// ranges go from one to the next as in a spreadsheet.
/** @import { Address } from "../../../core/types.js" */
/** @import { Context, MarkedAnswer, Screen } from "../../types.js" */
import { element, setAttribute, setText, uniqueId } from "../../../draw/dom.js";
import { cellsOf } from "../../../math/pasted_cells.js";
import { VERDICTS } from "../verdicts.js";

/**
 * @typedef {object} Cell
 * @property {Address} address
 * @property {HTMLElement} root
 * @property {HTMLInputElement} input
 * @property {(screen: Screen) => void} update
 */
/** A grid of cells, by row: what the arrows walk in. @typedef {Cell[][]} Grid */

/** The longest text that a field takes; the API refuses a longer one. */
const LONGEST = 1000;

/** @param {Address} address @param {string} name read aloud @param {Context} context @returns {Cell} */
export function cellOf(address, name, { dispatch, t }) {
  const id = uniqueId("verdict");
  const input = element("input", {
    type: "text",
    class: "number own-number",
    "data-address": address,
    "data-key": `own-${address}`,
    "aria-label": name,
    "aria-describedby": id,
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    inputmode: "text",
    maxlength: LONGEST,
  });
  const sign = element("span", { class: "verdict-sign", "aria-hidden": "true" });
  const word = element("span", { class: "unseen", id });
  const write = () => {
    input.removeAttribute("data-typing");
    dispatch("write", { address, text: input.value });
  };
  input.addEventListener("input", () => setAttribute(input, "data-typing", true));
  input.addEventListener("change", write);
  input.addEventListener("focus", () => {
    input.select();
    dispatch("focus", address);
  });
  input.addEventListener("blur", () => {
    input.removeAttribute("data-typing");
    dispatch("focus", null);
  });
  return {
    address,
    input,
    root: element("span", { class: "own-cell" }, input, sign, word),
    update({ state, verdicts, first }) {
      const text = state.answers[address] ?? "";
      if (!input.hasAttribute("data-typing") && input.value !== text) input.value = text;
      showVerdict(input, sign, word, verdicts.get(address) ?? null, t);
      setAttribute(input, "data-first", first?.address === address && verdicts.has(address));
    },
  };
}

/** @param {HTMLElement} input @param {HTMLElement} sign @param {HTMLElement} word @param {MarkedAnswer | null} judged
 * @param {Context["t"]} t */
function showVerdict(input, sign, word, judged, t) {
  const look = judged && VERDICTS[judged.verdict];
  setAttribute(input, "data-verdict", judged?.verdict ?? null);
  setAttribute(input, "title", look ? t(look.word) : null);
  setText(sign, look?.sign ?? "");
  setText(word, look ? t(look.word) : "");
}

/** @param {HTMLElement} root of all cells @param {() => Grid} grid */
export function listenToCells(root, grid) {
  root.addEventListener("keydown", (event) => {
    const place = placeOf(grid(), event.target);
    if (place === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = neighbour(grid(), place, event);
    if (next === null) return;
    event.preventDefault();
    next.input.focus();
    next.root.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  root.addEventListener("paste", (event) => {
    const place = placeOf(grid(), event.target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (place === null || !/[\t\r\n]/.test(text.trim())) return;
    // More than a range of cells is read by the field for pasted sheets.
    event.preventDefault();
    root.dispatchEvent(
      new CustomEvent("pasted-sheet", {
        bubbles: true,
        detail: { text, range: () => rangeFrom(grid(), place, text) },
      }),
    );
  });
}

/** The texts of a copied range by address, from a cell on; null where it has more cells than there are.
 * @param {Grid} grid @param {Place} place @param {string} text @returns {Record<Address, string> | null} */
export function rangeFrom(grid, { row, column }, text) {
  /** @type {Record<Address, string>} */
  const found = {};
  for (const [r, cells] of cellsOf(text).entries())
    for (const [c, cell] of cells.entries()) {
      if (cell.trim() === "") continue;
      const address = grid[row + r]?.[column + c]?.address;
      if (address === undefined) return null;
      found[address] = cell.trim();
    }
  return found;
}

/** @typedef {{row: number, column: number}} Place */

/** @param {Grid} grid @param {EventTarget | null} target @returns {Place | null} */
function placeOf(grid, target) {
  for (const [row, cells] of grid.entries()) {
    const column = cells.findIndex(({ input }) => input === target);
    if (column >= 0) return { row, column };
  }
  return null;
}

/** The cell that a key leads to. @param {Grid} grid @param {Place} place @param {KeyboardEvent} event
 * @returns {Cell | null} */
function neighbour(grid, { row, column }, { key, shiftKey, target }) {
  const input = /** @type {HTMLInputElement} */ (target);
  const all = grid.flat();
  const index = all.findIndex((cell) => cell.input === input);
  const isWhole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
  const isAtStart = isWhole || (input.selectionStart === 0 && input.selectionEnd === 0);
  const isAtEnd = isWhole || input.selectionStart === input.value.length;
  const beside = (/** @type {number} */ by) => all[index + by] ?? null;
  const across = (/** @type {number} */ by) => {
    const cells = grid[row + by];
    return cells?.[Math.min(column, cells.length - 1)] ?? null;
  };
  if (key === "Enter") return beside(shiftKey ? -1 : 1) ?? commit(input);
  if (shiftKey) return null;
  if (key === "ArrowDown") return across(1);
  if (key === "ArrowUp") return across(-1);
  if (key === "ArrowRight" && isAtEnd) return beside(1);
  if (key === "ArrowLeft" && isAtStart) return beside(-1);
  return null;
}

/** After the last cell Enter takes what is written. @param {HTMLInputElement} input @returns {null} */
function commit(input) {
  input.dispatchEvent(new Event("change"));
  return null;
}

/** Brings a cell of the sheet into sight, and the focus to it. @param {Address} address */
export function goToCell(address) {
  // A change of the sample is drawn in the next microtask.
  setTimeout(() => {
    const input = document.querySelector(`[data-view="sheet"] input[data-address="${address}"]`);
    input?.closest("details")?.setAttribute("open", "");
    /** @type {HTMLElement | null} */ (input)?.focus();
  });
}
