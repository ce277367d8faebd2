// What the labels of a drawn graph hold: derivatives, contributions, sums and products as lines of runs.

/** @import { Run } from "../../../draw/svg.js" */
/** @import { GraphAnswer, GraphEdge } from "../../types.js" */
/** @import { LabelLine } from "./types.js" */
import { runsOf, widthOfRuns } from "../../../draw/svg.js";
import { formatNumber } from "../../../math/format.js";
import { lookupOf, symbolIn } from "../../explainer.js";
import { linkKey } from "../../layout/index.js";
import { flat, formulaRuns } from "../../node_text.js";
import { LABEL_SIZE, LINE_HEIGHT, MAX_FORMULA_WIDTH, MAX_RULE_WIDTH, MAX_TERMS } from "./measures.js";

/** The symbol of an address in one line. @param {string} address @param {GraphAnswer} answer @returns {Run[]} */
export const symbolRuns = (address, answer) => runsOf(flat(symbolIn(address, answer)));

/** @param {string} address @param {GraphAnswer} answer */
export const symbolText = (address, answer) =>
  symbolRuns(address, answer)
    .map(({ text }) => text)
    .join("");

/** The width of a label with these lines. @param {readonly LabelLine[]} content */
export const labelWidth = (content) =>
  Math.max(...content.map(({ runs }) => widthOfRuns(runs))) * LABEL_SIZE * 1.01 + 16;

/** The height that a label with these lines needs beside others. @param {readonly LabelLine[]} content */
export const labelRoom = (content) => content.length * LINE_HEIGHT + 8;

/**
 * Numbers as the labels write them.
 * @param {string} undefinedWord what stands for a number outside the domain
 */
export function labelText(undefinedWord) {
  /** @param {number | null} value */
  const number = (value) => (value === null ? undefinedWord : formatNumber(value));

  /** A factor: in brackets if it is negative. @param {number | null} value */
  const factor = (value) => (value !== null && value < 0 ? `(${number(value)})` : number(value));

  /**
   * The label of an edge in the backward pass: the local derivative, in symbols and as a number, and the contribution.
   * @param {GraphAnswer} answer @param {GraphEdge} edge of this or an earlier answer of the same shape
   * @param {number} stage the contribution is known from stage 1 on
   * @param {boolean} wide whether the symbol stands before its formula
   * @returns {LabelLine[]}
   */
  function edgeLines(answer, edge, stage, wide) {
    const { target, formula, local_derivative, contribution } = edgeIn(answer, edge) ?? edge;
    const key = linkKey(edge);
    const symbol = symbolRuns(`d.${key}`, answer);
    // The local derivative of a box has no formula but its own address.
    const isOwnAddress = formula?.op === "address" && formula.address === `d.${key}`;
    const rule = formula === null || isOwnAddress ? [] : formulaRuns(formula, answer);
    const isNumber =
      formula?.op === "number" || (rule.length === 1 && rule[0]?.text === number(local_derivative));
    const middle =
      rule.length && !isNumber && widthOfRuns(rule) < MAX_FORMULA_WIDTH ? [{ text: " = " }, ...rule] : [];
    const lead = wide || !middle.length ? [...symbol, ...middle] : middle.slice(1);
    const result = [{ text: " = " }, { text: number(local_derivative), look: "factor" }];
    const isSplit = middle.length > 0 && widthOfRuns([...lead, ...result]) > MAX_RULE_WIDTH;
    return [
      ...(isSplit ? [plainLine("local", lead)] : []),
      {
        kind: "local",
        runs: isSplit ? result : [...lead, ...result],
        address: `d.${key}`,
        value: local_derivative,
      },
      {
        kind: "flow",
        address: `c.${key}`,
        value: contribution,
        runs:
          contribution === null
            ? [{ text: number(null), look: "value" }]
            : [
                { text: number(answer.nodes[target]?.gradient ?? null) },
                { text: " · " },
                { text: factor(local_derivative) },
                { text: " = " },
                { text: stage < 1 ? "?" : number(contribution), look: "value" },
              ],
      },
    ];
  }

  /**
   * a + b − c = d; a long sum is cut with dots.
   * @param {readonly (number | null)[]} terms @param {number | null} total
   * @param {boolean} isPending whether the total is not known yet
   * @param {boolean} [isPart] whether there are more terms than these
   * @returns {Run[]}
   */
  function sumRuns(terms, total, isPending, isPart = false) {
    if (terms.includes(null) || total === null) return [{ text: number(null), look: "value" }];
    const isLong = isPart || terms.length > MAX_TERMS;
    const kept = isLong ? terms.slice(0, MAX_TERMS - 1) : terms;
    const runs = kept.flatMap((term, k) =>
      k === 0
        ? [{ text: number(term) }]
        : [
            { text: term !== null && term < 0 ? " − " : " + " },
            { text: number(term === null ? null : Math.abs(term)) },
          ],
    );
    const last = isLong && !isPart ? [{ text: " + " }, { text: factor(terms.at(-1) ?? null) }] : [];
    return [
      ...runs,
      ...(isLong ? [{ text: " + ⋯" }] : []),
      ...last,
      { text: " = " },
      { text: isPending ? "?" : number(total), look: "value" },
    ];
  }

  /** a · b · c = d; a long product is cut with dots.
   * @param {readonly (number | null)[]} factors @param {number | null} product @returns {Run[]} */
  function productRuns(factors, product) {
    const result = { text: number(product), look: "value" };
    if (factors.length === 1) return [result];
    const isLong = factors.length > MAX_TERMS;
    const kept = isLong ? factors.slice(0, MAX_TERMS - 1) : factors;
    return [
      ...kept.map((each, k) => ({ text: k ? ` · ${factor(each)}` : number(each) })),
      ...(isLong ? [{ text: ` · ⋯ · ${factor(factors.at(-1) ?? null)}` }] : []),
      { text: " = " },
      result,
    ];
  }

  return { number, edgeLines, sumRuns, productRuns };
}

/** A line without a number of its own. @param {string} kind @param {Run[]} runs @returns {LabelLine} */
export const plainLine = (kind, runs) => ({ kind, runs, address: null, value: null });

/** The same edge in a newer answer. @param {GraphAnswer} answer @param {GraphEdge} edge */
export const edgeIn = (answer, edge) => lookupOf(answer).edges.get(linkKey(edge));
