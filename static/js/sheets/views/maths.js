// Mathematics of a sheet, from the LaTeX of the server.
/** @import { Translate } from "../../core/types.js" */
import { element } from "../../draw/dom.js";
import { mathElement } from "../../math/formula/mathml.js";
import { nodesFromLatex } from "../../math/latex.js";
import { spoken } from "../../math/speech.js";

/** What cannot be read stands as it came. @param {string} latex @returns {Element} */
export function maths(latex) {
  const nodes = nodesFromLatex(latex);
  if (nodes === null) return element("code", {}, latex);
  const math = mathElement(document, nodes);
  // A derivative stands alone: its letters are as large as the others.
  math.setAttribute("displaystyle", "true");
  return math;
}

/** What is given with a sheet: its numbers and its functions. @param {import("../types.js").Variant} variant
 * @param {string} name of the class */
export const givenOf = ({ given, formulas }, name) =>
  element(
    "div",
    { class: name },
    ...given.map((row) => mathsRow(row.map(({ symbol, text }) => `${symbol}=${text}`))),
    mathsRow(formulas),
  );

/** A symbol in words. @param {string} latex @param {Translate} t */
export function inWords(latex, t) {
  const nodes = nodesFromLatex(latex);
  return nodes === null ? latex : spoken(nodes, t);
}

/** A number as it is read: with a minus sign. @param {string} text */
export const withMinus = (text) => text.replace(/^-/, "−");

/** Formulas in one line, apart by commas. @param {string[]} formulas */
export const mathsRow = (formulas) =>
  element("p", { class: "maths-row" }, ...formulas.map((latex) => element("span", {}, maths(latex))));
