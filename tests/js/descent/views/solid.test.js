// The surface in space, made from an answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HEIGHT, pathsOf, solidOf } from "../../../../static/js/descent/views/surface/solid.js";

const COLOURS = {
  ramp: /** @type {[number, number, number][]} */ ([
    [0, 0, 0],
    [100, 100, 100],
  ]),
  shadow: /** @type {[number, number, number]} */ ([0, 0, 0]),
  shine: /** @type {[number, number, number]} */ ([255, 255, 255]),
};
const axis = Array.from({ length: 11 }, (_, k) => -1 + k / 5);

/** An answer with the surface of a function. @param {(x: number, y: number) => number | null} f @returns {any} */
const answerOf = (f, view = { x: [-1, 1], y: [-1, 1] }, cut = /** @type {[number, number][]} */ ([])) => ({
  variables: ["x", "y"],
  view,
  contours: [{ level: 0.5, lines: [] }],
  surface: { x: axis, y: axis, values: axis.map((y) => axis.map((x) => f(x, y))), cut },
  runs: [{ x: [0.8, 0.2, -0.1], y: [0.9, 0.3, 0], value: [1, 1, 1] }],
});

test("heights are between the ground and the top, and those between the points are interpolated", () => {
  const solid = solidOf(
    answerOf((x, y) => x + y),
    1,
    COLOURS,
  );
  assert.ok(solid);
  assert.equal(Math.min(...solid.heights), -HEIGHT / 2);
  assert.equal(Math.max(...solid.heights), HEIGHT / 2);
  assert.ok(Math.abs(solid.heightAt(0, 0) ?? 9) < 1e-12);
  assert.equal(solid.heightAt(3, 0), null);
});

test("a cell across a pole is not painted, also on the coarse surface", () => {
  const cut = /** @type {[number, number][]} */ ([[3, 9]]);
  const answer = answerOf((x, y) => x + y, { x: [-1, 1], y: [-1, 1] }, cut);
  const [fine, coarse] = [solidOf(answer, 1, COLOURS), solidOf(answer, 2, COLOURS)];
  const unpainted = (/** @type {ReturnType<typeof solidOf>} */ solid) =>
    solid?.colours.flatMap((colour, cell) => (colour === "" ? [cell] : []));
  assert.deepEqual(unpainted(fine), [3 * 10 + 9]);
  assert.deepEqual(unpainted(coarse), [1 * 5 + 4]);
});

test("a cell with a corner without value has no colour", () => {
  const solid = solidOf(
    answerOf((x, y) => (x < -0.5 ? null : x * x + y * y)),
    1,
    COLOURS,
  );
  assert.ok(solid);
  assert.equal(solid.colours.length, 100);
  assert.equal(solid.colours[0], "");
  assert.match(solid.colours[99] ?? "", /^rgb\(\d+ \d+ \d+\)$/);
});

test("the coarse surface has larger cells over the same ground, and the same heights", () => {
  const answer = answerOf((x, y) => x * x + 2 * y * y);
  const [fine, coarse] = [1, 2].map((stride) => solidOf(answer, stride, COLOURS));
  assert.ok(fine && coarse);
  assert.deepEqual([coarse.columns, coarse.rows], [5, 5]);
  assert.deepEqual([coarse.xs[0], coarse.xs.at(-1)], [fine.xs[0], fine.xs.at(-1)]);
  assert.equal(coarse.heights[0], fine.heights[0]);
});

test("a long view has a square ground, another one the shape of the view", () => {
  const plane = (/** @type {number} */ x) => x;
  const long = solidOf(answerOf(plane, { x: [-1, 1], y: [-10, 10] }), 1, COLOURS);
  assert.deepEqual([long?.across(1), long?.back(10)], [1, 1]);
  const wide = solidOf(answerOf(plane, { x: [-2, 2], y: [-1, 1] }), 1, COLOURS);
  assert.deepEqual([wide?.across(2), wide?.back(1)], [1, 0.5]);
});

test("every segment of a path is filed under the cell that it lies in", () => {
  const paths = pathsOf(
    answerOf(() => 1),
    10,
    10,
  );
  for (const [cell, segments] of paths)
    for (const { run, from, to } of segments) {
      assert.equal(run, 0);
      assert.equal(Math.floor((from[0] + to[0]) / 2) + 10 * Math.floor((from[1] + to[1]) / 2), cell);
    }
  assert.ok(paths.size > 5);
});

test("an answer without a surface gives none", () => {
  assert.equal(solidOf(/** @type {any} */ ({ ...answerOf(() => 1), surface: undefined }), 1, COLOURS), null);
});
