// The page of sheets: its state, in the address, and what changes it.
/** @import { Problem, Translations } from "../../core/types.js" */
/** @import { Sheets, State, Variant } from "../types.js" */
import { addressOf } from "../../core/browser/address.js";
import { problemText } from "../../core/problems.js";
import { Unreadable, isStateHash } from "../../core/url_hash.js";
import { setAttribute, setText } from "../../draw/dom.js";
import { createDrafts } from "../drafts.js";
import { createMarking } from "../marking.js";
import { firstState, hashOf, noWork, sheetsRequest, stateOf } from "../plan.js";
import { keyOf } from "../views/key.js";
import { createPlanForm, untoldOf } from "../views/plan_form.js";
import { createSheet } from "../views/sheet.js";
import { actsOf } from "./acts.js";
import { apiOf, partAt, noticeIn, showTab, showVariant } from "./parts.js";

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
export function createPage(translations) {
  const { t } = translations;
  const say = noticeIn();
  const refuse = (/** @type {Unreadable} */ error) => say(t(error.key, error.params));
  const form = createPlanForm(/** @type {HTMLFormElement} */ (partAt("[data-plan]")));
  const sheet = createSheet(partAt('[data-pane="work"]'));
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
    setText(partAt("[data-of]"), t("sheet.variant.of", { count: state.variants }));
    showVariant(state);
    const shown = variant();
    if (sheets === null || shown === null) return;
    sheet.update({ state, sheets, variant: shown, marked: marking.of(sheets, shown, state.work), t, acts });
    if (state.tab === "key") partAt('[data-pane="key"]').replaceChildren(...keyOf(sheets, shown, t));
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
    partAt("[data-untold]").replaceChildren(untoldOf(sheets.untold, t));
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

  /** @param {Partial<State>} change @param {{push?: boolean}} [how] @returns {Promise<void>} once it is marked */
  function go(change, { push = false } = {}) {
    drafts.keep(state);
    state = { ...state, ...change };
    addressOf(window).write(`#${hashOf(state)}`, { push });
    return mark();
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
      await go(isNew ? { ...other, work: drafts.of({ ...other, work: state.work }) } : other, { push: true });
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
