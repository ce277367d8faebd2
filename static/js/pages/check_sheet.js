// The page of sheets: a plan becomes sheets to work on the screen or on paper, and hand-ins are marked.
/** @import { Problem, Translations } from "../core/types.js" */
/** @import { Row } from "../sheets/class_table.js" */
/** @import { HandIn, Sheets, State, Tab, Variant } from "../sheets/types.js" */
import { createApi } from "../core/api.js";
import { isAnswer } from "../core/answers/shapes.js";
import { addressOf } from "../core/browser/address.js";
import { copyText } from "../core/browser/clipboard.js";
import { ignoreInputMethod } from "../core/browser/input_method.js";
import { begin } from "../core/browser/loading.js";
import { narrow } from "../core/browser/media.js";
import { ofTab } from "../core/browser/memory.js";
import { saveFile } from "../core/browser/save_file.js";
import { pageTranslations } from "../core/browser/sentences.js";
import { problemText } from "../core/problems.js";
import { Unreadable, isStateHash } from "../core/url_hash.js";
import { setAttribute, setText } from "../draw/dom.js";
import { createMarking } from "../sheets/marking.js";
import { createClassroom } from "../sheets/classroom.js";
import { createDrafts } from "../sheets/drafts.js";
import { firstState, handInText, hashOf, noWork, sheetsRequest, stateOf } from "../sheets/plan.js";
import { createClass } from "../sheets/views/class.js";
import { keyOf } from "../sheets/views/key.js";
import { pagesOf } from "../sheets/views/paper.js";
import { createPlanForm, untoldOf } from "../sheets/views/plan_form.js";
import { createSheet } from "../sheets/views/sheet.js";

/** A notice is read within so many milliseconds. */
const NOTICE = 9000;

/** @param {string} selector @returns {HTMLElement} */
function find(selector) {
  const found = document.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`the page has no ${selector}`);
  return found;
}

/** @param {Translations} translations */
function apiOf({ language }) {
  return createApi({ fetch: fetch.bind(globalThis), language: () => language, isAnswer });
}

/** The notice at the foot of the page. @returns {(text: string) => void} */
function noticeIn() {
  const place = find("[data-notice]");
  let timer = 0;
  return (text) => {
    setText(place, text);
    clearTimeout(timer);
    timer = window.setTimeout(() => setText(place, ""), NOTICE);
  };
}

/** The state of the address; what cannot be read is said. @param {(error: Unreadable) => void} refuse */
function linked(refuse) {
  const { hash } = addressOf(window);
  if (!isStateHash(hash)) return firstState();
  try {
    return stateOf(hash);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    refuse(error);
    return firstState();
  }
}

/** The sheets of a state, from the server; null: there are none, and why is told.
 * @param {Translations} translations @param {(problem: Problem) => void} tell
 * @returns {(wanted: State) => Promise<Sheets | null>} */
function sheetsOf(translations, tell) {
  const { ask } = apiOf(translations);
  return async (wanted) => {
    setAttribute(document.documentElement, "data-pending", "true");
    const found = await ask("/api/v1/sheets", sheetsRequest(wanted, "json", translations.language));
    if (found === null) return null;
    setAttribute(document.documentElement, "data-pending", "false");
    if ("answer" in found) return found.answer;
    tell(found.problem);
    return null;
  };
}

