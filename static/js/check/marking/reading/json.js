// Named parts of a JSON text: an object of names and numbers or arrays, with the digits as they were written. Pure.
/** @import { Named } from "./text.js" */

/** A text or a number of JSON. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
/** Where objects hold what is read one level deeper. */
const WRAPPERS = new Set(["answers", "layers", "numbers", "values"]);
/** What a file or an answer of the API has besides numbers that are worked out. */
const BESIDE = new Set(["request", "network", "tool", "steps", "latex", "check", "as_drawn", "notices"]);
/** No number stands deeper inside of objects, or of arrays. */
const DEEPEST = 6;
/** The names of the API's own arrays. @type {Record<string, string>} */
const ARRAYS = {
  pre_activations: "z",
  activations: "a",
  activation_gradients: "error",
  deltas: "delta",
  slopes: "slope",
  weight_gradients: "dw",
  bias_gradients: "db",
  updated_weights: "new_w",
  updated_biases: "new_b",
};

/** JSON whose numbers are texts, so that no digit is lost; undefined where it is none. @param {string} text
 * @returns {unknown} */
export function parsedWithTexts(text) {
  try {
    return JSON.parse(text.replace(TOKEN, (token) => (token.startsWith('"') ? token : `"${token}"`)));
  } catch {
    return undefined;
  }
}

/** @param {string} text @returns {Named[] | null} null: no JSON, or no object */
export function partsOfJson(text) {
  const value = parsedWithTexts(text);
  return isTable(value) ? partsOf(value, "") : null;
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
export const isTable = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {Record<string, unknown>} table @param {string} layer "1" inside of a layer
 * @param {number} [depth] how many objects are around it @returns {Named[]} */
function partsOf(table, layer, depth = 0) {
  if (depth === DEEPEST) return [];
  const isAnswer = isTable(table["request"]) || isTable(table["network"]);
  return Object.entries(table).flatMap(([key, value]) => {
    if (isAnswer && BESIDE.has(key)) return [];
    if (WRAPPERS.has(key) && Array.isArray(value) && value.every(isTable))
      return value.flatMap((one, l) => partsOf(one, String(l + 1), depth + 1));
    if (isTable(value)) return partsOf(value, layer, depth + 1);
    const name = `${ARRAYS[key] ?? key}${layer === "" ? "" : `^(${layer})`}`;
    const rows = rowsOf(value);
    return rows === null ? [] : [{ name, rows, line: 0, isArray: Array.isArray(value) }];
  });
}

/** A number, a row or a matrix as rows of texts. @param {unknown} value @returns {string[][] | null} */
function rowsOf(value) {
  if (value === null || typeof value === "boolean") return null;
  if (!Array.isArray(value)) return [[textOf(value)]];
  if (value.every((one) => !Array.isArray(one))) return [value.map(textOf)];
  return value.map((one) => (Array.isArray(one) ? one.flat(DEEPEST).map(textOf) : [textOf(one)]));
}

/** What is no number is no text of one either. @param {unknown} value */
const textOf = (value) => (typeof value === "string" ? value : "");
