// What the parts of the page of sheets share: its elements, its questions to the server, its notice.
/** @import { Translations } from "../../core/types.js" */
/** @import { State } from "../types.js" */
import { createApi } from "../../core/api.js";
import { isAnswer } from "../../core/answers/shapes.js";
import { setAttribute, setText } from "../../draw/dom.js";

/** A notice is read within so many milliseconds. */
const NOTICE = 9000;

/** @param {string} selector @returns {HTMLElement} */
export function partAt(selector) {
  const found = document.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`the page has no ${selector}`);
  return found;
}

/** @param {Translations} translations */
export function apiOf({ language }) {
  return createApi({ fetch: fetch.bind(globalThis), language: () => language, isAnswer });
}

/** The notice at the foot of the page. @returns {(text: string) => void} */
export function noticeIn() {
  const place = partAt("[data-notice]");
  let timer = 0;
  return (text) => {
    setText(place, text);
    clearTimeout(timer);
    timer = window.setTimeout(() => setText(place, ""), NOTICE);
  };
}

/** Which variant is open, in its field. @param {State} state */
export function showVariant({ variant, variants }) {
  const field = /** @type {HTMLInputElement} */ (partAt("[name=variant]"));
  field.max = String(variants);
  field.value = String(variant);
}

/** @param {State} state */
export function showTab({ tab, forStudents }) {
  setAttribute(document.documentElement, "data-students", forStudents);
  for (const button of document.querySelectorAll("[data-tab]")) {
    const isOpen = button.getAttribute("data-tab") === tab;
    setAttribute(button, "aria-selected", isOpen ? "true" : "false");
    setAttribute(button, "tabindex", isOpen ? null : -1);
  }
  for (const pane of document.querySelectorAll("[data-pane]")) {
    setAttribute(pane, "hidden", pane.getAttribute("data-pane") !== tab);
  }
  setAttribute(partAt("[data-variant]"), "hidden", tab === "class");
}
