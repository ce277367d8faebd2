// A network that the reader enters in a short form: sizes, activations, loss, and the numbers as texts. Pure: a form
// in, a request or the mistakes out.
/** @import { Key } from "../core/types.js" */
/** @import { LayerRequest, NetworkCatalog, TraceRequest } from "./types.js" */
import { at } from "../core/at.js";
import { readNumber } from "../math/parse_number.js";
import { withDefaults } from "./request.js";

/**
 * @typedef {object} OwnForm
 * @property {string} sizes "3-4-2": inputs, hidden layers, outputs
 * @property {string} hidden the activation of the hidden layers
 * @property {string} output the activation of the output layer
 * @property {string} loss
 * @property {boolean} bias
 * @property {number} rate the learning rate
 * @property {Record<string, string>} numbers by the name of their table ("w1", "b1", "x", "t")
 */
/**
 * A table of numbers that can be entered.
 * @typedef {object} NumberTable
 * @property {string} name
 * @property {number} rows 0: as many as there are samples
 * @property {number} columns
 */
/**
 * @typedef {object} Mistake
 * @property {string} field the name of a table, or "sizes"
 * @property {Key} key
 * @property {Record<string, string | number>} params
 */
/** @typedef {{values: number[][], isTurned: boolean} | {mistake: Mistake}} Read */

/** The sizes of the layers, inputs first; the mistake where the text holds none.
 * @param {string} text @param {NetworkCatalog["limits"]} limits @returns {number[] | Mistake} */
export function sizesOf(text, limits) {
  const most = { layers: limits["layers"] ?? Infinity, units: limits["units"] ?? Infinity };
  const words = text.split(/[^\p{Nd}]+/u).filter((word) => word !== "");
  const sizes = words.map((word) => {
    const read = readNumber(word, { whole: true, low: 1, high: most.units });
    return "value" in read ? read.value : null;
  });
  if (sizes.length < 2 || /[^\p{Nd}\s,;:x×\-–—>→]/u.test(text))
    return { field: "sizes", key: "own.mistake_sizes", params: {} };
  if (sizes.length - 1 > most.layers)
    return { field: "sizes", key: "own.mistake_layers", params: { most: most.layers } };
  const whole = sizes.filter((size) => size !== null);
  return whole.length === sizes.length
    ? whole
    : { field: "sizes", key: "own.mistake_units", params: { most: most.units } };
}

/** The tables of a network of these sizes. @param {readonly number[]} sizes @param {boolean} bias
 * @returns {NumberTable[]} */
export const tablesOf = (sizes, bias) => [
  ...sizes
    .slice(1)
    .flatMap((units, l) => [
      { name: `w${l + 1}`, rows: units, columns: at(sizes, l) },
      ...(bias ? [{ name: `b${l + 1}`, rows: 1, columns: units }] : []),
    ]),
  { name: "x", rows: 0, columns: at(sizes, 0) },
  { name: "t", rows: 0, columns: at(sizes, sizes.length - 1) },
];

/** The rows of a typed or pasted text: lines, or the brackets of a list; the cells between tabs, commas or spaces.
 * @param {string} text */
function rowsOf(text) {
  const lines = text
    .replaceAll(/\][\s,;]*\[/g, "\n")
    .replaceAll(/[[\](){}]|array|tensor/g, " ")
    .split(/[\r\n;]+/)
    .filter((line) => line.trim() !== "");
  const separator = text.includes("\t") ? /\t/ : /[\s,]+/;
  return lines.map((line) =>
    line
      .split(separator)
      .map((cell) => cell.trim())
      .filter((cell) => cell !== ""),
  );
}

/**
 * The numbers of a text for a table. One row may hold them all; a table that is turned (a column for each unit) is
 * turned back. null: the text is empty.
 * @param {string} text @param {NumberTable} table @returns {Read | null}
 */
