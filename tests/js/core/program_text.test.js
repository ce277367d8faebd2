import assert from "node:assert/strict";
import { test } from "node:test";
import { freeNames } from "../../../static/js/math/program_text.js";

test("the free names are those that a function reads and does not assign", () => {
  assert.deepEqual(freeNames("a = sin(x)*2e3; a + y*pi + e"), ["x", "y"]);
  assert.deepEqual(freeNames("exp(w1)"), ["w1"]);
  assert.deepEqual(freeNames("3"), []);
});
