// Reads numbers that were worked out elsewhere: lines of "name = number", arrays as NumPy and PyTorch print them,
// sheets and CSV with names in a column or in a row, JSON. The texts of the numbers stay as they were written. Pure.
/** @import { Address, Notice } from "../../../core/types.js" */
/** @import { Given } from "./given.js" */
/** @import { Plan } from "./names.js" */
import { hasDecimalCommas, rowsOf, withoutEnd } from "../../../math/number_tables.js";
import { readNumber } from "../../../math/parse_number.js";
import { withoutPrinting } from "../../../math/printed_arrays.js";
import { partsOfAddressTable } from "./address_table.js";
import { cellsIn, separatorOf } from "./cells.js";
import { givenTargetOf, isGiven, placedGiven } from "./given.js";
import { partsOfJson } from "./json.js";
import { isOfSamples, targetOf } from "./names.js";
import { placed } from "./place.js";

/** A text with more characters is no sheet: a file of a walkthrough with all its steps has fewer. */
export const LONGEST = 2_000_000;
/** A text that is read line by line has fewer. */
export const LONGEST_LINES = 200_000;
/** What stands behind one name has at most so many characters: more than the largest sheet that is marked. */
const LONGEST_PART = 40_000;
/** A cell with more characters holds no number. */
const LONGEST_CELL = 60;
/** So many lines are said to be unreadable, the rest counted. */
const MOST_SAID = 8;

/**
 * A named part of a text.
 * @typedef {object} Named
 * @property {string} name "" where there is none
 * @property {string[][]} rows
 * @property {number} line from 1; 0: not of a line
 * @property {boolean} isArray whether it stands in brackets
 */
/**
 * What was read.
 * @typedef {object} Reading
 * @property {Record<Address, string>} answers
 * @property {Given[]} given with the task, as weights
 * @property {{line: number, text: string, reason: Notice}[]} skipped what could not be placed, the first few
 * @property {number} left how many more
 * @property {string[]} turned the names of the matrices with a row for each input, which were turned round
 */

/** @param {string} text @param {Plan} plan @param {ReadonlySet<Address>} places of the sheet @param {number} [sample]
 * that a number without a sample is of @param {(cell: string) => Notice | null} [mistakeOf] why a cell is no number
 * @returns {Reading} */
export function readSheet(text, plan, places, sample = 0, mistakeOf = mistakeIn) {
  const found = text.length > LONGEST ? LONGEST : partsOf(text, plan);
  if (typeof found === "number") return refused({ key: "checking.paste_long", params: { most: found } });
  const parts = withoutRounds(found);
  /** @type {Reading["answers"]} */
  const answers = {};
  /** @type {Reading["skipped"]} */
  const skipped = [];
  /** @type {Given[]} */
  const given = [];
  /** @type {Reading["turned"]} */
  const turned = [];
  const targets = parts.map(({ name }) => anyTargetOf(name, plan));
  /** Of which numbers whole layers are given: z3 is the third layer there, not the third neuron. @type {Set<string>} */
  const inLayers = new Set();
  for (const [n, { rows, isArray }] of parts.entries()) {
    const target = targets[n];
    if (target?.kind === "running" && (isArray || rows.flat().length > 1)) inLayers.add(target.family);
  }
  for (const [n, { name, rows, line, isArray }] of parts.entries()) {
    const shown = (name || (rows[0]?.join(" ") ?? "")).slice(0, 40);
    const skip = (/** @type {Notice} */ reason, word = shown) => skipped.push({ line, text: word, reason });
    const target = targets[n] ?? null;
    if (target === null) {
      skip({ key: name === "" ? "checking.paste_no_name" : "checking.paste_name" });
      continue;
    }
    const isLayer = isArray || inLayers.has(target.family);
    if (isGiven(target)) {
      const found = placedGiven(target, rows, plan, { sample, isLayer });
      if ("mistake" in found) skip(found.mistake);
      else given.push(...found.given);
      continue;
    }
    const put = placed(target, rows, plan, { sample, isLayer });
    if ("mistake" in put) {
      skip(put.mistake);
      continue;
    }
    if (put.turned) turned.push(shown);
    for (const [address, cell] of put.placed) {
      const reason = places.has(address)
        ? mistakeOf(cell)
        : { key: /** @type {const} */ ("checking.paste_place") };
      if (reason === null) answers[address] = cell.trim();
      else if (cell.trim() !== "") skip(reason, `${shown}: ${cell.slice(0, 24)}`);
    }
  }
  if (parts.length === 0) return refused({ key: "checking.paste_nothing" });
  const left = Math.max(0, skipped.length - MOST_SAID);
  return { answers, given, skipped: skipped.slice(0, MOST_SAID), left, turned };
}

/** What a name is for, handed in or given; null: it is none of ours. @param {string} name @param {Plan} plan */
const anyTargetOf = (name, plan) => targetOf(name, plan) ?? givenTargetOf(name, plan);

/** Where the losses of the samples have a name of their own, "losses" are those of the rounds.
 * @param {Named[]} parts */
const withoutRounds = (parts) =>
  parts.some(({ name }) => isOfSamples(name)) ? parts.filter(({ name }) => name !== "losses") : parts;

/** @param {Notice} reason @returns {Reading} */
const refused = (reason) => ({
  answers: {},
  given: [],
  skipped: [{ line: 0, text: "", reason }],
  left: 0,
  turned: [],
});

/** Why a cell is no number; null: it is one. "1,234", which may be two numbers, is for the marking to tell.
 * @param {string} cell @returns {Notice | null} */
