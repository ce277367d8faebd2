import assert from "node:assert/strict";
import { test } from "node:test";
import { FIRST_LOOK, linkOfLook, lookFromLink } from "../../../static/js/training/look.js";
import { sumText, weightsOf } from "../../../static/js/training/views/diagram/card.js";
import { columnsOf, edgeAt, squareSide } from "../../../static/js/training/views/diagram/places.js";
import { paintStates } from "../../../static/js/training/views/map/samples.js";
import { classify, eachBoundary, eachStretch, roundUp } from "../../../static/js/training/views/map/grid.js";

test("what of a run is shown comes back from its link, and nothing is written of the usual", () => {
  assert.equal(linkOfLook(FIRST_LOOK), undefined);
  /** @type {import("../../../static/js/training/types.js").Look} */
  const other = {
    showTest: false,
    markWrong: false,
    edges: "change",
    pinned: "a2.0",
    point: [0.5, -1],
    axes: [2, 0],
    counted: "test",
  };
  assert.deepEqual(lookFromLink(JSON.parse(JSON.stringify(linkOfLook(other)))), other);
});

test("the cross on a wrong answer leaves the mark of its class in sight", () => {
  const [at, radius] = [50, 4];
  /** @type {number[][]} */
  const ends = [];
  const take = (/** @type {number} */ x, /** @type {number} */ y) => ends.push([x - at, y - at]);
  const none = () => {};
  const canvas = { width: 100, height: 100 };
  /** @type {any} */
  const brush = { canvas, clearRect: none, beginPath: none, stroke: none, moveTo: take, lineTo: take };
  const spots = {
    x: Float32Array.of(at),
    y: Float32Array.of(at),
    classes: Uint8Array.of(1),
    train: 1,
    radius,
  };
  const wrong = { count: 1, outputs: [], targets: Uint8Array.of(1), classes: Uint8Array.of(0), wrong: 1 };
  const shown = { batch: [], answers: [wrong], pointed: null };
  paintStates(brush, spots, /** @type {any} */ ({}), 1, shown);
  assert.equal(ends.length, 8);
  assert.ok(ends.every(([x = 0, y = 0]) => Math.hypot(x, y) > radius));
});

test("a link that says nonsense of what is shown leaves it as usual", () => {
  for (const value of [null, 3, "x", [], { n: "<b>", x: ["1"], a: [1, 1], c: 9, e: "change" }])
    assert.deepEqual(lookFromLink(value), FIRST_LOOK);
});

test("the line where the answer changes lies where two outputs are equal, whatever the outputs", () => {
  const side = 9;
  // Three planes over the square: their borders are straight and meet in a point.
  const planes = [
    (x = 0, y = 0) => x - y,
    (x = 0, y = 0) => 3 - 0.4 * x + 0.3 * y,
    (x = 0, y = 0) => y - 3.3 + 0 * x,
  ];
  const outputs = planes.map((plane) =>
    Float32Array.from({ length: side * side }, (_, n) => plane(n % side, Math.floor(n / side))),
  );
  const classes = new Uint8Array(side * side);
  classify(outputs, classes, new Uint8Array(side * side));
  let pieces = 0;
  eachBoundary(classes, outputs, side, (x1, y1, x2, y2) => {
    pieces += 1;
    for (const [x, y] of [[x2, y2], ...(Number.isInteger(x1) || Number.isInteger(y1) ? [[x1, y1]] : [])]) {
      const [first = 0, second = 0] = planes.map((plane) => plane(x, y)).sort((a, b) => b - a);
      assert.ok(first - second < 1e-4, `${x} ${y}: ${first} ${second}`);
    }
  });
  assert.ok(pieces >= side);
});

test("the stretches of the classes cover every point once", () => {
  const side = 13;
  const classes = Uint8Array.from({ length: side * side }, (_, n) => (n * 7 + (n >> 3)) % 3);
  const seen = new Uint8Array(side * side);
  eachStretch(classes, side, (k, row, from, to) => {
    for (let column = from; column < to; column++) {
      assert.equal(classes[row * side + column], k);
      seen[row * side + column] = (seen[row * side + column] ?? 0) + 1;
    }
  });
  assert.ok(seen.every((count) => count === 1));
});

