import assert from "node:assert/strict";
import { test } from "node:test";
import {
  contourCells,
  rampOf,
  rangeOf,
  shadesOf,
  shareOf,
  stopsOf,
  valueAt,
} from "../../../../static/js/draw/plot/contour.js";

const near = (/** @type {number | null | undefined} */ a, /** @type {number} */ b, slack = 1e-9) =>
  assert.ok(typeof a === "number" && Math.abs(a - b) <= slack, `${a} ≠ ${b}`);
/** @param {(x: number, y: number) => number | null} f @param {number} side @param {number} [reach] */
function gridOf(f, side, reach = 2) {
  const x = Array.from({ length: side }, (_, k) => -reach + (2 * reach * k) / (side - 1));
  return { x, y: x, values: x.map((b) => x.map((a) => f(a, b))) };
}

test("values between the points of a grid are interpolated, those of a plane exactly", () => {
  const plane = gridOf((x, y) => 3 * x - 2 * y + 1, 9);
  near(valueAt(plane, 0.3, -1.7), 3 * 0.3 + 2 * 1.7 + 1, 1e-12);
  assert.equal(valueAt(plane, 2.1, 0), null);
  const half = gridOf((x, y) => (x < -0.1 ? null : x + y), 5);
  assert.equal(valueAt(half, -0.9, 0), null);
  near(valueAt(half, -0.2, 0), 0);
});

test("the colour changes by the same amount from contour to contour, however the levels are spaced", () => {
  const stops = stopsOf([{ level: 100 }, { level: 1 }, { level: 10 }, { level: 5000 }], [0, 1000]);
  assert.deepEqual(stops, [0, 1, 10, 100, 1000]);
  near(shareOf(stops, 0), 0);
  near(shareOf(stops, 1), 0.25);
  near(shareOf(stops, 55), 0.5 + 0.25 * 0.5);
  near(shareOf(stops, 1e9), 1);
  const ramp = rampOf([
    [0, 0, 0],
    [100, 100, 100],
    [200, 0, 0],
  ]);
  assert.deepEqual(ramp(0.25), [50, 50, 50]);
  assert.deepEqual(ramp(1), [200, 0, 0]);
});

test("pixels are transparent where the function has no value", () => {
  const grid = gridOf((x) => (x < 0 ? null : x), 21);
  const pixels = shadesOf(
    grid,
    { x: [-2, 2], y: [-2, 2] },
    [0, 2],
    rampOf([
      [10, 20, 30],
      [40, 50, 60],
    ]),
    40,
    10,
  );
  assert.equal(pixels[3], 0);
  assert.equal(pixels[4 * 39 + 3], 255);
  assert.deepEqual(rangeOf(grid), [0, 2]);
});

test("the segments of a contour within the cells lie on it", () => {
  const grid = gridOf((x, y) => x * x + y * y, 41);
  const cells = contourCells(grid, [1]);
  assert.ok(cells.size > 40);
  for (const [cell, places] of cells) {
    assert.equal(places.length % 4, 0);
    for (let k = 0; k < places.length; k += 2) {
      const u = places[k] ?? 0;
      const v = places[k + 1] ?? 0;
      near(Math.hypot(-2 + u / 10, -2 + v / 10), 1, 0.002);
      assert.ok(u >= (cell % 40) - 1e-9 && u <= (cell % 40) + 1 + 1e-9);
    }
  }
});

test("in the cell of a saddle no two contours cross", () => {
  // Its middle is above the level: the two low corners are cut off one by one.
  const grid = {
    x: [0, 1],
    y: [0, 1],
    values: [
      [-1, 2],
      [2, -1],
    ],
  };
  const [u0 = 0, v0 = 0, u1 = 0, v1 = 0, u2 = 0, v2 = 0, u3 = 0, v3 = 0] =
    contourCells(grid, [0]).get(0) ?? [];
  const sums = [
    [u0 + v0, u1 + v1],
    [u2 + v2, u3 + v3],
  ];
  for (const [a = 1, b = 1] of sums) assert.ok(a < 1 === b < 1, "each segment cuts off one low corner");
});
