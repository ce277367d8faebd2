// Tables of samples as text: values apart by commas, semicolons, tabs or spaces. Pure: a text in, rows, columns and the
// mistakes out. Numbers are read as in every field of the page.
/** @import { Key, Notice } from "../../core/types.js" */
/** @import { Point } from "./points.js" */
import { readNumber } from "../../math/parse_number.js";
import { outputsOf } from "./fitting.js";
import { targetsOf } from "./points.js";

/** @typedef {{ line: number, cells: string[] }} Row `line`: where it begins, from 1 */
/** @typedef {{ rows: Row[], delimiter: string, openQuote: number | null }} Table `openQuote`: the line of a quote that
 * does not end */
/** @typedef {"input" | "target" | "part" | "none"} Role */
/** @typedef {{ name: string, isNumber: boolean, values: number }} Column `values`: how many different ones there are */
/** @typedef {{ row: number, key: Key, params: Record<string, string | number>, reason?: Notice }} Mistake */

/** What may part the values; the first that fits best is taken. */
const DELIMITERS = ["\t", ";", ",", " "];
/** So many lines tell the delimiter, and what a column holds. */
const LOOKED_AT = 50;
/** A number of a column of whole numbers is a class, if there are no more different ones. */
const MOST_CLASSES = 10;

/** @param {string} text @param {string} delimiter @param {number} [most] so many rows at most @returns {Table} */
export function rowsOf(text, delimiter, most = Infinity) {
  /** @type {Row[]} */
  const rows = [];
  let line = 1;
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  let cell = "";
  let wasQuoted = false;
  // Whether the cell has more than spaces so far: looked at once for each sign.
  let isBlank = true;
  /** @type {Row} */
  let row = { line, cells: [] };
  /** @type {number | null} */
  let openQuote = null;
  const endCell = () => {
    row.cells.push(wasQuoted ? cell : cell.trim());
    cell = "";
    wasQuoted = false;
    isBlank = true;
  };
  const endRow = () => {
    // Spaces at the end of a line part nothing; another delimiter has a value after it.
    const hasMore = delimiter !== " " && row.cells.length > 0;
    if (!isBlank || wasQuoted || hasMore) endCell();
    if (row.cells.some((one) => one !== "")) rows.push(row);
    row = { line, cells: [] };
  };
  while (at < text.length && rows.length < most) {
    const sign = text[at] ?? "";
    if (sign === '"' && isBlank && !wasQuoted) {
      const start = line;
      const read = quotedAt(text, at);
      cell = read.value;
      wasQuoted = true;
      line += lineBreaksIn(text, at, read.end);
      at = read.end;
      if (!read.isClosed) openQuote = start;
    } else if (sign === "\r" || sign === "\n") {
      at += text.startsWith("\r\n", at) ? 2 : 1;
      line += 1;
      endRow();
    } else if (sign === delimiter || (delimiter === " " && sign === "\t")) {
      at += 1;
      if (delimiter !== " " || cell !== "" || wasQuoted) endCell();
    } else {
      // What follows a quoted value up to the delimiter is blank, or belongs to it.
      const isSpace = sign.trim() === "";
      if (!wasQuoted || !isSpace) cell += sign;
      isBlank &&= isSpace;
      at += 1;
    }
  }
  if (rows.length < most) endRow();
  return { rows, delimiter, openQuote };
}

/** The value in quotes that begins at a place; two quotes are one. @param {string} text @param {number} from */
function quotedAt(text, from) {
  let value = "";
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { value: value + text.slice(at), end: text.length, isClosed: false };
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1, isClosed: true };
    value += '"';
    at = quote + 2;
  }
}

/** @param {string} text @param {number} from @param {number} to */
const lineBreaksIn = (text, from, to) => (text.slice(from, to).match(/\r\n|\r|\n/g) ?? []).length;

/** How well a delimiter parts the first lines: the share of rows with the usual number of cells, if there is more than
 * one. @param {string} text @param {string} delimiter */
function fitOf(text, delimiter) {
  const widths = rowsOf(text, delimiter, LOOKED_AT).rows.map(({ cells }) => cells.length);
  const usual = mostOften(widths);
  return usual < 2 ? 0 : widths.filter((width) => width === usual).length / widths.length;
}

/** @param {readonly number[]} values */
function mostOften(values) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0];
}

/** The rows of a text; lines without a value are left out. @param {string} text @returns {Table} */
export function tableOf(text) {
  const fits = DELIMITERS.map((delimiter) => fitOf(text, delimiter));
  const best = Math.max(...fits);
  return rowsOf(text, best > 0 ? (DELIMITERS[fits.indexOf(best)] ?? ",") : ",");
}

/** A decimal comma where commas part nothing: 0,5 and 1,234. */
const DECIMAL_COMMA = /^\s*[-−–+]?\d*,\d+(?:[eE][-+]?\d+)?\s*$/;

