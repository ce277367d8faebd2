// How fast play goes through the iterations.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  RATES,
  RUN_SECONDS,
  WHOLE_RUN,
  flowOf,
  iterationAfter,
  iterationAt,
  nextPace,
  paceOf,
  secondsOf,
  timeOf,
} from "../../../static/js/descent/pace.js";

const COUNTS = [1, 2, 5, 10, 12, 40, 41, 100, 300, 1000, 4000, 10_000];
const near = (/** @type {number} */ a, /** @type {number} */ b, size = 1) =>
  assert.ok(Math.abs(a - b) <= 1e-9 * size, `${a} is not ${b}`);

test("a whole run takes ten seconds whatever its length, and a short one a second an iteration", () => {
  for (const count of COUNTS) {
    const seconds = Math.min(RUN_SECONDS, count);
    assert.equal(secondsOf(count), seconds);
    assert.equal(iterationAt(count, 0), 0);
    near(iterationAt(count, seconds), count, count);
    assert.equal(iterationAt(count, seconds + 5), count);
    assert.ok(iterationAt(count, seconds - 0.01) < count);
  }
});

test("the first iteration of a long run is seen for a quarter of a second", () => {
  for (const count of COUNTS.filter((count) => count > 40)) near(timeOf(count, 1), 0.25);
  for (const count of COUNTS.filter((count) => count <= 40)) near(timeOf(count, 1), secondsOf(count) / count);
});

test("a whole run goes on from wherever it is, and never backwards", () => {
  for (const count of COUNTS) {
    for (const share of [0, 0.1, 0.5, 0.9, 1])
      near(iterationAt(count, timeOf(count, share * count)), share * count, count);
    let done = 0;
    for (let frame = 0; frame < 100 * secondsOf(count); frame++) {
      const next = iterationAfter(WHOLE_RUN, count, done, 10);
      assert.ok(next >= done);
      done = next;
    }
    near(done, count, 1e3 * count);
  }
});

test("a chosen speed goes through as many iterations a second as it says", () => {
  assert.deepEqual([RATES[0], RATES.at(-1)], [1, 1000]);
  for (const rate of RATES) {
    near(iterationAfter(rate, 10_000, 17, 2000), 17 + 2 * rate);
    assert.equal(iterationAfter(rate, 20, 19.5, 60_000), 20);
  }
});

test("slower and faster stay within the paces, and a link holds one of them", () => {
  assert.equal(nextPace(WHOLE_RUN, -1), WHOLE_RUN);
  assert.equal(nextPace(WHOLE_RUN, 1), 1);
  assert.equal(nextPace(10, 1), 20);
  assert.equal(nextPace(1000, 1), 1000);
  assert.deepEqual(
    [paceOf(50), paceOf(3), paceOf(undefined), paceOf("1")],
    [50, WHOLE_RUN, WHOLE_RUN, WHOLE_RUN],
  );
});

test("play flows by iteration and as a whole, not line by line", () => {
  const steps = /** @type {any[]} */ ([1, 1, 2, 2, 3].map((layer, line) => ({ layer, line: line % 2 })));
  const state = { grouping: /** @type {any} */ ("layer"), pace: 2, position: 2 };
  const flow = flowOf(state, steps);
  assert.equal(flow?.at, 1);
  assert.equal(flow?.end, 3);
  assert.equal(flow?.after(1, 500), 2);
  assert.deepEqual(flow?.reach(2), ["goToIteration", 2]);
  assert.equal(flow?.jumps, false);
  assert.equal(flowOf({ ...state, grouping: "phase" }, steps)?.jumps, true);
  assert.equal(flowOf({ ...state, grouping: "neuron" }, steps), null);
});