test("a limit of shades is round and not below what it limits", () => {
  for (const [size, limit] of [
    [0.03, 0.05],
    [1, 1],
    [1.2, 2],
    [4.9, 5],
    [51, 100],
    [0, 1],
    [Number.NaN, 1],
  ])
    assert.equal(roundUp(size ?? 0), limit);
});

test("every neuron has its place within the drawing, or is counted among the rest", () => {
  for (const counts of [
    [2, 8, 8, 1],
    [64, 16, 10],
    [784, 256, 128, 10],
    [4, 20, 3],
    [1, 1],
  ])
    for (const size of [
      { width: 700, height: 285 },
      { width: 367, height: 160 },
      { width: 312, height: 85 },
    ]) {
      const columns = columnsOf(counts, size);
      columns.forEach(({ x, xs, ys, rightmost, radius, count, rest, side }, l) => {
        assert.equal(side > 0 ? count : ys.length + rest, counts[l]);
        assert.ok(x - Math.max(radius, side / 2) >= 0 && rightmost + radius <= size.width);
        for (const y of ys) assert.ok(y - radius >= 0 && y + radius <= size.height);
        ys.forEach((y, j) =>
          ys.slice(0, j).forEach((other, k) => {
            const across = (xs[j] ?? 0) - (xs[k] ?? 0);
            assert.ok(Math.hypot(across, y - other) >= 2 * radius, `${counts} ${j} ${k}`);
          }),
        );
      });
    }
  assert.equal(squareSide(784), 28);
  assert.equal(squareSide(4), 0);
});

test("a finger hits each neuron of a phone within 24 pixels, and no other there", () => {
  for (const counts of [
    [2, 8, 8, 8, 1],
    [2, 4, 2, 1],
    [784, 256, 128, 10],
    [64, 16, 10],
  ])
    for (const [width, height] of [
      [367, 160],
      [312, 85],
      [440, 120],
    ]) {
      const all = columnsOf(counts, { width: width ?? 0, height: height ?? 0 })
        .slice(1)
        .flatMap(({ xs, ys, target }) => ys.map((y, j) => ({ x: xs[j] ?? 0, y, target })));
      for (const { target } of all) assert.deepEqual(target, { width: 24, height: 24 }, `${counts} ${width}`);
      all.forEach((one, k) => {
        for (const other of all.slice(0, k))
          assert.ok(
            Math.abs(one.x - other.x) > 24 - 1e-6 || Math.abs(one.y - other.y) > 24 - 1e-6,
            `${counts} ${width} ${k}`,
          );
      });
    }
});

test("the edge under the pointer is the one that runs through it", () => {
  const columns = columnsOf([2, 3], { width: 600, height: 300 });
  const [from, to] = columns;
  const middle = (/** @type {number} */ i, /** @type {number} */ j) => [
    ((from?.x ?? 0) + (to?.x ?? 0)) / 2,
    ((from?.ys[i] ?? 0) + (to?.ys[j] ?? 0)) / 2,
  ];
  const [x = 0, y = 0] = middle(1, 0);
  const found = edgeAt(columns, x, y, 6);
  assert.ok(found?.layer === 1);
  const [, again = 0] = middle(found.input, found.unit);
  assert.ok(Math.abs(again - y) < 6);
  assert.equal(edgeAt(columns, 2, 2, 6), null);
});

test("a neuron's sum is written with its numbers, and a long one is cut", () => {
  const more = (/** @type {number} */ count) => `${count} more`;
  assert.equal(sumText([2, -2], [65, -80], 10, more), "2·65 − 2·(−80) + 10");
  assert.equal(
    sumText([1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1], null, more),
    "1·1 + 1·1 + 1·1 + 1·1 + 1·1 + 2 more",
  );
});

test("the weights into and out of a neuron are those of its row and its column", () => {
  const run = /** @type {any} */ ({
    layers: [
      { units: 2, inputs: 2, start: 0, hasBiases: true },
      { units: 1, inputs: 2, start: 6, hasBiases: false },
    ],
  });
  const parameters = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  assert.deepEqual(weightsOf(run, parameters, { layer: 1, unit: 1 }), { into: [3, 4], bias: 6, out: [8] });
  assert.deepEqual(weightsOf(run, parameters, { layer: 2, unit: 0 }), { into: [7, 8], bias: null, out: [] });
});
