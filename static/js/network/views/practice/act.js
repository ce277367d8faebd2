// Do it on the diagram: the card beside it, and the layer over it. What an act is and what is right about it is in
// acts.js; the numbers that wrong acts amount to are judged by the marking.
/** @import { Key, MathNode, View } from "../../../core/types.js" */
/** @import { Screen } from "../../types.js" */
/** @import { AskContext } from "./ask.js" */
/** @import { Reason, Said, Standing, Task } from "../../practice/acts.js" */
/** @import { Overlay, Words } from "./overlay.js" */
import { element, setAttribute, setText } from "../../../draw/dom.js";
import { nodesFromLatex } from "../../../math/latex.js";
import { mathElement } from "../../../math/formula/mathml.js";
import { formatNumber } from "../../../math/format.js";
import { mo, row } from "../../../math/nodes.js";
import { spoken } from "../../../math/speech.js";
import { neuronName } from "../../narration.js";
import { namingOf, symbolOf } from "../../notation.js";
import { amountAt, standingAfter } from "../../practice/acts.js";
import { endOf, frameOf, standingOf, taskFor } from "../../practice/act_frame.js";
import { PATH, markBody, markedIn } from "../../practice/marking.js";
import { buildOverlay, updateOverlay } from "./overlay.js";
import { settingOf, writtenOf } from "../../practice/setting.js";

/** An address holds acts of so many characters; what comes after them is not kept. */
const LONGEST = 1400;

/**
 * @typedef {object} Card
 * @property {AskContext} context
 * @property {Record<"what" | "letters" | "count" | "expression" | "tools" | "reply", HTMLElement>} parts
 * @property {Overlay} overlay
 * @property {Screen | null} screen
 * @property {string[]} acts that were done here; the link holds as many as it can
 * @property {Said | null} said what is told
 * @property {boolean} isOfOthers the reader comes from the letters e, y, δ, whose δ is another number
 */

/** How the error of an output begins with each loss, from output − target value; d: that difference, K: outputs.
 * @type {Record<string, (d: string, K: number) => string>} */
const FIRST_ERRORS = {
  half_squared_error: (d) => d,
  squared_error: (d) => `2(${d})`,
  mean_squared_error: (d, K) => (K === 1 ? `2(${d})` : `2(${d})/${K}`),
  absolute_error: (d) => `sign(${d})`,
  huber: (d) => `clip(${d})`,
};

/** @param {HTMLElement} root @param {AskContext} context @returns {View<Screen> & {close: () => void}} */
export function buildAct(root, context) {
  const { t, dispatch } = context;
  const bar = document.querySelector(".playbar");
  /** @type {Card} */
  const card = {
    context,
    parts: {
      what: element("p", { class: "practice-words" }, t("act.what")),
      letters: element("p", { class: "hint", hidden: true }, t("act.letters")),
      count: element("p", { class: "practice-count" }),
      expression: element("div", { class: "act-expression" }),
      tools: element("div", { class: "practice-answers" }),
      reply: element("div", { class: "practice-reply", "aria-live": "polite" }),
    },
    overlay: buildOverlay((act) => perform(card, act)),
    screen: null,
    acts: [],
    said: null,
    isOfOthers: false,
  };
  const { what, letters, count, expression, tools, reply } = card.parts;
  root.replaceChildren(what, letters, count, expression, tools, reply);
  /** The letters and the drawing before. @type {Partial<Screen["state"]> | null} */
  let before = null;
  let done = "";
  const resized = new ResizeObserver(() => card.screen && redraw(card));
  const stage = document.querySelector('[data-view="diagram"]');
  if (stage) resized.observe(stage);
  dispatch("practise", {
    frame: frameOf,
    next: (model) => (standingOf(model)?.standing.isOver ? null : model),
  });
  return {
    update(screen) {
      const setting = settingOf(screen.state.practice);
      if (setting?.mode !== "act") return;
      card.screen = screen;
      if (card.acts.slice(0, setting.acts.length).join() !== setting.acts.join() || setting.acts.length === 0)
        card.acts = setting.acts;
      const { notation, drawing, position } = screen.state;
      before ??= { notation, drawing };
      card.isOfOthers = before.notation === "figure";
      const start = endOf(screen.steps, "forward");
      // Acts belong to the network that they were done on: on another they would be slips that nobody made.
      const shape = shapeOf(screen);
      const isOther = done !== "" && done !== shape;
      done = shape;
      if (isOther && setting.acts.length > 0) {
        write(card, []);
        return;
      }
      if (
        notation !== "textbook" ||
        drawing !== undefined ||
        (setting.acts.length === 0 && position !== start)
      )
        dispatch("practise", {
          state: { notation: "textbook", drawing: undefined, figureRule: false, position: start },
        });
      else redraw(card);
      setAttribute(/** @type {Element} */ (bar), "inert", isWorking(card) ? "" : null);
    },
    close() {
      resized.disconnect();
      card.overlay.root.remove();
      bar?.removeAttribute("inert");
      dispatch("practise", { frame: (_model, frame) => frame, state: before ?? {} });
    },
  };
}

