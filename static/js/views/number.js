// One number on the screen: shown short, whole in its title, named by its address, linked with the diagram.
/** @import { Address, Context, Screen } from "../types.js" */
import { element, setAttribute, setText } from "../dom.js";
import { formatNumber, fullNumber } from "../scales.js";

/** Hovering or focusing anything below `root` that has an address lights the same number up everywhere.
 * @param {HTMLElement} root @param {Context} context */
export function linkFocus(root, { dispatch }) {
  /** @param {Event} event */
  const addressAt = (event) =>
    event.target instanceof Element ? event.target.closest("[data-address]")?.getAttribute("data-address") ?? null : null;
  for (const name of ["pointerover", "focusin"]) root.addEventListener(name, (event) => {
    const address = addressAt(event);
    if (address !== null) dispatch("focus", address);
  });
  for (const name of ["pointerout", "focusout"]) root.addEventListener(name, (event) => {
    if (addressAt(event) !== null) dispatch("focus", null);
  });
}

/** Marks what is linked with the number in focus. @param {HTMLElement} root @param {Screen} screen */
export function showFocus(root, screen) {
  for (const node of root.querySelectorAll("[data-address]")) {
    node.classList.toggle("linked", screen.focus !== null && node.getAttribute("data-address") === screen.focus);
  }
}

/** @param {HTMLElement} node @param {number | null} value `null`: not known yet */
export function showNumber(node, value) {
  setText(node, value === null ? "·" : formatNumber(value));
  setAttribute(node, "data-value", value === null ? null : fullNumber(value));
  setAttribute(node, "title", value === null ? null : fullNumber(value).replace("-", "−"));
}

const STEP = 0.1;

/** An input for one number: typed, stepped with the arrow keys (Shift ×10, Alt ÷10) or dragged sideways.
 * @param {Record<string, unknown>} attributes
 * @param {(value: number, continues: boolean) => void} changed
 * @param {{whole?: boolean, low?: number, high?: number}} [limits] */
export function numberInput(attributes, changed, { whole = false, low = -Infinity, high = Infinity } = {}) {
  const input = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", class: "number", ...attributes });
  /** @type {number | null} */
  let shown = null;

  /** @param {string} text */
  const read = (text) => {
    const cleaned = text.trim().replace("−", "-").replace(",", ".");
    const value = cleaned === "" ? Number.NaN : Number(cleaned);
    return Number.isFinite(value) && (!whole || Number.isInteger(value)) && value >= low && value <= high ? value : null;
  };
  /** @param {number} value @param {boolean} continues */
  const send = (value, continues) => {
    // What is made by steps is rounded to a decimal; what was typed stays as it was typed.
    const rounded = whole ? Math.round(value) : continues ? Number(value.toPrecision(12)) : value;
    const bounded = Math.min(high, Math.max(low, rounded));
    if (bounded === shown) return;
    shown = bounded;
    input.value = String(bounded);
    changed(bounded, continues);
  };
  input.addEventListener("change", () => {
    const value = read(input.value);
    setAttribute(input, "aria-invalid", value === null ? "true" : null);
    if (value !== null) send(value, false);
  });
  input.addEventListener("focus", () => {
    if (shown !== null && input.getAttribute("aria-invalid") !== "true") input.value = String(shown);
    input.select();
  });
  input.addEventListener("blur", () => show(shown));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      show(shown, true);
      return;
    }
    const sign = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (sign === 0) return;
    event.preventDefault();
    const size = whole ? (event.shiftKey ? 10 : 1) : STEP * (event.shiftKey ? 10 : event.altKey ? 0.1 : 1);
    send((read(input.value) ?? shown ?? 0) + sign * size, true);
  });

  input.addEventListener("pointerdown", (event) => {
    if (document.activeElement === input || event.button !== 0 || input.disabled) return;
    const from = { x: event.clientX, value: shown ?? 0 };
    let dragging = false;
    /** @param {PointerEvent} moved */
    const move = (moved) => {
      const distance = moved.clientX - from.x;
      if (!dragging && Math.abs(distance) < 5) return;
      dragging = true;
      input.classList.add("dragging");
      const fine = moved.altKey ? 0.1 : moved.shiftKey ? 10 : 1;
      send(from.value + Math.round(distance / (whole ? 12 : 2)) * (whole ? 1 : 0.01) * fine, true);
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

  /** @param {number | null} value @param {boolean} [force] what is being typed is left alone */
  function show(value, force = false) {
    const typing = document.activeElement === input && !force;
    shown = value;
    if (typing) return;
    const text = value === null ? "" : formatNumber(value);
    if (input.value !== text) input.value = text;
    setAttribute(input, "aria-invalid", null);
    setAttribute(input, "title", value === null ? null : String(value));
    if (input.hasAttribute("data-address")) setAttribute(input, "data-value", value === null ? null : String(value));
  }
  return { input, show };
}

/** The sentence that the server refused an edit with, beside its field.
 * @param {HTMLElement} root @param {Screen} screen @param {string} sentence */
export function showRefusal(root, screen, sentence) {
  for (const old of root.querySelectorAll(".refusal")) old.remove();
  for (const node of root.querySelectorAll("[data-field][aria-invalid]")) {
    setAttribute(node, "aria-invalid", null);
    setAttribute(node, "aria-errormessage", null);
  }
  if (screen.refused === null) return;
  for (const node of root.querySelectorAll("[data-field]")) {
    if (node.getAttribute("data-field") !== screen.refused) continue;
    const id = `refusal-${screen.refused.replaceAll(/[^\w-]/g, "-")}`;
    setAttribute(node, "aria-invalid", "true");
    setAttribute(node, "aria-errormessage", id);
    (node.closest("[data-field-group]") ?? node.parentElement)?.append(element("p", { id, class: "refusal" }, sentence));
    return;
  }
}

/** @param {Address} address @param {number} sample */
export const ofSample = (address, sample) => `${address}@${sample}`;
