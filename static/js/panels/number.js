// One number on the screen: shown short, whole in its title, named by its address, linked with the diagram.
/** @import { Context, PageScreen } from "../core/types.js" */
/** @import { Limits } from "../math/parse_number.js" */
import { menuWord } from "../core/names.js";
import { element, setAttribute, setText, uniqueId } from "../draw/dom.js";
import { formatNumber, fullNumber } from "../math/format.js";
import { readNumber } from "../math/parse_number.js";
import { isSideways } from "../core/browser/drag.js";

/** Hovering or focusing anything below `root` that has an address lights the same number up everywhere.
 * @param {HTMLElement} root @param {Context} context */
export function linkFocus(root, { dispatch }) {
  /** @param {Event} event */
  const addressAt = (event) =>
    event.target instanceof Element
      ? (event.target.closest("[data-address]")?.getAttribute("data-address") ?? null)
      : null;
  for (const name of ["pointerover", "focusin"])
    root.addEventListener(name, (event) => {
      const address = addressAt(event);
      if (address !== null) dispatch("focus", address);
    });
  for (const name of ["pointerout", "focusout"])
    root.addEventListener(name, (event) => {
      if (addressAt(event) !== null) dispatch("focus", null);
    });
}

/**
 * Marks what is linked with the number in focus.
 * @param {HTMLElement} root
 * @param {Pick<PageScreen, "focus">} screen
 */
export function showFocus(root, screen) {
  for (const node of root.querySelectorAll("[data-address]")) {
    node.classList.toggle(
      "linked",
      screen.focus !== null && node.getAttribute("data-address") === screen.focus,
    );
  }
}

/** @param {HTMLElement} node @param {number | null} value `null`: not known yet
 * @param {number} [digits] as many as tell it apart from what it is compared with (`digitsToTellApart`) */
export function showNumber(node, value, digits = 4) {
  setText(node, value === null ? "·" : formatNumber(value, digits));
  setAttribute(node, "data-value", value === null ? null : fullNumber(value));
  setAttribute(node, "title", value === null ? null : fullNumber(value).replace("-", "−"));
}

const STEP = 0.1;
/** The keys that change a number, with their sign. */
export const ARROWS = /** @type {Record<string, number>} */ ({ ArrowUp: 1, ArrowDown: -1 });

/** By how much an arrow key changes a number. @param {Pick<KeyboardEvent, "shiftKey" | "altKey">} event
 * @param {boolean} [whole] */
export const keyStep = ({ shiftKey, altKey }, whole = false) =>
  whole ? (shiftKey ? 10 : 1) : STEP * (shiftKey ? 10 : altKey ? 0.1 : 1);

/** By how much a number changes that is dragged sideways. @param {number} distance in CSS pixels
 * @param {Pick<PointerEvent, "shiftKey" | "altKey">} event @param {boolean} [whole] */
export const dragged = (distance, { shiftKey, altKey }, whole = false) =>
  Math.round(distance / (whole ? 12 : 2)) * (whole ? 1 : 0.01) * (altKey ? 0.1 : shiftKey ? 10 : 1);

/** What is made by steps is rounded to a decimal. @param {number} value */
export const rounded = (value) => Number(value.toPrecision(12));

/** Sent to a field whose mistake is older than the newest refusal: it shows its number again. */
const WITHDRAW = "withdraw";

/** The message under a field with what it accepts; it describes the field until the mistake is gone.
 * @param {HTMLElement} input */
export function mistakeLine(input) {
  const line = element("p", { class: "refusal mistake", role: "alert", id: uniqueId("mistake") });
  return {
    node: line,
    /** @param {string | null} sentence */
    say(sentence) {
      if (sentence === null && !input.hasAttribute("data-mistake")) return;
      setAttribute(input, "data-mistake", sentence !== null);
      setAttribute(input, "aria-invalid", sentence === null ? null : "true");
      setAttribute(input, "aria-errormessage", sentence === null ? null : line.id);
      setAttribute(input, "aria-describedby", sentence === null ? null : line.id);
      setText(line, sentence ?? "");
      if (sentence === null) {
        line.remove();
        return;
      }
      const group = input.closest("[data-field-group]") ?? input.parentElement;
      // One message per field: the server's was about another text.
      if (input.dataset["field"]) group?.querySelector(".refusal:not(.mistake)")?.remove();
      if (!line.isConnected) group?.append(line);
    },
  };
}

