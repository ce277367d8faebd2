// A small card beside the number that the pointer or the focus is on: its symbol and value, what it is made of with
// the numbers filled in, the way to its step, and a copy. On a touch screen a tap opens it, a tap elsewhere closes it.
/** @import { Address, Context, PageScreen, View } from "../core/types.js" */
import { withoutSample } from "../core/address.js";
import { copyText } from "../core/browser/clipboard.js";
import { media } from "../core/browser/media.js";
import { element } from "../draw/dom.js";
import { formatNumber, fullNumber } from "../math/format.js";
import { lineOf } from "../math/formula/tree.js";
import { mathOf } from "./formula_sections.js";
import { mathLine, stepFormulasOf, writerOf } from "./step_formulas.js";

/** The pointer rests so long on a number before its card opens; once one is open, the next comes sooner. In ms. */
const OPENING = 350;
const NEXT = 120;
/** A card stays so long when the pointer leaves its number, so that the pointer can reach it. */
const CLOSING = 250;
/** Between a number and its card, and between the card and the edge of the window, in CSS pixels. */
const GAP = 10;
const NUMBER = "[data-address],[data-focus],[data-edit]";
const noHover = media("(hover: none)");

/**
 * @typedef {object} NumberCard
 * @property {HTMLElement} node
 * @property {Context} context
 * @property {PageScreen | null} screen the latest
 * @property {Address | null} wanted the number in focus
 * @property {Address | null} shown
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
    shownOf: null,
    timer: undefined,
    listening: new AbortController(),
  };
  node.addEventListener("pointerleave", () => {
    if (card.wanted === null) later(card, () => close(card), CLOSING);
  });
  node.addEventListener("pointerenter", () => clearTimeout(card.timer));
  return { update: (screen) => update(card, screen) };
}

/** @param {NumberCard} card @param {PageScreen} screen */
function update(card, screen) {
  card.screen = screen;
  if (screen.playing) {
    close(card);
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

/** The number that the pointer or the focus is on, as a node. */
function anchorOf() {
  const under = [...document.querySelectorAll(":hover")].at(-1)?.closest(NUMBER);
  const focused = document.activeElement?.matches(":focus-visible, input")
    ? document.activeElement.closest(NUMBER)
    : null;
  return under ?? focused ?? null;
}

/** @param {NumberCard} card */
function open(card) {
  const { node, wanted, screen } = card;
  const anchor = anchorOf();
  // While something is typed or dragged, a card would be in the way.
  if (!screen || wanted === null || !anchor || anchor.matches("[data-typing], .dragging")) return;
  fill(card, wanted);
  if (card.shown === null) return;
  if (!node.matches(":popover-open")) node.showPopover?.();
  place(node, anchor.getBoundingClientRect(), anchor.closest(".side")?.getBoundingClientRect());
  listen(card);
}

/** @param {NumberCard} card */
function close(card) {
  clearTimeout(card.timer);
  card.listening.abort();
  card.shown = null;
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
      if (!(event.target instanceof Node && card.node.contains(event.target))) close(card);
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
      event.preventDefault();
      if (isGo) goToStep(card);
      else copyNumber(card);
    },
    { signal, capture: true },
  );
}

/** @param {NumberCard} card @param {Address} address */
function fill(card, address) {
  const { node, context, screen } = card;
  if (!screen) return;
  const { explainer, steps, frame } = screen;
  const { t } = context;
  const value = explainer.value(address);
  const at = writerOf(screen, address);
  const step = steps[at];
  const isAhead = step !== undefined && at >= frame.position;
  card.shown = value === null && !step ? null : address;
  card.shownOf = screen.answer;
  if (card.shown === null) {
    close(card);
    return;
  }
  const formulas = step && stepFormulasOf(screen, step);
  const line = formulas && lineOf(withoutSample(address), formulas.lines);
  const title = step ? explainer.shortTitle(step) : "";
  node.setAttribute("aria-label", t("card.label"));
  node.replaceChildren(
    element(
      "p",
      { class: "number-card-value" },
      mathOf(formulas ? formulas.symbols.symbol(address) : explainer.symbol(address), context),
      isAhead ? "" : ` = ${formatNumber(value)}`,
    ),
    element("p", { class: "number-card-kind" }, explainer.kind(address)),
    ...(line && formulas && !isAhead ? [mathLine(line, formulas.numbers, context)] : []),
    element(
      "p",
      { class: "hint" },
      !step
        ? t(explainer.origin?.(address) ?? "card.given")
        : t(isAhead ? "card.ahead" : "card.made", { k: at + 1, title }),
    ),
    element(
      "div",
      { class: "number-card-tools" },
      step && !frame.active.includes(step) ? toolOf("card.go", "G", () => goToStep(card), t) : null,
      isAhead ? null : toolOf("card.copy", "Ctrl C", () => copyNumber(card), t),
    ),
  );
}

/** @param {"card.go" | "card.copy"} key @param {string} letter @param {() => void} act @param {Context["t"]} t */
const toolOf = (key, letter, act, t) =>
  element("button", { type: "button", onclick: act, tabindex: -1 }, t(key), " ", element("kbd", {}, letter));

/** @param {NumberCard} card */
function goToStep(card) {
  const { screen, shown, context } = card;
  const at = screen && shown !== null ? writerOf(screen, shown) : -1;
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
 * in, so that its formula stays in sight.
 * @param {HTMLElement} node @param {DOMRect} box @param {DOMRect} [side]
 */
function place(node, box, side = box) {
  const { clientWidth, clientHeight } = document.documentElement;
  const { offsetWidth: width, offsetHeight: height } = node;
  const fits = { right: side.right + GAP + width <= clientWidth - GAP, left: side.left - GAP - width >= GAP };
  const beside = fits.right || fits.left;
  const left = fits.right
    ? side.right + GAP
    : fits.left
      ? side.left - GAP - width
      : Math.min(Math.max(GAP, box.left), clientWidth - GAP - width);
  const below = box.bottom + GAP + height <= clientHeight - GAP ? box.bottom + GAP : box.top - GAP - height;
  const top = beside
    ? Math.min(Math.max(GAP, box.top + box.height / 2 - height / 2), clientHeight - GAP - height)
    : Math.max(GAP, below);
  node.style.setProperty("left", `${Math.round(left)}px`);
  node.style.setProperty("top", `${Math.round(top)}px`);
}
