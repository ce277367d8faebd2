import assert from "node:assert/strict";
import { processorMs } from "../../processor_time.js";
import { test } from "node:test";
import {
  columnsOf,
  csvOf,
  readingOf,
  rolesOf,
  rowsOf,
  tableOf,
} from "../../../../static/js/training/data/csv.js";

/** Numbers from 0 to 1, the same in every run. @param {number} seed */
function random(seed) {
  let state = seed;
  return () => {
    state = (1664525 * state + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
const NOTHING = { roles: null, named: undefined, isClasses: null };
const MOST = { samples: 5000, columns: 1026 };
const reading = (/** @type {string} */ text) => readingOf(text, NOTHING, MOST);

test("a table comes back as it was written, with every delimiter, line break and quote", () => {
  const next = random(1);
  const SIGNS = ["a", "7", ",", ";", "\t", " ", '"', "\n", "\r\n", "é", "−", "0.5"];
  for (let round = 0; round < 400; round++) {
    const width = 2 + Math.floor(3 * next());
    const rows = Array.from({ length: 1 + Math.floor(5 * next()) }, () =>
      Array.from({ length: width }, () =>
        Array.from(
          { length: 1 + Math.floor(4 * next()) },
          () => SIGNS[Math.floor(SIGNS.length * next())],
        ).join(""),
      ),
    );
    const delimiter = /** @type {string} */ ([",", ";", "\t", " "][round % 4]);
    const end = ["\n", "\r\n", "\r"][round % 3];
    const written = rows
      .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter))
      .join(end);
    const text = `${round % 2 ? "\uFEFF" : ""}${written}${round % 5 ? end : ""}`;
    const read = rowsOf(text, delimiter);
    assert.deepEqual(
      read.rows.map(({ cells }) => cells),
      rows,
      JSON.stringify(text),
    );
    assert.equal(read.openQuote, null);
  }
});

test("the delimiter is found, and the numbers are the same with each", () => {
  const numbers = [
    [0.5, -1, 2.25],
    [3, 0, -0.125],
    [7, 8, 9],
  ];
  const texts = [",", ";", "\t", " ", "   "].map((delimiter) =>
    numbers.map((row) => row.join(delimiter)).join("\n"),
  );
  const commas = [";", "\t", " "].map((delimiter) =>
    numbers.map((row) => row.map((value) => String(value).replace(".", ",")).join(delimiter)).join("\r\n"),
  );
  for (const text of [...texts, ...commas]) {
    const { points, mistakes } = readingOf(text, { ...NOTHING, isClasses: false }, MOST);
    assert.deepEqual(
      points.map(({ inputs, targets }) => [...inputs, ...targets]),
      numbers,
      text,
    );
    assert.deepEqual(mistakes, []);
  }
});

test("a decimal comma with three decimals is no thousand where commas part nothing", () => {
  assert.deepEqual(reading("0,125;1,234;2,5\n1;2;3").points[0]?.inputs, [0.125, 1.234]);
});

test("a first row of words names the columns; of a table of words alone nothing is known", () => {
  const about = columnsOf(tableOf("x,y,kind\n1,2,a\n3,4,b"));
  assert.equal(about.hasHeader, true);
  assert.deepEqual(
    about.columns.map(({ name }) => name),
    ["x", "y", "kind"],
  );
  assert.equal(columnsOf(tableOf("1,2,a\n3,4,b")).hasHeader, false);
  assert.equal(columnsOf(tableOf("1,2,a\n3,4,b"), true).hasHeader, true);
  assert.deepEqual(rolesOf(about.columns), ["input", "input", "target"]);
});

test("a column of words becomes classes by name, and whole numbers in their order", () => {
  const words = reading("1,2,cat\n3,4,dog\n5,6,cat");
  assert.deepEqual(words.classes, ["cat", "dog"]);
  assert.deepEqual(
    words.points.map(({ targets }) => targets),
    [[0], [1], [0]],
  );
  assert.deepEqual(words.shape, { inputs: 2, outputs: 1, classes: 2 });
  const numbers = reading("1,2,2\n3,4,0\n5,6,1");
  assert.deepEqual(
    numbers.points.map(({ targets }) => targets),
    [
      [0, 0, 1],
      [1, 0, 0],
      [0, 1, 0],
    ],
  );
});

test("every bad row has its sentence with its number, and the good ones are kept", () => {
  const { mistakes, points } = reading('x,y,kind\n1,2,a\n\n3,oops,b\n4,5\n6,,a\n7,8,b\n9,"10,b\n');
  assert.deepEqual(
    mistakes.map(({ row, key }) => [row, key]),
    [
      [4, "training.csv_number"],
      [5, "training.csv_cells"],
      [6, "training.csv_empty"],
      [8, "training.csv_cells"],
      [8, "training.csv_quote"],
    ],
  );
  assert.equal(points.length, 2);
});

test("too many classes, too many rows and no rows are told as one problem", () => {
  const many = Array.from({ length: 11 }, (_, n) => `1,2,kind${n}`).join("\n");
  assert.equal(reading(many).problem?.key, "training.csv_classes");
  assert.equal(
    readingOf("1,2,3.5\n4,5,6.5\n7,8,9.5", NOTHING, { ...MOST, samples: 2 }).problem?.key,
    "training.csv_many",
  );
  assert.equal(reading("a,b\nc,d").problem?.key, "training.csv_no_input");
});

test("a table with more columns than a network has inputs is refused before they are looked through", () => {
  const row = Array.from({ length: 1026 }, (_, n) => n + 0.5).join(",");
  assert.equal(reading(`${row}\n${row}`).problem, null);
  for (const text of [`${row},1\n${row},1`, `1,2\n${row},1\n3,4`]) {
    const { problem, columns, table } = reading(text);
    assert.deepEqual(problem, { key: "training.csv_wide", params: { found: 1027, most: 1026 } });
    assert.deepEqual([columns, table.rows], [[], []]);
  }
});

test("any text is read or refused, never thrown on", () => {
  const next = random(7);
  const SIGNS = ["1", ".", ",", ";", "\t", " ", '"', "\n", "\r", "a", "−", "e", "/", "\uFEFF", "\0", "😀"];
  for (let round = 0; round < 2000; round++) {
    const text = Array.from(
      { length: Math.floor(40 * next()) },
      () => SIGNS[Math.floor(SIGNS.length * next())],
    ).join("");
    const { points, problem } = reading(text);
    assert.ok(points.length > 0 || problem !== null, JSON.stringify(text));
    for (const { inputs, targets } of points)
      for (const value of [...inputs, ...targets]) assert.ok(Number.isFinite(value));
  }
});

test("points that are saved come back, with the part that they belong to", () => {
  const next = random(3);
  const points = Array.from({ length: 40 }, (_, n) => ({
    inputs: [next() - 0.5, 1e-7 * next()],
    targets: [Number(next() < 0.5)],
    isTest: n % 4 === 3,
  }));
  const text = csvOf(points, (targets) => [...targets]);
  assert.deepEqual(reading(text).points, points);
});

test("a long cell, blank lines and many classes are read once through", () => {
  const texts = [
    `x,${'a"'.repeat(100_000)}`,
    " ".repeat(50).concat("\n").repeat(20_000),
    `x,y\n${Array.from({ length: 40_000 }, (_, k) => `${k},a${k}`).join("\n")}`,
  ];
  for (const text of texts) assert.ok(processorMs(() => reading(text)) < 3000, text.slice(0, 20));
  assert.equal(reading(texts[2] ?? "").problem?.key, "training.csv_classes");
  assert.deepEqual(rowsOf('a"b" c,  "d"\n', ",").rows[0]?.cells, ['a"b" c', "d"]);
});
