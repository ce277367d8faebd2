// The largest gradient of a step: none is larger in size, and its address leads to it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { largestGradient } from "../../../static/js/network/loss_change.js";
import { valueAt } from "../../../static/js/network/trace_values.js";

/** @param {number[][][]} weights by layer @param {(number[] | null)[]} biases */
const traceOf = (weights, biases) =>
  /** @type {any} */ ({
    layers: weights.map((rows, l) => ({ weight_gradients: rows, bias_gradients: biases[l] ?? null })),
  });

test("the largest gradient is the largest in size, wherever it stands", () => {
  for (const [at, large] of /** @type {const} */ ([
    [0, -7],
    [1, 7],
    [2, -7],
    [3, 7],
  ])) {
    const numbers = [0.5, -0.25, 3, -2].with(at, large);
    const [a = 0, b = 0, c = 0, d = 0] = numbers;
    const trace = traceOf([[[a, b]], [[c]]], [null, [d]]);
    const { address, value } = largestGradient(trace);
    assert.equal(value, large);
    assert.equal(valueAt(trace, address, 0), large);
    assert.equal(address, ["dw1.0.0", "dw1.0.1", "dw2.0.0", "db2.0"][at]);
  }
});

test("of several gradients that are all 0 the first has the name", () => {
  assert.deepEqual(largestGradient(traceOf([[[0, 0]]], [[0]])), { address: "dw1.0.0", value: 0 });
});
