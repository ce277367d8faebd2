// Reads the text of a field for one number: the number, or a sentence that says what is wrong and where.
// `app/checking/typed_number.py` reads the same; the cases of both are in tests/typed_numbers.json.
//
//   number   sign? (decimal tail? | vulgar fraction)
//   tail     "e" integer | power | "·10" power | "/" sign? decimal ("e" integer)? | vulgar fraction | "%"
//            the point before 10 may be an x
//   power    superscript integer | "^" integer | "**" integer, the integer in brackets or not
//   decimal  digits with a point or a comma, thousands parted by spaces, apostrophes, commas or points
/** @import { Key, Notice } from "../core/types.js" */
import { formatNumber } from "./format.js";

/** @typedef {{whole?: boolean, low?: number, high?: number}} Limits */
/** @typedef {{mantissa: string, exponent: string | null}} Decimal */

/** The signs of the grammar, each with what is read as it. */
const READ_AS = new Map(
  Object.entries({
    "+": "﹢",
    "-": "−–‒‐‑﹣",
    ".": "。｡٫",
    ",": "،",
    "'": "’‘ʼ٬",
    "/": "⁄∕÷",
    "*": "·⋅×∙",
    "^": "ˆ",
    "%": "٪﹪",
    e: "E",
  }).flatMap(([sign, others]) => [...others].map((other) => /** @type {[string, string]} */ ([other, sign]))),
);
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const RAISED_SIGN = /[⁺⁻]/;
/** How far a percent sign moves the point. */
const PERCENT = /** @type {Record<string, number>} */ ({ "%": -2, "‰": -3 });

/** A full-width form as the ASCII sign it is. @param {string} sign */
const narrow = (sign) => {
  const code = sign.charCodeAt(0);
  return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : sign;
};

/** The value of a decimal digit of any script: Unicode has each ten of them in a row, from 0 on.
 * @param {string} sign @returns {string} */
function asDigit(sign) {
  const code = sign.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}

/** @param {string} sign */
function plain(sign) {
  if (/\p{Nd}/u.test(sign)) return asDigit(sign);
  if (/\s/u.test(sign)) return " ";
  if (RAISED.includes(sign) || RAISED_SIGN.test(sign)) return sign;
  const ascii = narrow(sign);
  return READ_AS.get(ascii) ?? (ascii.length === 1 ? ascii : "�");
}

/** @param {string} sign @returns {[string, string] | null} numerator and denominator */
function vulgarFraction(sign) {
  const [over = "", under = ""] = sign.normalize("NFKC").split("⁄");
  return over !== "" && under !== "" ? [over, under] : null;
}

/** Thrown inside, where the text cannot go on. */
class Mistake extends Error {
  /** @param {Key} key @param {Record<string, string | number>} [params] */
  constructor(key, params) {
    super(key);
    this.notice = /** @type {Notice} */ (params ? { key, params } : { key });
  }
}

/** Walks over the signs of a text. Signs that cannot be seen, such as marks of direction, are left out.
 * @param {string} text */
function scanner(text) {
  const shown = [...text].map((sign, index) => ({ sign, index })).filter(({ sign }) => !/\p{Cf}/u.test(sign));
  const line = shown.map(({ sign }) => plain(sign)).join("");
  let at = 0;
  return {
    next: () => line[at] ?? "",
    isAtEnd: () => at >= line.length,
    /** What a pattern finds here, taken. @param {RegExp} pattern sticky */
    run(pattern) {
      pattern.lastIndex = at;
      const found = pattern.exec(line)?.[0] ?? "";
      at += found.length;
      return found;
    },
    /** @param {string} sign taken if it comes next */
    takes(sign) {
      const comes = line.startsWith(sign, at);
      if (comes) at += sign.length;
      return comes;
    },
    /** @param {number} [back] how many signs before this one the sign stands that cannot stand there */
    mistake(back = 0) {
      const found = shown[at - back];
      if (!found) return new Mistake("error.number_unfinished");
      const sign = /\s/u.test(found.sign) ? "␣" : found.sign;
      return new Mistake("error.number_sign", { sign, place: found.index + 1 });
    },
  };
}
/** @typedef {ReturnType<typeof scanner>} Scanner */

