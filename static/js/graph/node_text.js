// Text in and at the nodes of a drawn graph, in one line: signs of operations, the function of a box, formulas.

/** @import { Tree } from "../core/types.js" */
/** @import { GraphAnswer } from "./types.js" */
/** @import { MathNode } from "../core/types.js" */
/** @import { Run } from "../draw/svg.js" */
import { own } from "../core/at.js";
import { nodeOf } from "../math/formula/print.js";
import { FUNCTIONS } from "../math/functions.js";
import { symbolIn, valueIn } from "./symbols.js";
import { mi, mo, row, textFrom } from "../math/nodes.js";
import { formatNumber } from "../math/format.js";
import { runsOf, widthOfRuns } from "../draw/svg.js";

/** The signs of the operators. @type {Record<string, MathNode>} */
const SIGNS = {
  add: mo("+"),
  subtract: mo("−"),
  multiply: mo("×"),
  divide: mo("÷"),
  negate: mo("−"),
  identity: mo("="),
};

/** The sign of an operation: of an operator, or the name of a function, without letters for its operands.
 * @param {string} operation @returns {Run[]} */
export function signOf(operation) {
  const named = NAMED[operation];
  if (named) return named;
  const written = SIGNS[operation] ?? FUNCTIONS[operation]?.write([mi("a")]);
  if (!written) return [{ text: operation }];
  const [name, brackets] = written.parts ?? [];
  return runsOf(flat(name?.text && brackets?.parts?.[0]?.text === "(" ? name : written));
}

/** A power with a known exponent, as s²: what it raises keeps its letter.
 * @param {readonly Run[]} base @param {readonly Run[]} exponent @returns {Run[]} */
export const powerRuns = (base, exponent) => [
  ...base,
  ...exponent.map(({ text }) => ({ text, kind: /** @type {const} */ ("raised") })),
];

/** Whether the numerator or the denominator of a fraction in one line needs brackets.
 * @param {MathNode} mathNode @param {boolean} isDenominator @returns {boolean} */
function needsBrackets(mathNode, isDenominator) {
  if (!mathNode.parts || mathNode.tag === "msub" || mathNode.tag === "msup" || mathNode.tag === "msqrt")
    return false;
  if (mathNode.parts.length === 1 && mathNode.parts[0])
    return needsBrackets(mathNode.parts[0], isDenominator);
  if (mathNode.parts[0]?.text === "(" || mathNode.parts[0]?.text === "|") return false;
  return (
    mathNode.parts.some(
      (part) =>
        ["+", "−"].includes(part.text ?? "") ||
        part.parts?.some((inner) => ["+", "−"].includes(inner.text ?? "")),
    ) ||
    (isDenominator && mathNode.parts.some((part) => part.tag === "mo" && part.text !== "("))
  );
}
/** @param {MathNode} mathNode */
const inBrackets = (mathNode) => row(mo("("), mathNode, mo(")"));

/** A formula in one line: fractions with a slash, roots with brackets around a longer radicand.
 * @param {MathNode} mathNode @returns {MathNode} */
export function flat(mathNode) {
  if (!mathNode.parts) return mathNode;
  const parts = mathNode.parts.map(flat);
  const [first = mi("?"), second = mi("?")] = parts;
  if (mathNode.tag === "mfrac" && mathNode.look !== "derivative") {
    return row(
      needsBrackets(first, false) ? inBrackets(first) : first,
      mo("/"),
      needsBrackets(second, true) ? inBrackets(second) : second,
    );
  }
  if (mathNode.tag === "mfrac") return row(first, mo("/"), second);
  if (mathNode.tag === "msqrt") return row(mo("√"), first.parts ? inBrackets(first) : first);
  return { ...mathNode, parts };
}

/** @param {GraphAnswer} answer */
const printing = (answer) => ({
  symbol: (/** @type {string} */ address) => symbolIn(address, answer),
  numbers: false,
  value: (/** @type {string} */ address) => valueIn(address, answer),
  format: formatNumber,
});

/** A formula over the symbols of an answer in one line.
 * @param {Tree} tree @param {GraphAnswer} answer @returns {Run[]} */
export const formulaRuns = (tree, answer) => runsOf(flat(nodeOf(tree, printing(answer))));

