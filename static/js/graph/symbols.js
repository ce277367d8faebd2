// The symbols and numbers of a graph: what the addresses of POST /api/v1/graph are called, and their values in
// an answer. A name is printed as in a textbook (y1 as y with an index, alpha as α); a value without a name
// gets a letter and a number.

/** @import { Address, MathNode } from "../core/types.js" */
/** @import { GraphAnswer, GraphEdge } from "./types.js" */
import { at, own } from "../core/at.js";
import { GREEK } from "../math/greek.js";
import { mi, mn, mo, partial, row, sub, sup, textFrom } from "../math/nodes.js";
import { formatNumber } from "../math/format.js";

/** The letters of values without a name, and of a result without one: the first that no name begins with is taken. */
const VALUE_LETTERS = ["v", "u", "q", "r", "h", "k", "n"];
const RESULT_LETTERS = ["f", "F", "y", "z", "L", "g"];

/** A word as one symbol. @param {string} word @returns {MathNode} */
function wordNode(word) {
  const letter = own(GREEK, word);
  if (letter !== undefined) return { tag: "mi", text: letter, latex: `\\${word}` };
  return word.length === 1
    ? mi(word)
    : { tag: "mi", text: word, latex: `\\mathrm{${word.replaceAll("_", "\\_")}}` };
}

/** `y1` and `y_1` are y with an index, `w_1_2` has two indices; any other name is printed as it is.
 * @param {string} name @returns {MathNode} */
export function nameNode(name) {
  const [first = "", ...rest] = name.split("_");
  const [, base = "", number = ""] = /^([A-Za-z]+)(\d*)$/.exec(first) ?? [];
  const indices = [...(number ? [number] : []), ...rest];
  if (base === "" || indices.some((index) => index === "")) return wordNode(name);
  if (indices.length === 0) return wordNode(base);
  const nodes = indices.map((index) => (/^\d+$/.test(index) ? mn(index) : wordNode(index)));
  return sub(wordNode(base), withCommas(nodes));
}

/** @param {readonly MathNode[]} nodes */
const withCommas = (nodes) => row(...nodes.flatMap((node, k) => (k > 0 ? [mo(","), node] : [node])));

/** The letters that a name begins with. @param {string} name */
const letterOf = (name) => /^[A-Za-z]+/.exec(name)?.[0] ?? name;

/**
 * Indices over an answer, built once.
 * @typedef {object} Lookup
 * @property {readonly MathNode[]} symbols by the id of a node
 * @property {MathNode} result the symbol of the result
 * @property {MathNode} any the letter that stands for any value
 * @property {ReadonlyMap<string, GraphEdge>} edges by `target.operand`
 * @property {ReadonlyMap<number, GraphEdge[]>} uses the edges out of a node, in the order of their targets
 * @property {ReadonlyMap<number, GraphEdge[]>} operands the edges into a node, in the order of its operands
 * @property {Map<string, number[]>} held the results of `heldFixed` so far
 * @property {readonly string[]} inputs their names, in the order of the tangents
 */
/** @type {WeakMap<GraphAnswer, Lookup>} */
const lookups = new WeakMap();

/** @param {GraphAnswer} answer @returns {Lookup} */
export function lookupOf(answer) {
  const known = lookups.get(answer);
  if (known) return known;
  const any = mi(freeLetter(answer, VALUE_LETTERS));
  const symbols = symbolsOf(answer, any);
  /** @type {Map<number, GraphEdge[]>} */
  const uses = new Map();
  /** @type {Map<number, GraphEdge[]>} */
  const operands = new Map();
  for (const edge of answer.edges) {
    push(uses, edge.source, edge);
    push(operands, edge.target, edge);
  }
  const made = {
    symbols,
    result: at(symbols, answer.result),
    any,
    edges: new Map(answer.edges.map((edge) => [`${edge.target}.${edge.operand}`, edge])),
    uses,
    operands,
    held: new Map(),
    inputs: Object.keys(answer.gradients),
  };
  lookups.set(answer, made);
  return made;
}

/** @param {Map<number, GraphEdge[]>} lists @param {number} key @param {GraphEdge} edge */
function push(lists, key, edge) {
  const list = lists.get(key);
  if (list) list.push(edge);
  else lists.set(key, [edge]);
}

/** The first letter that no name begins with, or the first of all.
 * @param {GraphAnswer} answer @param {readonly string[]} letters */
function freeLetter({ nodes }, letters) {
  const used = new Set(nodes.flatMap(({ name }) => (name === null ? [] : [letterOf(name)])));
  return letters.find((letter) => !used.has(letter)) ?? at(letters, 0);
}

/** The symbols of all nodes. @param {GraphAnswer} answer @param {MathNode} any the letter of values without a name
 * @returns {MathNode[]} */
function symbolsOf(answer, any) {
  const { nodes, result } = answer;
  /**
   * What is printed already: a second name that would look the same is printed as it is spelt.
   * @type {Set<string>}
   */
  const taken = new Set();
  let count = 0;
  return nodes.map((node) => {
    if (node.name !== null) {
      const symbol = nameNode(node.name);
      const key = JSON.stringify(symbol);
      if (taken.has(key)) return wordNode(node.name);
      taken.add(key);
      return symbol;
    }
    if (node.operation === "constant") return constantNode(node.value);
    if (node.id === result) return mi(freeLetter(answer, RESULT_LETTERS));
    return sub(any, mn(++count));
  });
}

