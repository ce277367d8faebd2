// Points that change in the midst of a run: what the reader sees afterwards is what the events say.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventsWithPoints, pointsAt } from "../../../../static/js/training/data/later.js";

/** @type {any} */
const request = {
  data: {
    inputs: [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    targets: [[0], [1], [1], [0]],
  },
  events: [
    { step: 5, set: { batch_size: 1 } },
    { step: 9, add: { inputs: [[3, 3]], targets: [[1]] } },
    { step: 12, point: { sample: 4, inputs: [4, 4], targets: [1] } },
    { step: 15, remove: { samples: [1, 4] } },
  ],
};
const places = (/** @type {any} */ of, /** @type {number} */ step) =>
  pointsAt(of, step).map(({ inputs }) => inputs.join());

test("points drawn, moved and wiped away before a step are the points from there on, and no others before", () => {
  const before = pointsAt(request, 6);
  const [first, second, third, fourth] = before;
  assert.ok(first && second && third && fourth);
  const drawn = { inputs: [7, 7], targets: [1], isTest: false };
  const after = [{ ...first, inputs: [9, 9] }, third, fourth, drawn];
  const changed = { ...request, events: eventsWithPoints(request, 6, before, after) };
  assert.deepEqual(places(changed, 5), places(request, 5));
  assert.deepEqual(places(changed, 6), ["9,9", "0,1", "1,1", "7,7"]);
  // The later events mean the points that they meant: what was added at step 9 is moved, and leaves.
  assert.deepEqual(places(changed, 9), ["9,9", "0,1", "1,1", "7,7", "3,3"]);
  assert.deepEqual(places(changed, 12), ["9,9", "0,1", "1,1", "7,7", "4,4"]);
  assert.deepEqual(places(changed, 15), ["9,9", "0,1", "1,1", "7,7"]);
  const steps = changed.events.map(({ step = 0 }) => step);
  assert.deepEqual(
    steps,
    [...steps].sort((a, b) => a - b),
  );
});

test("a gesture that leaves the points as they are changes no event", () => {
  for (const step of [1, 6, 9, 20]) {
    const before = pointsAt(request, step);
    assert.deepEqual(eventsWithPoints(request, step, before, before), request.events);
  }
});
