// Names that look like a product whose sign was left out: xy for x*y.
import { ASSIGNS, freeNames, statements } from "./program_text.js";

/** Letters that are most often variables of their own. */
const USUAL = new Set("uvwxyz");
/** The letters of such a name at most. */
const MAX_LETTERS = 4;

/**
 * @typedef {object} JoinedName
 * @property {string} name as typed: "xy"
 * @property {string} product what may be meant: "x*y"
 * @property {string} text the whole text with the product in place of the name
 */

/**
 * The first name that a text leaves free and whose letters all are variables, in this text or usually; null for
 * none. It is a name like any other as long as nobody changes it.
 * @param {string} text @returns {JoinedName | null}
 */
export function joinedName(text) {
  const free = freeNames(text);
  const made = statements(text).map((one) => ASSIGNS.exec(one)?.[1] ?? "");
  const variables = new Set([...free, ...made]);
  const name = free.find((one) => {
    const letters = [...one];
    return (
      letters.length > 1 &&
      letters.length <= MAX_LETTERS &&
      letters.every((letter) => /\p{L}/u.test(letter) && (variables.has(letter) || USUAL.has(letter)))
    );
  });
  if (name === undefined) return null;
  const product = [...name].join("*");
  return { name, product, text: withProduct(text, name, product) };
}

/** The text with a product for every reading of a name; after / and ** it stays together in brackets.
 * @param {string} text @param {string} name @param {string} product */
function withProduct(text, name, product) {
  const read = new RegExp(`#[^\\n]*|(?<![\\p{L}\\w.])${name}(?![\\p{L}\\w])(?!\\s*\\()`, "gu");
  return text.replaceAll(read, (found, offset) => {
    if (found !== name) return found;
    return /(\/|\*\*)\s*$/.test(text.slice(0, offset)) ? `(${product})` : product;
  });
}
