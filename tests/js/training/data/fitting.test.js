import assert from "node:assert/strict";
import { test } from "node:test";
import {
  fittedNetwork,
  fittingNotice,
  isEmpty,
  isLossFor,
  shapeOf,
  shapeOfOwn,
  withData,
  withLoss,
  withOutput,
} from "../../../../static/js/training/data/fitting.js";

const loss = (
  /** @type {string} */ name,
  /** @type {string | null} */ output,
  /** @type {string} */ targets,
) => ({ name, latex: "", output, targets });
const losses = [
  loss("half_squared_error", null, "any"),
  loss("squared_error", null, "any"),
  loss("mean_squared_error", null, "any"),
  loss("absolute_error", null, "any"),
  loss("huber", null, "any"),
  loss("binary_cross_entropy", "sigmoid", "unit_interval"),
  loss("cross_entropy", "softmax", "nonnegative"),
];
const classesParameter = { name: "classes", default: 3, low: 2, high: 10, latex: "k", whole: true };
const set = (
  /** @type {string} */ name,
  /** @type {number} */ inputs,
  /** @type {number | string | null} */ classes,
) => ({
  name,
  kind: classes === null ? "regression" : "classes",
  inputs,
  classes,
  parameters: classes === "classes" ? [classesParameter] : [],
});
const datasets = [
  set("moons", 2, 2),
  set("blobs", 2, "classes"),
  set("sine", 1, null),
  set("plane", 2, null),
  set("iris", 4, 3),
  set("digits", 64, 10),
];
/** @type {any} */
const catalog = { losses, datasets };
const ALL_DATA = [
  ...datasets.map(({ name }) => ({ name })),
  { name: "blobs", classes: 2 },
  { name: "blobs", classes: 7 },
  {
    inputs: [
      [0, 1],
      [1, 0],
    ],
    targets: [[0], [1]],
  },
  { inputs: [[0], [1]], targets: [[0.5], [-2]] },
  { inputs: [[0, 1, 2]], targets: [[0.5, 2]] },
  { inputs: [], targets: [] },
];
const ACTIVATIONS = ["linear", "sigmoid", "tanh", "relu", "softmax"];

/** What the server demands of a network (app/web/train/build.py). @param {any} request */
function isLegal({ network, data }) {
  const { outputs, inputs, classes } = shapeOf({ network, data }, catalog);
  const last = network.layers.at(-1);
  const entry = losses.find(({ name }) => name === network.loss);
  return (
    network.inputs === inputs &&
    last.units === outputs &&
    entry !== undefined &&
    (entry.output === null || entry.output === last.activation) &&
    (entry.targets === "any" || classes !== null) &&
    network.layers.every((/** @type {any} */ layer, /** @type {number} */ l) => {
      const fanIn = network.layers[l - 1]?.units ?? network.inputs;
      return !layer.weights || (layer.weights.length === layer.units && layer.weights[0].length === fanIn);
    })
  );
}

test("another set keeps the run legal, from every set, output and loss", () => {
  for (const before of ALL_DATA)
    for (const activation of ACTIVATIONS)
      for (const { name } of losses)
        for (const data of ALL_DATA) {
          const { inputs, outputs } = shapeOf(
            /** @type {any} */ ({ data: before, network: { inputs: 2, layers: [{ units: 1, activation }] } }),
            catalog,
          );
          const weights = Array.from({ length: 4 }, () => Array(inputs).fill(0.5));
          const request = /** @type {any} */ ({
            network: {
              inputs,
              layers: [
                { units: 4, activation: "tanh", weights },
                { units: outputs, activation },
              ],
              loss: name,
            },
            data: before,
            events: [{ step: 3, point: { sample: 9, inputs: [0, 0] } }],
          });
          const next = { ...request, ...withData(request, /** @type {any} */ (data), catalog) };
          const what = JSON.stringify([before, activation, name, data]);
          assert.ok(isLegal(next), what);
          assert.deepEqual(next.events, [], what);
        }
});

