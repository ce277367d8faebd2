// One δ of each layer by the gradient and by the rule of the document's figures. Pure.
/** @import { Address, Tree } from "../../core/types.js" */
/** @import { Trace } from "../../network/types.js" */
import { byFigureRule } from "../../math/formula/tree.js";
import { printedValueOf } from "../../network/notation.js";
import { errorLine, errorsBehind, leftOutOf } from "./comparison.js";

/**
 * A δ by one rule.
 * @typedef {object} Side
 * @property {"gradient" | "drawn"} rule
 * @property {Tree} line its formula
 * @property {(address: Address) => number | null} value the rule's numbers, in the sign of the figures
 */
/**
 * @typedef {object} Pair
 * @property {number} layer
 * @property {Address} error
 * @property {Side[]} sides the gradient, then the figures' rule
 * @property {Address[]} missing the slopes that the figures leave out
 * @property {Address[]} inherited the δ of the next layer, from which slopes are missing already
 * @property {number | null} ratio of the two values, figures' rule to gradient
 */

/** The numbers that the figures print, by their own rule or by the gradient.
 * @param {Trace} trace @param {boolean} figureRule @returns {(address: Address) => number | null} */
const numbersOf = (trace, figureRule) => (address) =>
  printedValueOf(trace, address, { notation: "figure", figureRule });

/** The δ of the first neuron of every layer, from the last layer to the first.
 * @param {Trace} trace @returns {Pair[]} */
export function pairsOf(trace) {
  return trace.layers
    .map((_, l) => l + 1)
    .reverse()
    .flatMap((layer) => {
      const error = `error${layer}.0`;
      const line = errorLine(trace, error);
      if (line === null) return [];
      const [truth, drawn] = [numbersOf(trace, false), numbersOf(trace, true)];
      const [byGradient, byFigures] = [truth(error), drawn(error)];
      return [
        {
          layer,
          error,
          sides: [
            { rule: "gradient", line, value: truth },
            { rule: "drawn", line: byFigureRule(line), value: drawn },
          ],
          missing: leftOutOf(line),
          inherited: errorsBehind(line).filter(
            (address) => layer + 1 < trace.layers.length && address !== error,
          ),
          ratio:
            byGradient === null || byFigures === null || byGradient === 0 ? null : byFigures / byGradient,
        },
      ];
    });
}
