import assert from "node:assert/strict";
import { test } from "node:test";
import { at } from "../../../static/js/core/at.js";

test("at gives the element", () => {
  assert.equal(at([3, 4], 1), 4);
  assert.equal(at([0], 0), 0);
});

test("at names an index that is not there", () => {
  for (const k of [2, -1, 0.5, Number.NaN]) {
    assert.throws(() => at([3, 4], k), { name: "RangeError", message: `no element ${k} in a list of 2` });
  }
});