export function readTable(text, { name, rows, columns }) {
  const cells = rowsOf(text);
  if (cells.length === 0) return null;
  /** @type {number[][]} */
  const values = [];
  for (const [r, row] of cells.entries()) {
    /** @type {number[]} */
    const line = [];
    for (const cell of row) {
      const read = readNumber(cell);
      if ("mistake" in read)
        return { mistake: { field: name, key: "own.mistake_cell", params: { row: r + 1, cell } } };
      line.push(read.value);
    }
    values.push(line);
  }
  const has = (/** @type {number} */ count, /** @type {number} */ width) =>
    values.length === count && values.every((row) => row.length === width);
  const flat = values.flat();
  const count = rows === 0 ? flat.length / columns : rows;
  if (has(count, columns)) return { values, isTurned: false };
  if (
    flat.length === count * columns &&
    Number.isInteger(count) &&
    (values.length === 1 || has(flat.length, 1))
  )
    return { values: inRows(flat, columns), isTurned: false };
  if (rows > 1 && has(columns, rows))
    return {
      values: Array.from({ length: rows }, (_, j) => values.map((row) => at(row, j))),
      isTurned: true,
    };
  const shape = values.every((row) => row.length === at(values, 0).length)
    ? `${values.length}×${at(values, 0).length}`
    : values.map((row) => row.length).join(", ");
  return {
    mistake: {
      field: name,
      key: rows === 0 ? "own.mistake_columns" : "own.mistake_shape",
      params: { shape, rows, columns },
    },
  };
}

/** @param {readonly number[]} flat @param {number} columns */
const inRows = (flat, columns) =>
  Array.from({ length: flat.length / columns }, (_, r) => flat.slice(r * columns, (r + 1) * columns));

/**
 * The request of a form. Weights that are left out are initialized by the server; biases are 0, inputs 1, targets 0,
 * and of outputs that share their activation the first class.
 * @param {OwnForm} form @param {NetworkCatalog} catalog @returns {{request: TraceRequest} | {mistakes: Mistake[]}}
 */
export function requestOf(form, catalog) {
  const sizes = sizesOf(form.sizes, catalog.limits);
  if (!Array.isArray(sizes)) return { mistakes: [sizes] };
  /** @type {Map<string, number[][]>} */
  const found = new Map();
  /** @type {Mistake[]} */
  const mistakes = [];
  for (const table of tablesOf(sizes, form.bias)) {
    const read = readTable(form.numbers[table.name] ?? "", table);
    if (read && "mistake" in read) mistakes.push(read.mistake);
    else if (read) found.set(table.name, read.values);
  }
  const [inputs, outputs] = [at(sizes, 0), at(sizes, sizes.length - 1)];
  const samples = found.get("x")?.length ?? found.get("t")?.length ?? 1;
  const x = found.get("x") ?? Array.from({ length: samples }, () => Array(inputs).fill(1));
  const t =
    found.get("t") ?? Array.from({ length: samples }, () => firstClass(outputs, form.output, catalog));
  if (mistakes.length === 0 && x.length !== t.length)
    mistakes.push({
      field: "t",
      key: "own.mistake_samples",
      params: { inputs: x.length, targets: t.length },
    });
  if (mistakes.length > 0) return { mistakes };
  const layers = sizes.slice(1).map((units, l) => layerOf(form, found, units, l, sizes.length - 1));
  const sgd = at(catalog.optimizers, 0);
  return {
    request: {
      network: { inputs, layers, loss: form.loss },
      inputs: x,
      targets: t,
      optimizer: { ...withDefaults(sgd, undefined), learning_rate: form.rate },
    },
  };
}

/** @param {OwnForm} form @param {ReadonlyMap<string, number[][]>} found @param {number} units @param {number} l
 * @param {number} count of layers @returns {LayerRequest} */
function layerOf(form, found, units, l, count) {
  const weights = found.get(`w${l + 1}`);
  const biases = found.get(`b${l + 1}`)?.[0];
  return {
    units,
    activation: l === count - 1 ? form.output : form.hidden,
    bias: form.bias,
    ...(weights ? { weights } : {}),
    ...(form.bias ? { biases: biases ?? Array(units).fill(0) } : {}),
  };
}

/** The target that is assumed: 0, and of outputs that share their activation the first class.
 * @param {number} outputs @param {string} activation @param {NetworkCatalog} catalog @returns {number[]} */
function firstClass(outputs, activation, catalog) {
  const first = isShared(catalog, activation) ? 1 : 0;
  return Array.from({ length: outputs }, (_, k) => (k === 0 ? first : 0));
}

/** Whether every output depends on the sums of all. @param {NetworkCatalog} catalog @param {string} activation */
export const isShared = ({ activations }, activation) =>
  activations.some(({ name, elementwise }) => name === activation && !elementwise);
