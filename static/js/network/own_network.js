// A network that the reader enters in a short form: sizes, activations, loss, and the numbers as texts. Pure: a form
// in, a request or the mistakes out.
/** @import { Key, Notice } from "../core/types.js" */
/** @import { Part } from "../math/number_tables.js" */
/** @import { LayerRequest, NetworkCatalog, TraceRequest } from "./types.js" */
import { at } from "../core/at.js";
import { hasDecimalCommas, partsOf, rowsOf } from "../math/number_tables.js";
import { readNumber } from "../math/parse_number.js";
import { lossFor, withDefaults } from "./request.js";

/**
 * @typedef {object} OwnForm
 * @property {string} sizes "3-4-2": inputs, hidden layers, outputs
 * @property {string} hidden the activation of the hidden layers; "": each as in `base`
 * @property {string} output the activation of the output layer
 * @property {string} loss
 * @property {boolean} bias
 * @property {number} rate the learning rate
 * @property {Record<string, string>} numbers by the name of their table ("w1", "b1", "x", "t")
 * @property {TraceRequest | null} [base] the request that the form began with: what no field shows stays as there
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
 * @property {Notice} [reason] why a cell is no number
 */
/** @typedef {{values: number[][], isTurned: boolean, mistake?: undefined} | {mistake: Mistake}} Read */

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

/** A letter that begins a name, as in "W1" or "with W1". @param {string} letters */
const alone = (letters) => `(?<![\\p{Script=Latin}\\p{N}_.^∂Δ])[${letters}](?!\\p{L})`;
/** The first letter of a table by how a part of a text is named. @type {[string, RegExp][]} */
const FAMILIES = [
  ["x", new RegExp(`${alone("x")}|inputs?|输入`, "iu")],
  ["t", new RegExp(`${alone("ty")}|target|label|目标|标签`, "iu")],
  ["w", new RegExp(`${alone("w")}|weight|权`, "iu")],
  ["b", new RegExp(`${alone("b")}|bias|偏`, "iu")],
];

/** The name of the table that a part is for: "x", or "w2" by its number; null: the part does not say.
 * @param {Part} part @returns {string | null} */
export function tableNamed({ name }) {
  const [family] = FAMILIES.find(([, words]) => words.test(name)) ?? [];
  if (family === undefined || family === "x" || family === "t") return family ?? null;
  return `${family}${/\d+/.exec(name.normalize("NFKC"))?.[0] ?? ""}`;
}

/**
 * The texts with every part in the field of its table: "x = …, t = …" typed for the inputs gives the targets, too.
 * @param {Record<string, string>} texts by the name of their table @param {readonly NumberTable[]} tables
 */
export function sorted(texts, tables) {
  const all = new Map(tables.map((table) => [table.name, texts[table.name] ?? ""]));
  for (const table of tables) {
    const parts = partsOf(all.get(table.name) ?? "");
    const isOwn = (/** @type {Part} */ part) => {
      const named = tableNamed(part);
      return named === null || named === table.name || !all.has(named);
    };
    const others = parts.filter((part) => !isOwn(part));
    // w1, w2, … may be the weights of one table, one by one.
    const isOneByOne = others.every((part) => tableNamed(part)?.charAt(0) === table.name.charAt(0));
    if (others.length === 0 || (isOneByOne && fits(readParts(parts, table)))) continue;
    for (const name of new Set(others.map(tableNamed)))
      all.set(name ?? "", textOf(others.filter((part) => tableNamed(part) === name)));
    all.set(table.name, textOf(parts.filter(isOwn)));
  }
  return Object.fromEntries(all);
}

/** @param {readonly Part[]} parts */
const textOf = (parts) => parts.map(({ source }) => source).join("\n");

/** @param {Read | null} read */
const fits = (read) => read !== null && "values" in read;

/**
 * The numbers of a text for a table. One row may hold them all; a table that is turned (a column for each unit) is
 * turned back. null: the text is empty.
 * @param {string} text @param {NumberTable} table @returns {Read | null}
 */
export const readTable = (text, table) => readParts(partsOf(text), table);

