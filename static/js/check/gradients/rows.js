// The gradients as the table has them: in groups of one reading, the worst first. Pure.
/** @import { Check, CheckedGradient, GradientVerdict } from "../types.js" */

/** A difference that is off by more than this part of the largest gradient is said to be. */
const FAR = 1e-4;
/** So many rows are shown; a person reads the worst. */
export const MOST_ROWS = 150;

/**
 * How a gradient is read: its verdict, or what can be said of the difference beside it.
 * @typedef {GradientVerdict | "difference"} Reading
 */
/** How each is shown: a sign, never a colour alone. @type {Record<Reading, string>} */
export const SIGNS = {
  wrong: "✗",
  cancellation: "−",
  saturated: "↘",
  kink: "∧",
  difference: "≈",
  fine: "✓",
};

/** @typedef {{reading: Reading, text: string, rows: CheckedGradient[]}} Group */

/** The size beside which gradients of a network are judged. @param {Check} check */
export const largestOf = ({ parameters }) =>
  Math.max(...parameters.map(({ analytic }) => Math.abs(analytic)), Number.MIN_VALUE);

/** Backward pass and complex step agree, but the central difference is somewhere else: its step of h reaches across a
 * kink. @param {CheckedGradient} row @param {number} largest */
const isDifferenceOff = ({ verdict, analytic, central }, largest) =>
  verdict === "fine" && (central === null || Math.abs(central - analytic) > FAR * largest);

/** @param {Check} check @param {string} words of the reading that the server does not know @returns {Group[]} */
export function groupsOf(check, words) {
  const largest = largestOf(check);
  /** @type {Map<Reading, Group>} */
  const groups = new Map();
  for (const row of check.parameters) {
    const reading = isDifferenceOff(row, largest) ? "difference" : row.verdict;
    const text = reading === "difference" ? words : row.text;
    const group = groups.get(reading) ?? { reading, text, rows: [] };
    group.rows.push(row);
    groups.set(reading, group);
  }
  const order = Object.keys(SIGNS);
  return [...groups.values()].toSorted((a, b) => order.indexOf(a.reading) - order.indexOf(b.reading));
}
