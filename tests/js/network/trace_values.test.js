// Every family of addresses, and everything that is none.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "../../../static/js/core/address.js";
import { figureRuleValueOf, valueAt } from "../../../static/js/network/trace_values.js";

const trace = /** @type {any} */ ({
  request: {
    inputs: [
      [1, 2],
      [3, 4],
    ],
    targets: [[5], [6]],
    optimizer: { name: "sgd", learning_rate: 0.5 },
  },
  loss: 7,
  network: { inputs: 2, layers: [{ units: 1, weights: [[8, 9]], biases: [10] }] },
  layers: [
    {
      pre_activations: [[11], [12]],
      activations: [[13], [14]],
      activation_gradients: [[4], [0]],
      deltas: [[2], [0]],
      weight_gradients: [[15, 16]],
      bias_gradients: [17],
      updated_weights: [[18, 19]],
      updated_biases: [20],
    },
  ],
  as_drawn: {
    layers: [
      {
        errors: [[21], [22]],
        weight_updates: [[23, 24]],
        bias_updates: null,
        ratios: [[1, 1]],
        signs_agree: [[true, true]],
      },
    ],
  },
});

test("every family reads its number, of the sample asked for", () => {
  const expected = {
    "x.1": 2,
    "x.1@1": 4,
    "t.0": 5,
    loss: 7,
    eta: 0.5,
    "z1.0": 11,
    "z1.0@1": 12,
    "a1.0": 13,
    "error1.0": 4,
    "delta1.0": 2,
    "slope1.0": 0.5,
    "w1.0.1": 9,
    "b1.0": 10,
    "dw1.0.1": 16,
    "db1.0": 17,
    "new_w1.0.0": 18,
    "new_b1.0": 20,
  };
  for (const [address, value] of Object.entries(expected))
    assert.equal(valueAt(trace, address, 0), value, address);
  assert.equal(valueAt(trace, "a1.0", 1), 14);
});

test("a slope that the answer holds is taken before the quotient, and none is invented", () => {
  assert.equal(valueAt(trace, "slope1.0", 1), null);
  assert.equal(
    valueAt({ ...trace, layers: [{ ...trace.layers[0], slopes: [[0.25], [0.125]] }] }, "slope1.0", 1),
    0.125,
  );
});

test("what is no address, or names a whole array, or lies outside has no number", () => {
  for (const address of [
    "",
    "q1.0",
    "w1",
    "w1.0",
    "x",
    "z.0",
    "x1.0",
    "w1.0.0.0",
    "w9.0.0",
    "a1.7",
    "x.9",
    "loss.1",
    "__proto__",
  ]) {
    assert.equal(valueAt(trace, address, 0), null, address);
  }
  assert.equal(parse("w1.0.2x"), null);
  assert.deepEqual(parse("new_w12.3.4@5"), { family: "new_w", layer: 12, indices: [3, 4], sample: 5 });
});

test("the figures' own numbers have their own reader", () => {
  assert.equal(figureRuleValueOf(trace, "error1.0", 1), 22);
  assert.equal(figureRuleValueOf(trace, "dw1.0.1", 0), 24);
  assert.equal(figureRuleValueOf(trace, "db1.0", 0), null);
  assert.equal(figureRuleValueOf(trace, "a1.0", 0), null);
});
