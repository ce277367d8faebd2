// A small card beside the number that the pointer or the focus is on: its symbol and value, what it is made of with
// the numbers filled in, the way to its step, and a copy. On a touch screen a tap opens it, a tap elsewhere closes it.
/** @import { Address, Context, PageScreen, Tree, View } from "../core/types.js" */
/** @import { StepFormulas } from "./step_formulas.js" */
import { withoutSample } from "../core/address.js";
import { copyText } from "../core/browser/clipboard.js";
import { noHover } from "../core/browser/media.js";
import { element } from "../draw/dom.js";
import { formatNumber, fullNumber } from "../math/format.js";
import { lineOf } from "../math/formula/tree.js";
import { fillFold, foldFor, mathOf } from "./formula_sections.js";
import { explainedBy, mathLine, stepFormulasOf, writerOf } from "./step_formulas.js";

/** The pointer rests so long on a number before its card opens; once one is open, the next comes sooner. In ms. */
const OPENING = 350;
const NEXT = 120;
/** A card stays so long when the pointer leaves its number, so that the pointer can reach it. */
const CLOSING = 250;
/** Between a number and its card, and between the card and the edge of the window, in CSS pixels. */
const GAP = 10;
const NUMBER = "[data-address],[data-focus],[data-edit]";
/** What the drawing shows as one thing: a neuron, an error ball. A click keeps its card open. */
const PART = "[data-unit],[data-ball],[data-disc]";

/**
 * @typedef {object} NumberCard
 * @property {HTMLElement} node
 * @property {Context} context
 * @property {PageScreen | null} screen the latest
 * @property {Address | null} wanted the number in focus
 * @property {Address | null} shown
 * @property {boolean} isOfPart it tells of a neuron, not of one number
 * @property {boolean} isPinned it stays until Escape or a click elsewhere
 * @property {boolean} hasMoved the pointer, since the step on the screen came
 * @property {number} position of the step
 * @property {unknown} shownOf the answer whose number is shown
 * @property {ReturnType<typeof setTimeout> | undefined} timer
 * @property {AbortController} listening to the page while the card is open
 */

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const node = element("div", { class: "number-card", popover: "manual", role: "group" });
  root.replaceChildren(node);
  /** @type {NumberCard} */
  const card = {
    node,
    context,
    screen: null,
    wanted: null,
    shown: null,
    isOfPart: false,
    isPinned: false,
    hasMoved: false,
    position: 0,
    shownOf: null,
    timer: undefined,
    listening: new AbortController(),
  };
  node.addEventListener("pointerleave", () => {
    if (card.wanted === null) later(card, () => close(card), CLOSING);
  });
  node.addEventListener("pointerenter", () => clearTimeout(card.timer));
  let last = { x: -1, y: -1 };
  document.addEventListener("pointermove", ({ clientX: x, clientY: y }) => {
    // When the page moves under a pointer at rest, the browser tells of a move too.
    if (Math.hypot(x - last.x, y - last.y) < 2) return;
    last = { x, y };
    if (!card.hasMoved && card.wanted !== null) later(card, () => open(card), OPENING);
    card.hasMoved = true;
  });
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element) || !target.closest(PART) || card.wanted === null) return;
    card.hasMoved = true;
    open(card);
    card.isPinned = card.shown !== null;
  });
  return { update: (screen) => update(card, screen) };
}

/** @param {NumberCard} card @param {PageScreen} screen */
function update(card, screen) {
  card.screen = screen;
  if (screen.playing || screen.frame.position !== card.position) {
    card.position = screen.frame.position;
    card.hasMoved = false;
    close(card);
    card.wanted = screen.focus;
    return;
  }
  if (card.isPinned && card.shown !== null) {
    if (card.shownOf !== screen.answer) fill(card, card.shown);
    card.wanted = screen.focus;
    return;
  }
  // On a touch screen the pointer leaves as soon as the finger is lifted.
  const isLifted = screen.focus === null && noHover.matches;
  if (screen.focus !== card.wanted && !isLifted) {
    card.wanted = screen.focus;
    if (card.wanted !== null) later(card, () => open(card), card.shown === null ? OPENING : NEXT);
    else later(card, () => close(card), CLOSING);
  }
  if (card.shown !== null && card.shownOf !== screen.answer) fill(card, card.shown);
}

/** @param {NumberCard} card @param {() => void} act @param {number} time in milliseconds */
function later(card, act, time) {
  clearTimeout(card.timer);
  card.timer = setTimeout(act, time);
}

