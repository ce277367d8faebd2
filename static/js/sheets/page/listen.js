// What is pressed, typed and dropped beside the sheet: the plan, the buttons, the tabs, the class.
/** @import { Translations } from "../../core/types.js" */
/** @import { State, Tab } from "../types.js" */
/** @import { SheetPage } from "./page.js" */
import { addressOf } from "../../core/browser/address.js";
import { narrow } from "../../core/browser/media.js";
import { ofTab } from "../../core/browser/memory.js";
import { saveFile } from "../../core/browser/save_file.js";
import { setAttribute } from "../../draw/dom.js";
import { createClassroom } from "../classroom.js";
import { hashOf, noWork } from "../plan.js";
import { createClass } from "../views/class.js";
import { addressWith, copied } from "./acts.js";
import { printAll, printShown, save } from "./paper.js";
import { apiOf, partAt } from "./parts.js";

/** @param {SheetPage} page */
export function listenToForm(page) {
  const root = partAt("[data-plan]");
  root.addEventListener("submit", (event) => event.preventDefault());
  root.addEventListener("change", () => {
    const { plan, seed, variants } = page.form.read();
    const variant = Math.min(page.state.variant, Math.max(1, variants));
    void page.open({ ...page.state, plan, seed, variants, variant, tab: openTab(page.state) }, true);
  });
  for (const button of root.querySelectorAll("[data-file]")) {
    button.addEventListener("click", () => void save(page, button.getAttribute("data-file") ?? ""));
  }
}

/** A plan shows its sheets. @param {State} state @returns {Tab} */
const openTab = ({ tab }) => (tab === "class" ? "work" : tab);

/** @param {SheetPage} page */
export function listenToButtons(page) {
  /** @type {Record<string, () => void>} */
  const commands = {
    draw: () => {
      const seed = Math.floor(Math.random() * 1e6);
      void page.open({ ...page.state, seed, tab: openTab(page.state) }, true);
    },
    printSheets: () => printAll(page, "sheets"),
    printKeys: () => printAll(page, "keys"),
    copyLink: () =>
      void copied(
        page,
        addressWith(hashOf({ ...page.state, tab: "work", work: noWork(), forStudents: true })),
        "sheet.copied_for_students",
      ),
    before: () => page.turn(page.state.variant - 1),
    after: () => page.turn(page.state.variant + 1),
  };
  for (const button of document.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => commands[button.getAttribute("data-do") ?? ""]?.());
  }
  const number = /** @type {HTMLInputElement} */ (partAt("[name=variant]"));
  number.addEventListener("change", () => page.turn(Number(number.value)));
  window.addEventListener("popstate", () => page.follow());
  window.addEventListener("beforeprint", () => printShown(page));
  window.addEventListener("afterprint", () => partAt("[data-paper]").replaceChildren());
  for (const anchor of document.querySelectorAll("[data-language]")) {
    anchor.addEventListener("click", (event) => {
      event.preventDefault();
      const to = new URL(addressOf(window).href);
      to.searchParams.set("lang", anchor.getAttribute("data-language") ?? "en");
      window.location.assign(to.href);
    });
  }
}

/** On a phone the sheet comes first; where there is room for both the plan is always open. */
export function foldPlan() {
  const box = partAt("[data-plan-box]");
  const fold = () => setAttribute(box, "open", !narrow.matches);
  narrow.addEventListener("change", fold);
  fold();
}

/** @param {SheetPage} page */
export function listenToTabs(page) {
  const tabs = [...document.querySelectorAll("[data-tab]")];
  tabs.forEach((button, place) => {
    button.addEventListener("click", () =>
      page.go({ tab: /** @type {Tab} */ (button.getAttribute("data-tab")) }),
    );
    button.addEventListener("keydown", (/** @type {any} */ event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[/** @type {KeyboardEvent} */ (event).key] ?? 0;
      const next = tabs[(place + by + tabs.length) % tabs.length];
      if (by === 0 || !(next instanceof HTMLElement)) return;
      next.focus();
      next.click();
    });
  });
}

/** @param {SheetPage} page @param {Translations} translations */
export function openClass(page, translations) {
  const { t, language } = translations;
  const room = createClassroom({ ask: apiOf(translations).ask, language, t, memory: ofTab });
  const view = createClass(partAt('[data-pane="class"]'), t, {
    open: (files) => void room.read(files),
    paste: (text) => void room.add("", text),
    show: async ({ handIn, first }) => {
      if (handIn === null) return;
      const variants = handIn.plan.ready === null ? Math.max(page.state.variants, handIn.variant) : 1;
      await page.open({ ...page.state, ...handIn, variants, tab: "work" });
      // The first slip may stand below the edge.
      const slip = first && document.querySelector(`[data-number="${CSS.escape(first.address)}"]`);
      slip?.scrollIntoView({ block: "center" });
    },
    csv: () => saveFile("hand-ins.csv", "text/csv", `\uFEFF${room.csv()}`),
    clear: () => room.clear(),
  });
  room.listen((rows, waiting) => view.update(rows, waiting));
  room.restore();
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    if (page.state.forStudents) return;
    page.go({ tab: "class" });
    void room.read(files);
  });
}
