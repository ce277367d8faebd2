// The symbols of the numbers of a run.
/** @import { Address, MathNode } from "../core/types.js" */
/** @import { DescentAnswer } from "./types.js" */
import { nodesFromLatex } from "../math/latex.js";
import { mi, mn, mo, row, sub } from "../math/nodes.js";
import { partsOf } from "./numbers.js";
import { codeName } from "./program/code.js";

/** A variable with its index: x_1 as x₁. @param {string} name @returns {MathNode} */
function variableNode(name) {
  const [, letter = "", index = ""] = /^([A-Za-z]+)_?(\d*)$/.exec(name) ?? [];
  return index ? sub(mi(letter), mn(index)) : mi(name);
}

/** Symbols of the families for which the answer gives none. @type {Record<string, (rest: string[]) => MathNode>} */
const SYMBOLS = {
  value: () => row(mi("f")),
  gradient_norm: () => row(mo("|"), mo("∇", "\\nabla "), mi("f"), mo("|")),
  count: () => mi("k"),
  p: ([name = ""]) => variableNode(name),
  n: ([name = ""]) => row(variableNode(name), mo("′", "'")),
  g: ([name = ""]) => ({
    tag: "mfrac",
    look: "derivative",
    parts: [row(mi("∂"), mi("f")), row(mi("∂"), variableNode(name))],
  }),
};

/** @type {WeakMap<object, Map<string, MathNode>>} */
const cache = new WeakMap();

/** @param {DescentAnswer} answer @param {Address} address @returns {MathNode} */
export function symbolOf(answer, address) {
  const { plain, family, rest } = partsOf(address);
  let known = cache.get(answer);
  if (!known) cache.set(answer, (known = new Map()));
  let found = known.get(plain);
  if (!found) {
    const latex = answer.explain?.symbols[plain];
    found = (latex === undefined ? null : nodesFromLatex(latex)) ??
      SYMBOLS[family]?.(rest) ?? { tag: "mtext", text: codeName(plain) };
    known.set(plain, found);
  }
  return found;
}
