// Nodes of mathematics: how they are put together, and how they are written as LaTeX and as plain text.
/** @import { MathNode } from "../core/types.js" */

import { LATEX_COMMANDS } from "./greek.js";

/** The LaTeX commands of letters that have one. @type {ReadonlyMap<string, string>} */
const COMMANDS = new Map([...LATEX_COMMANDS, ["∂", "\\partial"], ["ℓ", "\\ell"]]);

/** @param {string} text @returns {MathNode} */
export function mi(text) {
  const latex = COMMANDS.get(text);
  return latex === undefined ? { tag: "mi", text } : { tag: "mi", text, latex };
}
/** @param {string | number} text @returns {MathNode} */
export const mn = (text) => ({ tag: "mn", text: String(text) });
/** @param {string} text @param {string} [latex] @returns {MathNode} */
export const mo = (text, latex) => (latex === undefined ? { tag: "mo", text } : { tag: "mo", text, latex });
/** @param {...MathNode} parts @returns {MathNode} */
export const row = (...parts) => ({ tag: "mrow", parts });
/** @param {MathNode} base @param {MathNode} index @returns {MathNode} */
export const sub = (base, index) => ({ tag: "msub", parts: [base, index] });
/** @param {MathNode} base @param {MathNode} index @returns {MathNode} */
export const sup = (base, index) => ({ tag: "msup", parts: [base, index] });
/** @param {MathNode} base @param {MathNode} below @param {MathNode} above @returns {MathNode} */
export const subsup = (base, below, above) => ({ tag: "msubsup", parts: [base, below, above] });
/** @param {MathNode} over @param {MathNode} under @returns {MathNode} */
export const frac = (over, under) => ({ tag: "mfrac", parts: [over, under] });
/**
 * The glyph is raised already: f′ is no exponent.
 * @param {MathNode} mathNode
 * @param {number} [times]
 * @returns {MathNode}
 */
export const prime = (mathNode, times = 1) => row(mathNode, times === 2 ? mo("″", "''") : mo("′", "'"));

/** ∂over/∂under. @param {MathNode} over @param {MathNode} under @returns {MathNode} */
export const partial = (over, under) => ({
  ...frac(row(mi("∂"), over), row(mi("∂"), under)),
  look: "derivative",
});
/** The same on one line. @param {MathNode} over @param {MathNode} under @returns {MathNode} */
export const partialInline = (over, under) => ({
  ...row(mi("∂"), over, mo("/"), mi("∂"), under),
  look: "derivative",
});

/** @param {string} latex */
const braced = (latex) => (latex.length === 1 ? latex : `{${latex}}`);
/** @type {Record<string, (parts: string[]) => string>} */
const LATEX = {
  mrow: (parts) =>
    parts.reduce(
      (text, part) => text + (/\\[a-zA-Z]+$/.test(text) && /^[a-zA-Z]/.test(part) ? " " : "") + part,
      "",
    ),
  msub: ([base = "", below = ""]) => `${base}_${braced(below)}`,
  msup: ([base = "", above = ""]) => `${base}^{${above}}`,
  // The figures write the sample last (y_1^{[2]}), the derivation the layer first (z^{(2)}_1).
  msubsup: ([base = "", below = "", above = ""]) =>
    above.startsWith("[") ? `${base}_${braced(below)}^{${above}}` : `${base}^{${above}}_${braced(below)}`,
  msqrt: ([of = ""]) => `\\sqrt{${of}}`,
  mfrac: ([over = "", under = ""]) => `\\frac{${over}}{${under}}`,
};
/** @param {MathNode} mathNode @returns {string} */
export function latexFrom(mathNode) {
  if (!mathNode.parts)
    return (
      mathNode.latex ?? (mathNode.tag === "mtext" ? `\\text{${mathNode.text ?? ""}}` : (mathNode.text ?? ""))
    );
  return (LATEX[mathNode.tag] ?? LATEX["mrow"])?.(mathNode.parts.map(latexFrom)) ?? "";
}
/** One line of plain text, for titles and labels. @param {MathNode} mathNode @returns {string} */
export function textFrom(mathNode) {
  if (!mathNode.parts) return mathNode.text ?? "";
  const texts = mathNode.parts.map(textFrom);
  if (mathNode.tag === "mfrac") return texts.join("/");
  return texts.join("");
}