/** What of a network the acts depend on, as a key. @param {Screen} screen */
const shapeOf = ({ trace: { network } }) =>
  JSON.stringify([network.loss, network.layers.map(({ units, activation }) => [units, activation])]);

/** @param {Card} card */
function standingIn({ screen, context: { catalog } }) {
  if (!screen) return null;
  const { trace, state } = screen;
  return standingOf({ answer: trace, state, catalog });
}
/** @param {Card} card */
const isWorking = (card) => standingIn(card)?.standing.isOver === false;

// ---- acts ------------------------------------------------------------------------------------------------------

/** @param {Card} card @param {string} act or where a δ was dragged: ">2.0>1.1" */
function perform(card, act) {
  const found = standingIn(card);
  if (!found || found.standing.isOver) return;
  const [, from, to] = act.split(">");
  if (from === undefined || to === undefined) {
    write(card, [...card.acts, act]);
    return;
  }
  const [layer, k] = from.split(".").map(Number);
  const [other, i] = to.split(".").map(Number);
  if (other === Number(layer) - 1) write(card, [...card.acts, `b${layer}.${k}.${i}`]);
  else tell(card, "slip", [context(card, { key: "act.no_wire", names: [from, to] })]);
}

/** @param {Card} card @param {string[]} acts */
function write(card, acts) {
  const found = standingIn(card);
  const { screen, context: page } = card;
  if (!found || !screen) return;
  card.acts = acts;
  let written = writtenOf({ mode: "act", acts });
  while (written.length > LONGEST) written = written.slice(0, written.lastIndexOf("~"));
  // At the end the player takes over, where the backward pass is over.
  const isOver = standingAfter(found.task, acts).isOver;
  const position = endOf(screen.steps, isOver ? "backward" : "forward");
  page.dispatch("practise", { state: { practice: written, position } });
}

// ---- what is shown ---------------------------------------------------------------------------------------------

/** A sentence with the names of neurons. @param {Card} card @param {Reason} reason */
function context({ context: { t }, screen }, { key, params = {}, names = [] }) {
  const called = names.map((name) => nameOf(/** @type {Screen} */ (screen), name, t));
  return t(key, { ...params, one: called[0] ?? "", two: called[1] ?? "" });
}

/** @param {Screen} screen @param {string} name @param {AskContext["t"]} t */
function nameOf(screen, name, t) {
  const [layer = 1, unit = 0] = name.split(".").map(Number);
  const naming = { notation: screen.state.notation, units: [], activations: [] };
  return neuronName(naming, layer, unit, t);
}

/** @param {Card} card */
function redraw(card) {
  const { screen, parts, overlay, context: page } = card;
  if (!screen) return;
  const { t, catalog } = page;
  const found = standingIn(card);
  if (!found) {
    const why = taskFor(screen.trace, screen.state.sample, catalog);
    overlay.root.remove();
    parts.what.hidden = true;
    parts.letters.hidden = true;
    setText(parts.count, typeof why === "string" ? t(/** @type {Key} */ (why)) : "");
    for (const part of [parts.expression, parts.tools, parts.reply]) part.replaceChildren();
    return;
  }
  const { task, standing } = found;
  const all = standing.neurons.flat();
  setText(parts.count, t("act.count", { done: all.filter(({ done }) => done).length, all: all.length }));
  const isDrawn = !standing.isOver && updateOverlay(overlay, task, standing, wordsOf(card, task));
  if (!isDrawn) overlay.root.remove();
  parts.what.hidden = card.acts.length > 0;
  // Where the letters come into use, and where every δ is shown.
  parts.letters.hidden = !card.isOfOthers || (card.acts.length > 0 && !standing.isOver);
  showExpression(card, task, standing);
  showTools(card, standing);
  showSaid(card, standing);
}