const SPACES = / */y;
const DIGITS = /[0-9]*/y;
const WRITTEN = /(?:[0-9.,'](?: +(?=[0-9]))?)*/y;
const RAISED_INTEGER = /[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]*/y;
/** The letter that stands for a times sign before a power of ten. */
const LETTER = /(?:[xX](?= *10(?:\^|\*\*|[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹])))?/y;
const BRACKETS = /** @type {Record<string, string>} */ ({ "(": ")", "{": "}" });
const GROUPED = /^[1-9]\d{0,2}([ ',.])\d{3}(?:\1\d{3})*(?:([.,])\d*)?$/;

/** Digits with a point or a comma, and with thousands that are parted, as JavaScript writes them.
 * @param {Scanner} scan @returns {string} */
function digits(scan) {
  const written = scan.run(WRITTEN);
  if (!/\d/.test(written)) throw scan.mistake(written.length);
  if (/^\d*\.?\d*$/.test(written)) return written;
  if (/^[1-9]\d{0,2},\d{3}$/.test(written)) {
    const [point, whole] = [written.replace(",", "."), written.replace(",", "")];
    throw new Mistake("error.number_ambiguous", { text: written, point, whole });
  }
  if (/^\d*,\d*$/.test(written)) return written.replace(",", ".");
  const [, group = "", point = ""] = GROUPED.exec(written) ?? [];
  if (group === "" || group === point) throw scan.mistake(written.length - troubleIn(written));
  return written.replaceAll(group, "").replace(",", ".");
}

/** The index of the sign that makes no sense among digits: the second that is no digit, or the only one.
 * @param {string} written */
function troubleIn(written) {
  const [first = 0, second = first] = [...written.matchAll(/\D/g)].map(({ index }) => index);
  return second;
}

/** The digits of an exponent, with their sign. @param {Scanner} scan */
function integer(scan) {
  const sign = scan.takes("-") ? "-" : "";
  if (sign === "") scan.takes("+");
  const found = scan.run(DIGITS);
  if (found === "") throw scan.mistake();
  return sign + found;
}

/** An exponent in any form but with "e", or null. @param {Scanner} scan */
function raised(scan) {
  if (scan.takes("**") || scan.takes("^")) {
    const closing = BRACKETS[scan.next()];
    if (closing === undefined) return integer(scan);
    scan.takes(scan.next());
    const exponent = integer(scan);
    if (!scan.takes(closing)) throw scan.mistake();
    return exponent;
  }
  const found = scan.run(RAISED_INTEGER);
  if (found === "") return null;
  if (/^[⁺⁻]$/.test(found)) throw scan.mistake();
  const sign = found.startsWith("⁻") ? "-" : "";
  return sign + [...found.replace(RAISED_SIGN, "")].map((one) => RAISED.indexOf(one)).join("");
}

/** @param {Scanner} scan @returns {Decimal} */
function decimal(scan) {
  const mantissa = digits(scan);
  return { mantissa, exponent: scan.takes("e") ? integer(scan) : null };
}

/** @param {Decimal} decimal */
const floatOf = ({ mantissa, exponent }) =>
  inRange(Number(`${mantissa}e${exponent ?? 0}`), /[1-9]/.test(mantissa));

/** A float64 that has not left its range. @param {number} value @param {boolean} isNonZero */
function inRange(value, isNonZero) {
  if (!Number.isFinite(value)) throw new Mistake("error.number_too_large");
  if (value === 0 && isNonZero) throw new Mistake("error.number_too_small");
  return value;
}

/** @param {number} over @param {number} under */
function quotient(over, under) {
  if (under === 0) throw new Mistake("error.number_divisor");
  return inRange(over / under, over !== 0);
}

/** How many digits the exact value of a power may have. */
const MAX_POWER_DIGITS = 4000;

/** @param {string} base digits, with a point or without @param {string} exponent */
function power(base, exponent) {
  if (/^10\.?0*$/.test(base)) return floatOf({ mantissa: "1", exponent });
  const [whole = "", decimals = ""] = base.split(".");
  const count = Math.abs(Number(exponent));
  if (Math.max(count, 1) * base.length > MAX_POWER_DIGITS) throw new Mistake("error.number_power");
  const exact = String(BigInt(whole + decimals) ** BigInt(count));
  const value = floatOf({ mantissa: exact, exponent: `-${decimals.length * count}` });
  return exponent.startsWith("-") ? quotient(1, value) : value;
}

/** A number without its sign. @param {Scanner} scan @returns {number} */
function magnitude(scan) {
  const fraction = vulgarFraction(scan.next());
  if (fraction) return mixed(scan, "0", fraction);
  const { mantissa, exponent } = decimal(scan);
  const value = exponent === null ? tail(scan, mantissa) : null;
  if (value !== null) return value;
  const over = floatOf({ mantissa, exponent });
  scan.run(SPACES);
  if (!scan.takes("/")) return over;
  scan.run(SPACES);
  return signIn(scan) * quotient(over, floatOf(decimal(scan)));
}

/** @param {Scanner} scan @param {string} whole @param {[string, string]} fraction that comes next */
function mixed(scan, whole, [over, under]) {
  scan.takes(scan.next());
  return quotient(Number(whole) * Number(under) + Number(over), Number(under));
}

/** The value of a decimal with a tail that only a decimal without an exponent can have, or null.
 * @param {Scanner} scan @param {string} mantissa */
function tail(scan, mantissa) {
  const fraction = /^\d+$/.test(mantissa) ? vulgarFraction(scan.next()) : null;
  if (fraction) return mixed(scan, mantissa, fraction);
  const exponent = raised(scan);
  if (exponent !== null) return power(mantissa, exponent);
  scan.run(SPACES);
  const moved = PERCENT[scan.next()];
  if (moved !== undefined) {
    scan.takes(scan.next());
    return floatOf({ mantissa, exponent: String(moved) });
  }
  return scan.takes("*") || scan.run(LETTER) !== "" ? timesPowerOfTen(scan, mantissa) : null;
}

/** @param {Scanner} scan @param {string} mantissa */
function timesPowerOfTen(scan, mantissa) {
  scan.run(SPACES);
  const ten = scan.run(DIGITS);
  if (ten !== "10") throw scan.mistake(ten.length);
  const exponent = raised(scan);
  if (exponent === null) throw scan.mistake();
  return floatOf({ mantissa, exponent });
}

/** @param {Scanner} scan */
function signIn(scan) {
  const sign = scan.takes("-") ? -1 : 1;
  if (sign === 1) scan.takes("+");
  scan.run(SPACES);
  return sign;
}

/** The number that a text says. @param {string} text @returns {{value: number} | {mistake: Notice}} */
function said(text) {
  const scan = scanner(text);
  try {
    scan.run(SPACES);
    if (scan.isAtEnd()) return { mistake: { key: "editor.want_number" } };
    const sign = signIn(scan);
    const value = sign * magnitude(scan);
    scan.run(SPACES);
    if (!scan.isAtEnd()) throw scan.mistake();
    return { value: value === 0 ? 0 : value };
  } catch (thrown) {
    if (thrown instanceof Mistake) return { mistake: thrown.notice };
    throw thrown;
  }
}

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

/** @param {string} text @param {Limits} [limits] @returns {{value: number} | {mistake: Notice}} */
export function readNumber(text, limits = {}) {
  const { whole = false, low = -Infinity, high = Infinity } = limits;
  const read = said(text);
  if ("mistake" in read)
    return read.mistake.key === "editor.want_number" ? { mistake: wanted(limits) } : read;
  const { value } = read;
  const fits = (!whole || Number.isSafeInteger(value)) && value >= low && value <= high;
  return fits ? read : { mistake: wanted(limits) };
}
