// What the labels of a drawn graph hold: derivatives, contributions, sums and products as lines of runs.

/** @import { Run } from "../../../draw/svg.js" */
/** @import { GraphAnswer, GraphEdge } from "../../types.js" */
/** @import { LabelLine } from "./types.js" */
import { runsOf, widthOfRuns } from "../../../draw/svg.js";
import { formatNumber } from "../../../math/format.js";
import { lookupOf, symbolIn } from "../../symbols.js";
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

/** A number as labels write it. @param {number | null} value
 * @param {string} undefinedWord what stands for a number outside the domain */
export const numberText = (value, undefinedWord) => (value === null ? undefinedWord : formatNumber(value));

/** A factor: in brackets if it is negative. @param {number | null} value @param {string} undefinedWord */
function factorText(value, undefinedWord) {
  const text = numberText(value, undefinedWord);
  return value !== null && value < 0 ? `(${text})` : text;
}

/**
 * How much the label of an edge says, from the most to the least: the local derivative with its symbol, its formula and
 * its number, and the contribution; the same without the symbol; the contribution alone, with the derivative as a
 * factor; the derivative's number alone.
 * @typedef {"wide" | "narrow" | "short" | "number"} EdgeForm
 */
/** With how much worse it is to say less, for each label. @type {readonly { form: EdgeForm, loss: number }[]} */
export const EDGE_FORMS = [
  { form: "wide", loss: 0 },
  { form: "narrow", loss: 0.05 },
  { form: "short", loss: 0.12 },
  { form: "number", loss: 0.3 },
];

/**
 * The label of an edge in the backward pass.
 * @param {GraphAnswer} answer @param {GraphEdge} edge of this or an earlier answer of the same shape
 * @param {number} stage the contribution is known from stage 1 on
 * @param {EdgeForm} form @param {string} undefinedWord
 * @param {{ hasFlow?: boolean }} [parts] without the contribution
 * @returns {LabelLine[]}
 */
export function edgeLines(answer, edge, stage, form, undefinedWord, { hasFlow = true } = {}) {
  const number = (/** @type {number | null} */ value) => numberText(value, undefinedWord);
  const { target, formula, local_derivative, contribution } = edgeIn(answer, edge) ?? edge;
  const key = linkKey(edge);
  const gradient = number(answer.nodes[target]?.gradient ?? null);
  const local = { kind: "local", address: `d.${key}`, value: local_derivative };
  /** @type {LabelLine} */
  const flow = {
    kind: "flow",
    address: `c.${key}`,
    value: contribution,
    runs:
      contribution === null
        ? [{ text: number(null), look: "value" }]
        : [
            { text: gradient },
            { text: " · " },
            {
              text: factorText(local_derivative, undefinedWord),
              ...(form === "short" ? { look: "factor" } : {}),
            },
            { text: " = " },
            { text: stage < 1 ? "?" : number(contribution), look: "value" },
          ],
  };
  if (form === "short" && hasFlow) return [flow];
  if (form === "short" || form === "number")
    return [{ ...local, runs: [{ text: number(local_derivative), look: "factor" }] }];
  // The local derivative of a box has no formula but its own address.
  const isOwnAddress = formula?.op === "address" && formula.address === `d.${key}`;
  const rule = formula === null || isOwnAddress ? [] : formulaRuns(formula, answer);
  const isNumber =
    formula?.op === "number" || (rule.length === 1 && rule[0]?.text === number(local_derivative));
  const middle =
    rule.length && !isNumber && widthOfRuns(rule) < MAX_FORMULA_WIDTH ? [{ text: " = " }, ...rule] : [];
  const lead =
    form === "wide" || !middle.length ? [...symbolRuns(`d.${key}`, answer), ...middle] : middle.slice(1);
  const result = [{ text: " = " }, { text: number(local_derivative), look: "factor" }];
  const isSplit = middle.length > 0 && widthOfRuns([...lead, ...result]) > MAX_RULE_WIDTH;
  return [
    ...(isSplit ? [plainLine("local", lead)] : []),
    { ...local, runs: isSplit ? result : [...lead, ...result] },
    ...(hasFlow ? [flow] : []),
  ];
}

/**
 * a + b − c = d; a long sum is cut with dots.
 * @param {readonly (number | null)[]} terms @param {number | null} total
 * @param {boolean} isPending whether the total is not known yet
 * @param {boolean} isPart whether there are more terms than these
 * @param {string} undefinedWord
 * @returns {Run[]}
 */
export function sumRuns(terms, total, isPending, isPart, undefinedWord) {
  const number = (/** @type {number | null} */ value) => numberText(value, undefinedWord);
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
  const last =
    isLong && !isPart ? [{ text: " + " }, { text: factorText(terms.at(-1) ?? null, undefinedWord) }] : [];
  return [
    ...runs,
    ...(isLong ? [{ text: " + ⋯" }] : []),
    ...last,
    { text: " = " },
    { text: isPending ? "?" : number(total), look: "value" },
  ];
}

/** a · b · c = d; a long product is cut with dots.
 * @param {readonly (number | null)[]} factors @param {number | null} product @param {string} undefinedWord
 * @returns {Run[]} */
export function productRuns(factors, product, undefinedWord) {
  const result = { text: numberText(product, undefinedWord), look: "value" };
  if (factors.length === 1) return [result];
  const isLong = factors.length > MAX_TERMS;
  const kept = isLong ? factors.slice(0, MAX_TERMS - 1) : factors;
  return [
    ...kept.map((each, k) => ({
      text: k ? ` · ${factorText(each, undefinedWord)}` : numberText(each, undefinedWord),
    })),
    ...(isLong ? [{ text: ` · ⋯ · ${factorText(factors.at(-1) ?? null, undefinedWord)}` }] : []),
    { text: " = " },
    result,
  ];
}

/** A line without a number of its own. @param {string} kind @param {Run[]} runs @returns {LabelLine} */
export const plainLine = (kind, runs) => ({ kind, runs, address: null, value: null });

/** The same edge in a newer answer. @param {GraphAnswer} answer @param {GraphEdge} edge */
export const edgeIn = (answer, edge) => lookupOf(answer).edges.get(linkKey(edge));