/** How the numbers of a table are read. @param {Table} table */
function readerOf({ rows, delimiter }) {
  const hasPoints = rows.some(({ cells }) => cells.some((cell) => /^\s*[-−+]?\d*\.\d+\s*$/.test(cell)));
  const hasCommas = delimiter !== "," && !hasPoints;
  return (/** @type {string} */ cell) =>
    readNumber(hasCommas && DECIMAL_COMMA.test(cell) ? cell.replace(",", ".") : cell);
}

/**
 * What the columns hold, and whether the first row names them.
 * @param {Table} table @param {boolean} [named] what the reader says of the first row
 * @returns {{ columns: Column[], hasHeader: boolean }}
 */
export function columnsOf(table, named) {
  const read = readerOf(table);
  const isNumber = (/** @type {string | undefined} */ cell) => cell !== undefined && "value" in read(cell);
  const [first, ...others] = table.rows;
  const width = mostOften(table.rows.map(({ cells }) => cells.length));
  const looked = others.slice(0, LOOKED_AT);
  /** @param {readonly Row[]} rows @param {number} k */
  const holdsNumbers = (rows, k) =>
    2 * rows.filter(({ cells }) => isNumber(cells[k])).length > rows.filter(({ cells }) => cells[k]).length;
  const indices = Array.from({ length: width }, (_, k) => k);
  const hasHeader =
    named ??
    (looked.length > 0 &&
      first !== undefined &&
      indices.some((k) => holdsNumbers(looked, k) && !isNumber(first.cells[k])) &&
      !indices.some((k) => isNumber(first.cells[k])));
  const body = hasHeader ? others : table.rows;
  const sample = body.slice(0, LOOKED_AT);
  return {
    hasHeader,
    columns: indices.map((k) => ({
      name: (hasHeader && first?.cells[k]) || String(k + 1),
      isNumber: holdsNumbers(sample, k),
      values: new Set(body.map(({ cells }) => cells[k])).size,
    })),
  };
}

/** What each column is at first: the last is the target, others are inputs where they hold numbers; a column of
 * "training" and "test" says which part a sample belongs to.
 * @param {readonly Column[]} columns @returns {Role[]} */
export function rolesOf(columns) {
  const isPart = (/** @type {Column} */ { name, isNumber }) => !isNumber && /^(part|set|split)$/i.test(name);
  const target = columns.findLastIndex((column) => !isPart(column));
  return columns.map((column, k) =>
    isPart(column) ? "part" : k === target ? "target" : column.isNumber ? "input" : "none",
  );
}

/** Whether a target is a class: a text, or one of few whole numbers. @param {Table} table
 * @param {{ columns: readonly Column[], hasHeader: boolean }} about @param {readonly Role[]} roles */
export function hasClasses(table, { columns, hasHeader }, roles) {
  const targets = roles.flatMap((role, k) => (role === "target" ? [k] : []));
  const [k = -1] = targets;
  const column = columns[k];
  if (targets.length !== 1 || !column) return false;
  if (!column.isNumber) return true;
  const body = hasHeader ? table.rows.slice(1) : table.rows;
  return column.values <= MOST_CLASSES && body.every(({ cells }) => /^\d+$/.test(cells[k] ?? ""));
}

/**
 * The samples of a table.
 * @param {Table} table @param {{ columns: readonly Column[], hasHeader: boolean }} about
 * @param {readonly Role[]} roles @param {boolean} isClasses
 * @returns {{ points: Point[], classes: string[] | null, mistakes: Mistake[], problem: Notice | null }}
 * `problem`: why there are no samples at all
 */
export function samplesOf(table, about, roles, isClasses) {
  const { columns, hasHeader } = about;
  const of = (/** @type {Role} */ role) => roles.flatMap((one, k) => (one === role ? [k] : []));
  const [inputs, targets, [part]] = [of("input"), of("target"), of("part")];
  /** @type {Mistake[]} */
  const mistakes = [];
  const none = (/** @type {Notice} */ problem) => ({ points: [], classes: null, mistakes, problem });
  if (inputs.length === 0) return none({ key: "training.csv_no_input" });
  if (targets.length === 0) return none({ key: "training.csv_no_target" });
  const read = readerOf(table);
  /** @type {Map<string, number>} */
  const names = new Map();
  /** @type {{ inputs: number[], targets: number[], isTest: boolean }[]} */
  const found = [];
  for (const { line, cells } of hasHeader ? table.rows.slice(1) : table.rows) {
    const row = line;
    if (cells.length !== columns.length) {
      const params = { row, found: cells.length, needed: columns.length };
      mistakes.push({ row, key: "training.csv_cells", params });
      continue;
    }
    /** @param {number} k */
    const numberIn = (k) => {
      const cell = cells[k] ?? "";
      const said = read(cell);
      if ("value" in said) return said.value;
      const params = { row, column: columns[k]?.name ?? k + 1, text: cell.slice(0, 20) };
      const key = cell.trim() === "" ? "training.csv_empty" : "training.csv_number";
      mistakes.push({ row, key, params, reason: said.mistake });
      return null;
    };
    const wanted = isClasses ? inputs : [...inputs, ...targets];
    /** @type {number[]} */
    const numbers = [];
    for (const k of wanted) {
      const value = numberIn(k);
      if (value === null) break;
      numbers.push(value);
    }
    if (numbers.length < wanted.length) continue;
    const isTest = part !== undefined && /^(test|测试)/i.test(cells[part] ?? "");
    if (!isClasses) {
      found.push({ inputs: numbers.slice(0, inputs.length), targets: numbers.slice(inputs.length), isTest });
      continue;
    }
    const name = cells[targets[0] ?? 0] ?? "";
    if (name === "") {
      const params = { row, column: columns[targets[0] ?? 0]?.name ?? "" };
      mistakes.push({ row, key: "training.csv_empty", params });
      continue;
    }
    const index = names.get(name) ?? names.size;
    names.set(name, index);
    found.push({ inputs: numbers, targets: [index], isTest });
  }
  if (table.openQuote !== null) {
    const row = table.openQuote;
    mistakes.push({ row, key: "training.csv_quote", params: { row } });
  }
  if (found.length === 0) return none({ key: "training.csv_no_rows" });
  if (!isClasses) return { points: found, classes: null, mistakes, problem: null };
  if (names.size > MOST_CLASSES)
    return none({ key: "training.csv_classes", params: { found: names.size, most: MOST_CLASSES } });
  return { ...inOrder(found, [...names.keys()]), mistakes, problem: null };
}