/** The keypad of a touch screen for a number. That for decimal numbers has no minus on an iPhone, and none has the
 * signs of `1/3` and `1e-3`. @param {Limits} [limits] */
export const keypadFor = ({ whole = false, low = -Infinity } = {}) =>
  whole && low >= 0 ? "numeric" : "text";

/** The tables of number fields, and whether a text fits into a field of theirs.
 * @type {WeakMap<Element, (text: string) => boolean>} */
const fitting = new WeakMap();

/** Lets the fields of a table, all of one width, show no more digits than there is room for.
 * @param {HTMLTableElement} table */
export function fitNumbers(table) {
  let known = 0;
  new ResizeObserver(() => {
    const inputs = table.querySelectorAll("input");
    const pen = document.createElement("canvas").getContext("2d");
    if (!inputs[0] || !pen || inputs[0].clientWidth === known) return;
    known = inputs[0].clientWidth;
    const { fontSize, fontFamily, paddingLeft } = getComputedStyle(inputs[0]);
    const room = known - 2 * parseFloat(paddingLeft);
    pen.font = `${fontSize} ${fontFamily}`;
    fitting.set(table, (text) => pen.measureText(text).width <= room);
    for (const input of inputs)
      if (!input.matches(":focus, [data-mistake]")) input.dispatchEvent(new Event(WITHDRAW));
  }).observe(table);
}

/** Fewer digits would show another number than the reader entered: what does not fit is cut visibly. */
const FEWEST_DIGITS = 2;

/** A number in a field that is not typed into. @param {HTMLElement} input @param {number} value */
function shortText(input, value) {
  const fits = fitting.get(input.closest("table") ?? input);
  let digits = 4;
  while (digits > FEWEST_DIGITS && fits?.(formatNumber(value, digits)) === false) digits -= 1;
  return formatNumber(value, digits);
}

/** An input for one number: typed, stepped with the arrow keys (Shift ×10, Alt ÷10) or dragged sideways.
 * While something is being typed it carries `data-typing`, while it holds no fitting number `data-mistake`.
 * @param {Context["t"]} t
 * @param {Record<string, unknown>} attributes
 * @param {(value: number, continues: boolean) => void} changed
 * @param {Limits} [limits] */
