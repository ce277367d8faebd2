// The catalog's formulas of a loss and of a slope with the numbers of a step filled in. They are LaTeX there, so that
// no name of a loss or an activation stands here.
/** @import { MathNode } from "../../core/types.js" */
import { bracketed } from "../functions.js";
import { numberNode } from "./print.js";
import { formatNumber } from "../format.js";
import { mn, mo, row } from "../nodes.js";

const SPACE = /** @type {MathNode} */ ({ tag: "mtext", text: "\u2009", latex: "\\," });
const DOT = mo("·", "\\cdot ");
/** More terms of a sum are abbreviated to the first three and the last. */
const MAX_TERMS = 6;

/** @param {number} value */
export const numeral = (value) => numberNode(value, { format: formatNumber });
/** @param {MathNode} mathNode */
const isNumeral = ({ tag, value }) => value !== undefined || tag === "mn";
/** @param {MathNode} mathNode whether it ends a factor: ) or )² */
const closes = (mathNode) => (mathNode.tag === "msup" ? mathNode.parts?.[0] : mathNode)?.text === ")";
/** @param {MathNode} mathNode */
const opens = ({ tag, text }) => text === "(" || tag === "mi" || tag === "msub";

/**
 * A formula with numbers in place of letters: negative ones in brackets, and a point where a product has none.
 * @param {MathNode} mathNode @param {(letter: MathNode) => number | null} numberOf @returns {MathNode}
 */
export function filled(mathNode, numberOf) {
  const value = numberOf(mathNode);
  if (value !== null) return numeral(value);
  if (!mathNode.parts) return mathNode;
  const parts = mathNode.parts.filter(({ tag }) => tag !== "mtext").map((part) => filled(part, numberOf));
  if (mathNode.tag !== "mrow") return { ...mathNode, parts };
  return {
    ...mathNode,
    parts: parts.flatMap((part, n) => {
      const before = parts[n - 1];
      const isFirst = before === undefined || "([|".includes(before.text ?? " ");
      const isNegative = (part.value ?? "").startsWith("-");
      const shown = isNegative && !isFirst ? bracketed(part) : part;
      const multiplies = before && (isNumeral(before) || closes(before)) && (isNumeral(part) || opens(part));
      const follows = before?.tag === "mi" && before.text === "ln" && isNumeral(part);
      return multiplies ? [DOT, shown] : follows ? [SPACE, shown] : [shown];
    }),
  };
}

/** Whether a formula is one expression in one letter, and no list of cases. @param {MathNode} mathNode
 * @param {string} letter @returns {boolean} */
export const isPlain = (mathNode, letter) =>
  mathNode.parts
    ? mathNode.parts.every((part) => isPlain(part, letter))
    : !(
        mathNode.text === "," ||
        (mathNode.tag === "mi" &&
          /^[a-z]$/.test(mathNode.text ?? "") &&
          !`e${letter}`.includes(mathNode.text ?? ""))
      );

/**
 * A sum over k with its terms written out; null where the formula is no such sum.
 * @param {MathNode} whole @param {number} count of its terms, which K stands for
 * @param {(letter: string, k: number) => number | null} numberOf of a letter with the index k
 * @returns {MathNode | null}
 */
export function writtenOut(whole, count, numberOf) {
  const parts = whole.parts ?? [];
  const sign = parts.findIndex((part) => part.parts?.[0]?.text === "∑");
  if (sign < 0 || parts.some((part) => part.text === ",")) return null;
  const body = row(...parts.slice(sign + 1));
  const isCut = count > MAX_TERMS;
  const shown = isCut ? [0, 1, 2, count - 1] : Array.from({ length: count }, (_, k) => k);
  const terms = shown.map((k) =>
    filled(body, ({ tag, parts: [letter, index] = [] }) =>
      tag === "msub" && index?.text === "k" ? numberOf(letter?.text ?? "", k) : null,
    ),
  );
  const sum = row(
    ...terms.flatMap((term, n) => [
      ...(n > 0 ? [mo("+")] : []),
      ...(isCut && n === terms.length - 1 ? [mo("⋯", "\\cdots "), mo("+")] : []),
      term,
    ]),
  );
  const factor = parts.slice(0, sign).map((part) => filledCount(part, count));
  return row(...factor, factor.length > 0 && count > 1 ? bracketed(sum) : sum);
}

/** @param {MathNode} mathNode @param {number} count @returns {MathNode} */
const filledCount = (mathNode, count) =>
  mathNode.text === "K"
    ? mn(count)
    : mathNode.parts
      ? { ...mathNode, parts: mathNode.parts.map((part) => filledCount(part, count)) }
      : mathNode;
