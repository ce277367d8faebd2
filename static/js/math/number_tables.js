// Tables of numbers as people write them: parts with a name before "=" or ":", rows as lines or brackets, cells apart
// by tabs, commas, semicolons or spaces, with decimal points or commas.
import { withoutPrinting } from "./printed_arrays.js";

/**
 * A part of a text: from a name to the next one.
 * @typedef {object} Part
 * @property {string} name "" where none is written
 * @property {string} body
 * @property {string} source name and body as written
 */

/** The ASCII form of wide marks, and of the marks around a matrix. @type {Record<string, string>} */
const MARKS = {
  "、": ",",
  "【": "[",
  "】": "]",
  "⟨": "(",
  "⟩": ")",
  "‖": "|",
};
/** @param {string} sign */
const marked = (sign) => MARKS[sign] ?? sign.normalize("NFKC");

/** Every run of blanks as one: no pattern below then looks at a long run once from each of its places.
 * @param {string} text */
const withSingleBlanks = (text) =>
  text.replaceAll(/\s{2,}/g, (run) => (/[\r\n]/.test(run) ? "\n" : run.includes("\t") ? "\t" : " "));

/** Without the marks that end a list. @param {string} text */
export function withoutEnd(text) {
  let end = text.length;
  while (end > 0 && /[\s,;]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** What LaTeX writes around a matrix, and what draws its brackets. */
const AROUND_MATRIX = /\\(?:begin|end)\{\w+\}|\\(?:left|right)\b|[⎡⎢⎣⎤⎥⎦⎛⎜⎝⎞⎟⎠]/g;
/** A row that is written as a column: (1, 2)ᵀ. */
const TURNED_ROW = /([([][^()[\]\n;]*[)\]])\s*(?:\^\{?(?:T|⊤|\\top)\}?|[ᵀ⊤])/g;
/** A sign that stands apart from its number. */
const LONE_SIGN = /(^|[,;([{=:&\n])([^\S\n]*[-−–+])[^\S\n]+(?=[\d.])/g;

/** A name with its index, up to "=" or ":": W1, W^(1), "x", inputs of sample 2. It has an end, so that a text without
 * "=" is not looked through from each of its words. */
const NAME = new RegExp(
  [
    /(?<![\p{L}\p{N}.])["'“]?/u,
    /(\p{L}[\p{L}\p{N}\p{M}_ \t'′^]{0,80}(?:[({[⁽]{1,4}[^()[\]{}⁽⁾=:\n]{0,40}[)}\]⁾]{1,4}[ \t]?){0,4})/u,
    /["'”]?[ \t]?[=:]/,
  ]
    .map(({ source }) => source)
    .join(""),
  "gu",
);

/** The text in plain marks: wide brackets and commas as ASCII, without what surrounds the numbers.
 * @param {string} text */
const plain = (text) =>
  withoutPrinting(withSingleBlanks(text).replaceAll(/[，；：＝（）［］｛｝、【】⟨⟩‖]/g, marked))
    .replaceAll(AROUND_MATRIX, " ")
    .replaceAll("\\\\", "\n")
    .replaceAll(TURNED_ROW, "$1")
    .replaceAll(LONE_SIGN, "$1$2");

/** The parts of a text. @param {string} text @returns {Part[]} */
export function partsOf(text) {
  const line = plain(text);
  const names = [...line.matchAll(NAME)];
  const starts = [0, ...names.map(({ index }) => index), line.length];
  return starts
    .slice(0, -1)
    .map((start, n) => {
      const found = names[n - 1];
      const source = withoutEnd(line.slice(start, starts[n + 1]));
      const body = found ? source.slice(found[0].length) : source;
      return { name: found?.[1]?.trim() ?? "", body, source };
    })
    .filter(({ body }) => /[^\s,;()[\]{}|]/.test(body));
}

const BETWEEN_ROWS = /[)\]}][\s,;]*(?=[([{])/;

/** The rows of a part, as cells. @param {string} body @param {boolean} hasDecimalCommas @returns {string[][]} */
export function rowsOf(body, hasDecimalCommas) {
  const text = withSingleBlanks(body);
  // Where every row has brackets, a line may be broken anywhere.
  const isBracketed = BETWEEN_ROWS.test(text);
  const lines = (isBracketed ? text.replaceAll(/[\r\n]+/g, " ") : text)
    .replaceAll(new RegExp(BETWEEN_ROWS, "g"), "\n")
    .replaceAll(/[()[\]{}"]/g, " ")
    .split(isBracketed || hasDecimalCommas ? /[\r\n]+/ : /[\r\n;]+/);
  const separator = hasDecimalCommas ? /[\s;&|]+/ : text.includes("\t") ? /\t/ : /[\s,;&|]+/;
  return lines
    .map((line) =>
      line
        .split(separator)
        .map((cell) => cell.trim())
        .filter((cell) => cell !== ""),
    )
    .filter((row) => row.length > 0);
}

/** Whether commas more likely stand inside numbers than between them: 0,5; 0,25 in a line of several, and 0,25
 * anywhere. @param {string} body */
export function hasDecimalCommas(body) {
  const lines = withSingleBlanks(body)
    .replaceAll(new RegExp(BETWEEN_ROWS, "g"), "\n")
    .trim()
    .split(/[\r\n]+/);
  const isTight = lines.every((line) => !/(?<!\d),|,(?!\d)|\d\.\d|\t/.test(line));
  const isParted = lines.length > 1 && lines.some((line) => /\d\s*;\s*[-−+]?\s*\d/.test(line));
  return isTight && body.includes(";") && (isParted || /(?<![\d,])0,\d\d/.test(body));
}
