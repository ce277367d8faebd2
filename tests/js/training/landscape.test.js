import assert from "node:assert/strict";
import { test } from "node:test";
import { createRun } from "../../../static/js/training/run.js";
import {
  movedMost,
  pathTo,
  placesOf,
  questionForLandscape,
  wanted,
} from "../../../static/js/training/runs/landscape.js";

const header = {
  type: "header",
  network: {
    inputs: 2,
    layers: [
      { units: 2, activation: "tanh", biases: [0, 0] },
      { units: 1, activation: "sigmoid", biases: null },
    ],
  },
  batches_per_epoch: 1,
  steps: 3,
  data: { inputs: [[0, 1]], targets: [[1]], test_inputs: null, test_targets: null },
};
/** A run in which each parameter moves by its own step. */
function moving() {
  const run = createRun(/** @type {any} */ (header), 4);
  for (let k = 0; k < 4; k++)
    run.take(
      /** @type {any} */ ({
        type: "frame",
        step: k,
        epoch: k,
        weights: [
          [
            [k, 0 - 5 * k],
            [0, 2 * k],
          ],
          [[1, 3 * k]],
        ],
        biases: [[0.5, 4 * k], null],
        layers: [{}, {}],
        batch: [],
      }),
    );
  return run;
}

test("every weight and bias has the address of the API, in the order of a frame", () => {
  assert.deepEqual(
    placesOf(moving()).map(({ address, index }) => [address, index]),
    [
      ["w1.0.0", 0],
      ["w1.0.1", 1],
      ["w1.1.0", 2],
      ["w1.1.1", 3],
      ["b1.0", 4],
      ["b1.1", 5],
      ["w2.0.0", 6],
      ["w2.0.1", 7],
    ],
  );
});

test("the weights that have moved most come first, by the frames up to one only", () => {
  const addresses = movedMost(moving(), 3).map(({ address }) => address);
  assert.deepEqual(addresses.slice(0, 3), ["w1.0.1", "b1.1", "w2.0.1"]);
  assert.equal(addresses.length, 8);
});

test("the path holds the values of the frames, up to the one on the screen", () => {
  const run = moving();
  const [x, y] = /** @type {any} */ (movedMost(run, 3));
  assert.deepEqual(pathTo(run, 2, x, y), [
    { x: 0, y: 0 },
    { x: -5, y: 4 },
    { x: -10, y: 8 },
  ]);
});

test("the question has the weights of the frame and a window around the path", () => {
  const run = moving();
  const [x, y] = /** @type {any} */ (movedMost(run, 3));
  const landscape = wanted(run, 2, x, y);
  const request = { network: { inputs: 2, layers: [], loss: "binary_cross_entropy" } };
  /** @type {any} */
  const model = { landscape, answer: { request, run }, catalog: { limits: { samples: 1024 } } };
  /** @type {any} */
  const body = questionForLandscape(model)?.body();
  assert.deepEqual(body.network.request.network.layers[1], {
    units: 1,
    activation: "sigmoid",
    weights: [[1, 6]],
    bias: false,
  });
  assert.ok(body.view.x[0] < -10 && body.view.x[1] > 0);
  assert.equal(questionForLandscape({ ...model, landscape: { ...landscape, answer: {} } }), null);
});
