// Ranges of cells as spreadsheets put them on the clipboard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cellsOf, fillingOf } from "../../../static/js/math/pasted_cells.js";

test("rows and cells are told apart, whatever ends a line", () => {
  const cases = /** @type {[string, string[][]][]} */ ([
    ["0.5", [["0.5"]]],
    ["0.5\r\n", [["0.5"]]],
    [
      "1\t2\n3\t4",
      [
        ["1", "2"],
        ["3", "4"],
      ],
    ],
    [
      "1\t2\r\n3\t4\r\n",
      [
        ["1", "2"],
        ["3", "4"],
      ],
    ],
    ["1\r2\r", [["1"], ["2"]]],
    ["1\n\n2", [["1"], [""], ["2"]]],
    ["1\t\t2", [["1", "", "2"]]],
    ["1\t", [["1", ""]]],
    ["\t1", [["", "1"]]],
    [
      '"0,5"\t"a ""b"""\n"x\ty\nz"\t1',
      [
        ["0,5", 'a "b"'],
        ["x\ty\nz", "1"],
      ],
    ],
    ['5"\t6', [['5"', "6"]]],
    ['"5\t6', [['"5', "6"]]],
    ["", [[]]],
  ]);
  for (const [text, rows] of cases) assert.deepEqual(cellsOf(text), rows, JSON.stringify(text));
});

test("every range comes back from its text", () => {
  const texts = ["", "1", "-0.5", "a b", 'say "1"', "x\ty", "two\nlines", '"', "0,5"];
  const written = (/** @type {string} */ cell) =>
    /[\t\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  for (let k = 0; k < 300; k++) {
    const cell = (/** @type {number} */ n) => texts[(k * 7 + n * (k % 5) + n * n) % texts.length] ?? "";
    const columns = 2 + (k % 3);
    const rows = Array.from({ length: 1 + (k % 4) }, (_, r) =>
      Array.from({ length: columns }, (_, c) => cell(r * columns + c)),
    );
    for (const end of ["\n", "\r\n"])
      assert.deepEqual(cellsOf(rows.map((row) => row.map(written).join("\t")).join(end) + end), rows);
  }
});

test("numbers fill what is there; what does not fit is counted, and empty cells stay as they are", () => {
  const fits = (/** @type {number} */ row, /** @type {number} */ column) => row < 2 && column < 2;
  assert.deepEqual(fillingOf(cellsOf("1\t0,5\t9\n\t−2\n7\n"), fits), {
    filled: [
      { row: 0, column: 0, value: 1 },
      { row: 0, column: 1, value: 0.5 },
      { row: 1, column: 1, value: -2 },
    ],
    left: 2,
    mistake: null,
  });
});

test("a cell that holds no number fills nothing and is named", () => {
  const { filled, mistake } = fillingOf(cellsOf("x\ty\n1\t2"), () => true);
  assert.deepEqual(filled, []);
  assert.deepEqual([mistake?.row, mistake?.column, mistake?.reason.key], [0, 0, "error.number_sign"]);
  assert.equal(fillingOf(cellsOf("1\t1,000"), () => true).mistake?.reason.key, "error.number_ambiguous");
});
