// Many hand-ins of one sheet: a table with a column for the name and one for each number, or JSON. Pure.
/** @import { Notice } from "../../../core/types.js" */
/** @import { Answers } from "../../types.js" */
/** @import { Plan } from "./names.js" */
import { cellsIn } from "./cells.js";
import { isTable, parsedWithTexts } from "./json.js";
import { targetOf } from "./names.js";
import { placed } from "./place.js";

/** A text with more characters is no class. */
export const LONGEST_CLASS = 2_000_000;
/** A text that the API refuses. */
const LONGEST_CELL = 1000;
const LONGEST_NAME = 100;

/**
 * @typedef {object} ClassReading
 * @property {{id: string, answers: Answers}[]} handIns
 * @property {Notice | null} mistake why there are none
 * @property {string[]} unknown columns that are no number of the sheet
 * @property {number} left hand-ins beyond the most that are marked at once
 */

/** @param {Notice} mistake @returns {ClassReading} */
const refused = (mistake) => ({ handIns: [], mistake, unknown: [], left: 0 });

/** @param {string} text @param {Plan} plan @param {ReadonlySet<string>} places @param {number} most hand-ins
 * @returns {ClassReading} */
export function readClass(text, plan, places, most) {
  if (text.length > LONGEST_CLASS)
    return refused({ key: "checking.paste_long", params: { most: LONGEST_CLASS } });
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  if (trimmed === "") return refused({ key: "checking.paste_nothing" });
  const rows = /^[[{]/.test(trimmed) ? rowsOfJson(trimmed) : rowsOfTable(trimmed);
  if (rows === null || rows.length === 0) return refused({ key: "checking.class_form" });
  const found = collected(rows, plan, places);
  if (found.handIns.length === 0) return refused({ key: "checking.class_form" });
  return {
    handIns: found.handIns.slice(0, most),
    mistake: null,
    unknown: found.unknown.slice(0, 8),
    left: Math.max(0, found.handIns.length - most),
  };
}

/** @typedef {{id: string, cells: [name: string, text: string][]}} ClassRow */

/** @param {readonly ClassRow[]} rows @param {Plan} plan @param {ReadonlySet<string>} places */
function collected(rows, plan, places) {
  /** @type {Map<string, string | null>} */
  const addresses = new Map();
  const addressOf = (/** @type {string} */ name) => {
    let address = addresses.get(name);
    if (address === undefined) addresses.set(name, (address = single(name, plan, places)));
    return address;
  };
  const handIns = rows.flatMap(({ id, cells }) => {
    const answers = Object.fromEntries(
      cells.flatMap(([name, text]) => {
        const address = addressOf(name);
        const written = text.trim();
        return address === null || written === "" ? [] : [[address, written.slice(0, LONGEST_CELL)]];
      }),
    );
    return Object.keys(answers).length === 0 ? [] : [{ id: id.slice(0, LONGEST_NAME) || "–", answers }];
  });
  return { handIns, unknown: [...addresses].filter(([, address]) => address === null).map(([name]) => name) };
}

/** The address of a column; null: it is none. @param {string} name @param {Plan} plan
 * @param {ReadonlySet<string>} places */
function single(name, plan, places) {
  const target = targetOf(name.slice(0, LONGEST_NAME), plan);
  const found = target && placed(target, [["0"]], plan);
  const address = found && "placed" in found ? found.placed[0]?.[0] : undefined;
  return address !== undefined && places.has(address) ? address : null;
}

/** @param {string} text @returns {ClassRow[] | null} */
function rowsOfTable(text) {
  const [head = "", ...lines] = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "");
  const separator = head.includes("\t") ? "\t" : head.includes(";") ? ";" : ",";
  const names = cellsIn(head, separator);
  if (names.length < 2 || lines.length === 0) return null;
  return lines.map((line) => {
    const [id = "", ...cells] = cellsIn(line, separator);
    return { id, cells: names.slice(1).map((name, n) => [name, cells[n] ?? ""]) };
  });
}

/** @param {string} text @returns {ClassRow[] | null} */
function rowsOfJson(text) {
  const value = parsedWithTexts(text);
  const list = isTable(value) && Array.isArray(value["hand_ins"]) ? value["hand_ins"] : value;
  if (Array.isArray(list)) return list.flatMap((one, n) => (isTable(one) ? [rowOf(one, String(n + 1))] : []));
  return isTable(list)
    ? Object.entries(list).flatMap(([id, one]) => (isTable(one) ? [rowOf(one, id)] : []))
    : null;
}

/** @param {Record<string, unknown>} one @param {string} otherwise its name where it has none @returns {ClassRow} */
function rowOf(one, otherwise) {
  const { id, name, answers, ...others } = one;
  const cells = isTable(answers) ? answers : others;
  return {
    id: String(id ?? name ?? otherwise),
    cells: Object.entries(cells).flatMap(([key, text]) =>
      typeof text === "string" ? [/** @type {[string, string]} */ ([key, text])] : [],
    ),
  };
}
