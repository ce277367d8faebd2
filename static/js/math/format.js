// How numbers are written: short for the eye, whole for data attributes, with a sign or a power of ten.

const MINUS = "−";

/**
 * A number as the whole page writes it: about `digits` significant digits, a true minus, an exponent when tiny or
 * huge.
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
