import assert from "node:assert/strict";
import { test } from "node:test";
import { curveAt, intervalOf } from "../../../../static/js/draw/plot/interval.js";

test("a curve is interpolated between its points, and has no value outside and beside gaps", () => {
  assert.equal(curveAt([-2, -1, 0, 1], [1, 2, null, 4], -1.5), 1.5);
  assert.equal(curveAt([-2, -1, 0, 1], [1, 2, null, 4], -0.5), null);
  assert.equal(curveAt([0, 1], [1, 2], 3), null);
});

test("an interval holds its left end", () => {
  assert.deepEqual(
    [-1, 0, 0.5, 1, 3, 4, 9].map((value) => intervalOf([0, 1, 4], value)),
    [0, 0, 0, 1, 1, 1, 1],
  );
});