const TOKEN = /[A-Za-z_]\w*|[\d.]+(?:[eE][+-]?\d+)?|\*\*|[-+*/(),]/g;
/** Whether a token ends a value. */
const isValue = (/** @type {string | undefined} */ token) => token !== undefined && /^[\w)]/.test(token);
/** How deep names inside a box are replaced by their text; a longer function has no room in a box. */
const MAX_DEPTH = 6;

/**
 * The function of a box as in a textbook: its text in the program, with the names that it hides replaced by their
 * text.
 * @param {GraphAnswer} answer @param {number} box @returns {Run[]}
 */
export function functionRuns(answer, box) {
  const { nodes, request } = answer;
  const hidden = new Map(
    nodes.flatMap((node) => (node.hidden_in === box && node.name !== null ? [[node.name, node]] : [])),
  );
  const shown = new Map(nodes.flatMap((node) => (node.name !== null ? [[node.name, node.id]] : [])));
  const letters = [...request.expression];
  /** @param {number} id @param {number} depth @returns {string[]} */
  const tokensOf = (id, depth) => {
    const [start = 0, end = 0] = nodes[id]?.place ?? [];
    return (letters.slice(start, end).join("").match(TOKEN) ?? []).flatMap((token) => {
      const inner = hidden.get(token);
      if (!inner || inner.id === id || depth > MAX_DEPTH) return [token];
      const replaced = tokensOf(inner.id, depth + 1);
      return replaced.length > 1 ? ["(", ...replaced, ")"] : replaced;
    });
  };
  const tokens = withoutDoubleBrackets(tokensOf(box, 0));
  /** @type {Run[]} */
  const runs = [];
  for (let k = 0; k < tokens.length; k++) {
    const [token = "", next] = [tokens[k], tokens[k + 1]];
    const id = shown.get(token);
    if (token === "**" && next !== undefined && /^\w/.test(next)) {
      runs.push({ text: next, kind: "raised" });
      k++;
    } else if (token === "**") runs.push({ text: "^" });
    else if (token === "*") {
      const near =
        isValue(tokens[k - 1]) && next !== undefined && /^[A-Za-z_(]/.test(next) && !own(FUNCTIONS, next);
      if (!near) runs.push({ text: "·" });
    } else if (id !== undefined) runs.push(...runsOf(flat(symbolIn(`v.${id}`, answer))));
    else if (next === "(" && own(FUNCTIONS, token))
      runs.push(
        ...(own(NAMED, token) ?? [
          { text: textFrom(own(FUNCTIONS, token)?.write([]) ?? mi(token)).replace(/\(.*$/, "") },
        ]),
      );
    else if (token === "-" || token === "+")
      runs.push({ text: k > 0 && isValue(tokens[k - 1]) ? ` ${SIGN[token]} ` : (SIGN[token] ?? "") });
    else runs.push({ text: token === "," ? ", " : token });
  }
  return runs;
}
/** @type {Record<string, string>} */
const SIGN = { "-": "−", "+": "+" };
/** Functions that are not written as a name with brackets elsewhere. @type {Record<string, Run[]>} */
const NAMED = { exp: [{ text: "exp" }], abs: [{ text: "abs" }], sqrt: [{ text: "√" }] };
NAMED["power"] = powerRuns([{ text: "x", kind: "italic" }], [{ text: "y" }]);

/** f((x)) is f(x). @param {string[]} tokens @returns {string[]} */
function withoutDoubleBrackets(tokens) {
  /** @type {number[]} */
  const open = [];
  /** @type {Map<number, number>} */
  const ends = new Map();
  tokens.forEach((token, k) => {
    if (token === "(") open.push(k);
    if (token === ")") ends.set(open.pop() ?? -1, k);
  });
  const dropped = new Set();
  for (const [start, end] of ends) if (ends.get(start + 1) === end - 1) dropped.add(start).add(end);
  return tokens.filter((_, k) => !dropped.has(k));
}

/** A line cut to a width, with dots at its end.
 * @param {readonly Run[]} runs @param {number} room in em @returns {Run[]} */
export function cutRuns(runs, room) {
  if (widthOfRuns(runs) <= room) return [...runs];
  const kept = [...runs];
  while (kept.length > 1 && widthOfRuns(kept) > room - 1) kept.pop();
  return [...kept, { text: "…" }];
}
