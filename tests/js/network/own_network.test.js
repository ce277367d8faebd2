// The short form of a reader's own network: texts as people write and paste them.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formOf,
  readTable,
  requestOf,
  sizesOf,
  sorted,
  tablesOf,
} from "../../../static/js/network/own_network.js";

const catalog = /** @type {any} */ ({
  limits: { layers: 16, units: 4096 },
  activations: [
    { name: "tanh", elementwise: true },
    { name: "softmax", elementwise: false },
  ],
  optimizers: [{ name: "sgd", parameters: [{ name: "learning_rate", default: 0.1 }] }],
});
const { limits } = catalog;
const FORM = {
  sizes: "3-4-2",
  hidden: "tanh",
  output: "softmax",
  loss: "cross_entropy",
  bias: true,
  rate: 0.5,
  numbers: /** @type {Record<string, string>} */ ({}),
};

test("sizes are read however they are written", () => {
  for (const text of [
    "3-4-2",
    "3 4 2",
    "3, 4, 2",
    "3×4×2",
    "3 → 4 → 2",
    "3:4:2",
    "３－４－２".replaceAll("－", "-"),
  ])
    assert.deepEqual(sizesOf(text, limits), [3, 4, 2], text);
});

test("what is no list of sizes is said", () => {
  for (const [text, key] of [
    ["", "own.mistake_sizes"],
    ["3", "own.mistake_sizes"],
    ["three-two", "own.mistake_sizes"],
    ["3-0-2", "own.mistake_units"],
    ["3-99999999-2", "own.mistake_units"],
    [Array(200).fill("2").join("-"), "own.mistake_layers"],
  ]) {
    const read = sizesOf(/** @type {string} */ (text), limits);
    assert.ok(!Array.isArray(read));
    assert.equal(read.key, key, text);
  }
});

/** A matrix of distinct numbers. @param {number} rows @param {number} columns */
const matrix = (rows, columns) =>
  Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => r - c / 4 - 0.5));

const WRITINGS = /** @type {Record<string, (rows: number[][]) => string>} */ ({
  sheet: (rows) => rows.map((row) => row.join("\t")).join("\n"),
  "sheet of Windows": (rows) => rows.map((row) => row.join("\t")).join("\r\n"),
  "sheet with decimal commas": (rows) =>
    rows.map((row) => row.map((one) => String(one).replace(".", ",")).join("\t") + "\t").join("\n"),
  spaces: (rows) => rows.map((row) => row.join("  ")).join("\n"),
  Python: (rows) => JSON.stringify(rows),
  "Python over lines": (rows) => JSON.stringify(rows).replaceAll("],", "],\n "),
  numpy: (rows) => `array([${rows.map((row) => `[${row.join(", ")}]`).join(",\n       ")}])`,
  "numpy's print": (rows) => `[${rows.map((row) => `[${row.join(" ")}]`).join("\n ")}]`,
  PyTorch: (rows) => `tensor(${JSON.stringify(rows)})`,
  MATLAB: (rows) => `[${rows.map((row) => row.join(" ")).join("; ")}]`,
  CSV: (rows) => rows.map((row) => row.join(",")).join("\n"),
  "one row": (rows) => rows.flat().join(" "),
  "a homework sheet": (rows) => rows.map((row) => `(${row.join(", ")})`).join(", "),
  "a homework sheet by lines": (rows) => rows.map((row) => `(${row.join(", ")})`).join("\n"),
  "a Chinese sheet": (rows) => rows.map((row) => `（${row.join("，")}）`).join("；"),
  "a Chinese list": (rows) => rows.map((row) => row.join("、")).join("\n"),
  "column vectors": (rows) => rows.map((row) => `(${row.join(", ")})^T`).join("\n"),
  "decimal commas": (rows) => rows.map((row) => row.map(withComma).join("; ")).join("\n"),
  "decimal commas in brackets": (rows) => rows.map((row) => `(${row.map(withComma).join("; ")})`).join(", "),
  "lone minus signs": (rows) => rows.map((row) => row.join(", ").replaceAll("-", "− ")).join("\n"),
  LaTeX: (rows) => `\\begin{pmatrix} ${rows.map((row) => row.join(" & ")).join(" \\\\ ")} \\end{pmatrix}`,
  "numpy with a type": (rows) => `np.array(${JSON.stringify(rows)}, dtype=np.float32)`,
  "numpy's broken print": (rows) => `[${rows.map((row) => `[${row.join("\n  ")}]`).join("\n ")}]`,
  "numbers of NumPy 2": (rows) => `[${rows.map((row) => `[${row.map((one) => `np.float64(${one})`)}]`)}]`,
  JAX: (rows) => `Array(${JSON.stringify(rows)}, dtype=float32)`,
  TensorFlow: (rows) =>
    `<tf.Variable 'k:0' shape=(${rows.length}, 1) dtype=float32, numpy=\narray(${JSON.stringify(rows)})>`,
  Markdown: (rows) => rows.map((row) => `| ${row.join(" | ")} |`).join("\n"),
});

