import assert from "node:assert/strict";
import { test } from "node:test";
import { keptApart } from "../../../../static/js/graph/layout/gaps.js";
import { random } from "./graphs.js";

test("numbers kept apart are those nearest to the wanted ones", () => {
  assert.deepEqual(keptApart([0, 0, 0], [1, 1, 1], [0, 10, 10]), [-10, 0, 10]);
  assert.deepEqual(keptApart([0, 50], [1, 1], [0, 10]), [0, 50]);
  const next = random(3);
  for (let round = 0; round < 50; round++) {
    const wanted = Array.from({ length: 8 }, () => next() * 60);
    const apart = wanted.map((_, k) => (k ? 5 : 0));
    const found = keptApart(
      wanted,
      wanted.map(() => 1),
      apart,
    );
    const cost = (/** @type {number[]} */ of) =>
      of.reduce((sum, at, k) => sum + (at - (wanted[k] ?? 0)) ** 2, 0);
    found.slice(1).forEach((at, k) => assert.ok(at - (found[k] ?? 0) >= 5 - 1e-9));
    // No small move that keeps the gaps is nearer.
    found.forEach((_, from) => {
      for (const by of [-0.01, 0.01]) {
        const moved = found.map((at, k) => ((by > 0 ? k >= from : k <= from) ? at + by : at));
        assert.ok(cost(moved) >= cost(found) - 1e-9);
      }
    });
  }
});
