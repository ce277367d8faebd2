// The curve of an activation function in the circuit drawing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { curvePath } from "../../../static/js/network/views/circuit/units.js";

const pointsOf = (path) =>
  path
    .slice(1)
    .split("L")
    .map((point) => point.split(" ").map(Number));

test("a relu is flat on the left and straight on the right, within the circle", () => {
  const values = [-4, -2, 0, 2, 4].map((z) => Math.max(z, 0));
  const points = pointsOf(curvePath(values, 100));
  assert.deepEqual(
    points.map(([x]) => x),
    [-55, -27.5, 0, 27.5, 55],
  );
  assert.deepEqual(
    points.map(([, y]) => y),
    [40, 40, 40, 0, -40],
  );
});

test("a constant is a line and no point leaves the circle", () => {
  for (const [x, y] of pointsOf(curvePath([1, 1, 1], 100))) {
    assert.ok(Number.isFinite(x) && Number.isFinite(y));
    assert.ok(Math.hypot(x, y) < 100);
  }
});
