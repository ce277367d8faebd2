// A line of a formula with all that it leaves out: every term of a sum, the rule of an optimizer line by line. Each
// line in symbols, with its numbers, and with its result.
/** @import { Address, Context, Tree } from "../../core/types.js" */
/** @import { Printing } from "../../math/formula/print.js" */
/** @import { StepFormulas } from "../step_formulas.js" */
import { own } from "../../core/at.js";
import { partsOf } from "../../core/address.js";
import { element } from "../../draw/dom.js";
import { uncut } from "../../math/formula/terms.js";
import { addressesOf, linesOf, sidesOf } from "../../math/formula/tree.js";
import { numeral } from "../../math/formula/filled.js";
import { mathElement } from "../../math/formula/mathml.js";
import { nodesFromLatex } from "../../math/latex.js";
import { mi, mo, row } from "../../math/nodes.js";
import { mathLine } from "../step_formulas.js";

/**
 * @typedef {Record<Address, number[] | number[][]>} RuleNumbers
 * @typedef {{weights: RuleNumbers | null, biases: RuleNumbers | null}} RuleLayer
 * @typedef {{formula: Tree, symbols: Record<string, string>, values: Record<string, number>, layers: RuleLayer[]}} Rule
 * the part "optimizer" of an answer
 */

/**
 * @param {{line: Tree, formulas: StepFormulas, context: Context}} asked
 * @param {(path: string, body: object) => Promise<any>} ask the server
 * @returns {Promise<HTMLElement>}
 */
export async function wholeOf({ line, formulas, context }, ask) {
  const { symbols, screen } = formulas;
  if (screen.explainer.namedRule?.(line) == null) return linesIn([uncut(line) ?? line], symbols, context);
  const { request } = /** @type {any} */ (screen.answer);
  const reply = await ask("/api/v1/trace", { ...request, include: ["optimizer"] });
  if (!reply?.answer) throw new Error("no rule");
  const { optimizer } = reply.answer;
  return linesIn(linesOf(optimizer.formula), ruleOf(optimizer, line, symbols), context);
}

/** @param {readonly Tree[]} lines @param {Printing} symbols @param {Context} context */
function linesIn(lines, symbols, context) {
  const numbers = { ...symbols, numbers: true };
  return element(
    "div",
    { class: "whole" },
    ...lines.flatMap((line) => {
      const [left] = sidesOf(line);
      const value = left?.op === "address" ? symbols.value(left.address) : null;
      const filled = mathLine(line, numbers, context);
      if (value !== null) filled.append(mathElement(document, row(mo("="), numeral(value))));
      return [mathLine(line, symbols, context), filled];
    }),
  );
}

/** How the rule of an optimizer is printed for the parameter of a line: w′ = w + adam(∂C/∂w).
 * @param {Rule} rule @param {Tree} line @param {Printing} symbols @returns {Printing} */
function ruleOf({ symbols: latex, values, layers }, line, symbols) {
  const target = addressesOf(line).find((address) => address.startsWith("new_")) ?? "";
  const { family, layer, indices } = partsOf(target);
  const name = target.replace("new_", "");
  const numbers = layers[layer - 1]?.[family === "new_w" ? "weights" : "biases"] ?? {};
  const shown = { "p.w": name, "g.w": `d${name}`, "n.w": target };
  return {
    ...symbols,
    symbol: (address) => {
      const page = own(shown, address);
      return page ? symbols.symbol(page) : (nodesFromLatex(own(latex, address) ?? "") ?? mi(address));
    },
    value: (address) => {
      const page = own(shown, address);
      if (page) return symbols.value(page);
      /** @type {any} */
      let found = own(numbers, address) ?? own(values, address) ?? null;
      for (const index of indices) if (Array.isArray(found)) found = found[index];
      return typeof found === "number" ? found : null;
    },
  };
}
