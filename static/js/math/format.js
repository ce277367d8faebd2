// How numbers are written: short for the eye, whole for data attributes, with a sign or a power of ten.

const MINUS = "−";

/** Numbers from here on, and those below the other, have an exponent. */
const HUGE = 1e5;
const TINY = 1e-4;

/**
 * A number as the whole page writes it: about `digits` significant digits, a true minus, an exponent when tiny or
 * huge. It is rounded before its form is chosen: 9999.7 is 10000, 99999.6 is 1e5.
 * @param {number | null | undefined} value @param {number} [digits]
 */
export function formatNumber(value, digits = 4) {
  if (value === null || value === undefined || Number.isNaN(value)) return "·";
  if (!Number.isFinite(value)) return value < 0 ? `${MINUS}∞` : "∞";
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : "";
  return size === 0 ? "0" : `${sign}${size < TINY ? tinyText(size, digits) : plainText(size, digits)}`;
}

/** @param {number} size @param {number} digits */
function plainText(size, digits) {
  const exponent = Number(size.toExponential(digits - 1).split("e")[1]);
  if (exponent > Math.log10(HUGE)) return withExponent(size, digits);
  const text = size.toFixed(Math.max(0, digits - 1 - exponent));
  return Number(text) < HUGE ? trim(text) : withExponent(size, digits);
}

/** @param {number} size @param {number} digits */
function tinyText(size, digits) {
  const text = withExponent(size, digits);
  return Number(text.replace(MINUS, "-")) < TINY ? text : String(TINY);
}

/** @param {number} size @param {number} digits */
function withExponent(size, digits) {
  const [mantissa = "", exponent = ""] = size.toExponential(Math.max(1, digits - 3)).split("e");
  return `${trim(mantissa)}e${exponent.replace("+", "")}`.replace("-", MINUS);
}

/** The largest number of digits that tells any two float64 apart. */
const ALL_DIGITS = 17;

/** @param {number} a @param {number} b @param {number} rounding relative */
const isNear = (a, b, rounding) => Math.abs(a - b) <= rounding * Math.max(Math.abs(a), Math.abs(b));

/**
 * How many digits numbers that are compared need, so that different ones look different: at least `digits`.
 * @param {readonly (number | null | undefined)[]} values @param {number} [digits] @param {number} [rounding] numbers
 * that differ by no more than this part of their size are the same number, computed in two ways
 */
export function digitsToTellApart(values, digits = 4, rounding = 0) {
  /** @type {Set<number>} */
  const different = new Set();
  for (const value of values)
    if (typeof value === "number" && ![...different].some((one) => isNear(one, value, rounding)))
      different.add(value + 0);
  let enough = digits;
  const texts = () => new Set([...different].map((value) => formatNumber(value, enough)));
  while (enough < ALL_DIGITS + 3 && texts().size < different.size) enough += 1;
  return enough;
}

/** Without the zeros at the end of decimals. @param {string} text */
const trim = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

const RAISED = /** @type {Record<string, string>} */ ({ "−": "⁻", "-": "⁻" });
/** @param {string} sign a digit or a minus */
const raised = (sign) => RAISED[sign] ?? "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)];
/** 3.8·10⁻¹⁶, for a line of text. @param {number} value @param {number} [digits] */
export const inPowersOfTen = (value, digits = 4) =>
  formatNumber(value, digits).replace(
    /e(.*)$/,
    (_, /** @type {string} */ exponent) => `·10${[...exponent].map(raised).join("")}`,
  );

/** The same with a "+" before positive numbers. @param {number | null | undefined} value @param {number} [digits] */
export const formatSigned = (value, digits = 4) =>
  typeof value === "number" && value > 0 ? `+${formatNumber(value, digits)}` : formatNumber(value, digits);

/** All 17 digits, for data attributes. @param {number | null | undefined} value */
export const fullNumber = (value) => (typeof value === "number" ? String(value) : "");

/** "negative" | "zero" | "positive". @param {number} value */
export const signOf = (value) => (value < 0 ? "negative" : value > 0 ? "positive" : "zero");
