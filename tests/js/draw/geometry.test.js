import assert from "node:assert/strict";
import { test } from "node:test";
import { alongPath } from "../../../static/js/draw/geometry.js";

test("a pulse goes along a path at constant speed", () => {
  const path = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 30 },
  ];
  assert.deepEqual(alongPath(path, 0), { x: 0, y: 0 });
  assert.deepEqual(alongPath(path, 0.5), { x: 10, y: 10 });
  assert.deepEqual(alongPath(path, 1), { x: 10, y: 30 });
});
