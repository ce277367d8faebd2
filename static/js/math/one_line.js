// A symbol in one line of plain text, for a cell of a spreadsheet: its indices are written in small digits.
/** @import { MathNode } from "../core/types.js" */
import { textFrom } from "./nodes.js";

/** Of each the small form stands at the same place. */
const USUAL = "0123456789+−=()x";
const LOWERED = [..."₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₓ"];
const RAISED = [..."⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ˣ"];

/** An index with a sign that has no small form stands behind a mark. @param {MathNode | undefined} index
 * @param {string[]} small @param {string} mark */
function written(index, small, mark) {
  const text = index === undefined ? "" : textFrom(index);
  const signs = [...text];
  const has = signs.every((sign) => USUAL.includes(sign));
  return has ? signs.map((sign) => small[USUAL.indexOf(sign)]).join("") : `${mark}${text}`;
}

/** @type {Record<string, (base: string, one: MathNode | undefined, other: MathNode | undefined) => string>} */
const INDICES = {
  msub: (base, below) => base + written(below, LOWERED, "_"),
  msup: (base, above) => base + written(above, RAISED, "^"),
  msubsup: (base, below, above) => base + written(below, LOWERED, "_") + written(above, RAISED, "^"),
};

/** @param {MathNode} node @returns {string} */
export function oneLine(node) {
  const [first, ...rest] = node.parts ?? [];
  if (first === undefined) return node.text ?? "";
  const indexed = INDICES[node.tag];
  if (indexed) return indexed(oneLine(first), rest[0], rest[1]);
  return [first, ...rest].map(oneLine).join(node.tag === "mfrac" ? "/" : "");
}
