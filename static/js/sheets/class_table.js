// The hand-ins of a class: who has what, how many made each mistake, and the same as CSV.
/** @import { Key, Translate } from "../core/types.js" */
/** @import { HandIn, Marked } from "./types.js" */

import { nodesFromLatex } from "../math/latex.js";
import { oneLine } from "../math/one_line.js";
import { csvText } from "../math/saved_cells.js";
import { joined } from "../math/sentences.js";

/** @typedef {{ number: number, address: string, symbol: string }} Place a number of a sheet, as the sheet counts
 * and calls it */
/** @typedef {{ name: string, file: string, variant: number, marked: Marked | null, problem: string,
 * handIn: HandIn | null, first: Place | null }} Row `problem`: why a hand-in could not be read or marked; then
 * `marked` is null. `first`: where it goes wrong first */
/** @typedef {{ code: string, text: string, count: number, of: number }} Counted */

/** The kinds of mistakes of one hand-in, once each. @param {Marked} marked @returns {Map<string, string>} */
function reasonsOf({ judged }) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const { code, reason } of judged) if (code !== "" && !found.has(code)) found.set(code, reason);
  return found;
}

/** How many made each mistake, the most frequent first. @param {Row[]} rows @param {(code: string) => string} otherwise
 * the words of a mistake that has none @returns {Counted[]} */
export function countsOf(rows, otherwise) {
  const marked = rows.flatMap((row) => (row.marked === null ? [] : [row.marked]));
  /** @type {Map<string, Counted>} */
  const counts = new Map();
  for (const each of marked) {
    for (const [code, reason] of reasonsOf(each)) {
      const text = reason === "" ? otherwise(code) : reason;
      const known = counts.get(code) ?? { code, text, count: 0, of: marked.length };
      counts.set(code, { ...known, count: known.count + 1 });
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
}

/** The hand-ins of another plan or seed than most. @param {Row[]} rows @returns {Set<Row>} */
export function othersIn(rows) {
  /** @type {Map<string, Row[]>} */
  const sets = new Map();
  for (const row of rows) {
    if (row.handIn === null) continue;
    const key = JSON.stringify([row.handIn.plan, row.handIn.seed]);
    sets.set(key, [...(sets.get(key) ?? []), row]);
  }
  const [, ...others] = [...sets.values()].sort((a, b) => b.length - a.length);
  return new Set(others.flat());
}

/** A mistake that has no sentence of its own. @param {string} code @param {Translate} t */
export const wordsOf = (code, t) =>
  code === "unexplained" ? t("mistake.unexplained") : code.replaceAll("_", " ");

/** @param {Place | null} place @param {Translate} t */
function placeWords(place, t) {
  if (place === null) return "";
  const nodes = nodesFromLatex(place.symbol);
  return t("sheet.number", { number: place.number, symbol: nodes ? oneLine(nodes) : place.symbol });
}

/** What went wrong in one hand-in, each sentence once. @param {Marked} marked @param {Translate} t */
function mistakesOf(marked, t) {
  const sentences = [...reasonsOf(marked)].map(([code, reason]) => reason || wordsOf(code, t));
  return joined(...new Set(sentences));
}

/** By name, then by file, 2 before 10; those without a name come last. @param {Row[]} rows @param {string} language
 * @returns {Row[]} */
export function inOrder(rows, language) {
  const { compare } = new Intl.Collator(language, { numeric: true });
  return rows.toSorted(
    (a, b) =>
      Number(a.name === "") - Number(b.name === "") ||
      compare(a.name, b.name) ||
      compare(a.file, b.file) ||
      a.variant - b.variant,
  );
}

/** The heads of the columns. @type {readonly Key[]} */
const HEADS = [
  "sheet.name",
  "sheet.csv.file",
  "sheet.variant.number",
  "sheet.class.points",
  "sheet.csv.of",
  "sheet.csv.uncounted",
  "sheet.csv.first",
  "sheet.csv.mistakes",
  "sheet.csv.problem",
];

/** A line for each hand-in. @param {Row[]} rows @param {Translate} t @returns {string} */
export function csvOf(rows, t) {
  const head = HEADS.map((key) => t(key));
  const lines = rows.map(({ name, file, variant, marked, problem, first }) => [
    name,
    file,
    variant,
    marked?.points ?? "",
    marked?.of ?? "",
    marked?.uncounted ?? "",
    placeWords(first, t),
    marked === null ? "" : mistakesOf(marked, t),
    problem,
  ]);
  return csvText([head, ...lines]);
}