/** What the parts of the layer are called. @param {Card} card @param {Task} task @returns {Words} */
function wordsOf({ screen, context: { t } }, task) {
  const shown = /** @type {Screen} */ (screen);
  const named = (/** @type {string} */ name) => (name === "" ? t("act.pick") : nameOf(shown, name, t));
  const { loss, layers } = shown.trace.network;
  const begin = FIRST_ERRORS[loss] ?? ((d) => d);
  const share = shown.state.request.reduction === "sum" ? 1 : shown.state.request.inputs.length;
  const first = (/** @type {string} */ d) => {
    const whole = begin(d, layers.at(-1)?.units ?? 1);
    return share === 1 ? whole : whole === d ? `(${d})/${share}` : `${whole}/${share}`;
  };
  return {
    pick: (name) => t("act.pick_label", { one: named(name) }),
    bring: (from, to) => t("act.bring_label", { one: named(from), two: named(to) }),
    drag: (name) => t("act.drag_label", { one: named(name) }),
    chips: {
      o: { text: first("a − t"), label: t("act.chip_o") },
      t: { text: first("t − a"), label: t("act.chip_t") },
      f: { text: "× f′(z)", label: t("act.chip_f") },
      d: { text: "= δ", label: t("act.chip_d") },
    },
  };
}

/** What has been gathered at the neuron, as a formula. @param {Card} card @param {Task} task
 * @param {Standing} standing */
function showExpression({ parts, screen, context: { t, catalog } }, task, { current, neurons }) {
  const gathered = current && neurons[current[0] - 1]?.[current[1]];
  if (!current || !gathered || !screen) {
    parts.expression.replaceChildren();
    return;
  }
  const [layer, unit] = current;
  const naming = namingOf(screen, catalog);
  const symbol = (/** @type {string} */ address) => symbolOf(address, naming);
  const terms = gathered.branches.map((k) =>
    row(symbol(`w${layer + 1}.${k}.${unit}`), symbol(`delta${layer + 1}.${k}`)),
  );
  const [a, b] = [symbol(`a${layer}.${unit}`), symbol(`t.${unit}`)];
  const difference = gathered.sign === 1 ? row(a, mo("−"), b) : row(b, mo("−"), a);
  const whole = gathered.sign === null ? joinedBy(terms) : difference;
  const isMany = gathered.sign !== null || terms.length > 1;
  const factor = gathered.slope
    ? [symbol(`slope${layer}.${unit}`), ...(isMany ? [mo("("), whole, mo(")")] : [whole])]
    : [whole];
  const amount = amountAt(task, gathered, layer, unit);
  const name = symbol(`delta${layer}.${unit}`);
  if (amount === null) {
    parts.expression.replaceChildren(mathElement(document, row(name, mo("="), mo("?"))));
    return;
  }
  const line = row(...factor);
  const shown = element("p", { "aria-label": `${spoken(line, t)} = ${formatNumber(amount)}`, role: "math" });
  shown.append(mathElement(document, line), ` = ${formatNumber(amount)}`);
  parts.expression.replaceChildren(element("p", { class: "fine" }, t("act.so_far")), shown);
}

/** @param {MathNode[]} terms */
const joinedBy = (terms) => row(...terms.flatMap((term, k) => (k === 0 ? [term] : [mo("+"), term])));

