import assert from "node:assert/strict";
import { test } from "node:test";
import { clipped, contourPath, curvePath, trajectoryOf } from "../../../../static/js/draw/plot/lines.js";
import { placeOf, plotOf } from "../../../../static/js/draw/plot/scale.js";

const near = (/** @type {number | null | undefined} */ a, /** @type {number} */ b, slack = 1e-9) =>
  assert.ok(typeof a === "number" && Math.abs(a - b) <= slack, `${a} ≠ ${b}`);
const PLACE = { width: 600, tallest: 500, left: 40, right: 10, top: 20, bottom: 40 };
const SQUARE = plotOf({ x: [-5, 5], y: [-5, 5] }, PLACE);
/** The numbers in a path. @param {string} path */
const numbers = (path) => [...path.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number);

test("a segment is clipped at the border of a box, in either direction", () => {
  const box = { left: 0, top: 0, right: 10, bottom: 10 };
  assert.deepEqual(clipped({ x: -5, y: 5 }, { x: 15, y: 5 }, box), [
    { x: 0, y: 5 },
    { x: 10, y: 5 },
  ]);
  assert.deepEqual(clipped({ x: 2, y: 2 }, { x: 3, y: 4 }, box), [
    { x: 2, y: 2 },
    { x: 3, y: 4 },
  ]);
  assert.equal(clipped({ x: -1, y: 0 }, { x: -1, y: 10 }, box), null);
  assert.equal(clipped({ x: 12, y: 0 }, { x: 20, y: 9 }, box), null);
  const far = clipped({ x: 5, y: 5 }, { x: 5e300, y: 5 }, box);
  near(far?.[1].x, 10);
  near(clipped({ x: 5e300, y: 5 }, { x: 5, y: 5 }, box)?.[0].x, 10);
  assert.equal(clipped({ x: -2e38, y: -4e38 }, { x: 2e38, y: 4e38 }, box), null);
  assert.equal(clipped({ x: 5, y: 5 }, { x: Infinity, y: NaN }, box), null);
});

test("the trajectory up to a point is a prefix of the whole trajectory", () => {
  const xs = Array.from({ length: 60 }, (_, k) => -1 + 2 * 0.9 ** k);
  const ys = xs.map((_, k) => 4 * 0.9 ** k);
  const trajectory = trajectoryOf(SQUARE, xs, ys);
  assert.equal(trajectory.ends.length, 60);
  for (const k of [0, 1, 7, 30, 59]) {
    const part = trajectoryOf(SQUARE, xs.slice(0, k + 1), ys.slice(0, k + 1));
    assert.equal(trajectory.path.slice(0, trajectory.ends[k]), part.path);
    assert.equal(trajectory.dots.slice(0, trajectory.dotEnds[k]), part.dots);
  }
});

test("thousands of points within a pixel add nothing to a trajectory", () => {
  const ks = Array.from({ length: 4001 }, (_, k) => k);
  const trajectory = trajectoryOf(
    SQUARE,
    ks.map((k) => -1 + 2 * 0.98 ** k),
    ks.map((k) => 4 * 0.98 ** k),
  );
  assert.ok(trajectory.path.length < 6000, `${trajectory.path.length} letters`);
  const [x = 0, y = 0] = numbers(trajectory.path).slice(-2);
  const end = placeOf(SQUARE, -1, 0);
  assert.ok(Math.hypot(x - end.x, y - end.y) < 1.5, "and it still ends at the last point");
});

test("the path of a diverging trajectory holds only numbers that a browser can draw", () => {
  const ks = Array.from({ length: 300 }, (_, k) => k);
  const { path } = trajectoryOf(
    SQUARE,
    ks.map((k) => (-3) ** k * 0.1),
    ks.map((k) => 10 ** k),
  );
  assert.ok(!/NaN|Infinity|e/.test(path), path.slice(0, 200));
  assert.ok(numbers(path).every((value) => Math.abs(value) < 2000));
});

test("a curve breaks where the function has no value", () => {
  const path = curvePath(SQUARE, [-2, -1, 0, 1, 2], [1, 1, null, 1, 1]);
  assert.equal(path.match(/M/g)?.length, 2);
});

test("contour lines are drawn through their points", () => {
  const path = contourPath(SQUARE, [
    [
      [0, 0],
      [1, 1],
    ],
    [
      [2, 2],
      [3, 3],
    ],
  ]);
  assert.equal(path.match(/M/g)?.length, 2);
  const [x = 0, y = 0] = numbers(path);
  near(x, placeOf(SQUARE, 0, 0).x, 0.06);
  near(y, placeOf(SQUARE, 0, 0).y, 0.06);
});