/** @param {Translations} translations */
function createPage(translations) {
  const { t } = translations;
  const say = noticeIn();
  const refuse = (/** @type {Unreadable} */ error) => say(t(error.key, error.params));
  const form = createPlanForm(/** @type {HTMLFormElement} */ (find("[data-plan]")));
  const sheet = createSheet(find('[data-pane="work"]'));
  const drawn = sheetsOf(translations, tell);
  const marking = createMarking(apiOf(translations).ask, t);
  const drafts = createDrafts();
  /** @type {State} */
  let state = linked(refuse);
  /** @type {Sheets | null} */
  let sheets = null;

  /** @returns {Variant | null} */
  const variant = () => sheets?.variants[state.variant - 1] ?? null;

  function show() {
    showTab(state);
    setText(find("[data-of]"), t("sheet.variant.of", { count: state.variants }));
    showVariant(state);
    const shown = variant();
    if (sheets === null || shown === null) return;
    sheet.update({ state, sheets, variant: shown, marked: marking.of(sheets, shown, state.work), t, acts });
    if (state.tab === "key") find('[data-pane="key"]').replaceChildren(...keyOf(sheets, shown, t));
  }

  /** @param {Problem} problem */
  function tell(problem) {
    const field = problem.problems?.[0]?.loc.find((part) => typeof part === "string" && part !== "plan");
    const name = String(field ?? "");
    const text = problemText(problem, t);
    const label = form.labelOf(name);
    form.refuse({ name, text: label === "" ? text : t("sheet.problem", { field: label, text }) });
  }

  /** Asks for the sheets of a state. @param {State} wanted @returns {Promise<boolean>} are they there? */
  async function draw(wanted) {
    const found = await drawn(wanted);
    if (found === null) return false;
    form.refuse(null);
    sheets = found;
    find("[data-untold]").replaceChildren(untoldOf(sheets.untold, t));
    return true;
  }

  /** Has what was written marked. */
  async function mark() {
    const shown = variant();
    if (sheets !== null && shown !== null) {
      const problem = await marking.ask(sheets, shown, state.work);
      if (problem !== null) say(problemText(problem, t));
    }
    show();
  }

  /** @param {Partial<State>} change @param {{push?: boolean}} [how] */
  function go(change, { push = false } = {}) {
    drafts.keep(state);
    state = { ...state, ...change };
    addressOf(window).write(`#${hashOf(state)}`, { push });
    void mark();
  }

  /** Shows the state that the page has now, with its form. */
  async function begun() {
    form.show(state);
    show();
    if (await draw(state)) await mark();
  }

  const page = {
    get state() {
      return state;
    },
    get sheets() {
      return sheets;
    },
    form,
    translations,
    say,
    tell,
    go,
    begun,
    /** @param {Partial<State["work"]>} change */
    work: (change) => go({ work: { ...state.work, ...change } }),
    /** @param {number} number */
    turn(number) {
      const next = Math.min(Math.max(1, Math.trunc(number) || 1), state.variants);
      sheet.forget();
      go({ variant: next, work: drafts.of({ ...state, variant: next }) }, { push: true });
    },
    /** Another plan, or a hand-in: what the server refuses leaves sheet and link as they are.
     * @param {State} other @param {boolean} [isNew] its work is what was written there before */
    async open(other, isNew = false) {
      if (!(await draw(other))) return;
      drafts.keep(state);
      sheet.forget();
      form.show(other);
      go(isNew ? { ...other, work: drafts.of({ ...other, work: state.work }) } : other, { push: true });
    },
    clear() {
      sheet.forget();
      go({ work: { ...noWork(), name: state.work.name } }, { push: true });
    },
    /** Shows what the address holds; an anchor of the page leaves it as it is. */
    follow() {
      const { hash } = addressOf(window);
      if (hash !== "" && !isStateHash(hash)) return;
      state = linked(refuse);
      sheet.forget();
      void begun();
    },
  };
  const acts = actsOf(page);
  return page;
}

/** @typedef {ReturnType<typeof createPage>} SheetPage */

/** @param {string} hash */
const addressWith = (hash) => new URL(`#${hash}`, addressOf(window).href).href;

/** @param {SheetPage} page @param {string} text @param {import("../core/types.js").Key} [said] */
async function copied({ say, translations }, text, said = "control.copied_link") {
  if (await copyText(text)) say(translations.t(said));
}

/** What a reader does on a sheet. @param {any} page of `createPage`, which needs them itself
 * @returns {import("../sheets/views/sheet.js").Acts} */
