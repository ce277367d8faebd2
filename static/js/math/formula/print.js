// A formula tree, printed with symbols or with numbers: as nodes of mathematics (MathNode) and as LaTeX.
/** @import { Address, MathNode, Tree } from "../../core/types.js" */
/** @import { Call } from "./tree.js" */
import { own } from "../../core/at.js";
import { FUNCTIONS, ROUND, SQUARE, applied, bracketed, squareBracketed, wordFor } from "../functions.js";
import { nodesFromLatex } from "../latex.js";
import { frac, latexFrom, mi, mn, mo, partial, partialInline, row, sup } from "../nodes.js";
import { evaluate, linesOf, sidesOf } from "./tree.js";

/**
 * How to print: names, numbers and what calls mean.
 * @typedef {object} Printing
 * @property {(address: Address) => MathNode} symbol
 * @property {(call: Call) => MathNode | null} [called] the symbol of a function that is in no table: f_4, σ, ℓ
 * @property {boolean} numbers leaves as numbers instead of symbols
 * @property {(address: Address) => number | null} value the printed number behind an address, sign included
 * @property {(value: number) => string} format
 */

const ATOM = 4;
const STRENGTH = /** @type {Record<string, number>} */ ({
  equals: 0,
  sum: 1,
  negate: 1,
  product: 2,
  power: 3,
  fraction: 4,
});
const DOT = mo("·", "\\cdot ");
const ODOT = mo("⊙", "\\odot ");
const TIMES = mo("\u2062", "\\,");
/** Between two terms, also where a line is broken in front of it. @type {MathNode} */
const PLUS = { ...mo("+"), form: "infix" };
/** @type {MathNode} */
const LESS = { ...mo("−", "-"), form: "infix" };
/** @type {MathNode} */
const MINUS = { ...mo("−", "-"), form: "prefix" };

/** @param {number} value @param {Pick<Printing, "format">} printing @returns {MathNode} */
export function numberNode(value, printing) {
  const text = printing.format(value);
  const negative = /^[-−]/.test(text);
  const [mantissa = "", exponent] = (negative ? text.slice(1) : text).split(/[eE]/);
  let size = mn(mantissa);
  if (exponent !== undefined) {
    const down = /^[-−]/.test(exponent);
    const digits = mn(exponent.replace(/^[-−+]/, ""));
    size = row(mn(mantissa), DOT, sup(mn(10), down ? row(MINUS, digits) : digits));
  }
  return { ...(negative ? row(MINUS, size) : row(size)), value: String(value) };
}
/** Does it begin with a minus sign? @param {Tree} tree @param {Printing} printing @returns {boolean} */
function beginsNegative(tree, printing) {
  if (tree.op === "negate") return true;
  if (tree.op === "number") return tree.value < 0;
  if (tree.op === "partial" || tree.op === "ellipsis")
    return printing.numbers && (evaluate(tree, printing.value) ?? 0) < 0;
  if (tree.op !== "address" || tree.shape) return false;
  const first = printing.numbers ? null : printing.symbol(tree.address).parts?.[0]?.text;
  return printing.numbers ? (printing.value(tree.address) ?? 0) < 0 : first === "−";
}
/** @param {Tree} tree @param {Printing} printing @param {number} strength the least that needs no brackets */
function inside(tree, printing, strength) {
  const mathNode = nodeOf(tree, printing);
  // (A ⊙ B)C: without brackets it would read as A ⊙ (BC).
  const its = tree.op === "product" && tree.elementwise ? STRENGTH.sum : STRENGTH[tree.op];
  const weak = (its ?? ATOM) < strength || (strength > 0 && beginsNegative(tree, printing));
  if (!weak) return mathNode;
  return tree.op === "sum" && tree.square ? squareBracketed(mathNode) : bracketed(mathNode);
}
/** The base of an exponent: a fraction, or what has an exponent or an upper index already, gets brackets.
 * @param {Tree} base @param {Printing} printing */
function raisable(base, printing) {
  const mathNode = inside(base, printing, ATOM);
  if (base.op === "fraction" || (base.op === "call" && own(FUNCTIONS, base.name)?.raised))
    return bracketed(mathNode);
  const isLeaf = base.op === "address" || base.op === "number";
  return isLeaf && !beginsNegative(base, printing) && /\^|\\frac|\\cdot/.test(latexFrom(mathNode))
    ? bracketed(mathNode)
    : mathNode;
}
const LEAVES = new Set(["address", "number", "partial", "ellipsis"]);
/** A negative leaf behind another term, "− 0.3" instead of "+ (−0.3)": its minus sign becomes the operator.
 * @param {Tree} term @param {Printing} printing @returns {MathNode | null} */