/** @param {number} value */
const withComma = (value) => String(value).replace(".", ",");

/** What stands before a table. @type {Record<string, (text: string) => string>} */
const NAMED = {
  nothing: (text) => text,
  letter: (text) => `W = ${text}`,
  number: (text) => `W1 = ${text}`,
  subscript: (text) => `W₁=${text}`,
  "layer above": (text) => `W^(1) = ${text}`,
  "LaTeX's layer": (text) => `W^{(1)} = ${text}`,
  "raised layer": (text) => `W⁽¹⁾ = ${text}`,
  colon: (text) => `W1: ${text}`,
  "wide colon": (text) => `权重：${text}`,
  heading: (text) => `Weights of layer 1:\n${text}`,
  JSON: (text) => `{"W1": ${text}}`,
  "name with an index": (text) => `W_1 (4x3) = ${text}`,
  "a name of one's own": (text) => `A_train = ${text}`,
};

for (const [name, write] of Object.entries(WRITINGS))
  test(`a table is read as written by: ${name}`, () => {
    for (const [rows, columns] of [
      [1, 1],
      [1, 3],
      [4, 3],
      [2, 2],
      [3, 1],
    ]) {
      const values = matrix(rows ?? 0, columns ?? 0);
      const table = { name: "w1", rows: rows ?? 0, columns: columns ?? 0 };
      for (const named of Object.values(NAMED)) {
        const text = named(write(values));
        assert.deepEqual(readTable(text, table), { values, isTurned: false }, text);
        // In a single column of any length "0,5" may as well be two samples.
        if (name.includes("decimal commas") && columns === 1) continue;
        assert.deepEqual(readTable(text, { ...table, rows: 0 }), { values, isTurned: false }, text);
      }
    }
  });

test("inputs and targets of one paste go to both fields, whatever their names", () => {
  const [x, t] = [matrix(3, 3), matrix(3, 2)];
  const row = (/** @type {number[] | undefined} */ cells = []) => `(${cells.join(", ")})`;
  const lines = (/** @type {(n: number) => string} */ line) => x.map((_, n) => line(n)).join("\n");
  for (const text of [
    lines((n) => `x = ${row(x[n])}, t = ${row(t[n])}`),
    lines((n) => `x^(${n + 1}) = ${row(x[n])}; t^(${n + 1}) = ${row(t[n])};`),
    lines((n) => `样本 ${n + 1}：x＝${row(x[n]).replaceAll(", ", "，")}，t＝${row(t[n])}`),
    lines((n) => `inputs: ${row(x[n])}\ttargets: ${row(t[n])}`),
    `x = ${JSON.stringify(x)}\nt = ${JSON.stringify(t)}`,
    JSON.stringify({ inputs: x, targets: t }),
    `X_train = np.array(${JSON.stringify(x)})\ny_train = np.array(${JSON.stringify(t)})`,
    lines((n) => `输入：${row(x[n])}；目标值：${row(t[n])}`),
  ])
    for (const field of ["x", "t"]) {
      const made = requestOf({ ...FORM, numbers: { [field]: text } }, catalog);
      assert.ok("request" in made, `${text}: ${JSON.stringify(made)}`);
      assert.deepEqual([made.request.inputs, made.request.targets], [x, t], text);
    }
});

test("a whole network of one paste fills all fields; numbered weights of one table stay in it", () => {
  const tables = tablesOf([3, 4, 2], true);
  const text = "W1 = [[1,2,3],[4,5,6],[7,8,9],[1,1,1]]\nb1 = [1,2,3,4]\nW2: (1,2,3,4), (5,6,7,8)\nt = (0, 1)";
  const texts = sorted({ w1: text }, tables);
  for (const table of tables)
    if (table.name !== "b2" && table.name !== "x")
      assert.ok("values" in (readTable(texts[table.name] ?? "", table) ?? {}), table.name);
  const single = "w1 = 0.1, w2 = 0.2, w3 = 0.3, w4 = 0.4";
  const small = tablesOf([2, 2, 1], false);
  assert.deepEqual(sorted({ w1: single }, small)["w1"], single);
  assert.deepEqual(readTable(single, small[0] ?? tables[0]), {
    values: [
      [0.1, 0.2],
      [0.3, 0.4],
    ],
    isTurned: false,
  });
});