/** Points with the class of each as its targets; classes that are numbers are in their order.
 * @param {readonly Point[]} found each with its class by `names` @param {readonly string[]} names */
function inOrder(found, names) {
  const areNumbers = names.every((name) => /^\d+$/.test(name));
  const classes = areNumbers ? names.toSorted((a, b) => Number(a) - Number(b)) : [...names];
  const count = Math.max(2, classes.length);
  const places = names.map((name) => classes.indexOf(name));
  const points = found.map((point) => ({
    ...point,
    targets: targetsOf(places[point.targets[0] ?? 0] ?? 0, count),
  }));
  return { points, classes };
}

/** A value as a cell. @param {string | number} value */
const cellText = (value) => {
  const text = String(value);
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Points as a table, their classes numbered from 0. @param {readonly Point[]} points
 * @param {(targets: readonly number[]) => number[]} answers what is written of the targets */
export function csvOf(points, answers) {
  const [first] = points;
  const width = first?.inputs.length ?? 0;
  const outputs = first ? answers(first.targets).length : 0;
  const head = [
    ...Array.from({ length: width }, (_, k) => `x${k + 1}`),
    ...Array.from({ length: outputs }, (_, k) => (outputs === 1 ? "target" : `target${k + 1}`)),
    "part",
  ];
  const rows = points.map(({ inputs, targets, isTest }) => [
    ...inputs,
    ...answers(targets),
    isTest ? "test" : "training",
  ]);
  return [head, ...rows].map((cells) => `${cells.map(cellText).join(",")}\r\n`).join("");
}

/** What a reader has said of a table; what is missing is found out.
 * @typedef {{ roles: Role[] | null, named: boolean | undefined, isClasses: boolean | null }} Said */

/** How much a table may hold. @typedef {{ samples: number, columns: number }} Most */

/** What a table says that has too many columns: nothing, as each of them would have to be looked through and shown.
 * @param {Table} table @param {number} found @param {number} most */
function tooWide(table, found, most) {
  /** @type {Notice} */
  const problem = { key: "training.csv_wide", params: { found, most } };
  return {
    points: [],
    mistakes: [],
    columns: [],
    roles: [],
    problem,
    classes: null,
    hasHeader: false,
    canBeClasses: false,
    isClasses: false,
    table: { ...table, rows: [] },
    shape: { inputs: 0, outputs: 1, classes: null },
  };
}

/**
 * All that is in a text. @param {string} text @param {Said} said @param {Most} most
 */
export function readingOf(text, said, most) {
  const table = tableOf(text);
  const widest = table.rows.reduce((width, { cells }) => Math.max(width, cells.length), 0);
  if (widest > most.columns) return tooWide(table, widest, most.columns);
  const about = columnsOf(table, said.named);
  const roles = said.roles?.length === about.columns.length ? said.roles : rolesOf(about.columns);
  const canBeClasses = roles.filter((role) => role === "target").length === 1;
  const isClasses = canBeClasses && (said.isClasses ?? hasClasses(table, about, roles));
  const samples = samplesOf(table, about, roles, isClasses);
  const { points, classes } = samples;
  const isMany = points.length > most.samples;
  const problem = isMany
    ? /** @type {Notice} */ ({
        key: "training.csv_many",
        params: { found: points.length, most: most.samples },
      })
    : samples.problem;
  const count = classes && Math.max(2, classes.length);
  const outputs = count === null ? (points[0]?.targets.length ?? 1) : outputsOf(count);
  const shape = { inputs: points[0]?.inputs.length ?? 0, outputs, classes: count };
  return { ...samples, ...about, table, roles, canBeClasses, isClasses, problem, shape };
}