function subtracted(term, printing) {
  if (!LEAVES.has(term.op) || !beginsNegative(term, printing)) return null;
  const mathNode = nodeOf(term, printing);
  const [first, ...rest] = mathNode.parts ?? [];
  // A symbol such as −∂C/∂e sits one box deeper than a number.
  if (first?.text === "−") return { ...mathNode, parts: [LESS, ...rest] };
  const [minus, ...inner] = first?.parts ?? [];
  return minus?.text === "−" ? { ...mathNode, parts: [LESS, ...inner, ...rest] } : null;
}
/**
 * @param {readonly Tree[]} terms
 * @param {Printing} printing
 * @returns {MathNode[]} terms, each with its operator in front
 */
function termsOf(terms, printing) {
  return terms.map((term, k) => {
    const minus = term.op === "negate";
    const body = minus ? (term.args[0] ?? term) : term;
    const less = k > 0 && !minus ? subtracted(term, printing) : null;
    if (less) return less;
    const mathNode = inside(body, printing, minus ? 2 : k > 0 ? 1 : 0);
    if (k === 0) return minus ? row(MINUS, mathNode) : mathNode;
    return row(minus ? LESS : PLUS, mathNode);
  });
}
/**
 * @param {readonly Tree[]} factors
 * @param {Printing} printing
 * @param {boolean} [elementwise]
 * @returns {MathNode[]}
 */
function factorsOf(factors, printing, elementwise = false) {
  const several = factors.length > 1;
  return factors.flatMap((factor, k) => {
    const mathNode = inside(factor, printing, several ? 2 : 0);
    if (k === 0) return [mathNode];
    const before = factors[k - 1];
    const dotted = printing.numbers || factor.op === "number" || before?.op === "number";
    return [elementwise ? ODOT : dotted ? DOT : TIMES, mathNode];
  });
}
/** @param {MathNode[]} mathNodes */
const joined = (mathNodes) => (mathNodes.length === 1 && mathNodes[0] ? mathNodes[0] : row(...mathNodes));

/** @param {Call} tree @param {Printing} printing @returns {MathNode} */
function callNode(tree, printing) {
  const args = tree.args.map((arg) => nodeOf(arg, printing));
  const entry = tree.unit === undefined ? own(FUNCTIONS, tree.name) : undefined;
  if (entry) return { ...entry.write(args), called: { name: tree.name, args } };
  return applied(printing.called?.(tree) ?? wordFor(tree.name))(args);
}
/** The symbol that a leaf brings along. @param {{latex?: string}} leaf */
const ownSymbol = ({ latex }) => (latex === undefined ? null : nodesFromLatex(latex));
/** ∂z/∂w; it leads to the number that it is known to be.
 * @param {Extract<Tree, {op: "partial"}>} tree @param {Printing} printing @returns {MathNode} */
function partialNode(tree, printing) {
  const known = tree.value.op === "address" ? { address: tree.value.address } : {};
  const value = printing.numbers ? evaluate(tree, printing.value) : null;
  if (value !== null) return { ...numberNode(value, printing), ...known };
  const [of, by] = [printing.symbol(tree.of), printing.symbol(tree.by)];
  const whole = ownSymbol(tree) ?? (tree.inline ? partialInline(of, by) : partial(of, by));
  return { ...row(whole), ...known, look: "partial" };
}
/** @param {Extract<Tree, {op: "address"}>} tree @param {Printing} printing @returns {MathNode} */
function addressNode(tree, printing) {
  const { address, shape } = tree;
  const left = tree.drawn === false ? { look: "left-out" } : {};
  if (printing.numbers && shape) {
    const parts = shape.flatMap((size, k) => (k > 0 ? [mo("×", "\\times "), mn(size)] : [mn(size)]));
    return { ...row(mo("["), ...parts, mo("]")), address, ...left };
  }
  const value = printing.numbers ? printing.value(address) : null;
  if (value === null) return { ...row(ownSymbol(tree) ?? printing.symbol(address)), address, ...left };
  return { ...numberNode(value, printing), address, ...left };
}

