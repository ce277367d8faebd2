import assert from "node:assert/strict";
import { test } from "node:test";
import { layersOf } from "../../../../static/js/graph/layout/layers.js";

test("a block without operands stands in the layer before its first use", () => {
  const links = [
    { source: 0, target: 1, operand: 0 },
    { source: 1, target: 3, operand: 0 },
    { source: 2, target: 3, operand: 1 },
  ];
  assert.equal(
    layersOf(
      [0, 1, 2, 3].map((id) => ({ id })),
      links,
    ).get(2),
    1,
  );
});
