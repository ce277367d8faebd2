import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  answersAt,
  classAt,
  columnsOf,
  confusionOf,
  rootMeanSquare,
} from "../../../static/js/training/answers.js";
import { createForward, functionsOf, isDrawable } from "../../../static/js/training/forward.js";
import { createRun } from "../../../static/js/training/run.js";

/** What the engine answers, recorded by write_forward.py. */
const record = JSON.parse(readFileSync(new URL("forward.json", import.meta.url), "utf8"));
const functions = functionsOf(record.curves);

/** @param {any} one */
function layersOf(one) {
  let [start, inputs] = [0, one.points[0].length];
  return one.layers.map((/** @type {any} */ { activation, weights, biases }) => {
    const place = { units: weights.length, inputs, activation, start, hasBiases: biases !== null };
    start += weights.length * inputs + (biases?.length ?? 0);
    inputs = weights.length;
    return place;
  });
}
/** @param {any} one */
const parametersOf = (one) =>
  Float64Array.from(
    one.layers.flatMap((/** @type {any} */ { weights, biases }) => [...weights.flat(), ...(biases ?? [])]),
  );

for (const one of record.cases)
  test(`the picture of a ${one.name} network with weights of size ${one.scale} is the engine's answer`, () => {
    const layers = layersOf(one);
    assert.ok(isDrawable(layers, functions));
    const forward = createForward(layers, functions, columnsOf(one.points, one.points[0].length));
    const outputs = forward.outputs(parametersOf(one));
    one.outputs.forEach((/** @type {number[][]} */ rows, /** @type {number} */ l) =>
      rows.forEach((row, n) =>
        row.forEach((expected, j) => {
          const found = outputs[l]?.[j]?.[n] ?? Number.NaN;
          const allowed = 1e-3 * Math.max(1, Math.abs(expected));
          assert.ok(Math.abs(found - expected) <= allowed, `layer ${l + 1} unit ${j}: ${found}, ${expected}`);
        }),
      ),
    );
    const last = /** @type {number[][]} */ (one.outputs.at(-1));
    last.forEach((row, n) => {
      const sorted = [...row].sort((a, b) => b - a);
      if ((sorted[0] ?? 0) - (sorted[1] ?? 0) > 2e-3)
        assert.equal(classAt(outputs.at(-1) ?? [], n), row.indexOf(sorted[0] ?? 0));
    });
  });

test("an activation that no curve is known of cannot be drawn", () => {
  assert.equal(isDrawable([{ activation: "of tomorrow" }], functions), false);
});

const header = /** @type {any} */ ({
  type: "header",
  network: { inputs: 1, layers: [{ units: 1, activation: "linear", biases: [0] }] },
  score: "side_of_half",
  parameters: 2,
  batches_per_epoch: 1,
  steps: 1,
  data: {
    inputs: [[0], [1], [2], [3]],
    targets: [[0], [0], [1], [1]],
    test_inputs: [[5]],
    test_targets: [[0]],
  },
});
/** y = x − 0.4: from 0.9 on it is nearer to 1. @param {any} head */
function runOf(head) {
  const run = createRun(head, 1);
  run.take(
    /** @type {any} */ ({
      type: "frame",
      epoch: 0,
      step: 0,
      loss: 0,
      test_loss: null,
      accuracy: null,
      test_accuracy: null,
      weights: [[[1]]],
      biases: [[-0.4]],
      layers: [{}],
      batch: [],
    }),
  );
  return run;
}

test("the confusion matrix has a row for each target and a column for each answer", () => {
  const run = runOf(header);
  const train = answersAt(run, functions, 0, "train");
  assert.deepEqual([...confusionOf(train, 2)], [1, 1, 0, 2]);
  assert.equal(train.wrong, 1);
  assert.deepEqual([...confusionOf(answersAt(run, functions, 0, "test"), 2)], [0, 1, 0, 0]);
});

test("the root mean square is that of the residuals", () => {
  const run = runOf({ ...header, score: "r_squared" });
  const answers = answersAt(run, functions, 0, "train");
  const sum = 0.4 ** 2 + 0.6 ** 2 + 0.6 ** 2 + 1.6 ** 2;
  const { targets } = header.data;
  assert.ok(Math.abs(rootMeanSquare(answers, targets, Number.NaN) - Math.sqrt(sum / 4)) < 1e-3);
  // The targets 0, 0, 1, 1 have the spread 1.
  assert.ok(Math.abs(rootMeanSquare(answers, targets, 1 - sum) - Math.sqrt(sum / 4)) < 1e-12);
});

test("the root mean square of answers that only a 64-bit number holds is finite", () => {
  const answers = /** @type {any} */ ({ count: 4, outputs: [new Float32Array(4).fill(Infinity)] });
  assert.equal(rootMeanSquare(answers, [[0], [0], [], [1], [1]], -4e200), 1e100);
});
