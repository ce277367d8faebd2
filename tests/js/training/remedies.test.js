import assert from "node:assert/strict";
import { test } from "node:test";
import {
  rateAt,
  trainedFurther,
  trainedShorter,
  withTenthOfRate,
  withoutStop,
} from "../../../static/js/training/runs/remedies.js";

/** @param {object} [more] @returns {any} */
const request = (more = {}) => ({ optimizer: { name: "sgd", learning_rate: 0.3 }, epochs: 100, ...more });

test("a tenth of the rate is a round number, and leaves the rest of the optimizer", () => {
  const before = request({ optimizer: { name: "adam", learning_rate: 0.3, beta1: 0.8 } });
  assert.deepEqual(withTenthOfRate(before, 5).optimizer, { name: "adam", learning_rate: 0.03, beta1: 0.8 });
});

test("the rate that an event has set is made smaller where it was set", () => {
  const events = [
    { step: 10, set: { learning_rate: 5 } },
    { step: 20, set: { optimizer: { name: "sgd", learning_rate: 70 } } },
    { step: 90, set: { learning_rate: 1 } },
  ];
  const before = request({ events });
  assert.equal(rateAt(before, 15), 5);
  assert.equal(withTenthOfRate(before, 15).events?.[0]?.set?.learning_rate, 0.5);
  const later = withTenthOfRate(before, 50);
  assert.equal(later.events?.[1]?.set?.optimizer?.["learning_rate"], 7);
  assert.deepEqual(
    [later.optimizer, later.events?.[0], later.events?.[2]],
    [before.optimizer, events[0], events[2]],
  );
});

test("a run is trained further as far as the server takes it", () => {
  assert.equal(trainedFurther(request(), { train_epochs: 1e5, train_steps: 2e6 }, 10).epochs, 200);
  assert.equal(trainedFurther(request(), { train_epochs: 1e5, train_steps: 1500 }, 10).epochs, 150);
  const most = request();
  assert.equal(trainedFurther(most, { train_epochs: 100, train_steps: 2e6 }, 10), most);
  assert.equal(trainedShorter(request({ epochs: 1 })).epochs, 1);
});

test("a condition that ended the run is taken away, the other stays", () => {
  assert.deepEqual(withoutStop(request({ stop: { loss: 0.1, patience: 5 } }), "loss").stop, { patience: 5 });
});
