// A small part of LaTeX to nodes of mathematics: what the catalog's own formulas are written in, and no more.
// To let it read another command, add it to SIGNS, NAMES or COMMANDS; anything unknown reads as null, never as a
// guess.

/** @import { MathNode } from "../core/types.js" */
import { own } from "../core/at.js";
import { LATEX_LETTERS } from "./greek.js";
import { frac, latexFrom, mi, mn, mo, prime, row, sub, subsup, sup, textFrom } from "./nodes.js";

/** @type {Record<string, string>} */
const SIGNS = {
  ...LATEX_LETTERS,
  le: "≤",
  ge: "≥",
  cdot: "·",
  sum: "∑",
  nabla: "∇",
  partial: "∂",
  leftarrow: "←",
  to: "→",
  dots: "…",
  cdots: "⋯",
  "{": "{",
  "}": "}",
};
const LETTERS = /^[\u0370-\u03ff∂]$/;
const NAMES = new Set(["tanh", "ln", "max", "exp", "min"]);
/**
 * A letter with a sign above it, in one leaf.
 * @param {MathNode} mathNode
 * @param {string} sign that combines
 * @param {string} command
 * @returns {MathNode}
 */
const crowned = (mathNode, sign, command) => ({
  ...mathNode,
  text: `${mathNode.text ?? ""}${sign}`,
  latex: `\\${command}{${latexFrom(mathNode)}}`,
});
/** ∂f over ∂x is a derivative. @param {MathNode} over @param {MathNode} under @returns {MathNode} */
function fraction(over, under) {
  const partial = [over, under].every(({ parts }) => parts?.[0]?.text === "∂");
  return partial ? { ...frac(over, under), look: "derivative" } : frac(over, under);
}
/** @type {Record<string, (read: () => MathNode) => MathNode>} */
const COMMANDS = {
  hat: (read) => crowned(read(), "\u0302", "hat"),
  tilde: (read) => crowned(read(), "\u0303", "tilde"),
  mathit: (read) => {
    const text = textFrom(read());
    return { tag: "mi", text, latex: `\\mathit{${text}}` };
  },
  frac: (read) => fraction(read(), read()),
  tfrac: (read) => frac(read(), read()),
  sqrt: (read) => ({ tag: "msqrt", parts: [read()] }),
  operatorname: (read) => read(),
};
const SPACES = { tag: /** @type {const} */ ("mtext"), text: "\u2009" };
class Unknown extends Error {}
/** @param {MathNode} mathNode @returns {boolean} */
const isName = ({ tag, text = "", parts }) =>
  tag === "msup" && parts?.[0] ? isName(parts[0]) : tag === "mi" && NAMES.has(text);
/** Two cases, which stand in one line: A (if a), B (if b). */
const CASES = /\\begin\{cases\}(.*?)&(.*?)\\\\(.*?)&(.*?)\\end\{cases\}/;

/** @param {string} latex @returns {MathNode | null} */
export function nodesFromLatex(latex) {
  const tokens =
    latex.replace(CASES, "$1\\ ($2),\\ $3\\ ($4)").match(/\\[A-Za-z]+|\\.|[0-9]*\.?[0-9]+|[^\s]/g) ?? [];
  let at = 0;
  /** @param {string} end */
  const until = (end) => {
    /** @type {MathNode[]} */
    const parts = [];
    while (at < tokens.length && tokens[at] !== end) {
      if (tokens[at] === "^" || tokens[at] === "_") throw new Unknown();
      const part = scripts(one());
      // Only names of functions stand apart: t ln a.
      const before = parts.at(-1);
      if (before && ((isName(part) && before.tag !== "mo") || (isName(before) && part.text !== "(")))
        parts.push({ ...SPACES, latex: "" });
      parts.push(part);
    }
    if (end !== "" && tokens[at++] !== end) throw new Unknown();
    return parts.length === 1 && parts[0] ? parts[0] : row(...parts);
  };
  /** An index and an exponent in either order. @param {MathNode} base @returns {MathNode} */
  const scripts = (base) => {
    /** @type {Record<string, MathNode>} */
    const found = {};
    for (let mark = tokens[at]; mark === "^" || mark === "_" || mark === "'"; mark = tokens[at]) {
      at += 1;
      if (mark !== "'") found[mark] = one();
      else {
        const twice = tokens[at] === "'";
        if (twice) at += 1;
        base = prime(base, twice ? 2 : 1);
      }
    }
    const { _: below, "^": above } = found;
    return below && above
      ? subsup(base, below, above)
      : below
        ? sub(base, below)
        : above
          ? sup(base, above)
          : base;
  };
  /** @returns {MathNode} */
  const one = () => {
    const token = tokens[at++];
    if (token === undefined) throw new Unknown();
    if (token === "{") return until("}");
    if (/^[0-9.]+$/.test(token)) {
      // \frac12 takes one digit at a time.
      if (/^\d\d$/.test(token) && tokens[at - 2] === "\\tfrac") {
        tokens.splice(at, 0, token.charAt(1));
        return mn(token.charAt(0));
      }
      return mn(token);
    }
    if (/^[A-Za-z]$/.test(token)) return mi(token);
    if (token === "-") {
      const first = /^[({,=[]?$/.test(tokens[at - 2] ?? "");
      return first ? { ...mo("−", "-"), form: "prefix" } : mo("−", "-");
    }
    if (/^[-+=()[\],/<>|]$/.test(token)) return mo(token);
    if (/^\\[ ,;]$/.test(token)) return SPACES;
    const name = token.slice(1);
    if (name === "left" || name === "right") return one();
    if (NAMES.has(name)) return { tag: "mi", text: name, latex: token };
    const sign = own(SIGNS, name);
    if (sign !== undefined)
      return LETTERS.test(sign) ? { tag: "mi", text: sign, latex: token } : mo(sign, token);
    const command = own(COMMANDS, name);
    if (command) return command(one);
    throw new Unknown();
  };
  try {
    return until("");
  } catch (error) {
    if (error instanceof Unknown) return null;
    throw error;
  }
}
/** The same formula with other letters. @param {MathNode} mathNode @param {Record<string, string>} letters
 * @returns {MathNode} */
export function inLetters(mathNode, letters) {
  if (mathNode.parts) return { ...mathNode, parts: mathNode.parts.map((part) => inLetters(part, letters)) };
  const other = mathNode.tag === "mi" ? own(letters, mathNode.text ?? "") : undefined;
  return other === undefined ? mathNode : mi(other);
}
/** The same formula with another letter, as the figures call z e and write exp(z) for e to the z.
 * @param {MathNode} mathNode @returns {MathNode} */
export function inFigureLetters(mathNode) {
  if (mathNode.tag === "mi" && mathNode.text === "z") return mi("e");
  if (!mathNode.parts) return mathNode;
  const [base, above] = mathNode.parts;
  if (mathNode.tag === "msup" && base?.text === "e" && above) {
    return row({ tag: "mi", text: "exp", latex: "\\exp" }, mo("("), inFigureLetters(above), mo(")"));
  }
  return { ...mathNode, parts: mathNode.parts.map(inFigureLetters) };
}
