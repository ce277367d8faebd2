// Named parts of a JSON text: an object of names and numbers or arrays, with the digits as they were written. Pure.
/** @import { Named } from "./text.js" */

/** A text or a number of JSON. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
/** Where objects hold what is read one level deeper. */
const WRAPPERS = new Set(["answers", "layers", "numbers", "values"]);
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

/** @param {Record<string, unknown>} table @param {string} layer "1" inside of a layer @returns {Named[]} */
function partsOf(table, layer) {
  return Object.entries(table).flatMap(([key, value]) => {
    if (WRAPPERS.has(key) && Array.isArray(value) && value.every(isTable))
      return value.flatMap((one, l) => partsOf(one, String(l + 1)));
    if (isTable(value)) return partsOf(value, layer);
    const name = `${ARRAYS[key] ?? key}${layer === "" ? "" : `^(${layer})`}`;
    const rows = rowsOf(value);
    return rows === null ? [] : [{ name, rows, line: 0 }];
  });
}

/** A number, a row or a matrix as rows of texts. @param {unknown} value @returns {string[][] | null} */
function rowsOf(value) {
  if (value === null || typeof value === "boolean") return null;
  if (!Array.isArray(value)) return [[String(value)]];
  if (value.every((one) => !Array.isArray(one)))
    return [value.map((one) => (one === null ? "" : String(one)))];
  return value.map((one) => (Array.isArray(one) ? one.flat(4).map(String) : [String(one)]));
}
