// The hand-ins of a class on this page: how many made each mistake, and the same in words as CSV.
/** @import { Key, Translate } from "../../core/types.js" */
/** @import { Naming } from "../../network/notation.js" */
/** @import { MarkedHandIn, Marking } from "../types.js" */
import { oneLine } from "../../math/one_line.js";
import { csvText } from "../../math/saved_cells.js";
import { joined } from "../../math/sentences.js";
import { numberSymbol } from "./names.js";

/** The heads of the table that is saved. @type {readonly Key[]} */
const HEADS = [
  "checking.class_id",
  "checking.class_right",
  "checking.csv_of",
  "checking.class_first",
  "checking.class_mistakes",
  "checking.csv_uncounted",
];

/** Whether a number is wrong and no known mistake gives it. @param {MarkedHandIn["answers"][number]} answer */
const isUnexplained = ({ verdict, mistakes }) => verdict === "wrong" && mistakes.length === 0;

/** The mistakes of all, the most frequent first; what no known mistake explains comes last. @param {Marking} marking
 * @param {Translate} t @returns {{ text: string, count: number, of: number }[]} */
export function countsOf({ table, hand_ins: handIns }, t) {
  const count = handIns.filter(({ answers }) => answers.some(isUnexplained)).length;
  const rest = { text: t("mistake.unexplained"), count, of: handIns.length };
  return count > 0 ? [...table, rest] : table;
}

/** What went wrong in one hand-in, each sentence once. @param {MarkedHandIn} handIn @param {Translate} t
 * @returns {string[]} */
function mistakesOf({ answers }, t) {
  const sentences = answers
    .filter(({ verdict }) => verdict === "wrong")
    .map(({ mistakes: [likeliest] }) => likeliest?.text ?? t("mistake.unexplained"));
  return [...new Set(sentences)];
}

/** Its first one, beside the number where it was made. @param {MarkedHandIn} handIn @param {Translate} t */
export const firstMistakeOf = (handIn, t) => mistakesOf(handIn, t)[0] ?? "";

/** A line for each hand-in. @param {Marking} marking @param {Naming} naming @param {Translate} t */
export const csvOf = ({ hand_ins: handIns }, naming, t) =>
  csvText([
    HEADS.map((key) => t(key)),
    ...handIns.map((handIn) => [
      handIn.id,
      ...handIn.points,
      handIn.first_wrong === null ? "" : oneLine(numberSymbol(handIn.first_wrong, naming)),
      joined(...mistakesOf(handIn, t)),
      uncountedOf(handIn),
    ]),
  ]);

/** How many numbers do not count. @param {{ answers: MarkedHandIn["answers"] }} handIn */
export const uncountedOf = ({ answers }) => answers.filter(({ point }) => point === null).length;