/** The number that the pointer or the focus is on, as a node. A pointer that rests is on nothing: it is the drawing
 * that has moved. @param {NumberCard} card */
function anchorOf({ hasMoved }) {
  const under = hasMoved ? [...document.querySelectorAll(":hover")].at(-1)?.closest(NUMBER) : null;
  const focused = document.activeElement?.matches(":focus-visible, input")
    ? document.activeElement.closest(NUMBER)
    : null;
  return under ?? focused ?? null;
}

/** @param {NumberCard} card */
function open(card) {
  const { node, wanted, screen } = card;
  const anchor = anchorOf(card);
  // While something is typed or dragged, a card would be in the way.
  if (!node.isConnected || !screen || wanted === null || anchor === null) return;
  if (anchor.matches("[data-typing], .dragging")) return;
  const part = anchor.closest(PART);
  card.isOfPart = part !== null;
  fill(card, wanted);
  if (card.shown === null) return;
  if (!node.matches(":popover-open")) node.showPopover?.();
  place(node, (part ?? anchor).getBoundingClientRect(), anchor.closest(".side"));
  listen(card);
}

/** @param {NumberCard} card */
function close(card) {
  clearTimeout(card.timer);
  card.listening.abort();
  card.shown = null;
  card.isPinned = false;
  if (noHover.matches) card.wanted = null;
  if (card.node.matches(":popover-open")) card.node.hidePopover();
}

/** The keys of an open card, and what closes it. @param {NumberCard} card */
function listen(card) {
  card.listening.abort();
  card.listening = new AbortController();
  const { signal } = card.listening;
  document.addEventListener(
    "pointerdown",
    (event) => {
      const at = event.target instanceof Element ? event.target : null;
      // A click on a part of the drawing keeps its card.
      if (!card.node.contains(at) && !at?.closest(PART)) close(card);
    },
    { signal, capture: true },
  );
  document.addEventListener("input", () => close(card), { signal });
  document.addEventListener(
    "keydown",
    (event) => {
      const isTyping = event.target instanceof Element && event.target.closest("input, textarea, select");
      if (event.key === "Escape") close(card);
      if (isTyping || event.altKey) return;
      const isCopy = (event.ctrlKey || event.metaKey) && event.key === "c";
      const isGo = !event.ctrlKey && !event.metaKey && event.key === "g";
      // What is selected is copied by the browser.
      if (!isGo && !(isCopy && document.getSelection()?.isCollapsed)) return;
      if (isGo && !leads(card)) return;
      event.preventDefault();
      if (isGo) goToStep(card);
      else copyNumber(card);
    },
    { signal, capture: true },
  );
}

/** Whether the number was made by another step than those on the screen. @param {NumberCard} card */
function leads({ screen, shown }) {
  const step = screen && shown !== null ? screen.steps[explainedBy(screen, shown)] : undefined;
  return step !== undefined && screen?.frame.active.includes(step) === false;
}

/** The lines of one number: symbol and value, what it is made of, and where it comes from.
 * @param {NumberCard} card @param {PageScreen} screen @param {Address} address
 * @param {boolean} isFurther beside the number that the card is of */
function linesFor({ context }, screen, address, isFurther) {
  const { explainer, steps, frame } = screen;
  const { t } = context;
  const at = explainedBy(screen, address);
  const step = steps[at];
  const worked = explainer.worked?.(address) ?? [];
  const isAhead = step !== undefined && at >= frame.position && worked.length === 0;
  const formulas = step && stepFormulasOf(screen, step);
  const line = formulas && lineOf(withoutSample(address), formulas.lines);
  const title = step ? explainer.shortTitle(step) : "";
  const old = address.startsWith("new_") ? `${formatNumber(explainer.value(address.slice(4)))} → ` : "";
  return [
    element("p", { class: "number-card-kind" }, explainer.kind(address)),
    element(
      "p",
      { class: "number-card-value" },
      mathOf(formulas ? formulas.symbols.symbol(address) : explainer.symbol(address), context),
      isAhead ? "" : ` = ${old}${formatNumber(explainer.value(address))}`,
    ),
    ...(line && formulas && !isAhead ? [mathLine(line, formulas.numbers, context)] : []),
    line && formulas && !isAhead ? foldIn(line, formulas, context) : null,
    ...worked.map((mathNode) => element("p", { class: "number-card-worked" }, mathOf(mathNode, context))),
    isFurther
      ? null
      : element(
          "p",
          { class: "hint" },
          !step || (at >= frame.position && !isAhead)
            ? t(explainer.origin?.(address) ?? "card.given")
            : t(isAhead ? "card.ahead" : "card.made", { k: at + 1, title }),
        ),
  ].filter((node) => node !== null);
}

