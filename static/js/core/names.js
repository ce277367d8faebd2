// How names of the catalog are written in menus and sentences.

/** @import { Key, Translate } from "./types.js" */

/** `half_squared_error` -> "half squared error". @param {string} name */
export const menuWord = (name) => name.replaceAll("_", " ");

/** The name of a loss, an optimizer or a schedule in a sentence: without the English that a menu has beside it.
 * @param {Translate} t @param {"loss" | "optimizer" | "schedule"} table @param {string} name */
export const namedIn = (t, table, name) => {
  const key = `${table}_name.${name}`;
  const text = t(/** @type {Key} */ (key));
  return text === key ? menuWord(name) : text.replace(/^(\p{Script=Han}+) .*$/u, "$1");
};