export function numberInput(t, attributes, changed, limits = {}) {
  const { whole = false, low = -Infinity, high = Infinity } = limits;
  const input = element("input", {
    type: "text",
    inputmode: keypadFor(limits),
    autocomplete: "off",
    spellcheck: "false",
    class: "number",
    ...attributes,
  });
  const line = mistakeLine(input);
  /** @type {number | null} */
  let shown = null;

  /** @returns {number | null} */
  const typed = () => {
    const read = readNumber(input.value, limits);
    return "value" in read ? read.value : null;
  };
  const judge = () => {
    const read = readNumber(input.value, limits);
    line.say("value" in read ? null : t(read.mistake.key, read.mistake.params));
    return "value" in read ? read.value : null;
  };
  /** @param {number} value @param {boolean} continues */
  const send = (value, continues) => {
    // What was typed stays as it was typed.
    const fitting = whole ? Math.round(value) : continues ? rounded(value) : value;
    const bounded = Math.min(high, Math.max(low, fitting));
    setAttribute(input, "data-typing", null);
    line.say(null);
    input.value = String(bounded);
    if (bounded === shown) return;
    shown = bounded;
    changed(bounded, continues);
  };
  /** Takes what was typed, or shows its mistake. @returns {boolean} whether it is a fitting number */
  const commit = () => {
    const value = judge();
    if (value !== null) send(value, false);
    return value !== null;
  };
  input.addEventListener("change", commit);
  input.addEventListener("input", () => {
    setAttribute(input, "data-typing", true);
    if (input.hasAttribute("data-mistake")) judge();
  });
  input.addEventListener("focus", () => {
    if (shown !== null && !input.hasAttribute("data-typing")) input.value = String(shown);
    input.select();
  });
  input.addEventListener("blur", () => {
    if (!input.hasAttribute("data-mistake")) show(shown, true);
  });
  input.addEventListener(WITHDRAW, () => show(shown, true));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      show(shown, true);
      return;
    }
    if (event.key === "Enter") commit();
    const sign = ARROWS[event.key];
    if (sign === undefined) return;
    event.preventDefault();
    send((typed() ?? shown ?? 0) + sign * keyStep(event, whole), true);
  });

  input.addEventListener("pointerdown", (event) => {
    if (document.activeElement === input || event.button !== 0 || !event.isPrimary || input.disabled) return;
    const start = shown ?? 0;
    let dragging = false;
    /** @param {PointerEvent} moved */
    const move = (moved) => {
      if (!dragging && !isSideways(event, moved)) return;
      dragging = true;
      input.classList.add("dragging");
      send(start + dragged(moved.clientX - event.clientX, moved, whole), true);
    };
    const up = () => {
      input.removeEventListener("pointermove", move);
      input.classList.remove("dragging");
      if (dragging) input.blur();
    };
    input.setPointerCapture(event.pointerId);
    input.addEventListener("pointermove", move);
    input.addEventListener("pointerup", up, { once: true });
    input.addEventListener("pointercancel", up, { once: true });
  });

  /**
   * @param {number | null} value
   * @param {boolean} [force] what is being typed is left alone, unless the number itself has changed
   */
  function show(value, force = false) {
    const same = value === shown;
    shown = value;
    if (input.hasAttribute("data-address"))
      setAttribute(input, "data-value", value === null ? null : String(value));
    if (input.hasAttribute("data-typing") && same && !force) return;
    setAttribute(input, "data-typing", null);
    line.say(null);
    const focused = document.activeElement === input;
    const text = value === null ? "" : focused ? String(value) : shortText(input, value);
    if (input.value !== text) {
      input.value = text;
      if (focused) input.select();
    }
    setAttribute(input, "title", value === null ? null : String(value));
  }
  return { input, show, commit };
}

/**
 * A sentence of the server with the names that the menus show.
 * @param {string} sentence
 * @param {Context["catalog"]} catalog
 */
export const inMenuWords = (sentence, { activations, losses, optimizers, initializers }) =>
  [...activations, ...losses, ...optimizers, ...initializers]
    .map(({ name }) => name)
    .filter((name) => name.includes("_"))
    .sort((a, b) => b.length - a.length)
    .reduce((text, name) => text.replaceAll(name, menuWord(name)), sentence);

/** By the part of the page: the problem that its fields know. @type {WeakMap<HTMLElement, object>} */
const newest = new WeakMap();

/** A new refusal takes the place of the mistakes in other fields: no older error is left beside it.
 * @param {HTMLElement} root @param {Pick<PageScreen, "refused" | "problem">} screen */
function withdrawOlder(root, { refused, problem }) {
  if (problem === null || newest.get(root) === problem) return;
  newest.set(root, problem);
  for (const field of root.querySelectorAll("[data-mistake]"))
    if (field.getAttribute("data-field") !== refused && field !== document.activeElement)
      field.dispatchEvent(new Event(WITHDRAW));
}

/** The sentence that the server refused an edit with, beside its field.
 * @param {HTMLElement} root @param {Pick<PageScreen, "refused" | "problem">} screen @param {string} sentence */
export function showRefusal(root, screen, sentence) {
  for (const old of root.querySelectorAll(".refusal:not(.mistake)")) old.remove();
  for (const node of root.querySelectorAll("[data-field][aria-invalid]:not([data-mistake])")) {
    setAttribute(node, "aria-invalid", null);
    setAttribute(node, "aria-errormessage", null);
  }
  if (screen.refused === null) return;
  withdrawOlder(root, screen);
  for (const node of root.querySelectorAll("[data-field]")) {
    if (node.getAttribute("data-field") !== screen.refused) continue;
    if (node.hasAttribute("data-mistake")) return;
    const id = `refusal-${screen.refused.replaceAll(/[^\w-]/g, "-")}`;
    setAttribute(node, "aria-invalid", "true");
    setAttribute(node, "aria-errormessage", id);
    (node.closest("[data-field-group]") ?? node.parentElement)?.append(
      element("p", { id, class: "refusal" }, sentence),
    );
    return;
  }
}
