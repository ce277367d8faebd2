// Predict, then see: the card with the question before a step, and what is said to the answer. The numbers of the step
// are hidden until then, as the step is not taken: a question stands in its way (gateOf).
/** @import { Key, View } from "../../../core/types.js" */
/** @import { Context, Model, Screen } from "../../types.js" */
/** @import { Question } from "../../practice/questions.js" */
/** @import { Marked } from "../../practice/marking.js" */
/** @import { Asking } from "../../practice/setting.js" */
import { stepsOf } from "../../../core/editing.js";
import { element, setAttribute, setText, uniqueId } from "../../../draw/dom.js";
import { mathElement } from "../../../math/formula/mathml.js";
import { lineOf } from "../../../math/formula/tree.js";
import { formatNumber, signOf as signName } from "../../../math/format.js";
import { spoken } from "../../../math/speech.js";
import { mathLine, stepFormulasOf } from "../../../panels/step_formulas.js";
import { signOf } from "../../notation.js";
import { valueAt } from "../../trace_values.js";
import { PATH, bodyOf, isRight, markedIn } from "../../practice/marking.js";
import { SIGNS, isRightChoice, matterOf, questionAfter } from "../../practice/questions.js";
import { REASONS } from "../../practice/reasons.js";
import { withSymbol } from "./sentences.js";
import { OFTEN, settingOf, writtenOf } from "../../practice/setting.js";

/** @import { Answer } from "../../../core/api.js" */
/** @typedef {Context & {ask: (path: string, body: object) => Promise<Answer>}} AskContext */

/** The question before the next step of a model, if one is to be asked there. @param {Model} model */
function questionOf(model) {
  const setting = settingOf(model.state.practice);
  const matter = matterOf(model, stepsOf(model));
  if (setting?.mode !== "ask" || matter === null) return null;
  return questionAfter(matter, setting.often);
}

/** Opens a question instead of taking the step. @param {Model} model @returns {Model | null} */
export function gate(model) {
  const question = questionOf(model);
  if (question === null || isSettled(model, question)) return null;
  const { practice } = model;
  return practice?.open === question.key
    ? model
    : { ...model, practice: { ...practice, open: question.key } };
}

/** @param {Pick<Model, "practice" | "state">} model @param {Question} question */
const isSettled = ({ practice, state }, { key }) =>
  practice?.settled?.request === state.request && practice.settled.keys.has(key);

/** The open question of a screen. @param {Screen} screen @param {Context["catalog"]} catalog
 * @returns {Question | null} */
function openOf({ practice, state, trace, steps }, catalog) {
  const setting = settingOf(state.practice);
  if (!practice?.open || setting?.mode !== "ask" || trace.request !== state.request) return null;
  const question = questionAfter({ steps, trace, state, catalog }, setting.often);
  return question?.key === practice.open ? question : null;
}

/**
 * The card: what is fixed, and what it shows.
 * @typedef {object} Card
 * @property {AskContext} context
 * @property {HTMLElement} count
 * @property {HTMLSelectElement} often
 * @property {HTMLElement} body the question, with what it is answered by
 * @property {HTMLElement} reply
 * @property {Screen | null} screen
 * @property {Question | null} question
 * @property {string} shown the question that is drawn, as a key
 * @property {boolean} isFirst nothing has been said to it yet
 * @property {boolean} resumes it stopped the player
 * @property {Element | null} held had the focus before
 */

/** @param {HTMLElement} root @param {AskContext} context @returns {View<Screen>} */
export function buildAsk(root, context) {
  const card = buildCard(root, context);
  let wasPlaying = false;
  return {
    update(screen) {
      const setting = settingOf(screen.state.practice);
      if (setting?.mode !== "ask") return;
      card.screen = screen;
      const { right, asked } = setting;
      setText(card.count, context.t(asked === 0 ? "ask.none" : "ask.count", { right, asked }));
      card.often.value = setting.often;
      card.question = openOf(screen, context.catalog);
      const shown = card.question
        ? JSON.stringify([card.question.key, screen.state.notation, screen.state.sample, screen.trace.loss])
        : "";
      if (shown !== card.shown) {
        card.shown = shown;
        card.resumes = shown !== "" && wasPlaying;
        showQuestion(card);
      }
      wasPlaying = screen.playing;
    },
  };
}

