// A run as a whole.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ranked, runSummary, trendOf } from "../../../static/js/descent/summary.js";
import { answer, request } from "./example.js";

test("the document's run in closed form: x = −1 + 2·0.98ᵏ, y = 4·0.98ᵏ, f = 1 + 20·0.98²ᵏ", () => {
  const { count, before, after, lowest, largest, trend } = runSummary(answer(request).runs[0], ["x", "y"]);
  assert.equal(count, 40);
  assert.equal(before, 21);
  assert.equal(after, 1 + 20 * 0.98 ** 80);
  assert.deepEqual(lowest, { value: after, iteration: 40 });
  // The first step is the longest: 0.02 of (2, 4).
  assert.equal(largest?.iteration, 1);
  assert.ok(Math.abs((largest?.length ?? 0) - 0.02 * Math.sqrt(20)) < 1e-12);
  assert.equal(trend, "falls");
});

test("a run that jumps over the minimum has its lowest value and its largest step where they are", () => {
  const run = /** @type {any} */ ({ x: [3, -1, 0.5, 0.25, 8], value: [9, 1, 0.25, 0.0625, 64] });
  const { lowest, largest } = runSummary(run, ["x"]);
  assert.deepEqual(lowest, { value: 0.0625, iteration: 3 });
  assert.deepEqual(largest, { length: 7.75, iteration: 4 });
});

test("runs are ranked by the value that they reach; equal ones share a place, and diverged ones have none", () => {
  const run = (/** @type {number[]} */ value, ended = "steps") => /** @type {any} */ ({ value, ended });
  const runs = [run([9, 4]), run([9, -1], "diverged"), run([9, 1, 1], "gradient"), run([9, 1]), run([9])];
  assert.deepEqual(
    ranked(runs).map((one) => [one.run, one.place, one.count, one.value]),
    [
      [2, 1, 2, 1],
      [3, 1, 1, 1],
      [0, 3, 1, 4],
      [4, 4, 0, 9],
      [1, null, 1, -1],
    ],
  );
});

test("a run without a step has neither a largest step nor a trend", () => {
  const { count, largest, trend } = runSummary(/** @type {any} */ ({ x: [1], value: [1] }), ["x"]);
  assert.deepEqual([count, largest, trend], [0, null, null]);
});

test("the trend is that of the last iterations", () => {
  const of = (/** @type {(k: number) => number} */ f) => trendOf(Array.from({ length: 201 }, (_, k) => f(k)));
  assert.equal(
    of((k) => 0.9 ** k + 1e-3 * (200 - k)),
    "falls",
  );
  assert.equal(
    of((k) => 1 + 0.5 ** k),
    "rests",
  );
  assert.equal(
    of(() => 0),
    "rests",
  );
  assert.equal(
    of((k) => 1.04 ** k),
    "rises",
  );
  assert.equal(
    of((k) => 3 + (k % 2)),
    "swings",
  );
  assert.equal(trendOf([2, 1]), "falls");
  assert.equal(trendOf([1, 2]), "rises");
});
