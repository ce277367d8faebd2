// Formula trees: their lines, the addresses in them, and their value. A tree is nested data whose leaves are
// addresses.
/** @import { Address, Tree } from "../../core/types.js" */
import { own } from "../../core/at.js";
import { FUNCTIONS } from "../functions.js";

/** @typedef {Extract<Tree, {op: "call"}>} Call */

/** @param {Tree} tree @returns {Tree[]} */
export const linesOf = (tree) => (tree.op === "lines" ? tree.args.flatMap(linesOf) : [tree]);
/** @param {Tree} tree @returns {Tree[]} */
const argsOf = (tree) => ("args" in tree ? tree.args : []);
/** The left side and the rest. @param {Tree} line @returns {[Tree | null, Tree]} */
export function sidesOf(line) {
  if (line.op !== "equals") return [null, line];
  const [left, ...rest] = line.args;
  return [left ?? null, rest[rest.length - 1] ?? { op: "number", value: 0 }];
}
/** The line that makes a number. @param {Address} address @param {readonly Tree[]} lines */
export const lineOf = (address, lines) =>
  lines.find((line) => {
    const [left] = sidesOf(line);
    return left?.op === "address" && left.address === address;
  });
/** Addresses in reading order, each once. @param {Tree} tree @returns {Address[]} */
export function addressesOf(tree) {
  /** @type {Set<Address>} */
  const found = new Set();
  /** @param {Tree} node */
  const visit = (node) => {
    if (node.op === "address") found.add(node.address);
    if (node.op === "partial") visit(node.value);
    argsOf(node).forEach(visit);
  };
  visit(tree);
  return [...found];
}
/** How many terms the first cut sum in a formula has; 0: none is cut. @param {Tree} tree @returns {number} */
export function cutTerms(tree) {
  if (!("args" in tree) || tree.op === "lines") return 0;
  for (const arg of tree.args) {
    const count = arg.op === "ellipsis" ? tree.args.indexOf(arg) + arg.count + 1 : cutTerms(arg);
    if (count > 0) return count;
  }
  return 0;
}
/** Does the tree hold a factor that the figures leave out? @param {Tree} tree @returns {boolean} */
export const leavesOut = (tree) =>
  (tree.op === "address" && tree.drawn === false) || argsOf(tree).some(leavesOut);
/** The rule as the figures draw it: the same tree without the factors they leave out.
 * @param {Tree} tree @returns {Tree} */
export function byFigureRule(tree) {
  if (!("args" in tree)) return tree;
  const args = tree.args.filter((part) => !(part.op === "address" && part.drawn === false)).map(byFigureRule);
  const [only] = args;
  if (tree.op === "product" && args.length === 1 && only) return only;
  return { ...tree, args };
}

/** The tree worked out again in full precision, or null where it can not be (an ellipsis, a matrix, an activation).
 * @param {Tree} tree @param {(address: Address) => number | null} value @returns {number | null} */
export function evaluate(tree, value) {
  if (tree.op === "number") return tree.value;
  if (tree.op === "address") return tree.shape ? null : value(tree.address);
  if (tree.op === "partial") return evaluate(tree.value, value);
  if (tree.op === "ellipsis") return tree.value ? evaluate(tree.value, value) : null;
  if (tree.op === "lines" || tree.op === "transpose") return null;
  if (tree.op === "equals") return evaluate(sidesOf(tree)[1], value);
  /** @type {number[]} */
  const args = [];
  for (const arg of tree.args) {
    const result = evaluate(arg, value);
    if (result === null) return null;
    args.push(result);
  }
  const [first = NaN, second = NaN] = args;
  switch (tree.op) {
    case "sum":
      return args.reduce((total, term) => total + term, 0);
    case "product":
      return args.reduce((total, factor) => total * factor, 1);
    case "negate":
      return -first;
    case "fraction":
      return first / second;
    case "power":
      return first ** second;
    case "call":
      return tree.unit === undefined ? (own(FUNCTIONS, tree.name)?.value?.(args) ?? null) : null;
    default:
      return null;
  }
}
/** How large the terms are that a tree adds up: 1 − y² near 0 has the size 2, and its rounding error with it.
 * @param {Tree} tree @param {(address: Address) => number | null} value @returns {number} */
export function sizeOf(tree, value) {
  if (tree.op === "equals") return sizeOf(sidesOf(tree)[1], value);
  const sizes =
    tree.op === "sum" || tree.op === "product" || tree.op === "negate"
      ? tree.args.map((arg) => sizeOf(arg, value))
      : [];
  switch (tree.op) {
    case "sum":
      return sizes.reduce((total, size) => total + size, 0);
    case "product":
      return sizes.reduce((total, size) => total * size, 1);
    case "negate":
      return sizes[0] ?? 0;
    case "fraction": {
      const [over, under] = tree.args;
      return over && under ? sizeOf(over, value) / Math.abs(evaluate(under, value) ?? NaN) : NaN;
    }
    default:
      return Math.abs(evaluate(tree, value) ?? NaN);
  }
}
/** |a − b| over the larger of the two; 0 when both are 0. @param {number} a @param {number} b */
export function relativeDifference(a, b) {
  const size = Math.max(Math.abs(a), Math.abs(b));
  return size === 0 ? 0 : Math.abs(a - b) / size;
}
