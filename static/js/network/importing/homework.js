// A network as a homework sheet describes it: sizes, activations, loss, learning rate and tables of numbers in one
// text, in English or Chinese. Pure: a text in, the fields of the form out. To let it read another word, add it to a
// table.
/** @import { NetworkCatalog } from "../types.js" */
/** @import { Part } from "../../math/number_tables.js" */
import { at } from "../../core/at.js";
import { partsOf } from "../../math/number_tables.js";
import { readNumber } from "../../math/parse_number.js";
import { lossOf, readTable, sizesOf, tableNamed, tablesOf } from "../own_network.js";
import { isResult } from "./results.js";

/** A longer text is no homework. */
const LONGEST = 100_000;
/** So many characters around a word tell which layer it is about. */
const LONGEST_CLAUSE = 300;

/**
 * What a text says; "" and null where it does not.
 * @typedef {object} Homework
 * @property {string} sizes "2-2-1"
 * @property {string} hidden activation
 * @property {string} output activation
 * @property {string} loss
 * @property {number | null} rate
 * @property {boolean | null} bias
 * @property {Record<string, string>} numbers by the name of their table
 * @property {string[]} results names of tables that are left out, because they are worked out from the others
 */

/** Words for an activation: a longer name before the one it contains. @type {readonly [RegExp, string][]} */
const ACTIVATIONS = [
  [/leaky[\s_-]?relu|带泄漏的?relu/giu, "leaky_relu"],
  [/gelu[\s_-]?tanh/giu, "gelu_tanh"],
  [/gelu/giu, "gelu"],
  [/selu/giu, "selu"],
  [/(?<![\p{L}])elu/giu, "elu"],
  [/relu|rectif\p{L}+/giu, "relu"],
  [/soft[\s-]?plus/giu, "softplus"],
  [/soft[\s-]?max/giu, "softmax"],
  [/silu|swish/giu, "silu"],
  [/tanh|hyperbolic tangent|双曲正切/giu, "tanh"],
  [/sigmoid|logistic|1\s?\/\s?\(\s?1\s?\+\s?(?:e|exp)/giu, "sigmoid"],
  [/(?<!non-?|非)linear|identity|(?<!非)线性|恒等/giu, "linear"],
];
/** Words for a loss, in the same order. @type {readonly [RegExp, string][]} */
const LOSSES = [
  [/half(?:\s(?:the|of the))?[\s_-](?:mean[\s_-])?squared?|quadratic|半平方|二次/iu, "half_squared_error"],
  [/(?:½|1\s?\/\s?2|0\.5)[^\n]{0,40}(?:\^\{?2|²)/iu, "half_squared_error"],
  [/mean[\s_-]?squared?|(?<!\p{L})mse(?!\p{L})|均方/iu, "mean_squared_error"],
  [/binary[\s_-]cross|(?<!\p{L})bce(?!\p{L})|二元交叉熵|二分类交叉熵/iu, "binary_cross_entropy"],
  [/cross[\s_-]?entropy|交叉熵/iu, "cross_entropy"],
  [/huber/iu, "huber"],
  [/absolute[\s_-]error|(?<!\p{L})mae(?!\p{L})|绝对误差/iu, "absolute_error"],
  [/squared?[\s_-]error|(?<!\p{L})sse(?!\p{L})|平方误差/iu, "squared_error"],
];
const HIDDEN = /hidden|隐藏|隐含|隐层/iu;
const OUTPUT = /output|输出/iu;
const NO_BIAS = /(?:no|without(?: a| any)?) bias|(?:无|没有|不含|不带|不用)偏置/iu;
const RATE = /learning[\s_-]?rate|(?<!\p{L})(?:lr|eta|alpha)(?!\p{L})|η|学习率|步长/iu;
/** A rate that no "=" stands before. */
const RATE_IN_PROSE = new RegExp(
  `(?:${RATE.source})\\s?(?:of|is|为|是|取)?\\s?(?:η|eta)?\\s?(\\d+(?:[.,]\\d+)?(?:e-?\\d+)?)`,
  "iu",
);
/** A name with one of these holds no table, whatever else is in it. */
const NO_TABLE =
  /number of|activation|function|(?:units?|neurons?|^(?:input|hidden|output) layers?)$|激活|函数|[层个]数|数量|[入藏出]层$/iu;
/** What parts a sentence: marks, and words between two layers. */
const BETWEEN = /[;；。、\n]|[,，](?!\d)|\.(?!\d)|\s(?:and|while|but|with)\s|[和与而]/u;
/** Sizes in a sentence: 2-2-1, 2→3→1; two of them alone only beside a word for a network. */
const SIZES = /(?<![\d.,])\d{1,4}(?:\s?(?:-|–|—|−|→|->|×|x)\s?\d{1,4}){1,15}(?![\d.]\d)/giu;
const OF_NETWORK =
  /net(?!a)|sizes?|architecture|structure|topology|layers?|perceptron|mlp|网络|结构|各层|感知机/iu;
/** Sizes in words: 2 inputs, 3 hidden neurons, 1 output. */
const COUNTS = [
  /(\d+)\s?(?:个)?\s?(?:inputs?|input \p{L}+|输入)/iu,
  /(\d+)\s?(?:个)?\s?(?:hidden|隐藏|隐层)|(?:hidden|隐藏|隐层)[^\d\n,;]{0,20}?(\d+)\s?(?:个)?\s?(?:neuron|unit|神经元|单元)/iu,
  /(\d+)\s?(?:个)?\s?(?:outputs?|output \p{L}+|输出)/iu,
];
/** The numbers of a table, up to the first word or sign behind them; the e of 1e-3 is none. */
const NUMBERS = /^(?:[^\p{L}∂∇\\]|\\(?!\p{L}|$)|(?<=\d)e(?=[-+−]?\d))*/iu;
/** What stands before the letter of a derivative: "∂C/∂", "∇". */
const BEFORE_NAME = /(?:∂\s?[\p{L}\d_]{0,12}\s?\/\s?∂|[∂∇])[\s_{(]*$/u;

/** What a text says of a network. @param {string} text @param {NetworkCatalog} catalog @returns {Homework} */
export function homeworkIn(text, catalog) {
  const { tables, prose, rates, results } = sortedParts(text.length > LONGEST ? "" : text);
  const clauses = prose.flatMap((piece) => piece.split(BETWEEN));
  const activations = activationsIn(clauses, catalog);
  const sizes = sizesIn(prose) || sizesFromTables(tables, catalog);
  const rate = rates[0] ?? rateIn(prose);
  return {
    sizes,
    ...activations,
    loss: lossIn(prose.join("\n"), activations.output, catalog),
    rate,
    bias: prose.some((piece) => NO_BIAS.test(piece)) ? false : null,
    numbers: numbersOf(tables, sizes, catalog),
    results,
  };
}

/** How many things a text says: more than one is more than a table. @param {Homework} homework */
export const countOf = ({ sizes, hidden, output, loss, rate, bias, numbers }) =>
  [sizes, hidden || output, loss, rate !== null, bias !== null].filter(Boolean).length +
  Object.keys(numbers).length;

/** Whether a text is about a network, and not a table or a sentence. @param {Homework} homework */
export const isNetwork = (homework) =>
  countOf(homework) > 1 &&
  (homework.sizes !== "" || Object.keys(homework.numbers).some((name) => /^w/.test(name)));

/** The tables of a text by name, each with its parts' numbers; the sentences; the learning rates; and the names of
 * results. @param {string} text */
function sortedParts(text) {
  /** @type {Map<string, string[]>} */
  const tables = new Map();
  /** The name that each table's first numbers have. @type {Map<string, string>} */
  const firsts = new Map();
  /** @type {string[]} */
  const prose = [];
  /** @type {number[]} */
  const rates = [];
  /** @type {string[]} */
  const results = [];
  const parts = partsOf(text);
  for (const [n, part] of parts.entries()) {
    const name = `${BEFORE_NAME.exec(parts[n - 1]?.body ?? "")?.[0] ?? ""}${part.name}`;
    const numbers = trimmed(NUMBERS.exec(part.body)?.[0] ?? "");
    const isNumbers = /\p{Nd}/u.test(numbers);
    const table = isNumbers && !NO_TABLE.test(part.name) ? tableOf(part) : null;
    if (isNumbers && RATE.test(part.name)) {
      const read = readNumber(numbers);
      if ("value" in read) rates.push(read.value);
    } else if (table !== null && isResult(name, firsts.get(table))) results.push(name);
    else if (table !== null && part.name !== "") {
      tables.set(table, [...(tables.get(table) ?? []), numbers]);
      if (!firsts.has(table)) firsts.set(table, part.name);
    } else {
      prose.push(sentenceOf(part));
      continue;
    }
    // A sentence may follow the numbers.
    prose.push(part.body.slice((NUMBERS.exec(part.body)?.[0] ?? "").length));
  }
  return { tables, prose: prose.filter((piece) => piece.trim() !== ""), rates, results };
}

/** The name of a part's table: without a number it is that of the first layer, or of the last one by its words.
 * @param {Part} part */
function tableOf(part) {
  const name = tableNamed(part);
  return name === "w" || name === "b" ? `${name}${OUTPUT.test(part.name) ? LAST : 1}` : name;
}
/** Stands for the number of the last layer, which is not known yet. */
const LAST = "-";

/** @param {Part} part */
const sentenceOf = ({ name, body }) => (name === "" ? body : `${name}: ${body}`);

/** Without what ends a sentence. @param {string} numbers */
const trimmed = (numbers) => numbers.replace(/(?:[\s,;。]|\.(?!\d))+$/u, "").trim();

/** @param {readonly string[]} clauses @param {NetworkCatalog} catalog */
function activationsIn(clauses, catalog) {
  const known = new Set(catalog.activations.map(({ name }) => name));
  let [hidden, output] = ["", ""];
  /** @type {string[]} */
  const anywhere = [];
  for (const clause of clauses.filter(({ length }) => length < LONGEST_CLAUSE)) {
    let rest = clause;
    for (const [words, name] of ACTIVATIONS) {
      if (!known.has(name) || rest.search(words) < 0) continue;
      rest = rest.replaceAll(words, " ");
      const [isHidden, isOutput] = [HIDDEN.test(clause), OUTPUT.test(clause)];
      if (isHidden) hidden ||= name;
      if (isOutput) output ||= name;
      if (!isHidden && !isOutput) anywhere.push(name);
    }
  }
  const [first = "", second = ""] = anywhere;
  // The only one is that of all layers.
  const all = new Set([hidden, output, ...anywhere].filter(Boolean));
  if (all.size === 1 && !all.has("softmax"))
    return { hidden: hidden || output || first, output: output || hidden || first };
  // One that all outputs share is that of the output.
  if (first === "softmax") return { hidden: hidden || second, output: output || first };
  return { hidden: hidden || first, output: output || second || first };
}

/** @param {string} prose @param {string} output activation @param {NetworkCatalog} catalog */
function lossIn(prose, output, catalog) {
  const [, name = ""] = LOSSES.find(([words]) => words.test(prose)) ?? [];
  const isSquare = /(?:^|\n)\s?(?:loss|cost|error|[celj]|损失\p{L}*|误差)\s?:[^\n]{0,60}(?:\^\{?2|²)/iu.test(
    prose,
  );
  const found = name || (isSquare ? "squared_error" : "");
  if (!catalog.losses.some((entry) => entry.name === found)) return "";
  // A cross-entropy of its own belongs to every output activation.
  return output === "" || found !== "cross_entropy" ? found : lossOf(catalog, output, found);
}

/** @param {readonly string[]} prose @returns {number | null} */
function rateIn(prose) {
  const found = RATE_IN_PROSE.exec(prose.join("\n"))?.[1];
  const read = readNumber(found ?? "");
  return "value" in read ? read.value : null;
}

/** @param {readonly string[]} prose */
function sizesIn(prose) {
  for (const piece of prose)
    for (const [found] of piece.matchAll(SIZES)) {
      const sizes = found.match(/\d+/g) ?? [];
      if (sizes.length > 2 || OF_NETWORK.test(piece)) return sizes.join("-");
    }
  const all = prose.join("\n");
  const counts = COUNTS.map((words) => {
    const [, before, behind] = words.exec(all) ?? [];
    return before ?? behind;
  });
  return counts.every((count) => count !== undefined) ? counts.join("-") : "";
}

/** The sizes that matrices of weights have, one after the other. @param {ReadonlyMap<string, string[]>} tables
 * @param {NetworkCatalog} catalog */
function sizesFromTables(tables, { limits }) {
  /** @type {[number, number][]} */
  const shapes = [];
  for (let layer = 1; tables.has(`w${layer}`); layer++) {
    const rows = shapeOf(firstWhole(tables.get(`w${layer}`) ?? []));
    if (rows === null) return "";
    shapes.push(rows);
  }
  // One table alone may be of any layer.
  if (shapes.length === 0 || (shapes.length === 1 && !tables.has("t"))) return "";
  const sizes = [shapes[0]?.[1] ?? 0, ...shapes.map(([units]) => units)];
  // With a column for each neuron, inputs and outputs change places.
  const turned = [shapes[0]?.[0] ?? 0, ...shapes.map(([, units]) => units)];
  const fits = (/** @type {readonly number[]} */ all, /** @type {0 | 1} */ side) =>
    shapes.every((shape, l) => shape[side] === all[l]);
  const text = (fits(sizes, 1) ? sizes : fits(turned, 0) ? turned : []).join("-");
  return Array.isArray(sizesOf(text, limits)) ? text : "";
}

/** Without later texts, where each is a matrix of several rows: those are the same weights at another time, while
 * single rows make one matrix together. @param {readonly string[]} texts */
const firstWhole = (texts) =>
  texts.every((text) => (shapeOf([text])?.[0] ?? 0) > 1) ? texts.slice(0, 1) : texts;

/** Rows and columns of a matrix; null where it has none. @param {readonly string[]} texts
 * @returns {[number, number] | null} */
function shapeOf(texts) {
  const text = texts.join("\n");
  // Any shape: a table of as many columns as its first row has.
  for (let columns = 1; columns <= 64; columns++) {
    const read = readTable(text, { name: "w", rows: 0, columns });
    if (read && "values" in read && rowsWritten(text) === read.values.length)
      return [read.values.length, columns];
  }
  return null;
}

/** How many rows are written: brackets within brackets, or lines. @param {string} text */
const rowsWritten = (text) =>
  Math.max(
    1,
    text.split(/[)\]}][\s,;]*(?=[([{])/).length,
    text.split(/[;\n]+/).filter((line) => /\d/.test(line)).length,
  );

/** The texts of the tables, where numbers that are named one by one go to the tables in their order.
 * @param {ReadonlyMap<string, string[]>} tables @param {string} sizes @param {NetworkCatalog} catalog */
function numbersOf(tables, sizes, { limits }) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const family of ["w", "b"]) {
    const named = [...tables].filter(([name]) => name.startsWith(family));
    const single = named.flatMap(([, texts]) => texts);
    const spread = single.every((text) => "value" in readNumber(text))
      ? spreadOver(single, family, sizesOf(sizes, limits))
      : null;
    const entries = spread ?? named.map(([name, texts]) => [name, firstWhole(texts).join("\n")]);
    const layers = sizesOf(sizes, limits);
    const last = String(Array.isArray(layers) ? layers.length - 1 : named.length);
    for (const [name = "", text = ""] of entries) found.set(name.replace(LAST, last), text);
  }
  for (const name of ["x", "t"]) if (tables.has(name)) found.set(name, (tables.get(name) ?? []).join("\n"));
  return Object.fromEntries(found);
}

/** Single numbers w1, w2, … over the tables of all layers; b1 for each neuron of layer 1. Null where they do not fit.
 * @param {readonly string[]} numbers @param {string} family @param {ReturnType<typeof sizesOf>} sizes
 * @returns {string[][] | null} */
function spreadOver(numbers, family, sizes) {
  if (!Array.isArray(sizes) || numbers.length < 2) return null;
  const tables = tablesOf(sizes, true).filter(({ name }) => name.startsWith(family));
  const total = tables.reduce((count, { rows, columns }) => count + rows * columns, 0);
  if (total !== numbers.length) {
    if (family !== "b" || tables.length !== numbers.length) return null;
    return tables.map(({ name, columns }, l) => [name, Array(columns).fill(at(numbers, l)).join(" ")]);
  }
  let start = 0;
  return tables.map(({ name, rows, columns }) => {
    const own = numbers.slice(start, start + rows * columns);
    start += own.length;
    const lines = Array.from({ length: rows }, (_, r) => own.slice(r * columns, (r + 1) * columns).join(" "));
    return [name, lines.join("\n")];
  });
}
