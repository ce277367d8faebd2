// The frame of a page with a player: the tabs of its two sides, a side that folds away, handles that make a side wider,
// and menus below their buttons. All of it is in the template (templates/player.html); what the reader chose is kept
// for the next visit. On a narrow window a tab other than the first opens as a sheet from below.

import { narrow } from "../core/browser/media.js";
import { lasting } from "../core/browser/memory.js";
import { setAttribute } from "../draw/dom.js";
import { placeMenus } from "./menus.js";
import { listenToPulls } from "./swipe.js";

/** A step of a handle by keyboard, in CSS pixels. */
const KEY_STEP = 24;
/** The stage keeps at least this part of the window. */
const MIN_STAGE = 0.36;
const MIN_SIDE = 180;

/**
 * What a narrow window shows over its card: a tab other than the first, or the side that folds away.
 * @typedef {object} Sheet
 * @property {string} side its name
 * @property {() => HTMLElement | null} close the button of what was closed; null where nothing was open
 */

/** Which side of the page an element is on: the start of a line is on the left in most languages.
 * @param {Element} node */
const isRightToLeft = (node) => getComputedStyle(node).direction === "rtl";

/** Makes the frame of the page usable, before there is an answer to show in it. */
export function openFrame() {
  const main = document.querySelector("main");
  if (!main) return;
  /** @type {Sheet[]} */
  const sheets = [];
  for (const side of main.querySelectorAll("[data-side]")) {
    listenToTabs(main, /** @type {HTMLElement} */ (side), sheets);
    listenToPulls(/** @type {HTMLElement} */ (side), () => narrow.matches && closeSheets(sheets));
  }
  for (const fold of main.querySelectorAll("[data-fold]"))
    listenToFold(main, /** @type {HTMLElement} */ (fold), sheets);
  for (const handle of main.querySelectorAll("[data-splitter]"))
    listenToHandle(main, /** @type {HTMLElement} */ (handle));
  placeMenus();
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || document.querySelector("dialog[open], .menu:popover-open")) return;
    if (narrow.matches) closeSheets(sheets)?.focus();
  });
}

/** Closes the open sheet, but not one of the side `kept`; the button of what was closed.
 * @param {readonly Sheet[]} sheets @param {string} [kept] @returns {HTMLElement | null} */
const closeSheets = (sheets, kept) =>
  sheets.map((sheet) => (sheet.side === kept ? null : sheet.close())).find((button) => button !== null) ??
  null;

// ---- tabs ------------------------------------------------------------------------------------------------------

/** @param {HTMLElement} main @param {HTMLElement} side @param {Sheet[]} sheets gets its own */
function listenToTabs(main, side, sheets) {
  const tabs = [...side.querySelectorAll("[data-tab]")];
  /** On a narrow window a side that folds away is one sheet; of another each tab but the first is one. */
  const isSheetOfTabs = !main.querySelector(`[data-fold="${side.dataset["side"]}"]`);
  const key = `deltaflow.tab.${location.pathname}.${side.dataset["side"]}`;
  /** @param {string} name @param {{keep?: boolean}} [options] keep it for the next visit */
  function open(name, { keep = true } = {}) {
    const chosen = tabs.find((tab) => tab.getAttribute("data-tab") === name) ?? tabs[0];
    for (const tab of tabs) {
      setAttribute(tab, "aria-selected", String(tab === chosen));
      setAttribute(tab, "tabindex", tab === chosen ? null : -1);
    }
    for (const pane of side.querySelectorAll("[data-pane]"))
      setAttribute(pane, "data-open", pane.getAttribute("data-pane") === chosen?.getAttribute("data-tab"));
    setAttribute(side, "data-sheet", isSheetOfTabs && chosen !== tabs[0]);
    if (keep) lasting.set(key, name);
  }
  const first = tabs[0]?.getAttribute("data-tab") ?? "";
  sheets.push({
    side: side.dataset["side"] ?? "",
    close() {
      if (!side.hasAttribute("data-sheet")) return null;
      const button = side.querySelector('[aria-selected="true"]');
      open(first);
      return /** @type {HTMLElement | null} */ (button);
    },
  });
  const kept = lasting.get(key);
  if (kept !== null && !narrow.matches) open(kept, { keep: false });
  side.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const name = target?.closest("[data-tab]")?.getAttribute("data-tab");
    if (!name) return;
    // On a narrow window a second press closes the sheet.
    const isOpen = target?.closest("[data-tab]")?.getAttribute("aria-selected") === "true";
    open(isOpen && isSheetOfTabs && narrow.matches ? first : name);
    if (narrow.matches) closeSheets(sheets, side.dataset["side"]);
  });
  side.addEventListener("keydown", (event) => {
    const at = tabs.findIndex((tab) => tab === event.target);
    if (at < 0) return;
    const forward = isRightToLeft(side) ? "ArrowLeft" : "ArrowRight";
    const backward = isRightToLeft(side) ? "ArrowRight" : "ArrowLeft";
    /** @type {Record<string, number>} */
    const targets = { [forward]: at + 1, [backward]: at - 1, Home: 0, End: tabs.length - 1 };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const tab = tabs[(target + tabs.length) % tabs.length];
    open(tab?.getAttribute("data-tab") ?? "");
    /** @type {HTMLElement} */ (tab).focus();
  });
}