/** @param {HTMLElement} root @param {AskContext} context @returns {Card} */
function buildCard(root, context) {
  const { t, dispatch } = context;
  const often = element(
    "select",
    {
      "data-key": "ask-often",
      "aria-label": t("ask.how_often"),
      onchange: () => change(card, { often: /** @type {Asking["often"]} */ (often.value) }),
    },
    ...OFTEN.map((name) => element("option", { value: name }, t(`ask.${name}`))),
  );
  /** @type {Card} */
  const card = {
    context,
    count: element("p", { class: "practice-count", "data-key": "ask-count" }),
    often,
    body: element("form", { class: "practice-question" }),
    reply: element("div", { class: "practice-reply", "aria-live": "polite" }),
    screen: null,
    question: null,
    shown: "",
    isFirst: true,
    resumes: false,
    held: null,
  };
  card.body.addEventListener("submit", (event) => {
    event.preventDefault();
    void answerNumber(card);
  });
  card.body.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    settle(card);
  });
  card.body.hidden = true;
  root.replaceChildren(element("div", { class: "practice-head" }, card.count, often), card.body, card.reply);
  dispatch("practise", { next: gate });
  return card;
}

/** @param {Card} card @param {Partial<Asking>} changed */
function change({ screen, context }, changed) {
  const setting = settingOf(screen?.state.practice);
  if (setting?.mode !== "ask") return;
  context.dispatch("practise", { state: { practice: writtenOf({ ...setting, ...changed }) } });
}

/** The first answer to a question counts. @param {Card} card @param {boolean} right */
function count(card, right) {
  const setting = settingOf(card.screen?.state.practice);
  if (!card.isFirst || setting?.mode !== "ask") return;
  card.isFirst = false;
  change(card, { right: setting.right + Number(right), asked: setting.asked + 1 });
}

// ---- the question ------------------------------------------------------------------------------------------------

/** @param {Card} card */
function showQuestion(card) {
  const { body, reply, question, screen, context } = card;
  body.hidden = question === null;
  if (question === null || screen === null) {
    body.replaceChildren();
    return;
  }
  const { t } = context;
  card.isFirst = true;
  reply.replaceChildren();
  const symbol = screen.explainer.symbol(question.address, question.step);
  const id = uniqueId("question");
  const words = element(
    "p",
    { id, class: "practice-words", tabindex: -1 },
    ...withSymbol(t, /** @type {Key} */ (`ask.${question.row.name}`), symbol, {
      title: screen.explainer.title(question.step),
    }),
  );
  const skip = element(
    "button",
    { type: "button", "data-key": "ask-skip", onclick: () => settle(card) },
    t("ask.skip"),
  );
  const fields = question.row.shape === "number" ? numberField(card, id) : choicesOf(card, question);
  body.replaceChildren(words, element("div", { class: "practice-answers" }, ...fields, skip));
  card.held = document.activeElement;
  reveal(body);
  const field = body.querySelector("input");
  const isTouched = globalThis.matchMedia("(pointer: coarse)").matches;
  (field && !isTouched ? field : words).focus({ preventScroll: true });
}

/** Brings a part into sight: its tab is opened. @param {HTMLElement} part */
export function reveal(part) {
  const pane = part.closest("[data-pane]");
  if (pane && !pane.hasAttribute("data-open"))
    /** @type {HTMLElement | null} */ (
      document.querySelector(`[data-tab="${pane.getAttribute("data-pane")}"]`)
    )?.click();
  part.scrollIntoView({ block: "nearest" });
}

/** @param {Card} card @param {string} id of the question */
function numberField({ context: { t } }, id) {
  return [
    element("input", {
      type: "text",
      class: "practice-number",
      "data-key": "ask-number",
      "aria-labelledby": id,
      autocomplete: "off",
      spellcheck: "false",
      maxlength: 40,
    }),
    element("button", { type: "submit", class: "primary", "data-key": "ask-answer" }, t("ask.answer")),
  ];
}

/** @param {Card} card @param {Question} question */
function choicesOf(card, question) {
  const { t, dispatch } = card.context;
  /** @param {string} value @param {Record<string, unknown>} more @param {(string | Node)[]} words */
  const button = (value, more, ...words) =>
    element(
      "button",
      { type: "button", "data-key": `ask-${value}`, onclick: () => choose(card, value), ...more },
      ...words,
    );
  if (question.row.shape === "sign") return SIGNS.map((sign) => button(sign, {}, t(`ask.${sign}`)));
  return question.choices.map((address) => {
    const { symbol, value } = /** @type {Screen} */ (card.screen).explainer;
    const light = {
      onpointerenter: () => dispatch("focus", address),
      onfocus: () => dispatch("focus", address),
    };
    const dim = { onpointerleave: () => dispatch("focus", null), onblur: () => dispatch("focus", null) };
    const number = formatNumber(value(address), 3);
    const label = `${spoken(symbol(address), t)} = ${number}`;
    return button(
      address,
      { ...light, ...dim, "aria-label": label },
      mathElement(document, symbol(address)),
      ` = ${number}`,
    );
  });
}

// ---- answers ---------------------------------------------------------------------------------------------------