/** @param {string} activation @param {string} loss @param {number} [units] @returns {any} */
const network = (activation, loss, units = 1) => ({
  inputs: 2,
  layers: [
    { units: 3, activation: "tanh" },
    { units, activation },
  ],
  loss,
});
const TWO = { inputs: 2, outputs: 1, classes: 2 };

test("a choice that suits the new set too is kept", () => {
  const chosen = network("tanh", "half_squared_error");
  assert.equal(fittedNetwork(chosen, TWO, TWO, catalog), chosen);
  const soft = fittedNetwork(
    network("softmax", "cross_entropy", 3),
    { inputs: 2, outputs: 5, classes: 5 },
    { inputs: 2, outputs: 3, classes: 3 },
    catalog,
  );
  assert.deepEqual([soft.layers.at(-1)?.units, soft.loss], [5, "cross_entropy"]);
});

test("two classes, more classes and numbers each have their usual output and loss", () => {
  const before = { inputs: 1, outputs: 1, classes: null };
  const output = (/** @type {any} */ shape, /** @type {any} */ from) => {
    const { inputs, layers, loss: name } = fittedNetwork(network("linear", "huber"), shape, from, catalog);
    return [inputs, layers.at(-1)?.units, layers.at(-1)?.activation, name];
  };
  assert.deepEqual(output(TWO, before), [2, 1, "sigmoid", "binary_cross_entropy"]);
  assert.deepEqual(output({ inputs: 2, outputs: 3, classes: 3 }, before), [2, 3, "softmax", "cross_entropy"]);
  assert.deepEqual(output({ inputs: 1, outputs: 1, classes: null }, TWO), [
    1,
    1,
    "linear",
    "mean_squared_error",
  ]);
});

test("a loss brings its output along, and an output its loss", () => {
  const made = withLoss(network("tanh", "huber"), "binary_cross_entropy", catalog);
  assert.equal(made.layers.at(-1)?.activation, "sigmoid");
  assert.equal(withOutput(made, "tanh", TWO, catalog).loss, "mean_squared_error");
  assert.equal(withOutput(network("tanh", "huber"), "sigmoid", TWO, catalog).loss, "huber");
  assert.deepEqual(
    losses
      .filter((one) => isLossFor(one, TWO))
      .map(({ name }) => name)
      .slice(-2),
    ["huber", "binary_cross_entropy"],
  );
});

test("samples of one's own are classes when the server says so too", () => {
  const of = (/** @type {number[][]} */ targets, /** @type {string} */ activation) =>
    shapeOfOwn(
      { inputs: targets.map(() => [0, 0]), targets },
      network(activation, "huber", targets[0]?.length ?? 1),
    ).classes;
  assert.equal(of([[0], [1]], "sigmoid"), 2);
  assert.equal(of([[0], [1]], "linear"), null);
  assert.equal(
    of(
      [
        [0, 0, 1],
        [1, 0, 0],
      ],
      "softmax",
    ),
    3,
  );
  assert.equal(
    of(
      [
        [0, 1, 1],
        [1, 0, 0],
      ],
      "sigmoid",
    ),
    null,
  );
  assert.equal(of([[0.5], [1]], "sigmoid"), null);
});

test("what was changed is said, and nothing where nothing was", () => {
  const before = network("sigmoid", "binary_cross_entropy");
  const nameOf = (/** @type {string} */ _table, /** @type {string} */ name) => name;
  const after = fittedNetwork(before, { inputs: 2, outputs: 3, classes: 3 }, TWO, catalog);
  assert.deepEqual(fittingNotice(before, after, nameOf)?.params, {
    inputs: 2,
    outputs: 3,
    activation: "softmax",
    loss: "cross_entropy",
  });
  assert.equal(fittingNotice(before, undefined, nameOf), null);
});

test("a set without a point is empty, a named one is not", () => {
  assert.ok(isEmpty({ data: { inputs: [], targets: [] } }));
  assert.ok(!isEmpty({ data: { name: "moons" } }));
});
