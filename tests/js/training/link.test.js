import assert from "node:assert/strict";
import { test } from "node:test";
import { packed } from "../../../static/js/core/url_hash.js";
import { decode, encode } from "../../../static/js/training/permalink.js";
import { presetState } from "../../../static/js/training/state.js";

const request = {
  network: {
    inputs: 2,
    layers: [{ units: 1, activation: "sigmoid" }],
    loss: "binary_cross_entropy",
    seed: 1,
  },
  data: { name: "xor" },
  optimizer: { name: "sgd", learning_rate: 0.5 },
  batch_size: 1,
  epochs: 5,
  seed: 1,
};
/** @type {any} */
const CATALOG = {
  training: { presets: [{ name: "small", request }] },
  optimizers: [
    { name: "sgd", parameters: [{ name: "learning_rate", default: 0.1 }] },
    { name: "adam", parameters: [{ name: "learning_rate", default: 0.001 }] },
  ],
};

test("a link brings back the logarithmic scale and the run to compare with", () => {
  const other = { ...request, optimizer: { name: "sgd", learning_rate: 5 } };
  const state = { ...presetState(CATALOG, "small"), log: true, other: /** @type {any} */ (other) };
  const found = decode(encode(state, CATALOG), CATALOG);
  assert.deepEqual([found.log, found.other], [true, other]);
});

test("a link whose run to compare with is no request compares nothing", () => {
  const state = { ...presetState(CATALOG, "small"), other: /** @type {any} */ ({ evil: 1 }) };
  assert.equal(decode(encode(state, CATALOG), CATALOG).other, null);
});

test("what a reader is asked first is not in the link", () => {
  const state = presetState(CATALOG, "small");
  assert.equal(encode({ ...state, asks: true }, CATALOG), encode(state, CATALOG));
});

/** The request that a link with this one opens. @param {unknown} asked @returns {any} */
const opened = (asked) => decode(packed({ r: asked }), CATALOG).request;

test("a request without what the API does not ask for opens with the API's defaults", () => {
  const { network, data } = request;
  const settings = { optimizer: { name: "sgd", learning_rate: 0.1 }, batch_size: 10, epochs: 100, seed: 0 };
  assert.deepEqual(opened({ network, data }), { network, data, ...settings });
  for (const name of ["optimizer", "batch_size", "epochs", "seed"]) {
    const { [name]: _, ...others } = /** @type {Record<string, unknown>} */ (request);
    assert.deepEqual(opened(others), { ...others, [name]: settings[/** @type {"seed"} */ (name)] });
  }
});

test("a bare name, and nothing in place of a value, are read as the API reads them", () => {
  const [layer] = request.network.layers;
  const asked = {
    ...request,
    network: { ...request.network, layers: [{ ...layer, weights: null, biases: null, frozen: null }] },
    data: "xor",
    optimizer: "adam",
    schedule: "cosine",
    clip_norm: null,
    frames: { count: 5 },
    include: ["weights"],
    events: [{ step: 2, point: null, set: { optimizer: "sgd", schedule: "constant", clip_norm: null } }],
  };
  assert.deepEqual(opened(asked), {
    ...request,
    optimizer: { name: "adam", learning_rate: 0.001 },
    schedule: { name: "cosine" },
    clip_norm: null,
    events: [
      {
        step: 2,
        set: {
          optimizer: { name: "sgd", learning_rate: 0.1 },
          schedule: { name: "constant" },
          clip_norm: null,
        },
      },
    ],
  });
});

test("a request that is whole stays as it is, and one of another form is refused", () => {
  assert.equal(JSON.stringify(opened(request)), JSON.stringify(request));
  const bad = [
    7,
    { ...request, evil: 1 },
    { ...request, seed: "1" },
    { ...request, optimizer: 3 },
    { ...request, network: { ...request.network, layers: [] } },
    { ...request, events: [{}] },
    { network: request.network },
  ];
  for (const one of bad) assert.throws(() => opened(one), /page\.error\.link/);
});
