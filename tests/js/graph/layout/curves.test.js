import assert from "node:assert/strict";
import { test } from "node:test";
import { parallelTo } from "../../../../static/js/graph/layout/curves.js";

test("a parallel line keeps its distance", () => {
  const line = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 20, y: 0 },
  ];
  assert.deepEqual(
    parallelTo(line, 5).map(({ y }) => y),
    [-5, -5, -5],
  );
});