// ---- folding ---------------------------------------------------------------------------------------------------

/** @param {HTMLElement} main @param {HTMLElement} button @param {Sheet[]} sheets gets its own */
function listenToFold(main, button, sheets) {
  const name = button.dataset["fold"] ?? "";
  const attribute = `data-folded-${name}`;
  const key = `deltaflow.folded.${name}`;
  /** @param {boolean} folded */
  const show = (folded) => {
    setAttribute(main, attribute, folded);
    setAttribute(button, "aria-expanded", String(!folded));
  };
  show(narrow.matches || lasting.get(key) === "yes");
  button.addEventListener("click", () => {
    const folded = !main.hasAttribute(attribute);
    show(folded);
    if (narrow.matches && !folded) closeSheets(sheets, name);
    if (!narrow.matches) lasting.set(key, folded ? "yes" : "no");
  });
  sheets.push({
    side: name,
    close() {
      if (main.hasAttribute(attribute)) return null;
      show(true);
      return button;
    },
  });
  narrow.addEventListener("change", () => show(narrow.matches || lasting.get(key) === "yes"));
}

// ---- handles ---------------------------------------------------------------------------------------------------

/** @param {HTMLElement} main @param {HTMLElement} handle */
function listenToHandle(main, handle) {
  const name = handle.dataset["splitter"] ?? "";
  const key = `deltaflow.width.${name}`;
  const side = main.querySelector(`[data-side="${name}"]`);
  if (!side) return;
  /** Grows with the distance that the pointer moves to the right, for a side on the left. */
  const sign = () => (name === "rail" ? 1 : -1) * (isRightToLeft(main) ? -1 : 1);
  /** @param {number} width in CSS pixels */
  const widen = (width) => {
    const most = (main.clientWidth * (1 - MIN_STAGE)) / 2;
    const fitting = Math.round(Math.min(most, Math.max(MIN_SIDE, width)));
    main.style.setProperty(`--${name}-width`, `${fitting}px`);
    setAttribute(handle, "aria-valuenow", Math.round((100 * fitting) / main.clientWidth));
    lasting.set(key, String(fitting));
  };
  const reset = () => {
    main.style.removeProperty(`--${name}-width`);
    lasting.remove(key);
  };
  const kept = Number(lasting.get(key));
  if (kept > 0) widen(kept);
  else setAttribute(handle, "aria-valuenow", Math.round((100 * side.clientWidth) / (main.clientWidth || 1)));
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const from = { x: event.clientX, width: side.getBoundingClientRect().width };
    handle.setPointerCapture(event.pointerId);
    /** @param {PointerEvent} moved */
    const move = (moved) => widen(from.width + sign() * (moved.clientX - from.x));
    handle.addEventListener("pointermove", move);
    for (const end of /** @type {const} */ (["pointerup", "pointercancel"]))
      handle.addEventListener(end, () => handle.removeEventListener("pointermove", move), { once: true });
  });
  handle.addEventListener("dblclick", reset);
  handle.addEventListener("keydown", (event) => {
    const step = { ArrowRight: KEY_STEP, ArrowLeft: -KEY_STEP }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    widen(side.getBoundingClientRect().width + sign() * step);
  });
}
