// The struck number beside another says what it was: before an edit, or a weight before its update.
import assert from "node:assert/strict";
import { test } from "node:test";
import { beforeUpdate, ghostOf } from "../../../static/js/network/ghost.js";

/** A trace of one layer of one unit. @param {number} w @param {number} updated @param {number} [inputs] */
const traceOf = (w, updated, inputs = 1) => ({
  request: { inputs: [Array(inputs).fill(1)], targets: [[0]] },
  network: { inputs, layers: [{ units: 1, weights: [Array(inputs).fill(w)], biases: null }] },
  layers: [{ activations: [[w]], updated_weights: [Array(inputs).fill(updated)], updated_biases: null }],
});
/** @param {object} trace @param {object | null} ghost @returns {any} */
const screenOf = (trace, ghost) => ({ trace, ghost, state: { sample: 0 } });

test("after an edit the number before it is struck, of the same network only", () => {
  const now = traceOf(0.8, 0.7);
  assert.equal(ghostOf(screenOf(now, traceOf(0.5, 0.729)), "w1.0.0", 0.8), 0.5);
  assert.equal(ghostOf(screenOf(now, traceOf(0.5, 0.729)), "a1.0", 0.8), 0.5);
  assert.equal(ghostOf(screenOf(now, traceOf(0.8, 0.729)), "w1.0.0", 0.8), null);
  assert.equal(ghostOf(screenOf(now, traceOf(0.5, 0.729, 2)), "w1.0.0", 0.8), null);
  assert.equal(ghostOf(screenOf(now, null), "w1.0.0", 0.8), null);
});

test("beside a new weight stands its own old one, never another network's new one", () => {
  const screen = screenOf(traceOf(0.8, 0.7), traceOf(0.5, 0.729));
  assert.equal(ghostOf(screen, "new_w1.0.0", 0.7), null);
  assert.equal(beforeUpdate(screen, "new_w1.0.0", 0.7), 0.8);
  assert.equal(beforeUpdate(screenOf(traceOf(0.8, 0.8), null), "new_w1.0.0", 0.8), null);
});