/** @param {Card} card @param {Standing} standing */
function showTools(card, { isOver }) {
  const { tools } = card.parts;
  const { t, dispatch } = card.context;
  const names = isOver ? ["again", "on"] : ["undo", "hint", "give_up"];
  if (
    [...tools.children].map((each) => each.getAttribute("data-key")).join() !==
    names.map((name) => `act-${name}`).join()
  ) {
    /** @type {Record<string, () => void>} */
    const acts = {
      undo: () => write(card, card.acts.slice(0, -1)),
      hint: () => perform(card, "h"),
      give_up: () => perform(card, "g"),
      again: () => write(card, []),
      on: () => dispatch("practise", { state: { practice: undefined } }),
    };
    tools.replaceChildren(
      ...names.map((name) =>
        element(
          "button",
          { type: "button", "data-key": `act-${name}`, onclick: acts[name] },
          t(/** @type {Key} */ (`act.${name}`)),
        ),
      ),
    );
  }
  const undo = tools.querySelector('[data-key="act-undo"]');
  if (undo) setAttribute(undo, "aria-disabled", card.acts.length === 0 ? "true" : null);
}

/** What is said of the last act, or at the end of all. @param {Card} card @param {Standing} standing */
function showSaid(card, standing) {
  const { t } = card.context;
  if (standing.isOver) {
    if (card.parts.reply.querySelector(".act-summary")) return;
    const all = standing.neurons.flat();
    const clean = all.filter(({ done, slipped }) => done && !slipped).length;
    const { count, slips, hints } = standing;
    const said = t(standing.gaveUp ? "act.gave_up" : "act.finished");
    tell(card, standing.gaveUp ? "note" : "right", [
      `${said} `,
      element(
        "span",
        { class: "act-summary" },
        t("act.summary", { clean, all: all.length, count, slips, hints }),
      ),
    ]);
    // For the page around a frame (embed/view.js).
    const detail = { neurons: all.length, clean, slips, hints };
    if (!standing.gaveUp)
      card.parts.reply.dispatchEvent(new CustomEvent("solved", { bubbles: true, detail }));
    return;
  }
  const { said } = standing;
  if (said === null) {
    if (card.acts.length === 0) card.parts.reply.replaceChildren();
    card.said = null;
    return;
  }
  if (
    card.said?.act === said.act &&
    card.said.reason.key === said.reason.key &&
    card.acts.length === shownAt(card)
  )
    return;
  card.said = said;
  card.parts.reply.dataset["at"] = String(card.acts.length);
  tell(card, said.verdict, [context(card, said.reason)]);
  if (said.mark) void mark(card, said);
}

/** After how many acts the reply was said. @param {Card} card */
const shownAt = ({ parts }) => Number(parts.reply.dataset["at"] ?? -1);

/** What the marking says of a number that wrong acts amount to: its sentence and its line of formula.
 * @param {Card} card @param {Said} said */
async function mark(card, said) {
  const { screen } = card;
  if (!screen || !said.mark) return;
  const { layer, unit, value, codes } = said.mark;
  const { trace, state } = screen;
  const address = `delta${layer}.${unit}`;
  const next = trace.network.layers[layer]?.units ?? 0;
  const reads = Array.from({ length: next }, (_, k) => `delta${layer + 1}.${k}`);
  const answer = await card.context.ask(PATH, markBody(trace, state.sample, address, String(value), reads));
  if (card.said !== said || !answer || !("answer" in answer)) return;
  const mistakes = markedIn(answer.answer, address, state.sample)?.mistakes ?? [];
  const named = codes.flatMap((code) => mistakes.filter((mistake) => mistake.code === code));
  const found = named[0] ?? (codes.length > 1 ? undefined : mistakes[0]);
  if (!found) return;
  const formula = found.formula === null ? null : nodesFromLatex(found.formula);
  const line = formula ? [element("div", { class: "math-line" }, mathElement(document, formula))] : [];
  tell(card, "slip", [found.text], line);
}

/** @param {Card} card @param {Said["verdict"]} verdict @param {(string | Node)[]} words
 * @param {Node[]} [more] */
function tell({ parts: { reply } }, verdict, words, more = []) {
  const sign = verdict === "right" ? "✓ " : "";
  const said = element("div", { class: "prediction" }, element("p", {}, sign, ...words), ...more);
  setAttribute(said, "data-right", verdict === "right" ? "true" : verdict === "slip" ? "false" : null);
  reply.replaceChildren(said);
}
