// The functions of a formula: how each is written and how it is worked out. To add one, add one row to FUNCTIONS
// (and the
// sentence `speech.call_<name>` if its letters are no way to read it aloud).
/** @import { MathNode } from "../core/types.js" */
import { mi, mn, mo, row, sub, sup } from "./nodes.js";

export const ROUND = /** @type {const} */ ([mo("("), mo(")")]);
/** As tall as what they hold. */
export const SQUARE = /** @type {const} */ ([mo("[", "\\left["), mo("]", "\\right]")]);
/** @param {MathNode} mathNode */
export const bracketed = (mathNode) => row(ROUND[0], mathNode, ROUND[1]);
/** @param {MathNode} mathNode */
export const squareBracketed = (mathNode) => row(SQUARE[0], mathNode, SQUARE[1]);
/** @param {MathNode[]} args */
const listed = (args) => row(...args.flatMap((arg, k) => (k > 0 ? [mo(","), arg] : [arg])));
/** @param {MathNode} symbol @returns {(args: MathNode[]) => MathNode} */
export const applied = (symbol) => (args) => row(symbol, bracketed(listed(args)));

/** @param {string} text @param {string} [latex] an upright name @returns {MathNode} */
const name = (text, latex = `\\${text}`) => ({ tag: "mi", text, latex });
/** @param {string} text @returns {MathNode} */
const operator = (text) => name(text, `\\operatorname{${text}}`);
const OVER = mo("∑", "\\sum");
const UNKNOWN = mi("?");

/**
 * @typedef {object} Written
 * @property {(args: MathNode[]) => MathNode} write
 * @property {(args: number[]) => number} [value] left out: it cannot be worked out again from numbers alone
 * @property {boolean} [raised] it is written as a power itself: in front of an exponent it needs brackets
 */
/** @param {MathNode} symbol @param {(x: number) => number} value @returns {Written} */
const of1 = (symbol, value) => ({ write: applied(symbol), value: ([x = NaN]) => value(x) });

const ln = of1(name("ln"), Math.log);

/** @type {Record<string, Written>} */
export const FUNCTIONS = {
  exp: {
    write: ([of = UNKNOWN]) => sup({ tag: "mi", text: "e" }, of),
    value: ([x = NaN]) => Math.exp(x),
    raised: true,
  },
  ln,
  log: ln,
  sqrt: { write: ([of = UNKNOWN]) => ({ tag: "msqrt", parts: [of] }), value: ([x = NaN]) => Math.sqrt(x) },
  sin: of1(name("sin"), Math.sin),
  cos: of1(name("cos"), Math.cos),
  tan: of1(name("tan"), Math.tan),
  sinh: of1(name("sinh"), Math.sinh),
  cosh: of1(name("cosh"), Math.cosh),
  tanh: of1(name("tanh"), Math.tanh),
  sigmoid: of1(mi("σ"), (x) => 1 / (1 + Math.exp(-x))),
  softplus: of1(operator("softplus"), (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  relu: of1(operator("ReLU"), (x) => Math.max(x, 0)),
  abs: { write: ([of = UNKNOWN]) => row(mo("|"), of, mo("|")), value: ([x = NaN]) => Math.abs(x) },
  sign: of1(operator("sgn"), Math.sign),
  step: {
    write: ([of = UNKNOWN]) => row(mo("["), of, mo(">"), mn(0), mo("]")),
    value: ([x = NaN]) => (x > 0 ? 1 : 0),
  },
  max: { write: applied(name("max")), value: (args) => Math.max(...args) },
  min: { write: applied(name("min")), value: (args) => Math.min(...args) },
  clip: {
    write: applied(
      sub(
        operator("clip"),
        row(mo("["), { ...mo("−", "-"), form: "prefix" }, mn(1), mo(","), mn(1), mo("]")),
      ),
    ),
    value: ([x = NaN]) => Math.max(-1, Math.min(1, x)),
  },
  sum_over_units: { write: applied(sub(OVER, mi("k"))) },
  sum_over_samples: { write: applied(sub(OVER, mi("s"))) },
};

/** A function that is not in the table, by its name. @param {string} called @returns {MathNode} */
export function wordFor(called) {
  const words = called.replaceAll("_", " ");
  return { tag: "mi", text: words, latex: `\\operatorname{${words.replaceAll(" ", "\\ ")}}`, look: "word" };
}
