// Reads the text of a field for one number: the number, or the sentence on what the field accepts.
/** @import { Notice } from "../core/types.js" */
import { formatNumber } from "./format.js";

/** @typedef {{whole?: boolean, low?: number, high?: number}} Limits */

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const WITH_COMMA = /^([+-]?)(\d*),(\d+)(e[+-]?\d+)?$/i;

/** The sentence on what such a field accepts. @param {Limits} limits @returns {Notice} */
export function wanted({ whole = false, low = -Infinity, high = Infinity }) {
  const params = {
    low: whole ? String(low) : formatNumber(low),
    high: whole ? String(high) : formatNumber(high),
  };
  if (whole) return { key: Number.isFinite(high) ? "editor.want_whole" : "editor.want_whole_from", params };
  return Number.isFinite(low) && Number.isFinite(high)
    ? { key: "editor.want_between", params }
    : { key: "editor.want_number" };
}

/** Signs of any width, a true minus and one decimal comma are taken; a comma that may part thousands is not.
 * @param {string} text @param {Limits} [limits] @returns {{value: number} | {mistake: Notice}} */
export function readNumber(text, limits = {}) {
  const { whole = false, low = -Infinity, high = Infinity } = limits;
  let plain = text.normalize("NFKC").trim().replaceAll("−", "-");
  const comma = WITH_COMMA.exec(plain);
  if (comma) {
    const [, sign = "", before = "", after = "", power = ""] = comma;
    if (after.length === 3 && Number(before) !== 0) return { mistake: { key: "editor.want_no_comma" } };
    plain = `${sign}${before || "0"}.${after}${power}`;
  } else if (/^[+-]?\d[\d,.' ]*$/.test(plain) && /\d[,' ]\d/.test(plain))
    return { mistake: { key: "editor.want_no_comma" } };
  const value = DECIMAL.test(plain) ? Number(plain) : Number.NaN;
  const fits =
    Number.isFinite(value) && (!whole || Number.isSafeInteger(value)) && value >= low && value <= high;
  return fits ? { value: value === 0 ? 0 : value } : { mistake: wanted(limits) };
}
