// What the page says to the reader: the keys, short notices, problems with a way on.
/** @import { Context, Key, Notice, PageScreen, View } from "../core/types.js" */
import { element, setAttribute, setText } from "../draw/dom.js";
import { problemText } from "../core/problems.js";
import { formatNumber } from "../math/format.js";
import { joined } from "../math/sentences.js";
import { say, spoken } from "../math/speech.js";
import { inMenuWords } from "./number.js";
import { madeBy, stepFormulasOf } from "./step_formulas.js";
import { placeText } from "./timeline.js";

/** What each key of every page does; a page has its own besides. @type {[string[], Key][]} */
const KEYS = [
  [["Space"], "control.key_play"],
  [["→"], "control.key_next"],
  [["←"], "control.key_back"],
  [["Home", "End"], "control.key_ends"],
  [["1", "2", "3"], "control.key_grouping"],
];
/** @type {[string[], Key][]} */
const LAST_KEYS = [
  [["+", "−", "0"], "zoom.key_scale"],
  [["Shift", "←", "↑", "→", "↓"], "zoom.key_pan"],
  [["F"], "zoom.key_full"],
  [["G", "Ctrl C"], "control.key_card"],
  [["Ctrl Z", "Ctrl Y"], "control.key_undo"],
  [["↑", "↓"], "control.key_number"],
  [["?"], "control.key_help"],
];

/** What the keys of a page do, as a dialog. @param {Pick<Context, "t" | "help" | "lacks">} context */
export const helpDialog = ({ t, help, lacks }) =>
  keysDialog(
    t,
    [...KEYS, ...help, ...LAST_KEYS].filter(([, meaning]) => !lacks.has(meaning)),
  );

/** @param {Context["t"]} t @param {readonly (readonly [readonly string[], Key])[]} rows keys with what they do
 * @param {string} [title] the id of its title */
export const keysDialog = (t, rows, title = "help-title") =>
  element(
    "dialog",
    { class: "help", "aria-labelledby": title },
    // The button has the focus first: at the end it would scroll the title out of sight.
    element(
      "form",
      { method: "dialog" },
      element("h2", { id: title }, t("control.keys")),
      element("button", { class: "primary" }, t("control.close")),
    ),
    element(
      "dl",
      {},
      ...rows.map(([keys, meaning]) =>
        element(
          "div",
          {},
          element("dt", {}, ...keys.map((key) => element("kbd", {}, key))),
          element("dd", {}, t(meaning)),
        ),
      ),
    ),
  );

/** While steps run by, one is said after so many milliseconds at most: more could not be heard. */
const SAID = 2000;

/** More results than this are counted. */
const MAX_RESULTS = 8;

/** The step or the group of steps on the screen, what it does and what comes out.
 * @param {PageScreen} screen @param {Context} context */
function spokenStep(screen, { t }) {
  const { frame, steps, explainer } = screen;
  const { active, position } = frame;
  const [step] = active;
  const count = steps.length;
  if (!step) return placeText(screen, t);
  const phase = t(`phase.${step.phase}`);
  const isOne = active.length === 1;
  const first = position - active.length + 1;
  const place =
    isOne || explainer.counted
      ? placeText(screen, t)
      : (explainer.heading?.() ?? t("formula_panel.steps", { first, last: position, n: count, phase }));
  const words = isOne
    ? explainer.narrate(step)
    : (explainer.ofPhase?.(step.phase) ?? say(t, `narration.phase_${step.phase}`));
  // The first formulas are enough for the results that are said.
  const sheets = active.slice(0, MAX_RESULTS + 1).map((each) => stepFormulasOf(screen, each));
  const made = sheets.flatMap((sheet) => madeBy(sheet).map((address) => ({ address, sheet })));
  const results = made.slice(0, MAX_RESULTS).map(({ address, sheet }) => {
    const name = spoken(sheet.symbols.symbol(address), t);
    return `${name} ${t("speech.equals")} ${formatNumber(explainer.value(address))}`;
  });
  return joined(
    t("timeline.spoken", { place, words }),
    results.length > 0 ? t("timeline.results", { results: results.join(t("speech.comma")) }) : "",
  );
}

/** @param {Notice} notice @param {Context["t"]} t */
const noticeText = ({ key, params, words = {} }, t) =>
  t(key, { ...params, ...Object.fromEntries(Object.entries(words).map(([name, word]) => [name, t(word)])) });

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { dispatch, t, catalog } = context;
  const help = helpDialog(context);
  const line = element("p", { class: "unseen", "aria-live": "polite", "data-spoken": true });
  const notice = element("p", { class: "notice", role: "status" });
  const problem = element("div", { class: "problem", role: "alert" });
  const problemWords = element("p", {});
  const retry = element("button", { type: "button", onclick: () => dispatch("retry") }, t("control.retry"));
  const undo = element("button", { type: "button", onclick: () => dispatch("undo") }, t("control.undo"));
  root.replaceChildren(element("div", { class: "toasts" }, notice, problem), line, help);
  /** The loss of the last round, and at which step it is said; −1: no more.
   * @type {{lead: string | null, position: number}} */
  let news = { lead: null, position: -1 };
  let said = -Infinity;
  problem.append(problemWords, retry, undo);
  let isRefused = false;

  /** Nothing is said twice: not while one types in a field that says as much beside it. */
  function showProblem() {
    const beside = document.getElementById(document.activeElement?.getAttribute("aria-errormessage") ?? "");
    const isBeside =
      beside?.checkVisibility() && beside.textContent?.includes(problemWords.textContent ?? "");
    setAttribute(problem, "hidden", !isRefused || isBeside === true);
  }
  document.addEventListener("focusin", showProblem);

  return {
    /** @param {PageScreen} screen */
    update(screen) {
      const { position } = screen.frame;
      // What is new in a round is said where the reader stands.
      const lead = screen.explainer.lead?.() ?? "";
      if (lead !== news.lead) news = { lead, position: news.lead === null ? -1 : position };
      if (position !== news.position) news.position = -1;
      const now = performance.now();
      if (!screen.playing || now - said >= SAID) {
        setText(line, joined(news.position < 0 ? "" : lead, spokenStep(screen, context)));
        said = now;
      }
      // Steps that run by faster than they can be read out would only pile up.
      setAttribute(line, "aria-live", screen.playing && screen.state.speed > 1 ? "off" : "polite");
      setText(notice, screen.notice ? noticeText(screen.notice, t) : "");
      const { problem: refusal } = screen;
      // A refused edit is shown beside its field; here only what has no field of its own.
      setText(problemWords, refusal === null ? "" : inMenuWords(problemText(refusal, t), catalog));
      isRefused = refusal !== null;
      showProblem();
      retry.hidden = refusal !== null && refusal.status > 0 && refusal.status < 500;
      undo.hidden = !screen.canUndo;
    },
  };
}