const actsOf = (/** @type {SheetPage} */ page) => ({
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

/** @param {NonNullable<Sheets["file"]>} file @returns {BlobPart} */
const contentOf = ({ encoding, text }) =>
  encoding === "base64" ? Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)) : text;

/** A file of the sheets, made by the server. @param {SheetPage} page @param {string} format */
async function save({ state, translations, tell }, format) {
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
function print({ sheets, translations }, what) {
  if (sheets === null) return;
  find("[data-paper]").replaceChildren(...pagesOf(sheets, sheets.variants, what, translations.t));
  window.print();
}

/** Who prints the page by the browser gets what is shown: this variant, or its key.
 * @param {SheetPage} page */
function printShown({ sheets, state, translations }) {
  const paper = find("[data-paper]");
  const shown = sheets?.variants[state.variant - 1];
  if (paper.firstChild || sheets === null || shown === undefined) return;
  const what = state.tab === "key" ? "keys" : "sheets";
  paper.replaceChildren(...pagesOf(sheets, [shown], what, translations.t));
}

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

/** Which variant is open, in its field. @param {State} state */
function showVariant({ variant, variants }) {
  const field = /** @type {HTMLInputElement} */ (find("[name=variant]"));
  field.max = String(variants);
  field.value = String(variant);
}

/** @param {State} state */
function showTab({ tab, forStudents }) {
  setAttribute(document.documentElement, "data-students", forStudents);
  for (const button of document.querySelectorAll("[data-tab]")) {
    const isOpen = button.getAttribute("data-tab") === tab;
    setAttribute(button, "aria-selected", isOpen ? "true" : "false");
    setAttribute(button, "tabindex", isOpen ? null : -1);
  }
  for (const pane of document.querySelectorAll("[data-pane]")) {
    setAttribute(pane, "hidden", pane.getAttribute("data-pane") !== tab);
  }
  setAttribute(find("[data-variant]"), "hidden", tab === "class");
}

/** @param {SheetPage} page */
function listenToForm(page) {
  const root = find("[data-plan]");
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
function listenToButtons(page) {
  /** @type {Record<string, () => void>} */
  const commands = {
    draw: () => {
      const seed = Math.floor(Math.random() * 1e6);
      void page.open({ ...page.state, seed, tab: openTab(page.state) }, true);
    },
    printSheets: () => print(page, "sheets"),
    printKeys: () => print(page, "keys"),
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
  const number = /** @type {HTMLInputElement} */ (find("[name=variant]"));
  number.addEventListener("change", () => page.turn(Number(number.value)));
  window.addEventListener("popstate", () => page.follow());
  window.addEventListener("beforeprint", () => printShown(page));
  window.addEventListener("afterprint", () => find("[data-paper]").replaceChildren());
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
function foldPlan() {
  const box = find("[data-plan-box]");
  const fold = () => setAttribute(box, "open", !narrow.matches);
  narrow.addEventListener("change", fold);
  fold();
}

/** @param {SheetPage} page */
function listenToTabs(page) {
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
function openClass(page, translations) {
  const { t, language } = translations;
  const room = createClassroom({ ask: apiOf(translations).ask, language, t, memory: ofTab });
  const view = createClass(find('[data-pane="class"]'), t, {
    open: (files) => void room.read(files),
    paste: (text) => void room.add("", text),
    show: ({ handIn }) => {
      if (handIn === null) return;
      const variants = handIn.plan.ready === null ? Math.max(page.state.variants, handIn.variant) : 1;
      void page.open({ ...page.state, ...handIn, variants, tab: "work" });
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

await begin(document, async () => {
  ignoreInputMethod(window);
  const translations = await pageTranslations(document, "sheets");
  const page = createPage(translations);
  listenToForm(page);
  listenToButtons(page);
  listenToTabs(page);
  openClass(page, translations);
  foldPlan();
  await page.begun();
  document.documentElement.dataset["ready"] = "true";
});
