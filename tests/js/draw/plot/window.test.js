// The window of a plot that is zoomed and moved.
import assert from "node:assert/strict";
import { test } from "node:test";
import { numbersAt, placeOf, plotOf } from "../../../../static/js/draw/plot/scale.js";
import { moved, transformBetween, zoomed } from "../../../../static/js/draw/plot/window.js";

/** @typedef {import("../../../../static/js/draw/plot/window.js").PlotView} PlotView */

/** @type {PlotView} */
const FIT = { x: [-6, 6], y: [-2, 4] };
const PLACE = { width: 500, tallest: 400, left: 40, right: 10, top: 20, bottom: 30 };
const plotFor = (/** @type {PlotView} */ window) => plotOf(window, PLACE);
const near = (/** @type {number} */ a, /** @type {number} */ b, size = 1) =>
  assert.ok(Math.abs(a - b) <= 1e-9 * size, `${a} is not ${b}`);

test("the point under the pointer stays where it is, and both axes keep their ratio", () => {
  let window = FIT;
  for (const factor of [1.25, 3, 0.5, 1.1, 40]) {
    const before = plotFor(window);
    const about = numbersAt(before, { x: 200, y: 150 });
    window = zoomed(window, FIT, factor, about);
    const after = plotFor(window);
    near(placeOf(after, about.x, about.y).x, 200, 1e3);
    near(placeOf(after, about.x, about.y).y, 150, 1e3);
    near(after.perX / before.perX, factor, factor);
    near(after.perX, after.perY, after.perX);
  }
});

test("closer and farther by the same factor is where one was", () => {
  const there = zoomed(FIT, FIT, 7, { x: 1, y: 3 });
  const back = zoomed(there, FIT, 1 / 7, { x: 1, y: 3 });
  for (const axis of /** @type {const} */ (["x", "y"]))
    back[axis].forEach((end, k) => near(end, FIT[axis][k] ?? 0, 10));
});

test("a moved window follows the pointer", () => {
  const plot = plotFor(FIT);
  const next = moved(FIT, plot, 30, -12);
  const point = { x: 2, y: 1 };
  const [before, after] = [placeOf(plot, point.x, point.y), placeOf(plotFor(next), point.x, point.y)];
  near(after.x - before.x, 30, 100);
  near(after.y - before.y, -12, 100);
});

test("a window ends where float64 could not tell points apart, and far outside what fits", () => {
  let close = FIT;
  for (let k = 0; k < 200; k++) close = zoomed(close, FIT, 2, { x: 1, y: 1 });
  const [low, high] = close.x;
  assert.ok(high - low >= 1e-9 * 0.99 && high - low < 1e-6);
  assert.equal(zoomed(close, FIT, 2, { x: 1, y: 1 }), close);
  let far = FIT;
  for (let k = 0; k < 200; k++) far = zoomed(far, FIT, 0.5, { x: 0, y: 0 });
  near((far.x[1] - far.x[0]) / 12, 1e6, 1e6);
  /** @type {PlotView} */
  const huge = { x: [-9e99, 9e99], y: [-9e99, 9e99] };
  assert.equal(zoomed(huge, huge, 0.5, { x: 0, y: 0 }), huge);
});

test("what was drawn in one plot is carried to where it belongs in another", () => {
  const from = plotFor(FIT);
  const to = plotFor(zoomed(FIT, FIT, 2.5, { x: 1, y: 1 }));
  const { scale, x, y } = transformBetween(from, to);
  for (const [u, v] of /** @type {const} */ ([
    [-6, -2],
    [0.5, 1.5],
    [6, 4],
  ])) {
    const [old, wanted] = [placeOf(from, u, v), placeOf(to, u, v)];
    near(old.x * scale.x + x, wanted.x, 1e3);
    near(old.y * scale.y + y, wanted.y, 1e3);
  }
});
