// How each verdict is shown: a sign and a word, never a colour alone. Their order is that of the key below the sheet.
/** @import { Key } from "../../core/types.js" */
/** @import { Verdict } from "../types.js" */

/** @type {Record<Verdict, {sign: string, word: Key}>} */
export const VERDICTS = {
  right: { sign: "✓", word: "checking.right" },
  right_to_digits: { sign: "≈", word: "checking.right_to_digits" },
  follows: { sign: "(✓)", word: "checking.follows" },
  wrong: { sign: "✗", word: "checking.wrong" },
  unreadable: { sign: "?", word: "checking.unreadable" },
  unjudged: { sign: "–", word: "checking.unjudged" },
};

/** From the worst to the best: of several numbers at one place of the diagram the worst is shown.
 * @type {readonly Verdict[]} */
export const WORST_FIRST = ["wrong", "unreadable", "unjudged", "follows", "right_to_digits", "right"];
