import assert from "node:assert/strict";
import { test } from "node:test";
import { fitUnits, placeBall } from "../../../static/js/network/layout.js";
import { fitCircuit } from "../../../static/js/network/views/circuit/layout.js";

const ROOM = { w: 660, h: 560 };
/** From 1 to 6 layers of 1 to 8 units, each with and without biases. */
const TOPOLOGIES = [1, 2, 3, 4, 5, 6].flatMap((depth) =>
  [1, 2, 3, 4, 5, 6, 7, 8].flatMap((most) =>
    [true, false].map((bias) => ({
      inputs: most,
      layers: Array.from({ length: depth }, (_, l) => ({ units: 1 + (((l + 1) * most + l) % most), bias })),
      most,
    })),
  ),
);
const DRAWINGS = { flow: fitUnits, circuit: fitCircuit };

for (const [name, fit] of Object.entries(DRAWINGS))
  test(`in the ${name} drawing text is readable, and the columns fill the box`, () => {
    for (const network of TOPOLOGIES) {
      const places = fit(network, ROOM);
      const what = JSON.stringify(network);
      assert.ok(
        places.text >= (network.most <= 4 && network.layers.length <= 4 ? 13 : 11) - 0.05,
        `${places.text} ${what}`,
      );
      const points = [...places.units.flat(), ...places.inputs];
      for (const { x, y } of points)
        assert.ok(x >= 0 && x <= ROOM.w && y >= places.R && y <= ROOM.h - places.R, what);
      assert.equal(places.width, ROOM.w);
      const xs = points.map(({ x }) => x);
      assert.ok(Math.max(...xs) + 8 * places.text > 0.75 * ROOM.w && Math.min(...xs) < 0.25 * ROOM.w, what);
    }
  });

test("no error ball reaches into a neuron or another ball", () => {
  for (const network of TOPOLOGIES) {
    const places = fitUnits(network, ROOM);
    const units = places.units.flat();
    const balls = units.map((unit) => placeBall(places, unit));
    balls.forEach((ball, k) => {
      assert.ok(ball.y - ball.r >= 0 && ball.x + ball.r <= ROOM.w);
      for (const unit of units)
        assert.ok(
          Math.hypot(ball.x - unit.x, ball.y - unit.y) >= ball.r + places.R - 0.5,
          JSON.stringify(network),
        );
      for (const other of balls.slice(k + 1))
        assert.ok(
          Math.hypot(ball.x - other.x, ball.y - other.y) >= ball.r + other.r - 0.5,
          JSON.stringify(network),
        );
    });
  }
});
