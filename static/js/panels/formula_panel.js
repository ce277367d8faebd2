// The formula panel: what a step does in words, and the sections with its formula and its numbers
// (formula_sections.js).
// Every number opens the step that made it.
/** @import { Address, Context, Mount, PageScreen, Step } from "../core/types.js" */
import { copyText } from "../core/browser/clipboard.js";
import { withoutSample } from "../core/address.js";
import { addressUnder, afterLayout, element, isCut, setAttribute, setText, uniqueId } from "../draw/dom.js";
import { patchChildren } from "../draw/patch.js";
import { latexOfTree } from "../math/formula/print.js";
import { say } from "../math/speech.js";
import { listenToSwipes } from "./swipe.js";
import { MAX_PARTS, fillFold, numberLabel, sectionsOf } from "./formula_sections.js";
import { explainedBy, madeBy, mathLine, stepFormulasOf } from "./step_formulas.js";

/** More steps of a group than this are counted instead of shown. */
const MAX_STEPS = 48;

/**
 * The panel's elements, and what it shows.
 * @typedef {object} Panel
 * @property {HTMLElement} root
 * @property {Context} context
 * @property {HTMLElement} heading
 * @property {HTMLElement} copy the button that copies the LaTeX
 * @property {HTMLElement} narration
 * @property {HTMLElement} words the heading of the narration of one step
 * @property {HTMLElement} body
 * @property {PageScreen | null} shown
 * @property {import("./step_formulas.js").StepFormulas | null} formulas of the one step that is shown
 * @property {string} latex
 * @property {Element | null} pointed the token that the pointer or the keyboard focus is on
 * @property {unknown[]} builtFrom what the body depends on, compared part by part
 * @property {boolean} isSame the body has the form of the one before: only numbers differ
 */

/** @param {HTMLElement} root @param {Context} context */
export const mount = /** @type {Mount<PageScreen>} */ (
  (root, context) => {
    const panel = build(root, context);
    listen(panel);
    return { update: (screen) => update(panel, screen) };
  }
);

// ---- build and listen ------------------------------------------------------------------------------------------

/** @param {HTMLElement} root @param {Context} context @returns {Panel} */
function build(root, context) {
  root.classList.add("formula-panel");
  const panel = {
    root,
    context,
    heading: element("h2", { class: "formula-panel-heading", tabindex: "-1" }),
    copy: element("button", { type: "button", "data-key": "copy-latex" }),
    narration: element("p", { class: "formula-panel-narration" }),
    words: element("h3", {}, say(context.t, "formula_panel.words")),
    body: element("div", { class: "formula-panel-rungs" }),
    shown: null,
    formulas: null,
    latex: "",
    pointed: null,
    builtFrom: [],
    isSame: false,
  };
  const { heading, narration, body } = panel;
  root.append(element("div", { class: "formula-panel-top" }, heading, copyMenu(panel)), narration, body);
  return panel;
}

/** The copies of what the panel shows, behind one small button. @param {Pick<Panel, "copy" | "context">} panel */
function copyMenu({ copy, context: { dispatch, t } }) {
  const id = uniqueId("formula-panel-menu");
  const json = element(
    "button",
    { type: "button", onclick: () => dispatch("copyJson") },
    t("control.copy_json"),
  );
  const menu = element("div", { id, class: "menu", popover: true }, copy, json);
  menu.addEventListener("click", () => menu.hidePopover?.());
  const button = element(
    "button",
    {
      type: "button",
      class: "quiet formula-panel-menu",
      popovertarget: id,
      "data-key": "formula-menu",
      "aria-label": t("formula_panel.menu"),
      title: t("formula_panel.menu"),
    },
    "⋯",
  );
  return element("div", {}, button, menu);
}

/** @param {Panel} panel */
function listen(panel) {
  const { root, body, copy, context } = panel;
  listenToSwipes(root, (forward) => context.dispatch(forward ? "next" : "back"));
  for (const [event, enters] of /** @type {const} */ ([
    ["pointerover", true],
    ["focusin", true],
    ["pointerout", false],
    ["focusout", false],
  ])) {
    body.addEventListener(event, (happened) => {
      const address = addressUnder(happened.target);
      if (!address) return;
      panel.pointed = enters && happened.target instanceof Element ? happened.target : null;
      context.dispatch("focus", enters ? address : null);
    });
  }
  body.addEventListener("click", (event) => {
    const address = addressUnder(event.target);
    if (address) goToWriter(panel, address);
  });
  // A toggle does not bubble.
  body.addEventListener("toggle", ({ target }) => target instanceof Element && fillOpen(panel, target), true);
  copy.addEventListener("click", () => void copyLatex(panel));
  let width = 0;
  new ResizeObserver(() => {
    if (root.clientWidth !== width) markWideLines(panel);
    width = root.clientWidth;
  }).observe(root);
}

