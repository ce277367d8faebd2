import assert from "node:assert/strict";
import { test } from "node:test";
import {
  acrossOf,
  cornersOf,
  downOf,
  numbersAt,
  placeOf,
  plotOf,
  roundedTo,
  ticksOf,
} from "../../../../static/js/draw/plot/scale.js";

const near = (/** @type {number | null | undefined} */ a, /** @type {number} */ b, slack = 1e-9) =>
  assert.ok(typeof a === "number" && Math.abs(a - b) <= slack, `${a} ≠ ${b}`);
const PLACE = { width: 600, tallest: 500, left: 40, right: 10, top: 20, bottom: 40 };

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

test("a view too long for equal scales is marked as such", () => {
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

test("a number that is dragged has the decimals that a pixel distinguishes", () => {
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
