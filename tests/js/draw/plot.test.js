import assert from "node:assert/strict";
import { test } from "node:test";
import {
  RUN_LOOKS,
  arrowLength,
  clipped,
  contourPath,
  curveAt,
  curvePath,
  exitOf,
  iterateAt,
  markerPath,
  pointsApart,
  slopeOf,
  trailOf,
} from "../../../static/js/draw/plot/marks.js";
import {
  acrossOf,
  cornersOf,
  downOf,
  isInside,
  numbersAt,
  placeOf,
  plotOf,
  roundedTo,
  ticksOf,
} from "../../../static/js/draw/plot/scale.js";
import {
  contourCells,
  labelsOf,
  rampOf,
  rangeOf,
  shadesOf,
  shareOf,
  stopsOf,
  valueAt,
} from "../../../static/js/draw/plot/contour.js";

const near = (/** @type {number | null | undefined} */ a, /** @type {number} */ b, slack = 1e-9) =>
  assert.ok(typeof a === "number" && Math.abs(a - b) <= slack, `${a} ≠ ${b}`);
const PLACE = { width: 600, tallest: 500, left: 40, right: 10, top: 20, bottom: 40 };
const SQUARE = plotOf({ x: [-5, 5], y: [-5, 5] }, PLACE);
/** Numbers of a path. @param {string} path */
const numbers = (path) => [...path.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number);
/** @param {(x: number, y: number) => number | null} f @param {number} side @param {number} [reach] */
function gridOf(f, side, reach = 2) {
  const x = Array.from({ length: side }, (_, k) => -reach + (2 * reach * k) / (side - 1));
  return { x, y: x, values: x.map((b) => x.map((a) => f(a, b))) };
}

test("a view is drawn with equal scales, as large as its place allows", () => {
  for (const view of /** @type {const} */ ([
    { x: [-5, 5], y: [-5, 5] },
    { x: [0, 30], y: [-4, 7] },
    { x: [0, 2], y: [0, 5] },
  ])) {
    const plot = plotOf(view, PLACE);
    assert.ok(plot.equal);
    near(plot.perX, plot.perY);
    assert.ok(plot.width <= 550 + 1e-9 && plot.height <= 440 + 1e-9);
    assert.ok(Math.abs(plot.width - 550) < 1e-9 || Math.abs(plot.height - 440) < 1e-9, "touches its place");
    const { left, right } = cornersOf(plot);
    near(left - 40, 590 - right);
  }
});

test("a view too long for equal scales says so", () => {
  const plot = plotOf({ x: [-100, 100], y: [-1, 1] }, PLACE);
  assert.ok(!plot.equal);
  assert.notEqual(plot.perX, plot.perY);
});

test("numbers and places are inverse to each other, and y grows upwards", () => {
  const plot = plotOf({ x: [-3, 9], y: [2, 11] }, PLACE);
  const back = numbersAt(plot, placeOf(plot, 1.25, 7.5));
  near(back.x, 1.25);
  near(back.y, 7.5);
  assert.ok(downOf(plot, 10) < downOf(plot, 3));
  assert.ok(acrossOf(plot, 10) > acrossOf(plot, 3));
});

test("what is dragged to is as short a number as a pixel can tell", () => {
  assert.equal(roundedTo(1.23456789, 58), 1.23);
  assert.equal(roundedTo(-0.0001, 58), 0);
  assert.equal(roundedTo(1234.56, 0.02), 1235);
  assert.equal(roundedTo(0.000123456, 1e6), 0.000123);
});