/**
 * Goes to the step that made a number.
 * @param {Panel} panel
 * @param {Address} address
 */
function goToWriter({ shown, context }, address) {
  const at = shown ? explainedBy(shown, address) : -1;
  const writer = shown?.steps[at];
  if (!shown || !writer || shown.frame.active.includes(writer)) return;
  // The token under the pointer is removed with its step, so that no pointerout follows.
  context.dispatch("focus", null);
  context.dispatch("seek", at + 1);
}

/** A token that is removed under the pointer has no pointerout: its number is no longer pointed at.
 * @param {Panel} panel */
function leaveRemoved(panel) {
  if (!panel.pointed || panel.pointed.isConnected) return;
  panel.pointed = null;
  queueMicrotask(() => panel.context.dispatch("focus", null));
}

/** Fills the open folds of the step that is shown. @param {Panel} panel @param {Element} place one of them, or around
 * them */
function fillOpen({ formulas, context }, place) {
  const folds = place.matches("[data-whole]") ? [place] : place.querySelectorAll("[data-whole]");
  for (const fold of folds) if (formulas && fold.hasAttribute("open")) void fillFold(fold, formulas, context);
}

/** @param {Panel} panel */
async function copyLatex({ context: { dispatch }, latex }) {
  if (await copyText(latex)) dispatch("say", { key: "formula_panel.copied" });
}

// ---- update ----------------------------------------------------------------------------------------------------

/** @param {Panel} panel @param {PageScreen} screen */
function update(panel, screen) {
  const { state, answer, frame, steps, explainer, focus } = screen;
  panel.shown = screen;
  const form = [steps, frame.position, state.grouping, ...(explainer.depends ?? [])];
  const from = [...form, answer, screen.problem];
  if (from.some((part, k) => part !== panel.builtFrom[k]) || panel.builtFrom.length === 0) {
    // The same step with other numbers: what is there stays, and what the reader has opened.
    panel.isSame = panel.builtFrom.length > 0 && form.every((part, k) => part === panel.builtFrom[k]);
    panel.builtFrom = from;
    rebuild(panel, screen);
    leaveRemoved(panel);
  }
  for (const token of panel.root.querySelectorAll("[data-address]")) {
    const address = token.getAttribute("data-address") ?? "";
    token.classList.toggle("lit", focus !== null && withoutSample(address) === withoutSample(focus));
  }
}

/** @param {Panel} panel @param {PageScreen} screen */
function rebuild(panel, screen) {
  const { root, heading, copy, narration, body, context } = panel;
  const { frame, explainer } = screen;
  const { t } = context;
  const held = root.contains(document.activeElement)
    ? document.activeElement?.getAttribute("data-key")
    : undefined;
  const [step] = frame.active;
  setText(copy, say(t, "formula_panel.copy_latex"));
  copy.hidden = !step;
  root.dataset["phase"] = frame.phase ?? "";
  if (!step) {
    setText(heading, say(t, "formula_panel.start"));
    setText(narration, explainer.introduction?.() ?? "");
    fill(panel, [outline(screen, context)]);
  } else if (frame.active.length === 1) showStep(panel, screen, step);
  else showGroup(panel, screen, step.phase);
  if (!panel.isSame) root.closest(".pane")?.scrollTo(0, 0);
  afterLayout(body, () => markWideLines(panel));
  // The button that was pressed may be gone: the focus must not leave the panel.
  if (held !== undefined && !root.contains(document.activeElement)) {
    const again = held === null ? null : root.querySelector(`[data-key="${held}"]`);
    (again instanceof HTMLElement ? again : heading).focus({ preventScroll: true });
  }
}

/** Shows a body and the words about it: of one step below its formula, as the number comes first.
 * @param {Panel} panel @param {Node[]} nodes @param {{hasWordsBelow?: boolean}} [how] */
function fill({ body, words, narration, isSame }, nodes, { hasWordsBelow = false } = {}) {
  if (isSame) {
    patchChildren(body, nodes);
    return;
  }
  body.replaceChildren(...nodes);
  if (hasWordsBelow) body.after(words, narration);
  else {
    words.remove();
    body.before(narration);
  }
}

/** @param {Panel} panel @param {PageScreen} screen @param {Step} step */
function showStep(panel, screen, step) {
  const { heading, narration, context } = panel;
  const { frame, steps, explainer } = screen;
  const formulas = stepFormulasOf(screen, step);
  setText(
    heading,
    say(context.t, "formula_panel.step", {
      k: frame.position,
      n: steps.length,
      phase: say(context.t, step.phase === "update" ? "phase.update_short" : `phase.${step.phase}`),
      title: explainer.shortTitle(step),
    }),
  );
  setText(narration, explainer.narrate(step));
  panel.formulas = formulas;
  fill(panel, sectionsOf(formulas, context), { hasWordsBelow: true });
  fillOpen(panel, panel.body);
  panel.latex = latexOfTree(formulas.tree, formulas.symbols);
}