/** @param {Tree} tree @param {Printing} printing @returns {MathNode} */
export function nodeOf(tree, printing) {
  switch (tree.op) {
    case "address":
      return addressNode(tree, printing);
    case "number":
      return numberNode(tree.value, printing);
    case "partial":
      return partialNode(tree, printing);
    case "ellipsis": {
      const value = printing.numbers ? evaluate(tree, printing.value) : null;
      return value === null ? { ...mo("⋯", "\\cdots "), look: "ellipsis" } : numberNode(value, printing);
    }
    case "sum":
      return joined(termsOf(tree.args, printing));
    case "product":
      return joined(factorsOf(tree.args, printing, tree.elementwise));
    case "negate":
      return row(MINUS, ...tree.args.map((arg) => inside(arg, printing, 2)));
    case "fraction": {
      const [over, under] = tree.args.map((arg) => nodeOf(arg, printing));
      return frac(over ?? mi("?"), under ?? mi("?"));
    }
    case "power": {
      const [base, exponent] = tree.args;
      if (!base || !exponent) return mi("?");
      return sup(raisable(base, printing), nodeOf(exponent, printing));
    }
    case "transpose": {
      const [of] = tree.args;
      return of ? sup(inside(of, printing, ATOM), mo("⊤", "\\top")) : mi("?");
    }
    case "call":
      return callNode(tree, printing);
    default:
      return joined(
        tree.args.flatMap((arg, k) => (k > 0 ? [mo("="), nodeOf(arg, printing)] : [nodeOf(arg, printing)])),
      );
  }
}

/** The parts of one line between which it may be broken: left side, "= term", "+ term", …
 * The left side always stays a symbol. @param {Tree} line @param {Printing} printing @returns {MathNode[]} */
export function chunksOf(line, printing) {
  const [left, right] = sidesOf(line);
  const chunks = breakable(right, printing);
  if (!left) return chunks;
  const [first = mi("?"), ...rest] = chunks;
  const named = nodeOf(left, { ...printing, numbers: false });
  return [row(named, mo("="), first), ...rest];
}
/** A sum in brackets behind something, broken inside its brackets.
 * @param {Tree} sum @param {Printing} printing @param {MathNode[]} before @returns {MathNode[]} */
function within(sum, printing, before) {
  const terms = breakable(sum, printing);
  const [open, close] = sum.op === "sum" && sum.square ? SQUARE : ROUND;
  return terms.map((term, k) =>
    row(...(k === 0 ? [...before, open] : []), term, ...(k === terms.length - 1 ? [close] : [])),
  );
}
/** @param {Tree} tree @param {Printing} printing @returns {MathNode[]} */
function breakable(tree, printing) {
  if (tree.op === "sum") {
    const all = termsOf(tree.args, printing);
    return tree.args.flatMap((term, k) => {
      const whole = all[k] ?? mi("?");
      const minus = k > 0 && term.op === "negate";
      const inner = breakable(minus ? (term.args[0] ?? term) : term, printing);
      // The sum inside a later term is broken too; it has brackets only where it is a bare sum.
      if (inner.length < 2 || (k > 0 && (minus ? term.args[0] : term)?.op === "sum")) return [whole];
      if (k === 0) return inner;
      const [first = whole, ...rest] = inner;
      return [row(minus ? LESS : PLUS, first), ...rest];
    });
  }
  if (tree.op === "product") {
    const sum = tree.args[tree.args.length - 1];
    if (sum?.op === "sum" && (sum.args.length > 2 || sum.square)) {
      const before = factorsOf(tree.args.slice(0, -1), printing, tree.elementwise);
      const sign = tree.elementwise ? [ODOT] : printing.numbers ? [DOT] : [];
      return within(sum, printing, [...before, ...sign]);
    }
  }
  if (tree.op === "negate" && tree.args[0]?.op === "sum") return within(tree.args[0], printing, [MINUS]);
  if (tree.op === "call" && tree.unit !== undefined && tree.args[0]?.op === "sum") {
    return within(tree.args[0], printing, [printing.called?.(tree) ?? wordFor(tree.name)]);
  }
  return [nodeOf(tree, printing)];
}

/** The whole formula in LaTeX, several lines aligned at the equals sign.
 * @param {Tree} tree @param {Printing} printing */
export function latexOfTree(tree, printing) {
  const lines = linesOf(tree).map((line) => latexFrom(nodeOf(line, printing)));
  if (lines.length === 1) return lines[0] ?? "";
  return `\\begin{aligned}\n${lines.map((line) => line.replace("=", "&=")).join(" \\\\\n")}\n\\end{aligned}`;
}

/** The same without the thin spaces that stand for a multiplication sign. @param {string} latex */
export const withoutSpaces = (latex) =>
  latex
    .replace(/(\\[A-Za-z]+)\\,(?=[A-Za-z])/g, "$1 ")
    .replaceAll("\\,", "")
    .replace(/ (?![A-Za-z])/g, "")
    .trim();