export function mistakeIn(cell) {
  if (/^\s*=/.test(cell)) return { key: "checking.paste_formula" };
  if (cell.length > LONGEST_CELL) return { key: "checking.paste_cell_long", params: { most: LONGEST_CELL } };
  const read = readNumber(cell);
  return "value" in read || read.mistake.key === "error.number_ambiguous" ? null : read.mistake;
}

/** Wide marks as ASCII ones, but for decimal commas inside numbers. @param {string} text */
const inAscii = (text) =>
  text
    .replaceAll(/[：＝（）［］｛｝；]/g, (sign) => sign.normalize("NFKC"))
    .replaceAll("、", ", ")
    .replaceAll("，", ",");

/** @param {string} given @param {Plan} plan
 * @returns {Named[] | number} a number: a text of its kind has at most so many characters */
function partsOf(given, plan) {
  const text = given.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  const trimmed = text.trim();
  const whole = /^[[{]/.test(trimmed) ? partsOfJson(trimmed) : partsOfAddressTable(text);
  if (whole !== null) return whole;
  if (text.length > LONGEST_LINES) return LONGEST_LINES;
  // A dictionary of Python is no JSON; its brackets are round the statements.
  const plainText = withoutPrinting(inAscii(text)).replace(/^\s*\{/, "");
  return headedTable(plainText, plan) ?? linesIn(plainText, plan);
}

/** A table whose first row names its columns. @param {string} text @param {Plan} plan @returns {Named[] | null} */
function headedTable(text, plan) {
  const lines = text.trim().split("\n");
  if (lines.length !== 2) return null;
  const separator = separatorOf(lines[0] ?? "");
  const [names = [], cells = []] = lines.map((line) => cellsIn(line, separator));
  const known = names.filter((name) => targetOf(name, plan) !== null);
  if (known.length < 2 || known.length < names.length - 1 || cells.length < known.length) return null;
  return names.flatMap((name, n) =>
    targetOf(name, plan) === null ? [] : [{ name, rows: [[cells[n] ?? ""]], line: 2, isArray: false }],
  );
}

/** A name up to "=" or ":", at the beginning of a statement. */
const NAME = /^\s*["“]?('?[\p{L}∂∇Δ\\][^=:\n\t]{0,60}?)["”]? *(?:=|:|←|≈)\s*/u;
/** The first cell of a row that has a name instead. */
const FIRST_CELL = /^\s*["“]?([\p{L}∂∇Δ\\][^\t,;"]{0,60}?)["”]?\s*(?:[\t,;]|\s(?=[-−+([.\d]))\s*/u;
/** Statements in one line: z1 = 0.5; z2 = 0.3, z3 = 1. */
const STATEMENTS = /[;,]\s*(?=["'“]?[\p{L}∂∇Δ\\][^=:;,\n]{0,60}[=:])/u;

/** What programs print for a number that has become none. */
const LOST = /\b(?:nan|inf(?:inity)?)\b/gi;
/** What Python prints where there is no number. */
const ABSENT = /^\s*None\s*$/;

/** @param {string} text @param {Plan} plan @returns {Named[]} */
function linesIn(text, plan) {
  /** @type {{name: string, body: string, line: number}[]} */
  const parts = [];
  for (const [n, whole] of text.split("\n").entries())
    for (const statement of whole.split(STATEMENTS)) {
      if (statement.trim() === "") continue;
      const named = NAME.exec(statement) ?? firstCell(statement, plan);
      if (named?.[1])
        parts.push({ name: unquoted(named[1]), body: statement.slice(named[0].length), line: n + 1 });
      else {
        const last = parts.at(-1);
        // The lines of an array belong to its name.
        if (last && !/\p{L}{2}/u.test(statement.replaceAll(LOST, ""))) last.body += `\n${statement}`;
        else parts.push({ name: "", body: statement, line: n + 1 });
      }
    }
  return parts
    .filter(({ name, body }) => !isHeading(name, body) && !ABSENT.test(body))
    .map(({ name, body, line }) => ({ name, rows: rowsIn(body), line, isArray: /^[\s(]*\[/.test(body) }));
}

/** A name between single quotes, as in a dictionary of Python; a prime belongs to the name. @param {string} name */
const unquoted = (name) => (/^'.*'$/.test(name) ? name.slice(1, -1) : name);

/** The name in the first cell of a row, where it is one of ours. @param {string} statement @param {Plan} plan */
function firstCell(statement, plan) {
  const found = FIRST_CELL.exec(statement);
  return found?.[1] && anyTargetOf(found[1], plan) !== null ? found : null;
}

/** A line that says what follows, as "address,value". @param {string} name @param {string} body */
const isHeading = (name, body) =>
  !/\d/.test(body) && (name === "" || /^(?:address|name|地址|名称)$/iu.test(name.trim()));

/** The cells of what stands behind a name. @param {string} body @returns {string[][]} */
export function rowsIn(body) {
  const text = withoutEnd(body.trim());
  if (text.length > LONGEST_PART) return [[text]];
  // One number, with a decimal comma or a fraction: as it is.
  if (!/[[\n\t]/.test(text) && "value" in readNumber(text)) return [[text]];
  if (!/[[({\n\t;\s]/.test(text) && /^[-−+]?\d+,\d+$/.test(text)) return [[text]];
  if (/^=/.test(text)) return [[text]];
  return rowsOf(text.replaceAll(/(^|[,;([{\s])([-−–+])\s+(?=[\d.])/g, "$1$2"), hasDecimalCommas(text));
}
