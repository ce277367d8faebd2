// The glossary of a section: every formula has a button for its symbols, every term leads to its entry in the dialog.
/** @import { Lesson } from "../types.js" */
/** @import { Reading } from "./formula_symbols.js" */
import { element, setText } from "../../draw/dom.js";
import { symbolsIn } from "./formula_symbols.js";
import { createTable } from "./glossary_table.js";

const FORMULA = [
  ".formula[data-latex]",
  ".step-caption-symbols[data-latex]",
  ".line-symbols[data-latex]",
  ".figure-view [data-latex]",
].join(", ");
/** The formulas of a panel share one button. */
const PANEL = "figure, [data-tool], [data-question], [data-exercise], .exercise";
/** New formulas get their buttons after this time, in milliseconds: many are drawn after each other. */
const BUTTON_DELAY = 150;
/** The notation of each section's formulas. @type {Record<number, Reading>} */
const READING_OF_SECTION = {
  1: "derivation",
  2: "function",
  3: "derivation",
  4: "function",
  5: "figure",
  6: "derivation",
  7: "derivation",
};

/**
 * @typedef {object} GlossaryState
 * @property {Lesson} lesson
 * @property {HTMLElement} main
 * @property {HTMLDialogElement} dialog
 * @property {HTMLElement} title
 * @property {string} fullTitle the title when all entries are shown
 * @property {ReturnType<typeof createTable>} table
 * @property {HTMLElement | null} opener gets the focus back
 */

/** @param {Lesson} lesson */
export function mountGlossary(lesson) {
  const main = document.querySelector("main");
  const dialog = document.getElementById("glossary");
  const title = document.getElementById("glossary-title");
  if (!(main && dialog instanceof HTMLDialogElement && title)) return;
  /** @type {GlossaryState} */
  const state = {
    lesson,
    main,
    dialog,
    title,
    fullTitle: title.dataset["title"] ?? "",
    table: createTable(dialog),
    opener: null,
  };
  listen(state);
  addButtons(state);
  const open = element(
    "button",
    { type: "button", class: "glossary-all", "aria-haspopup": "dialog" },
    state.fullTitle,
  );
  open.addEventListener("click", () => openDialog(state, open, null, state.fullTitle));
  document.querySelector("[data-lesson-tools]")?.append(open);
}

/** @param {GlossaryState} state @param {HTMLElement | null} opener
 * @param {Iterable<string> | null} names null: all entries @param {string} heading */
function openDialog(state, opener, names, heading) {
  const { dialog, title, table } = state;
  state.opener = opener;
  setText(title, heading);
  table.show(names);
  if (!dialog.open) dialog.showModal();
  // Some symbols are read, all of them are searched.
  (names === null ? table.search : title).focus();
}

/** @param {GlossaryState} state */
function listen(state) {
  const { dialog, title, main } = state;
  dialog.addEventListener("everything", () => setText(title, state.fullTitle));
  dialog.addEventListener("close", () => {
    if (state.opener?.isConnected) state.opener.focus();
    state.opener = null;
  });
  // A click beside the dialog closes it.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  let timer = 0;
  new MutationObserver(() => {
    if (timer === 0)
      timer = window.setTimeout(() => {
        timer = 0;
        addButtons(state);
      }, BUTTON_DELAY);
  }).observe(main, { childList: true, subtree: true });
  document.addEventListener("click", (event) => openTerm(state, event));
}

/** A click on a term opens its entry; with a modifier key it follows the link.
 * @param {GlossaryState} state @param {MouseEvent} event */
function openTerm(state, event) {
  const link = event.target instanceof Element ? event.target.closest("a.term[data-term]") : null;
  if (!(link instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
    return;
  const row = state.table.row(link.dataset["term"] ?? "");
  if (row === null) return;
  event.preventDefault();
  openDialog(state, link, null, state.fullTitle);
  row.scrollIntoView({ block: "center" });
  row.focus();
}

// ---- the buttons of formulas ---------------------------------------------------------------------------------

/** Gives a button to every panel and every run of formulas that has none yet. @param {GlossaryState} state */
function addButtons(state) {
  for (const formula of state.main.querySelectorAll(FORMULA)) {
    const panel = formula.closest(PANEL);
    if (panel) {
      if (panel.querySelector(".symbols-of")) continue;
      const caption = panel.querySelector(":scope > figcaption");
      if (caption) caption.before(symbolsButton(state, panel));
      else panel.append(symbolsButton(state, panel));
    } else {
      const next = formula.nextElementSibling;
      if (!next?.matches(`.symbols-of, ${FORMULA}`)) formula.after(symbolsButton(state, formula));
    }
  }
}

/** @param {GlossaryState} state @param {Element} place a panel, or the last of several formulas in the text */
function symbolsButton(state, place) {
  const { lesson, table } = state;
  const heading = lesson.t("glossary.of", { where: nameOf(place) });
  const button = element(
    "button",
    { type: "button", "aria-label": heading, "aria-haspopup": "dialog" },
    lesson.t("glossary.open"),
  );
  button.addEventListener("click", () => {
    const places = place.matches(FORMULA) ? formulasUpTo(place) : [place];
    const names = symbolsIn(places.map(latexIn).join(" "), table.entries, readingOf(lesson, place));
    openDialog(state, button, names, heading);
  });
  return element("p", { class: "symbols-of" }, button);
}

/** The formulas of a place, joined. @param {Element} place */
function latexIn(place) {
  const formulas = place.matches(FORMULA) ? [place] : [...place.querySelectorAll(FORMULA)];
  return formulas.map((formula) => formula.getAttribute("data-latex") ?? "").join(" ");
}

/** A formula of the text and those directly before it. @param {Element} formula */
function formulasUpTo(formula) {
  const formulas = [formula];
  for (
    let before = formula.previousElementSibling;
    before?.matches(FORMULA);
    before = before.previousElementSibling
  )
    formulas.unshift(before);
  return formulas;
}

/** The notation of a place: that of its figure, else that of the section. @param {Lesson} lesson @param {Element} place
 * @returns {Reading} */
function readingOf(lesson, place) {
  const live = lesson.figureOf(place);
  const notation = live?.figure.tool === "network" ? live.model.state.notation : null;
  if (notation === null) return READING_OF_SECTION[lesson.section] ?? "derivation";
  return notation === "figure" ? notation : "derivation";
}

/** The name of a figure, or the heading above a place. @param {Element} place */
function nameOf(place) {
  const heading = place.querySelector(".figure-name, h3") ?? place.closest(".part")?.querySelector("h2");
  return heading?.textContent?.trim() ?? "";
}