/** Constants that are printed by their letter. @type {[number, MathNode][]} */
const NAMED_CONSTANTS = [
  [Math.PI, wordNode("pi")],
  [Math.E, mi("e")],
];

/** @param {number | null} value @returns {MathNode} */
function constantNode(value) {
  const named = NAMED_CONSTANTS.find(([number]) => number === value);
  return named ? named[1] : mn(formatNumber(value));
}

/** The letter and the numbers of an address such as `d.7.1`; -1 for a missing number.
 * @param {Address} address @returns {[string, number, number]} */
export function parsed(address) {
  const [family = "", first = "-1", second = "-1"] = address.split(".");
  return [family, Number(first), Number(second)];
}

/** The symbol of an address; the address itself if the answer has no such number.
 * @param {Address} address @param {GraphAnswer} answer @returns {MathNode} */
export function symbolIn(address, answer) {
  const { symbols, result, inputs } = lookupOf(answer);
  const [family, id, second] = parsed(address);
  const own = symbols[id];
  if (own === undefined) return { tag: "mtext", text: address };
  if (family === "v") return own;
  if (family === "g") return partial(result, own);
  if (family === "m") {
    const input = answer.nodes.find(
      ({ name, operation }) => operation === "input" && name === inputs[second],
    );
    return partial(own, symbols[input?.id ?? -1] ?? nameNode(inputs[second] ?? "?"));
  }
  const source = operandAt(answer, id, second);
  if (source === null) return { tag: "mtext", text: address };
  const local = localSymbol(answer, id, second);
  return family === "c" ? row(partial(result, own), mo("·", "\\cdot "), local) : local;
}

/** ∂y/∂x; operands of y that depend on x as well are held fixed and stand behind a bar.
 * @param {GraphAnswer} answer @param {number} id @param {number} operand @returns {MathNode} */
function localSymbol(answer, id, operand) {
  const { symbols } = lookupOf(answer);
  const plain = partial(at(symbols, id), operandSymbol(answer, id, operand));
  const held = heldFixed(answer, id, operand).map((other) => at(symbols, other));
  return held.length === 0 ? plain : sub(row(plain, mo("|", "\\Big|")), withCommas(held));
}

/** The other operands of a node that depend on this one: the local derivative holds them fixed.
 * @param {GraphAnswer} answer @param {number} id @param {number} operand @returns {number[]} their ids */
export function heldFixed(answer, id, operand) {
  const { uses, operands, held } = lookupOf(answer);
  const key = `${id}.${operand}`;
  const known = held.get(key);
  if (known) return known;
  const source = operandAt(answer, id, operand) ?? -1;
  const others = (operands.get(id) ?? []).map((edge) => edge.source).filter((one) => one !== source);
  /** What depends on the source, up to the last of the others. @type {Set<number>} */
  const reached = new Set([source]);
  const largest = Math.max(-1, ...others);
  const waiting = largest > source ? [source] : [];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const { target } of uses.get(node) ?? []) {
      if (target > largest || reached.has(target)) continue;
      reached.add(target);
      waiting.push(target);
    }
  }
  const found = [...new Set(others.filter((one) => reached.has(one)))];
  held.set(key, found);
  return found;
}

/** The id of an operand in the graph as it is shown: a box has the operands that it reads from outside.
 * @param {GraphAnswer} answer @param {number} id @param {number} operand @returns {number | null} */
function operandAt(answer, id, operand) {
  return (
    lookupOf(answer).edges.get(`${id}.${operand}`)?.source ?? answer.nodes[id]?.operands[operand] ?? null
  );
}

/** The symbol of an operand; if an operation reads the same value several times, with a number above it.
 * @param {GraphAnswer} answer @param {number} id @param {number} operand @returns {MathNode} */
function operandSymbol(answer, id, operand) {
  const { symbols, operands } = lookupOf(answer);
  const source = operandAt(answer, id, operand) ?? -1;
  const symbol = symbols[source] ?? mi("?");
  const same = (operands.get(id) ?? []).filter((edge) => edge.source === source);
  const index = same.findIndex((edge) => edge.operand === operand);
  return same.length > 1 ? sup(symbol, row(mo("("), mn(index + 1), mo(")"))) : symbol;
}

/** The number at an address; null if there is none, or if it is outside the domain.
 * @param {Address} address @param {GraphAnswer} answer @returns {number | null} */
export function valueIn(address, answer) {
  const [family, first, second] = parsed(address);
  const { edges, inputs } = lookupOf(answer);
  const families = /** @type {Record<string, () => number | null | undefined>} */ ({
    v: () => answer.nodes[first]?.value,
    g: () => answer.nodes[first]?.gradient,
    d: () => edges.get(`${first}.${second}`)?.local_derivative,
    c: () => edges.get(`${first}.${second}`)?.contribution,
    m: () => own(answer.tangents, inputs[second] ?? "")?.[first],
  });
  const value = families[family]?.() ?? null;
  // −0 is 0.
  return value === 0 ? 0 : value;
}

/** The symbol of a node as plain text. @param {number} id @param {GraphAnswer} answer */
export const nodeText = (id, answer) => textFrom(lookupOf(answer).symbols[id] ?? mi("?"));
