import assert from "node:assert/strict";
import { test } from "node:test";
import { arrowLength, exitOf, pointsApart, slopeOf } from "../../../../static/js/draw/plot/arrows.js";
import { cornersOf, isInside, numbersAt, placeOf, plotOf } from "../../../../static/js/draw/plot/scale.js";

const near = (/** @type {number | null | undefined} */ a, /** @type {number} */ b, slack = 1e-9) =>
  assert.ok(typeof a === "number" && Math.abs(a - b) <= slack, `${a} ≠ ${b}`);
const PLACE = { width: 600, tallest: 500, left: 40, right: 10, top: 20, bottom: 40 };
const SQUARE = plotOf({ x: [-5, 5], y: [-5, 5] }, PLACE);
/** The numbers in a path. @param {string} path */
const numbers = (path) => [...path.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number);

test("the gradient's arrow points uphill, at a right angle to the tangent", () => {
  for (const gradient of /** @type {const} */ ([
    [4, 8],
    [-1, 0.01],
    [1e-200, 1e-200],
    [1e200, -1e200],
  ])) {
    const at = { x: 100, y: 100 };
    const slope = slopeOf(SQUARE, at, gradient, 50);
    const tip = slope?.tip ?? at;
    near(Math.hypot(tip.x - 100, tip.y - 100), 50, 1e-6);
    assert.equal(Math.sign(tip.x - 100), Math.sign(gradient[0]));
    assert.equal(Math.sign(100 - tip.y), Math.sign(gradient[1]));
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = numbers(slope?.tangent ?? "");
    near((x1 - x0) * (tip.x - 100) + (y1 - y0) * (tip.y - 100), 0, 20);
  }
  assert.equal(slopeOf(SQUARE, { x: 0, y: 0 }, [0, 0], 50), null);
});

test("with two scales the tangent still runs along the contour", () => {
  const plot = plotOf({ x: [-100, 100], y: [-1, 1] }, PLACE);
  // f = x²/1000 + y² at (50, 0.5): along the contour dx : dy = −∂f/∂y : ∂f/∂x.
  const at = placeOf(plot, 50, 0.5);
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = numbers(slopeOf(plot, at, [0.1, 1], 60)?.tangent ?? "");
  const a = numbersAt(plot, { x: x0, y: y0 });
  const b = numbersAt(plot, { x: x1, y: y1 });
  near((b.y - a.y) / (b.x - a.x), -0.1, 0.001);
});

test("a smaller gradient has a shorter arrow, and a zero one has none", () => {
  assert.ok(arrowLength(1, 10) < arrowLength(10, 10));
  assert.ok(arrowLength(1e-30, 10) > 0);
  assert.equal(arrowLength(0, 10), 0);
});

test("a point outside is marked at the border, in its direction, at any distance", () => {
  assert.equal(exitOf(SQUARE, 4.9, -4.9), null);
  for (const far of [6, 1e9, 1e300]) {
    const exit = exitOf(SQUARE, far, far / 2);
    const at = numbersAt(SQUARE, exit?.at ?? { x: 0, y: 0 });
    near(at.x, 5, 1e-6);
    near(at.y, 2.5, 1e-6);
    assert.ok(!/NaN/.test(exit?.head ?? ""));
  }
});

test("the points that keep an arrow are apart from each other and in the plot", () => {
  const plot = plotOf(
    { x: [-1, 1], y: [-1, 1] },
    { width: 400, tallest: 400, left: 0, right: 0, top: 0, bottom: 0 },
  );
  const xs = Array.from({ length: 2000 }, (_, k) => -2 + k / 500);
  const ys = xs.map((x) => x / 2);
  const kept = pointsApart(plot, xs, ys, 20);
  assert.ok(kept.length > 5 && kept.length < 40);
  const spots = kept.map((k) => placeOf(plot, xs[k] ?? 0, ys[k] ?? 0));
  assert.ok(spots.every((spot) => isInside(cornersOf(plot, 1), spot)));
  for (let k = 1; k < spots.length; k++) {
    const [a, b] = [spots[k - 1], spots[k]];
    assert.ok(a && b && Math.hypot(a.x - b.x, a.y - b.y) >= 20);
  }
});
