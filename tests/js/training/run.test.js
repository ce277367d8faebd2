import assert from "node:assert/strict";
import { test } from "node:test";
import { createRun, networkAt, withBetween } from "../../../static/js/training/run.js";
import { readRun } from "../../../static/js/training/stream.js";

const header = {
  type: "header",
  network: { inputs: 2, layers: [{ units: 1, activation: "sigmoid", biases: [0] }] },
  parameters: 3,
  batches_per_epoch: 2,
  score: "side_of_half",
  steps: 4,
  data: { inputs: [[0, 1]], targets: [[1]], test_inputs: null, test_targets: null },
};
/** @param {number} step */
const frame = (step) => ({
  type: "frame",
  epoch: Math.floor(step / 2),
  step,
  learning_rate: 0.1,
  loss: 1 / (step + 1),
  test_loss: null,
  accuracy: 0.1 + 0.2,
  test_accuracy: null,
  weights: [[[0.1 * step, -1 / 3]]],
  biases: [[5e-324]],
  layers: [{ gradient_norm: 1, update_ratio: null, saturated: 0, dead: 0 }],
  batch: [step, 300 + step],
});
const end = { type: "end", reason: "done", epoch: 2, step: 4, layer: null, quantity: null, text: "over" };

test("a run gives back every number of every frame to the last bit", () => {
  const run = createRun(/** @type {any} */ (header), 2);
  for (const step of [0, 1, 2, 3, 4]) run.take(/** @type {any} */ (frame(step)));
  assert.equal(run.count, 5);
  assert.equal(run.steps.length, 4);
  assert.deepEqual(networkAt(run, 3), [{ weights: [[0.1 * 3, -1 / 3]], biases: [5e-324] }]);
  assert.equal(run.scalar("accuracy", 2), 0.1 + 0.2);
  assert.ok(Number.isNaN(run.scalar("test_loss", 1)));
  assert.deepEqual([...run.batchAt(4)], [4, 304]);
  assert.equal(run.measure("gradient_norm", 0, 4), 1);
  assert.ok(Number.isNaN(run.measure("update_ratio", 0, 4)));
  assert.equal(run.frameOf(3.5), 3);
});

/** @param {string[]} portions */
const responseOf = (portions) =>
  new Response(
    new ReadableStream({
      async start(controller) {
        for (const portion of portions) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          controller.enqueue(new TextEncoder().encode(portion));
        }
        controller.close();
      },
    }),
  );

test("a run is shown as soon as the place one looks at has come, however the lines are cut", async () => {
  const text =
    [header, ...[0, 1, 2, 3, 4].map(frame), end].map((line) => JSON.stringify(line)).join("\n") + "\n";
  for (const size of [1, 7, 100, text.length]) {
    const portions = Array.from({ length: Math.ceil(text.length / size) }, (_, k) =>
      text.slice(k * size, (k + 1) * size),
    ).slice(0, 3000);
    await /** @type {Promise<void>} */ (
      new Promise((resolve, reject) => {
        void readRun(responseOf(portions), {
          until: 2,
          expected: 5,
          more: (isBroken) => {
            assert.equal(isBroken, false);
            if (reading.run?.end) resolve();
          },
        }).then((answer) => {
          assert.ok(answer.count >= 2);
          reading.run = answer.run;
          if (answer.isOver) resolve();
        }, reject);
        /** @type {{run: any}} */
        const reading = { run: null };
      })
    );
  }
});

test("a run that is cut is said to be broken", async () => {
  const text = [header, frame(0), frame(1)].map((line) => `${JSON.stringify(line)}\n`).join("");
  const broken = await new Promise((resolve) => {
    void readRun(responseOf([text, '{"type": "fra']), {
      until: 1,
      expected: 5,
      more: (isBroken) => isBroken && resolve(true),
    });
  });
  assert.equal(broken, true);
});

test("the frames of a window stand between those of the run, none twice", () => {
  const runOf = (/** @type {number[]} */ steps) => {
    const run = createRun(/** @type {any} */ (header), 1);
    for (const step of steps) run.take(/** @type {any} */ (frame(step)));
    return run;
  };
  const base = runOf([0, 4, 8]);
  base.take(/** @type {any} */ (end));
  const merged = withBetween(base, runOf([4, 5, 6, 7]));
  assert.deepEqual([...merged.column("step")], [0, 4, 5, 6, 7, 8]);
  assert.equal(merged.steps.length, 5);
  assert.deepEqual(networkAt(merged, 3), networkAt(runOf([6]), 0));
  assert.deepEqual([...merged.batchAt(2)], [5, 305]);
  assert.equal(merged.end?.reason, "done");
});
