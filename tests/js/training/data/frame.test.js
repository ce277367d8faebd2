import assert from "node:assert/strict";
import { test } from "node:test";
import { frameOfData } from "../../../../static/js/training/views/map/axes.js";

/** @param {number[][]} inputs @param {boolean} [isOwn] @returns {any} */
const run = (inputs, isOwn = true) => ({
  isOwn,
  layers: [{ units: 1 }],
  header: {
    network: { inputs: 2 },
    data: { inputs, targets: inputs.map(() => [0]), test_inputs: null, test_targets: null },
  },
});
const frame = (/** @type {number[][]} */ inputs) => {
  const { x, y } = frameOfData(run(inputs), false);
  return [x, y];
};
const HOME = [
  [-1.2, 1.2],
  [-1.2, 1.2],
];

test("the map keeps its frame while points are drawn within it", () => {
  assert.deepEqual(frame([[0.5, 0.5]]), HOME);
  assert.deepEqual(
    frame([
      [-1.2, 1.2],
      [1.2, -1.2],
    ]),
    HOME,
  );
  for (const scale of [7, 130, 0.004]) {
    const points = Array.from({ length: 60 }, (_, n) => [
      scale * Math.cos(n),
      10 * scale + scale * Math.sin(2 * n),
    ]);
    const first = frame(points);
    const middle = first.map(([low = 0, high = 0]) => (low + high) / 2);
    assert.deepEqual(frame([...points, middle]), first);
    // A point at the border moves it by one more part at most, and never inwards.
    const [[low = 0] = [], [, high = 0] = []] = first;
    const [[lower = 0] = [], [, higher = 0] = []] = frame([...points, [low, high]]);
    assert.ok(lower <= low && higher >= high);
    assert.ok(higher - high <= 0.45 * (high - 10 * scale + scale), `${scale}: ${high} ${higher}`);
  }
});
