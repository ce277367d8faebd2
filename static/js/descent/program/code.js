// Formula trees and expressions as lines of code.
/** @import { Tree } from "../../core/types.js" */
import { ASSIGNS, statements } from "../../math/program_text.js";

/** How tightly an operator binds; what is not here needs no brackets. */
const PRECEDENCE = /** @type {Record<string, number>} */ ({
  equals: 0,
  sum: 1,
  negate: 2,
  product: 2,
  fraction: 2,
  power: 3,
});
const ATOM = 9;

/** The variable that holds a number in the program. @param {string} address */
export function codeName(address) {
  const [family = "", ...rest] = address.split(".");
  if (family === "count") return "step";
  if (family === "g") return `g_${rest[0]}`;
  if (family === "s" || family === "o") return `${rest[0]}_${rest[1]}`;
  return rest.join("_");
}

/** A number as a literal: 1e21, not 1e+21. @param {number} value */
export const codeNumber = (value) => String(value).replace("e+", "e");

/** A formula as a line of code. @param {Tree} tree @returns {string} */
export function codeOf(tree) {
  switch (tree.op) {
    case "address":
      return codeName(tree.address);
    case "number":
      return codeNumber(tree.value);
    case "equals":
      return tree.args.map(codeOf).join(" = ");
    case "sum":
      return tree.args.map(codeOfTerm).join("");
    case "product":
      return tree.args
        .map((factor, n) => bracketed(factor, n > 0 && factor.op === "fraction" ? 3 : 2))
        .join(" * ");
    case "fraction": {
      const [over, under] = tree.args;
      return over && under ? `${bracketed(over, 2)} / ${bracketed(under, 3)}` : "";
    }
    case "power": {
      const [base, exponent] = tree.args;
      return base && exponent ? `${bracketed(base, 4)}**${bracketed(exponent, 4)}` : "";
    }
    case "negate":
      return `-${tree.args.map((part) => bracketed(part, 2)).join("")}`;
    case "call":
      return `${tree.name}(${tree.args.map(codeOf).join(", ")})`;
    default:
      return "…";
  }
}

/** A term of a sum with its sign. @param {Tree} term @param {number} n its place in the sum */
function codeOfTerm(term, n) {
  const [body] = term.op === "negate" ? term.args : [term];
  if (!body) return "";
  if (term.op === "negate") return `${n > 0 ? " - " : "-"}${bracketed(body, 2)}`;
  return `${n > 0 ? " + " : ""}${bracketed(body, 1)}`;
}

/** Code of an operand, in brackets if it binds less tightly than `least`. @param {Tree} part @param {number} least */
function bracketed(part, least) {
  const negative = part.op === "number" && part.value < 0;
  const weak = (PRECEDENCE[part.op] ?? ATOM) < least || (negative && least > 1);
  return weak ? `(${codeOf(part)})` : codeOf(part);
}

/** The body of a function that returns what an expression computes: its `loss`, or else its last statement.
 * @param {string} text @returns {string[]} lines */
export function functionBody(text) {
  const all = statements(text);
  const names = all.map((one) => ASSIGNS.exec(one)?.[1]);
  const last = all.at(-1) ?? "";
  const name = names.includes("loss") ? "loss" : names.at(-1);
  if (name === undefined) return [...all.slice(0, -1), `return ${last}`];
  return all.length === 1 ? [`return ${last.replace(ASSIGNS, "").trim()}`] : [...all, `return ${name}`];
}
