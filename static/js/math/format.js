// Numbers to marks: how a number is written, how wide an edge is, which colour a cell has. No DOM.

const MINUS = "−";

/**
 * A number as the whole page writes it: about `digits` significant digits, a true minus, an exponent when tiny or huge.
 * @param {number | null | undefined} value @param {number} [digits]
 */
export function formatNumber(value, digits = 4) {
  if (value === null || value === undefined || Number.isNaN(value)) return "·";
  if (!Number.isFinite(value)) return value < 0 ? `${MINUS}∞` : "∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e5) {
    const [mantissa = "", exponent = ""] = value.toExponential(Math.max(1, digits - 3)).split("e");
    return `${trim(mantissa)}e${exponent.replace("+", "")}`.replaceAll("-", MINUS);
  }
  return trim(value.toPrecision(Math.max(digits, Math.floor(Math.log10(size)) + 1))).replace("-", MINUS);
}

/** Zeros at the end of decimals say nothing. @param {string} text */
const trim = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

const RAISED = /** @type {Record<string, string>} */ ({ "−": "⁻", "-": "⁻" });
/** 3.8·10⁻¹⁶, for a line of text. @param {number} value @param {number} [digits] */
export const inPowersOfTen = (value, digits = 4) =>
  formatNumber(value, digits).replace(
    /e(.*)$/,
    (_, exponent) =>
      `·10${[.../** @type {string} */ (exponent)].map((sign) => RAISED[sign] ?? "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)]).join("")}`,
  );

/** The same with a "+" before positive numbers. @param {number | null | undefined} value @param {number} [digits] */
export const formatSigned = (value, digits = 4) =>
  typeof value === "number" && value > 0 ? `+${formatNumber(value, digits)}` : formatNumber(value, digits);

/** All 17 digits, for data attributes. @param {number | null | undefined} value */
export const fullNumber = (value) => (typeof value === "number" ? String(value) : "");

/** "negative" | "zero" | "positive". @param {number} value */
export const signOf = (value) => (value < 0 ? "negative" : value > 0 ? "positive" : "zero");

/**
 * How wide an edge is drawn: grows with |w| and never vanishes.
 * @param {number} weight @param {number} largest the largest |w| beside it
 */
export const edgeWidth = (weight, largest) =>
  1.3 + 3 * Math.sqrt(Math.min(1, Math.abs(weight) / Math.max(largest, 1e-12)));

/** The largest size in nested numbers. @param {readonly (readonly number[])[]} rows */
export function largestSize(rows) {
  let largest = 0;
  for (const row of rows) for (const value of row) largest = Math.max(largest, Math.abs(value));
  return largest;
}

/** @typedef {readonly [number, number, number]} Colour */

/** "#1d5fc4" as three numbers. @param {string} text @returns {Colour} */
export function parseColour(text) {
  const hex = text.trim().replace("#", "");
  const at = (/** @type {number} */ k) => Number.parseInt(hex.slice(k, k + 2), 16) || 0;
  return [at(0), at(2), at(4)];
}

/** @param {Colour} a @param {Colour} b @param {number} t @returns {Colour} */
export const mixColours = (a, b, t) => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

/**
 * A two-sided ramp: -1 the first colour, 0 the middle one, 1 the last; the root keeps small numbers visible.
 * @param {Colour} negative @param {Colour} zero @param {Colour} positive
 * @returns {(u: number) => Colour}
 */
export const divergingRamp = (negative, zero, positive) => (u) =>
  mixColours(zero, u < 0 ? negative : positive, Math.sqrt(Math.min(1, Math.abs(u))));

/** Slow, fast, slow. @param {number} t */
export const ease = (t) => (t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t));