test("a form that begins with a network makes the same network", () => {
  const made = requestOf(
    { ...FORM, numbers: { w1: JSON.stringify(matrix(4, 3)), w2: JSON.stringify(matrix(2, 4)) } },
    catalog,
  );
  assert.ok("request" in made);
  const request = { ...made.request, reduction: /** @type {const} */ ("sum") };
  assert.deepEqual(requestOf(formOf(request), catalog), { request });
});

test("a table with a column for each unit is turned, and that is said", () => {
  const values = matrix(4, 3);
  const turned = Array.from({ length: 3 }, (_, c) => values.map((row) => row[c]));
  const read = readTable(JSON.stringify(turned), { name: "w1", rows: 4, columns: 3 });
  assert.deepEqual(read, { values, isTurned: true });
});

test("what does not fit names the table and both shapes", () => {
  const read = readTable("1 2\n3 4", { name: "w1", rows: 4, columns: 3 });
  assert.deepEqual(read, {
    mistake: { field: "w1", key: "own.mistake_shape", params: { shape: "2 × 2", rows: 4, columns: 3 } },
  });
  const word = readTable("1 2 x", { name: "b1", rows: 1, columns: 3 });
  assert.deepEqual(word, {
    mistake: {
      field: "b1",
      key: "own.mistake_cell",
      params: { row: 1, column: 3, cell: "x" },
      reason: word?.mistake?.reason,
    },
  });
  assert.equal(word?.mistake?.reason?.key, "error.number_sign");
  const commas = readTable("0,5; −1; 0,25\n1; 2; 3,5", { name: "x", rows: 0, columns: 4 });
  assert.equal(commas?.mistake?.params["shape"], "2 × 3");
});

test("a form becomes the request with every number in its place", () => {
  const numbers = {
    w1: matrix(4, 3),
    b1: matrix(1, 4),
    w2: matrix(2, 4),
    b2: matrix(1, 2),
    x: matrix(2, 3),
    t: matrix(2, 2),
  };
  const texts = Object.fromEntries(
    Object.entries(numbers).map(([name, rows]) => [name, JSON.stringify(rows)]),
  );
  const made = requestOf({ ...FORM, numbers: texts }, catalog);
  assert.ok("request" in made);
  const { network, inputs, targets, optimizer } = made.request;
  assert.deepEqual(
    network.layers.map(({ weights, biases, activation }) => [weights, biases, activation]),
    [
      [numbers.w1, numbers.b1[0], "tanh"],
      [numbers.w2, numbers.b2[0], "softmax"],
    ],
  );
  assert.deepEqual([inputs, targets], [numbers.x, numbers.t]);
  assert.equal(optimizer?.["learning_rate"], 0.5);
});

test("what is left empty is filled in", () => {
  const made = requestOf(FORM, catalog);
  assert.ok("request" in made);
  const { network, inputs, targets } = made.request;
  assert.deepEqual([inputs, targets], [[[1, 1, 1]], [[1, 0]]]);
  assert.ok(
    network.layers.every(({ weights, biases }) => weights === undefined && biases?.every((one) => one === 0)),
  );
});

test("all mistakes are found at once, and rows of inputs and targets have to agree", () => {
  const wrong = requestOf({ ...FORM, numbers: { w1: "1 2", b2: "x" } }, catalog);
  assert.ok("mistakes" in wrong);
  assert.deepEqual(
    wrong.mistakes.map(({ field }) => field),
    ["w1", "b2"],
  );
  const uneven = requestOf({ ...FORM, numbers: { x: "1 2 3\n4 5 6", t: "1 0" } }, catalog);
  assert.ok("mistakes" in uneven);
  assert.deepEqual(uneven.mistakes, [
    { field: "t", key: "own.mistake_samples", params: { inputs: 2, targets: 1 } },
  ]);
});

test("a network without biases has no table for them", () => {
  assert.deepEqual(
    tablesOf([3, 4, 2], false).map(({ name }) => name),
    ["w1", "w2", "x", "t"],
  );
});