/** @param {Card} card @param {string} said */
function choose(card, said) {
  const { question, screen, context } = card;
  if (question === null || screen === null) return;
  const { t, catalog } = context;
  const right = isRightChoice(question, said);
  count(card, right);
  const { row, value, answers, step } = question;
  const { explainer, steps, trace, state } = screen;
  const reason = REASONS[row.name]?.({ steps, trace, state, catalog }, question);
  const isSign = row.shape === "sign";
  const key = /** @type {Key} */ (`ask.${right ? "right" : "wrong"}_${isSign ? signName(value) : "largest"}`);
  const symbol = explainer.symbol(isSign ? question.address : (answers[0] ?? ""), step);
  say(card, right, [...withSymbol(t, key, symbol), ...(reason ? [" ", t(reason.key, reason.params)] : [])]);
  settle(card);
}

/** @param {Card} card */
async function answerNumber(card) {
  const { question, screen, body, context } = card;
  const field = body.querySelector("input");
  if (question === null || screen === null || !field || field.readOnly) return;
  const { t } = context;
  const text = field.value.trim();
  if (text === "") return;
  if (!/[1-9]/.test(text) && question.value !== 0) {
    say(card, false, [t("ask.no_digit")]);
    return;
  }
  field.readOnly = true;
  const { trace, state } = screen;
  const answer = await context.ask(PATH, bodyOf(trace, state, question, text));
  field.readOnly = false;
  if (card.question?.key !== question.key) return;
  const marked =
    answer && "answer" in answer ? markedIn(answer.answer, question.address, state.sample) : null;
  if (marked === null) {
    say(card, false, [t("page.error.network")]);
    return;
  }
  if (isRight(marked)) {
    count(card, true);
    const symbol = screen.explainer.symbol(question.address, question.step);
    say(card, true, withSymbol(t, "ask.right_number", symbol, { value: formatNumber(question.value) }));
    settle(card);
  } else tellMistake(card, question, marked, text);
}

/** Whether a number rounds to what was written, signs aside. @param {number} value @param {string} said */
function roundsTo(value, said) {
  const written = said.replace("−", "-").replace(",", ".");
  const digits = written
    .replace(/e.*$/i, "")
    .replace(/^[^1-9]*/, "")
    .replace(/\D/g, "").length;
  return Number(Math.abs(value).toPrecision(Math.min(Math.max(digits, 1), 15))) === Math.abs(Number(written));
}

/** What is said of a number that no mistake of the catalogue gives. @param {Question} question @param {Screen} screen
 * @param {string} said @returns {Key | null} */
function unnamed({ row, value, step }, { trace, state }, said) {
  if (roundsTo(value, said)) return "ask.other_sign";
  const output = valueAt(trace, `a${step.layer}.${step.unit}`, state.sample);
  return row.of === "z" && output !== null && roundsTo(output, said) ? "ask.is_output" : null;
}

/** Why the number is another, and the line of formula; it can be tried again. @param {Card} card
 * @param {Question} question @param {Marked} marked @param {string} said */
function tellMistake(card, question, { verdict, text, mistakes }, said) {
  const { screen, body, context } = card;
  if (screen === null) return;
  const { t } = context;
  if (verdict === "unreadable") {
    say(card, false, [text]);
    return;
  }
  count(card, false);
  const [mistake] = mistakes;
  const isTurned = signOf(question.address, screen.state.notation) < 0;
  const named = mistake?.code === "error_sign" && isTurned ? t("ask.sign_figure") : mistake?.text;
  const why = named ?? t(unnamed(question, screen, said) ?? "ask.wrong");
  const formulas = stepFormulasOf(screen, question.step);
  const line = lineOf(question.address, formulas.lines) ?? formulas.lines[0];
  const show = element(
    "button",
    { type: "button", "data-key": "ask-show", onclick: () => settle(card) },
    t("ask.show"),
  );
  const again = element("p", {}, t("ask.again"), " ", show);
  say(card, false, [why], line ? [mathLine(line, formulas.symbols, context)] : [], [again]);
  body.querySelector("input")?.select();
}

/** @param {Card} card @param {boolean} right @param {(string | Node)[]} words @param {...Node[]} more */
function say({ reply }, right, words, ...more) {
  const said = element("div", { class: "prediction" }, element("p", {}, ...words), ...more.flat());
  setAttribute(said, "data-right", String(right));
  reply.replaceChildren(said);
  said.scrollIntoView({ block: "nearest" });
}

/** The question is over, and the step is taken. @param {Card} card */
function settle({ question, screen, context, resumes, held }) {
  if (question === null || screen === null) return;
  const { request } = screen.state;
  const before = screen.practice?.settled;
  const keys = new Set(before?.request === request ? before.keys : []);
  context.dispatch("practise", { open: null, settled: { request, keys: keys.add(question.key) } });
  if (held instanceof HTMLElement && held.isConnected && held !== document.body)
    held.focus({ preventScroll: true });
  context.dispatch(resumes ? "play" : "next");
}
