// What was chosen last, kept for the next time. No DOM.
/** @import { Memory } from "../core/browser/memory.js" */
import { own } from "../core/at.js";
import { isObject } from "../core/url_hash.js";

/**
 * @typedef {object} Choice
 * @property {"step" | "all"} what
 * @property {string} format
 * @property {number} scale of a PNG
 * @property {"light" | "dark"} theme
 * @property {string} language
 */

const KEY = "take";
export const SCALES = [1, 2, 3, 4];

/** The last choice, as far as it still can be made. @param {Memory} memory @param {Choice} otherwise
 * @param {{formats: readonly string[], languages: readonly string[]}} offered @returns {Choice} */
export function lastChoice(memory, otherwise, { formats, languages }) {
  /** @type {unknown} */
  let kept;
  try {
    kept = JSON.parse(memory.get(KEY) ?? "{}");
  } catch {
    kept = {};
  }
  if (!isObject(kept)) return otherwise;
  const one = (/** @type {string} */ name, /** @type {readonly unknown[]} */ of, /** @type {any} */ other) =>
    of.includes(own(kept, name)) ? own(kept, name) : other;
  return {
    what: one("what", ["step", "all"], otherwise.what),
    format: one("format", formats, otherwise.format),
    scale: one("scale", SCALES, otherwise.scale),
    theme: one("theme", ["light", "dark"], otherwise.theme),
    language: one("language", languages, otherwise.language),
  };
}

/** The language is that of the page the next time: it may be another's.
 * @param {Memory} memory @param {Choice} choice */
export const keepChoice = (memory, { what, format, scale, theme }) =>
  memory.set(KEY, JSON.stringify({ what, format, scale, theme }));
