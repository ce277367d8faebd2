// What stands in and at the values of a drawn graph, in one line of text: signs of operations, the function of a box, formulas.
/** @import { Tree } from "./types.js" */
/** @import { GraphAnswer } from "./graph_types.js" */
/** @import { Piece } from "./notation.js" */
/** @import { Run } from "./svg.js" */
import { pieceOf } from "./formula.js";
import { FUNCTIONS } from "./functions.js";
import { symbolIn, valueIn } from "./graph_subject.js";
import { mi, mo, row, sup } from "./notation.js";
import { formatNumber } from "./scales.js";
import { runsOf, widthOfRuns } from "./svg.js";

/** How an operator is drawn in its circle. @type {Record<string, Piece>} */
const SIGNS = {
  add: mo("+"), subtract: mo("−"), multiply: mo("×"), divide: mo("÷"), power: sup(mi("a"), mi("n")),
  negate: row(mo("−"), mi("a")), identity: mo("="),
};

/** The sign in the circle of an operation: its operator, the name of its function, or the way the function is written. @param {string} operation @returns {Run[]} */
export function signOf(operation) {
  const written = SIGNS[operation] ?? FUNCTIONS[operation]?.write([mi("a")]);
  if (!written) return [{ text: operation }];
  const [name, brackets] = written.parts ?? [];
  return runsOf(flat(name?.text && brackets?.parts?.[0]?.text === "(" ? name : written));
}

/** Whether a piece, standing before or under a stroke in one line, needs brackets. @param {Piece} piece @param {boolean} under @returns {boolean} */
function isLoose(piece, under) {
  if (!piece.parts || piece.tag === "msub" || piece.tag === "msup" || piece.tag === "msqrt") return false;
  if (piece.parts.length === 1 && piece.parts[0]) return isLoose(piece.parts[0], under);
  if (piece.parts[0]?.text === "(" || piece.parts[0]?.text === "|") return false;
  return piece.parts.some((part) => ["+", "−"].includes(part.text ?? "") || part.parts?.some((inner) => ["+", "−"].includes(inner.text ?? ""))) ||
    (under && piece.parts.some((part) => part.tag === "mo" && part.text !== "("));
}
/** @param {Piece} piece */
const inBrackets = (piece) => row(mo("("), piece, mo(")"));

/** The same in one line: fractions with a slanted stroke, roots with brackets where they hold more than one sign. @param {Piece} piece @returns {Piece} */
export function flat(piece) {
  if (!piece.parts) return piece;
  const parts = piece.parts.map(flat);
  const [first = mi("?"), second = mi("?")] = parts;
  if (piece.tag === "mfrac" && piece.look !== "derivative") {
    return row(isLoose(first, false) ? inBrackets(first) : first, mo("/"), isLoose(second, true) ? inBrackets(second) : second);
  }
  if (piece.tag === "mfrac") return row(first, mo("/"), second);
  if (piece.tag === "msqrt") return row(mo("√"), first.parts ? inBrackets(first) : first);
  return { ...piece, parts };
}

/** @param {GraphAnswer} answer */
const printing = (answer) => ({
  symbol: (/** @type {string} */ address) => symbolIn(address, answer), numbers: false,
  value: (/** @type {string} */ address) => valueIn(address, answer), format: formatNumber,
});

/** A formula over the numbers of an answer as a line of text. @param {Tree} tree @param {GraphAnswer} answer @returns {Run[]} */
export const formulaRuns = (tree, answer) => runsOf(flat(pieceOf(tree, printing(answer))));

/** How the operators are written in a formula. @type {Record<string, (args: Tree[]) => Tree>} */
const WRITTEN = {
  add: (args) => ({ op: "sum", args }),
  subtract: ([a, b]) => ({ op: "sum", args: [a ?? ZERO, { op: "negate", args: [b ?? ZERO] }] }),
  multiply: (args) => ({ op: "product", args }),
  divide: (args) => ({ op: "fraction", args }),
  power: (args) => ({ op: "power", args }),
  negate: (args) => ({ op: "negate", args }),
  identity: ([a]) => a ?? ZERO,
};
/** @type {Tree} */
const ZERO = { op: "number", value: 0 };
/** A formula deeper than this is longer than its box anyway. */
const DEEPEST = 8;

/** What a box computes, over the values it reads from outside. @param {GraphAnswer} answer @param {number} box @returns {Tree} */
export function functionOf({ nodes }, box) {
  /** @param {number} id @param {number} depth @returns {Tree} */
  const written = (id, depth) => {
    const node = nodes[id];
    if (!node) return ZERO;
    if (node.operation === "constant") return node.value === null ? ZERO : { op: "number", value: node.value };
    if (depth > DEEPEST) return { op: "ellipsis", count: 0 };
    if (id !== box && node.hidden_in !== box) return { op: "address", address: `v.${id}` };
    const args = node.operands.map((operand) => written(operand, depth + 1));
    // Sums within sums and products within products need no brackets of their own.
    const own = WRITTEN[node.operation];
    if (!own) return { op: "call", name: node.operation, args };
    const tree = own(args);
    if (tree.op !== "sum" && tree.op !== "product") return tree;
    return { ...tree, args: tree.args.flatMap((arg, k) => (k === 0 && arg.op === tree.op ? arg.args : [arg])) };
  };
  return written(box, 0);
}

/** A line cut to so many em, with dots at its end. @param {readonly Run[]} runs @param {number} room @returns {Run[]} */
export function cutRuns(runs, room) {
  if (widthOfRuns(runs) <= room) return [...runs];
  const kept = [...runs];
  while (kept.length > 1 && widthOfRuns(kept) > room - 1) kept.pop();
  return [...kept, { text: "…" }];
}
