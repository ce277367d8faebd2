import assert from "node:assert/strict";
import { test } from "node:test";
import { changedAt, settingsAt, withWeight, withoutEvent } from "../../../static/js/training/events.js";

/** @type {any} */
const request = {
  network: { inputs: 1, layers: [{ units: 1, activation: "linear" }], loss: "mean_squared_error" },
  data: { name: "sine" },
  optimizer: { name: "momentum", learning_rate: 0.1, momentum: 0.9 },
  batch_size: 10,
  epochs: 3,
  seed: 1,
};

test("another rate alone keeps the optimizer and its state", () => {
  const next = changedAt(request, 5, { optimizer: { ...request.optimizer, learning_rate: 0.01 } });
  assert.deepEqual(next.events, [{ step: 5, set: { learning_rate: 0.01 } }]);
  assert.equal(settingsAt(next, 4).optimizer["learning_rate"], 0.1);
  assert.deepEqual(settingsAt(next, 5).optimizer, { ...request.optimizer, learning_rate: 0.01 });
});

test("changes of one step are one event, and the last one counts", () => {
  const once = changedAt(request, 5, { batch_size: 20 });
  const twice = changedAt(once, 5, { optimizer: { name: "sgd", learning_rate: 1 } });
  const third = changedAt(twice, 5, { optimizer: { name: "sgd", learning_rate: 2 } });
  assert.deepEqual(third.events, [
    { step: 5, set: { batch_size: 20, optimizer: { name: "sgd", learning_rate: 2 } } },
  ]);
});

test("events are in the order of their steps, whatever was changed first", () => {
  const late = changedAt(request, 9, { batch_size: 20 });
  const early = withWeight(late, 2, { layer: 1, unit: 0, input: 0, value: 3 });
  const again = withWeight(early, 2, { layer: 1, unit: 0, input: 0, value: 4 });
  assert.deepEqual(
    again.events?.map(({ step }) => step),
    [2, 9],
  );
  assert.equal(again.events?.[0]?.weight?.value, 4);
  assert.deepEqual(withoutEvent(withoutEvent(again, 0), 0), request);
});
