// Reading the runs of an answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { arrowKind, gradientKind, rowCount, stepCount } from "../../../static/js/descent/runs.js";

/** @param {object} request @returns {any} */
const answerTo = (request) => ({ request });
const data = { x: [1, 2, 3], t: [2, 4, 6] };

test("a batch of all rows is called a batch, but its arrow is the exact gradient", () => {
  const whole = answerTo({ data, batch: 3 });
  assert.equal(gradientKind(whole), "batch");
  assert.equal(arrowKind(whole), "exact");
  const part = answerTo({ data, batch: 2 });
  assert.equal(gradientKind(part), "batch");
  assert.equal(arrowKind(part), "batch");
});

test("without a batch the gradient is exact, unless parameters learn that are not drawn", () => {
  for (const kind of [gradientKind, arrowKind]) {
    assert.equal(kind(answerTo({ function: "x**2" })), "exact");
    assert.equal(kind(answerTo({ data })), "exact");
    assert.equal(kind(answerTo({ network: { learn: "two" } })), "exact");
    assert.equal(kind(answerTo({ network: { learn: "all" } })), "others");
  }
});

test("rows and steps are counted, also where there are none", () => {
  assert.equal(rowCount(/** @type {any} */ ({ data })), 3);
  assert.equal(rowCount(/** @type {any} */ ({})), 0);
  assert.equal(stepCount(/** @type {any} */ ({ value: [3, 2, 1] })), 2);
  assert.equal(stepCount(undefined), 0);
});
