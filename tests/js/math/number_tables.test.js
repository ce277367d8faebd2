// Texts that somebody pastes are read once through, however long their runs are.
import assert from "node:assert/strict";
import { processorMs } from "../processor_time.js";
import { test } from "node:test";
import { hasDecimalCommas, partsOf, rowsOf } from "../../../static/js/math/number_tables.js";
import { withoutPrinting } from "../../../static/js/math/printed_arrays.js";

const LENGTH = 100_000;
/** Quadratic time is some minutes at this length; linear time some milliseconds. */
const MOST_MS = 3000;

/** @param {string} piece */
const run = (piece) => piece.repeat(Math.ceil(LENGTH / piece.length));

/** What stands around a run of something. @type {[before: string, after: string][]} */
const AROUND = [
  ["", ""],
  ["", "x"],
  ["a", "b"],
  ["W1 = [1", "2]"],
  ["W(1", "x"],
  ["1;", "2;"],
  [", -", "1"],
  ["1)", "x"],
];
const PIECES = [
  " ",
  "\t",
  "\n",
  " \n",
  ",",
  ", ",
  ";",
  "; ",
  "(",
  ")",
  ") ",
  "[1 ",
  "- ",
  ", - ",
  "a ",
  "a.",
  "a(1)",
  "<tf.a numpy=",
  "float64(1",
  "shape=(1,",
];

test("a long run of anything is read in no time", () => {
  for (const piece of [...PIECES, "array", "dtype ", "x1 ", "'", "\\\\", "1", "1,5 ", "、"])
    for (const [before, after] of AROUND) {
      const text = before + run(piece) + after;
      const took = processorMs(() => {
        for (const { body } of partsOf(text)) rowsOf(body, hasDecimalCommas(body));
        rowsOf(text, hasDecimalCommas(text));
      });
      const name = JSON.stringify([before, piece, after]);
      assert.ok(took < MOST_MS, `${name}: ${took} ms`);
    }
});

test("how wide the gaps are changes nothing", () => {
  const narrow = "W1 = [[0.3 -0.5]\n[0.8 0.2]]\nb1 = 0.1\t-0.2";
  const wide = "W1   =  [[0.3    -0.5]  \n\n\n   [0.8 \u00a0 0.2]]\r\n  b1  =   0.1  \t -0.2   ";
  const read = (/** @type {string} */ text) =>
    partsOf(text).map(({ name, body }) => [name, rowsOf(body, hasDecimalCommas(body))]);
  assert.deepEqual(read(wide), read(narrow));
  assert.deepEqual(read(narrow), [
    [
      "W1",
      [
        ["0.3", "-0.5"],
        ["0.8", "0.2"],
      ],
    ],
    ["b1", [["0.1", "-0.2"]]],
  ]);
});

test("an array without an end is looked for once, however often its description says where it begins", () => {
  assert.equal(withoutPrinting("<tf.Variable 'w:0' shape=(1, 2), numpy=[[1, 2]]>").trim(), "[[1, 2]]");
  const open = (/** @type {number} */ times) => `<tf.a ${"numpy=".repeat(times)}${" ".repeat(4_000_000)}`;
  const [one, many] = [open(1), open(50)].map((text) => processorMs(() => withoutPrinting(text)));
  assert.ok((many ?? 0) < 3 * (one ?? 0) + 50, `${one} ${many}`);
});