/** @param {readonly Part[]} parts @param {NumberTable} table @returns {Read | null} */
function readParts(parts, table) {
  if (parts.length === 0) return null;
  const prefersCommas = parts.some(({ body }) => hasDecimalCommas(body));
  const [first, second] = [prefersCommas, !prefersCommas].map((isInside) =>
    parts.flatMap(({ body }) => rowsOf(body, isInside)),
  );
  const read = readRows(first ?? [], table);
  if (!read.mistake || !parts.some(({ body }) => /\d,\d/.test(body))) return read;
  const again = readRows(second ?? [], table);
  const isRagged = read.mistake.reason === undefined && widths(first) > 1;
  return !again.mistake || (isRagged && widths(second) === 1) ? again : read;
}

/** How many lengths rows have. @param {readonly unknown[][]} [rows] */
const widths = (rows = []) => new Set(rows.map((row) => row.length)).size;

/** @param {string[][]} cells @param {NumberTable} table @returns {Read} */
function readRows(cells, { name, rows, columns }) {
  /** @type {number[][]} */
  const values = [];
  for (const [r, row] of cells.entries()) {
    /** @type {number[]} */
    const line = [];
    for (const [c, cell] of row.entries()) {
      const read = readNumber(cell);
      if ("mistake" in read)
        return {
          mistake: {
            field: name,
            key: "own.mistake_cell",
            params: { row: r + 1, column: c + 1, cell },
            reason: read.mistake,
          },
        };
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
    ? `${values.length} × ${at(values, 0).length}`
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

/** The form that makes a request whose numbers are written out, but for layers that are frozen or alone in having
 * biases. @param {TraceRequest} request @returns {OwnForm} */
export function formOf(request) {
  const { inputs, layers, loss } = request.network;
  const hidden = new Set(layers.slice(0, -1).map(({ activation }) => activation));
  const { activation: output } = at(layers, layers.length - 1);
  const text = (/** @type {readonly number[][]} */ rows) => rows.map((row) => row.join(" ")).join("\n");
  return {
    sizes: [inputs, ...layers.map(({ units }) => units)].join("-"),
    hidden: hidden.size > 1 ? "" : ([...hidden][0] ?? output),
    output,
    loss,
    bias: layers.some(({ bias }) => bias !== false),
    rate: Number(request.optimizer?.["learning_rate"] ?? 0.1),
    numbers: Object.fromEntries([
      ...layers.flatMap(({ weights = [], biases = [] }, l) => [
        [`w${l + 1}`, text(weights)],
        [`b${l + 1}`, text([biases])],
      ]),
      ["x", text(request.inputs)],
      ["t", text(request.targets)],
    ]),
    base: request,
  };
}

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
  const tables = tablesOf(sizes, form.bias);
  const texts = sorted(form.numbers, tables);
  for (const table of tables) {
    const read = readTable(texts[table.name] ?? "", table);
    if (read?.mistake) mistakes.push(read.mistake);
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
  const { reduction, optimizer = withDefaults(at(catalog.optimizers, 0), undefined) } = form.base ?? {};
  return {
    request: {
      network: { inputs, layers, loss: form.loss },
      inputs: x,
      targets: t,
      ...(reduction ? { reduction } : {}),
      optimizer: { ...optimizer, learning_rate: form.rate },
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
    activation:
      l === count - 1 ? form.output : form.hidden || at(form.base?.network.layers ?? [], l).activation,
    bias: form.bias,
    ...(weights ? { weights } : {}),
    ...(form.bias ? { biases: biases ?? Array(units).fill(0) } : {}),
  };
}

/** The target that is assumed: 0, and of outputs that share their activation the first class.
 * @param {number} outputs @param {string} activation @param {NetworkCatalog} catalog @returns {number[]} */
export function firstClass(outputs, activation, catalog) {
  const first = isShared(catalog, activation) ? 1 : 0;
  return Array.from({ length: outputs }, (_, k) => (k === 0 ? first : 0));
}

/** The loss of a network whose output gets another activation: of one that all outputs share its own, else the old one
 * if that fits. @param {NetworkCatalog} catalog @param {string} output @param {string} loss */
export function lossOf(catalog, output, loss) {
  const own = isShared(catalog, output) ? catalog.losses.find((entry) => entry.output === output) : undefined;
  const network = { inputs: 1, layers: [], loss };
  return own?.name ?? lossFor(catalog, { network, inputs: [], targets: [] }, output);
}

/** Whether every output depends on the sums of all. @param {NetworkCatalog} catalog @param {string} activation */
export const isShared = ({ activations }, activation) =>
  activations.some(({ name, elementwise }) => name === activation && !elementwise);
