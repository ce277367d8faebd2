import assert from "node:assert/strict";
import { test } from "node:test";
import { at } from "../../../static/js/core/at.js";
import { distanceTo } from "../../../static/js/draw/geometry.js";
import {
  fitUnits,
  placeBall,
  placeComparison,
  placeEdge,
  placeLoop,
  placeTransport,
  placeUnits,
} from "../../../static/js/network/layout.js";

const plain = (/** @type {number[]} */ ...units) => ({
  inputs: units[0] ?? 1,
  layers: units.slice(1).map((count) => ({ units: count, bias: false })),
});
const near = (/** @type {number} */ a, /** @type {number} */ b, slack = 0.02) =>
  assert.ok(Math.abs(a - b) < slack, `${a} ≠ ${b}`);

test("the document's network has the proportions of its figures, its neurons a little larger", () => {
  const { units, inputs, R } = placeUnits(plain(2, 3, 2, 1));
  const origin = units[0]?.[1] ?? { x: 0, y: 0 };
  const at = [...units.flat(), ...inputs].map(({ x, y }) => [(x - origin.x) / R, (y - origin.y) / R]);
  const expected = [
    [0, -3.4],
    [0, 0],
    [0, 3.4],
    [5.4, -1.7],
    [5.4, 1.7],
    [10.8, 0],
    [-4.5, -2.73],
    [-4.5, 2.73],
  ];
  expected.forEach(([x = 0, y = 0], k) => {
    near(at[k]?.[0] ?? NaN, x);
    near(at[k]?.[1] ?? NaN, y);
  });
});

test("the error ball touches its neuron from above and from the right, and hides none of it", () => {
  for (const places of [placeUnits(plain(2, 3, 2, 1)), fitUnits(plain(8, 8, 8), { w: 660, h: 560 })]) {
    const unit = places.units[0]?.[1] ?? { x: 0, y: 0 };
    const { x, y, r } = placeBall(places, unit);
    near(Math.hypot(x - unit.x, y - unit.y), places.R + r, 0.5);
    assert.ok(x > unit.x && y < unit.y - places.R);
    const above = places.units[0]?.[0] ?? { x: 0, y: 0 };
    assert.ok(Math.hypot(x - above.x, y - above.y) > places.R + r - 0.5, "nor the neuron above");
  }
});

test("an arrow leaves at the right-hand side and touches the circle of its target", () => {
  const places = placeUnits(plain(2, 3, 2, 1));
  for (const [l, j, i] of /** @type {const} */ ([
    [1, 0, 1],
    [2, 1, 0],
    [3, 0, 1],
  ])) {
    const { from, to } = placeEdge(places, l, j, i);
    const target = places.units[l - 1]?.[j] ?? { x: 0, y: 0 };
    near(Math.hypot(to.x - target.x, to.y - target.y), places.R);
    assert.ok(from.x < to.x);
  }
});

test("a transported error runs back", () => {
  const { from, to } = placeTransport(placeUnits(plain(2, 3, 2, 1)), 2, 1, 0);
  assert.ok(to.x < from.x);
});

test("an error leaves its ball, or the rim of its neuron where the neuron would stand in between", () => {
  const places = placeUnits(plain(2, 3, 2, 1));
  for (const [l, j, i] of /** @type {const} */ ([
    [2, 0, 0],
    [2, 0, 2],
    [2, 1, 0],
    [2, 1, 2],
    [3, 0, 0],
    [3, 0, 1],
  ])) {
    const { from, to } = placeTransport(places, l, j, i);
    const unit = at(at(places.units, l - 1), j);
    const ball = placeBall(places, unit);
    const atBall = Math.abs(Math.hypot(from.x - ball.x, from.y - ball.y) - ball.r) < 1.5;
    assert.ok(atBall || Math.abs(Math.hypot(from.x - unit.x, from.y - unit.y) - places.R) < 1.5);
    for (const other of at(places.units, l - 1)) assert.ok(distanceTo({ from, to }, other) > places.R);
  }
});

test("the loop goes over the neuron in the upper half and under it in the lower, as in figures 8 to 13", () => {
  const places = placeUnits(plain(2, 3, 2, 1));
  const over = (/** @type {number} */ l, /** @type {number} */ j) =>
    (placeLoop(places, l, j).points[1]?.y ?? 0) < (places.units[l - 1]?.[j]?.y ?? 0);
  assert.deepEqual(
    [over(1, 0), over(1, 1), over(1, 2), over(2, 0), over(2, 1), over(3, 0)],
    [true, true, false, true, false, false],
  );
});

test("plus stands above minus at the ball's rim", () => {
  const { plus, minus } = placeComparison(placeUnits(plain(2, 1)), { x: 0, y: 0 });
  assert.ok(plus.y < minus.y && plus.x === minus.x);
});

test("any network fits in its sheet, and neurons of a column never touch", () => {
  for (const sizes of [
    [1, 1],
    [2, 3, 2, 1],
    [3, 3, 2],
    [8, 12, 12, 5],
    [64, 64, 64],
    [1, 16, 1],
    ...[Array.from({ length: 17 }, () => 4)],
  ]) {
    for (const bias of [false, true]) {
      const network = plain(...sizes);
      const places = placeUnits({ ...network, layers: network.layers.map((layer) => ({ ...layer, bias })) });
      for (const p of [
        ...places.units.flat(),
        ...places.inputs,
        ...places.biases.flatMap((at) => at ?? []),
      ]) {
        assert.ok(p.x > 0 && p.x < places.width, `${sizes}: x ${p.x}`);
        assert.ok(p.y > places.R && p.y < places.height - places.R, `${sizes}: y ${p.y}`);
      }
      for (const column of places.units)
        column.slice(1).forEach((p, k) => assert.ok(p.y - (column[k]?.y ?? 0) > 2 * places.R));
    }
  }
});

test("a layer with biases has its +1 below the column before it", () => {
  const places = placeUnits({ inputs: 3, layers: [{ units: 3 }, { units: 2 }] });
  assert.ok((places.biases[0]?.y ?? 0) > (places.inputs[2]?.y ?? Infinity));
  assert.equal(places.biases[1]?.x, places.units[0]?.[0]?.x);
});

test("arrows leave the circles that inputs stand in at their rim", () => {
  const network = { inputs: 3, layers: [{ units: 3 }, { units: 2 }] };
  const places = placeUnits(network, { circles: 0.8 });
  const { from, to } = placeEdge(places, 1, 2, 0);
  const input = places.inputs[0] ?? { x: 0, y: 0 };
  near(Math.hypot(from.x - input.x, from.y - input.y), 0.8 * places.R);
  assert.ok(from.x > input.x && to.x > from.x);
  assert.equal(placeUnits(network).inputRadius, 0);
});