test("ticks are round numbers within the range, as many as there is room for", () => {
  assert.deepEqual(ticksOf([-5, 5], 5), [-4, -2, 0, 2, 4]);
  assert.deepEqual(ticksOf([0, 1], 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(ticksOf([-0.3, 0.3], 3), [-0.2, 0, 0.2]);
  for (const range of /** @type {const} */ ([
    [1e-9, 3e-9],
    [-12345, 99999],
    [3, 3.00001],
  ])) {
    const ticks = ticksOf(range, 6);
    assert.ok(ticks.length >= 2 && ticks.length <= 13, String(ticks));
    assert.ok(ticks.every((value) => value >= range[0] - 1e-12 && value <= range[1] + 1e-12));
  }
});

test("a stretch is cut at the border of a box, whichever way it runs", () => {
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

test("the way up to a point is the beginning of the whole way", () => {
  const xs = Array.from({ length: 60 }, (_, k) => -1 + 2 * 0.9 ** k);
  const ys = xs.map((_, k) => 4 * 0.9 ** k);
  const trail = trailOf(SQUARE, xs, ys);
  assert.equal(trail.ends.length, 60);
  for (const k of [0, 1, 7, 30, 59]) {
    const part = trailOf(SQUARE, xs.slice(0, k + 1), ys.slice(0, k + 1));
    assert.equal(trail.text.slice(0, trail.ends[k]), part.text);
    assert.equal(trail.dots.slice(0, trail.dotEnds[k]), part.dots);
  }
});

test("thousands of points that a pixel cannot tell apart add nothing to a way", () => {
  const ks = Array.from({ length: 4001 }, (_, k) => k);
  const trail = trailOf(
    SQUARE,
    ks.map((k) => -1 + 2 * 0.98 ** k),
    ks.map((k) => 4 * 0.98 ** k),
  );
  assert.ok(trail.text.length < 6000, `${trail.text.length} letters`);
  const [x = 0, y = 0] = numbers(trail.text).slice(-2);
  const end = placeOf(SQUARE, -1, 0);
  assert.ok(Math.hypot(x - end.x, y - end.y) < 1.5, "and it still ends where it ends");
});

test("a way that flies off stays a path of numbers a browser can draw", () => {
  const ks = Array.from({ length: 300 }, (_, k) => k);
  const { text } = trailOf(
    SQUARE,
    ks.map((k) => (-3) ** k * 0.1),
    ks.map((k) => 10 ** k),
  );
  assert.ok(!/NaN|Infinity|e/.test(text), text.slice(0, 200));
  assert.ok(numbers(text).every((value) => Math.abs(value) < 2000));
});

test("a curve breaks where the function has no value", () => {
  const path = curvePath(SQUARE, [-2, -1, 0, 1, 2], [1, 1, null, 1, 1]);
  assert.equal(path.match(/M/g)?.length, 2);
  assert.equal(curveAt([-2, -1, 0, 1], [1, 2, null, 4], -1.5), 1.5);
  assert.equal(curveAt([-2, -1, 0, 1], [1, 2, null, 4], -0.5), null);
  assert.equal(curveAt([0, 1], [1, 2], 3), null);
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

test("between the points of a grid the value is interpolated, and a plane is met exactly", () => {
  const plane = gridOf((x, y) => 3 * x - 2 * y + 1, 9);
  near(valueAt(plane, 0.3, -1.7), 3 * 0.3 + 2 * 1.7 + 1, 1e-12);
  assert.equal(valueAt(plane, 2.1, 0), null);
  const half = gridOf((x, y) => (x < -0.1 ? null : x + y), 5);
  assert.equal(valueAt(half, -0.9, 0), null);
  near(valueAt(half, -0.2, 0), 0);
});

test("from contour to contour the colour goes the same way, however the levels are spaced", () => {
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

test("where the function has no value the ground shows through", () => {
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

test("the stretches of a contour within the cells lie on it", () => {
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
  for (const [a = 1, b = 1] of sums) assert.ok(a < 1 === b < 1, "each stretch cuts off one low corner");
});

test("every label stands on its line, level with it, apart from the others and within the plot", () => {
  const circle = (/** @type {number} */ r) =>
    Array.from({ length: 121 }, (_, k) => [
      r * Math.cos((k * Math.PI) / 60),
      r * Math.sin((k * Math.PI) / 60),
    ]);
  const contours = [1, 2, 3, 4].map((r) => ({ level: r * r, lines: [circle(r)] }));
  const labels = labelsOf(SQUARE, contours, 12);
  assert.deepEqual(
    labels.map(({ text }) => text),
    ["1", "4", "9", "16"],
  );
  for (const { x, y, level, angle } of labels) {
    const at = numbersAt(SQUARE, { x, y });
    near(Math.hypot(at.x, at.y), Math.sqrt(level), 0.02);
    assert.ok(angle >= -90 && angle <= 90, "never upside down");
    assert.ok(isInside(cornersOf(SQUARE), { x, y }));
  }
});

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

test("with two scales the tangent still runs along the contour as it is seen", () => {
  const plot = plotOf({ x: [-100, 100], y: [-1, 1] }, PLACE);
  // f = x²/1000 + y² at (50, 0.5): along the contour dx : dy = −∂f/∂y : ∂f/∂x.
  const at = placeOf(plot, 50, 0.5);
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = numbers(slopeOf(plot, at, [0.1, 1], 60)?.tangent ?? "");
  const a = numbersAt(plot, { x: x0, y: y0 });
  const b = numbersAt(plot, { x: x1, y: y1 });
  near((b.y - a.y) / (b.x - a.x), -0.1, 0.001);
});

test("a smaller gradient has a shorter arrow, and none has no arrow", () => {
  assert.ok(arrowLength(1, 10) < arrowLength(10, 10));
  assert.ok(arrowLength(1e-30, 10) > 0);
  assert.equal(arrowLength(0, 10), 0);
});

test("a point outside is shown at the border, in its direction, however far it is", () => {
  assert.equal(exitOf(SQUARE, 4.9, -4.9), null);
  for (const far of [6, 1e9, 1e300]) {
    const exit = exitOf(SQUARE, far, far / 2);
    const at = numbersAt(SQUARE, exit?.at ?? { x: 0, y: 0 });
    near(at.x, 5, 1e-6);
    near(at.y, 2.5, 1e-6);
    assert.ok(!/NaN/.test(exit?.head ?? ""));
  }
});

test("every run has its own ball and dash", () => {
  const balls = new Set(RUN_LOOKS.map(({ marker }) => markerPath(marker, 6)));
  assert.equal(balls.size, RUN_LOOKS.length);
  assert.equal(new Set(RUN_LOOKS.map(({ dash }) => dash)).size, RUN_LOOKS.length);
  for (const { marker } of RUN_LOOKS) assert.ok(/^M.*Z$/.test(markerPath(marker, 6)));
});

test("a point moves from the iterate before to the one that the page stands on, and stays where its run ended", () => {
  const values = [4, 2, 1];
  assert.equal(iterateAt(values, 0, 0.3), 4);
  assert.equal(iterateAt(values, 1, 0), 4);
  assert.equal(iterateAt(values, 1, 0.5), 3);
  assert.equal(iterateAt(values, 1, 1), 2);
  assert.equal(iterateAt(values, 9, 0.2), 1);
});

test("the points that keep an arrow stand apart and in the picture", () => {
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