/** What the line leaves out, to be opened.
 * @param {Tree} line @param {StepFormulas} formulas @param {Context} context */
function foldIn(line, formulas, context) {
  const fold = foldFor(line, formulas, context);
  fold?.addEventListener("toggle", () => fold.hasAttribute("open") && void fillFold(fold, formulas, context));
  return fold;
}

/** @param {NumberCard} card @param {Address} address */
function fill(card, address) {
  const { node, context, screen } = card;
  if (!screen) return;
  const { explainer, steps, frame } = screen;
  const { t } = context;
  const at = writerOf(screen, address);
  card.shown = explainer.value(address) === null && !steps[at] ? null : address;
  card.shownOf = screen.answer;
  if (card.shown === null) {
    close(card);
    return;
  }
  const told = (card.isOfPart && explainer.together?.(address)) || [address];
  const isKnown = (/** @type {Address} */ one) => writerOf(screen, one) < frame.position;
  node.setAttribute("aria-label", t("card.label"));
  node.classList.toggle("number-card-part", card.isOfPart);
  node.replaceChildren(
    ...told
      .filter((one) => one === address || (isKnown(one) && explainer.value(one) !== null))
      .flatMap((one) => linesFor(card, screen, one, one !== address)),
    element(
      "div",
      { class: "number-card-tools" },
      leads(card) ? toolOf("card.go", "G", () => goToStep(card), t) : null,
      isKnown(address) ? toolOf("card.copy", "Ctrl C", () => copyNumber(card), t) : null,
    ),
  );
}

/** @param {"card.go" | "card.copy"} key @param {string} letter @param {() => void} act @param {Context["t"]} t */
const toolOf = (key, letter, act, t) =>
  element("button", { type: "button", onclick: act, tabindex: -1 }, t(key), " ", element("kbd", {}, letter));

/** @param {NumberCard} card */
function goToStep(card) {
  const { screen, shown, context } = card;
  const at = screen && shown !== null ? explainedBy(screen, shown) : -1;
  close(card);
  if (at < 0) return;
  context.dispatch("focus", null);
  context.dispatch("seek", at + 1);
}

/** @param {NumberCard} card */
function copyNumber(card) {
  const { screen, shown, context } = card;
  const value = screen && shown !== null ? screen.explainer.value(shown) : null;
  close(card);
  if (value === null) return;
  const text = fullNumber(value);
  void copyText(text).then((isCopied) => {
    if (isCopied) context.dispatch("say", { key: "card.copied", params: { value: text } });
  });
}

/**
 * Places the card beside a box: right of it, else left, else below; beside the whole side of the frame that the box is
 * in, so that its formula stays in sight, and never over the player.
 * @param {HTMLElement} node @param {DOMRect} box @param {Element | null} side
 */
function place(node, box, side) {
  const { clientWidth, clientHeight } = document.documentElement;
  const { offsetWidth: width, offsetHeight: height } = node;
  const stage = document.querySelector("main > .stage")?.getBoundingClientRect();
  const beside = side?.getBoundingClientRect() ?? box;
  const room = width + 2 * GAP;
  const fitsIn = (/** @type {{left: number, right: number}} */ { left, right }) =>
    right - beside.right >= room || beside.left - left >= room;
  const isIn = stage !== undefined && fitsIn(stage);
  const [start, end] = isIn ? [stage.left, stage.right] : [0, clientWidth];
  const player = document.querySelector(".playbar")?.getBoundingClientRect().top ?? Infinity;
  const lowest = Math.min(clientHeight, player > clientHeight / 2 ? player : Infinity);
  const fitsRight = end - beside.right >= room;
  const isBeside = fitsIn({ left: start, right: end });
  const left = fitsRight
    ? beside.right + GAP
    : isBeside
      ? beside.left - GAP - width
      : Math.min(Math.max(start + GAP, box.left), end - GAP - width);
  const below = box.bottom + GAP + height <= lowest - GAP ? box.bottom + GAP : box.top - GAP - height;
  const top = isBeside ? box.top + box.height / 2 - height / 2 : below;
  node.style.setProperty("left", `${Math.round(left)}px`);
  node.style.setProperty("top", `${Math.round(Math.max(GAP, Math.min(top, lowest - GAP - height)))}px`);
}
