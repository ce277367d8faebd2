import assert from "node:assert/strict";
import { test } from "node:test";
import { printedIterations, pythonFloat } from "../../../../static/js/descent/program/output.js";

test("of a long output the powers of ten and the last lines are shown", () => {
  assert.deepEqual(
    printedIterations(3),
    [1, 2, 3].map((iteration) => ({ iteration, left: 0 })),
  );
  assert.deepEqual(
    printedIterations(4000).map(({ iteration }) => iteration),
    [1, 10, 100, 1000, 3996, 3997, 3998, 3999, 4000],
  );
  assert.equal(printedIterations(4000)[1]?.left, 8);
});

test("floats are printed as in Python", () => {
  assert.deepEqual([1, -0, 0.1, 1e-5, 1.5e-7, 1e22, 123456.75, 1e16].map(pythonFloat), [
    "1.0",
    "-0.0",
    "0.1",
    "1e-05",
    "1.5e-07",
    "1e+22",
    "123456.75",
    "1e+16",
  ]);
});