/**
 * Several steps that are taken at once.
 * @param {Panel} panel
 * @param {PageScreen} screen
 * @param {Step["phase"]} phase
 */
function showGroup(panel, screen, phase) {
  const { heading, narration, copy, context } = panel;
  const { frame, steps, explainer } = screen;
  const words = explainer.heading?.();
  const params = {
    first: frame.position - frame.active.length + 1,
    last: frame.position,
    n: steps.length,
    phase: say(context.t, `phase.${phase}`),
  };
  setText(heading, words ?? say(context.t, "formula_panel.steps", params));
  setText(narration, ofPhase(screen, phase, context));
  const summary = explainer.summary?.() ?? null;
  if (summary) {
    copy.hidden = true;
    fill(panel, [summaryOf(summary)]);
    return;
  }
  const formulas = frame.active.slice(0, MAX_STEPS).map((step) => stepFormulasOf(screen, step));
  fill(panel, groupOf(screen, formulas, context));
  panel.latex = formulas.map(({ tree, symbols }) => latexOfTree(tree, symbols)).join("\n\n");
}

/** What is said of a group of steps in place of them. @param {{ label: string, text: string }[]} rows */
const summaryOf = (rows) =>
  element(
    "dl",
    { class: "formula-panel-summary" },
    ...rows.flatMap(({ label, text }) => [element("dt", {}, label), element("dd", {}, text)]),
  );

/** The steps of a group, each with its rule and the numbers that it makes.
 * @param {PageScreen} screen @param {import("./step_formulas.js").StepFormulas[]} formulas @param {Context} context
 * @returns {Node[]} */
function groupOf({ frame, explainer }, formulas, context) {
  const { dispatch, t } = context;
  const start = frame.position - frame.active.length;
  const list = formulas.map((each, k) =>
    element(
      "li",
      {},
      element(
        "button",
        { type: "button", class: "formula-panel-go", onclick: () => dispatch("seek", start + k + 1) },
        explainer.counted
          ? explainer.shortTitle(each.step)
          : `${start + k + 1} · ${explainer.title(each.step)}`,
      ),
      ...each.lines.map((line) => mathLine(line, each.symbols, context)),
      element(
        "div",
        { class: "number-labels" },
        ...madeBy(each)
          .slice(0, MAX_PARTS)
          .map((address) => numberLabel(address, each, context)),
      ),
    ),
  );
  const more = frame.active.length - MAX_STEPS;
  return [
    element(
      "p",
      { class: "formula-panel-fine" },
      explainer.counted?.group ??
        say(t, "narration.group", { count: frame.active.length, first: start + 1, last: frame.position }),
    ),
    element("ol", { class: "formula-panel-group" }, ...list),
    ...(more > 0
      ? [element("p", { class: "formula-panel-more" }, say(t, "formula_panel.more", { count: more }))]
      : []),
  ];
}

/** What a whole phase does. @param {PageScreen} screen @param {Step["phase"]} phase @param {Context} context */
function ofPhase({ explainer }, phase, { t }) {
  return explainer.ofPhase?.(phase) ?? say(t, `narration.phase_${phase}`);
}

/** The phases, each with a button that goes to its first step. @param {PageScreen} screen @param {Context} context */
function outline(screen, context) {
  const { dispatch, t } = context;
  const { steps } = screen;
  const phases = [...new Set(steps.map((step) => step.phase))];
  return element(
    "ol",
    { class: "formula-panel-group" },
    ...phases.map((phase) => {
      const first = steps.findIndex((step) => step.phase === phase) + 1;
      const last = first + steps.filter((step) => step.phase === phase).length - 1;
      return element(
        "li",
        {},
        element(
          "button",
          { type: "button", class: "formula-panel-go", onclick: () => dispatch("seek", first) },
          screen.explainer.counted?.all ??
            say(t, first === last ? "formula_panel.phase_one" : "formula_panel.phase", {
              first,
              last,
              phase: say(t, `phase.${phase}`),
            }),
        ),
        element("p", { class: "formula-panel-fine" }, ofPhase(screen, phase, context)),
      );
    }),
  );
}

/** A line that is wider than the panel even when broken scrolls, by keyboard too. @param {Panel} panel */
function markWideLines({ body }) {
  const lines = [...body.querySelectorAll(".math-line")];
  // All are measured before the first is changed: else each look would lay the page out anew.
  const cut = lines.map(isCut);
  lines.forEach((line, n) => {
    line.classList.toggle("math-wide", cut[n]);
    setAttribute(line, "tabindex", cut[n] ? 0 : null);
  });
}
