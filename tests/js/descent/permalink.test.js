// The address bar of the page of gradient descent holds the whole state, and refuses what is none.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode, isRequest } from "../../../static/js/descent/permalink.js";
import { startState } from "../../../static/js/descent/state.js";
import { Unreadable, packed } from "../../../static/js/core/url_hash.js";
import { parametersOf } from "../../../static/js/network/parameters.js";
import { sliceLink } from "../../../static/js/network/slice_link.js";
import { request } from "./example.js";

const catalog = /** @type {any} */ ({
  descent: {
    presets: [
      { name: "document", request },
      { name: "other", request: { ...request, steps: 10 } },
    ],
  },
  optimizers: [],
  limits: {},
});

test("decoding inverts encoding for any state", () => {
  const start = startState(catalog);
  for (const change of [
    {},
    { position: 77 },
    { preset: "other", request: { ...request, steps: 10 } },
    { grouping: "layer" },
    { grouping: "neuron" },
    { speed: 4 },
    { pace: 50 },
    { chart: { quantity: "gradient_norm", log: true } },
    { chart: { quantity: "value", log: true } },
    { chart: { quantity: "gradient_norm", log: false } },
    { part: { x: [-0.5, 1.25], y: [2, 3] } },
    { view: "surface" },
    { turn: { yaw: 1, pitch: 0.5, zoom: 1.25 } },
    { request: { ...request, runs: [...request.runs, ...request.runs] }, followed: 1 },
    { request: { ...request, view: { x: [0, 1], y: [-1, 2] }, stop: { gradient_norm: 0.1 } } },
    {
      preset: "",
      request: {
        ...request,
        function: "(p*x - t)**2",
        start: { p: 0 },
        data: { x: [1, 2], t: [1, 2] },
        batch: 1,
        seed: 3,
        reduction: "sum",
      },
    },
    { request: { ...request, model: { expression: "p*x", input: "x", target: "t", inputs: [0, 1] } } },
  ]) {
    const state = /** @type {any} */ ({ ...start, ...change });
    assert.deepEqual(decode(encode(state, catalog), catalog), state);
  }
});

test("a function of one's own goes by the name of no example", () => {
  const state = { ...startState(catalog), request: { ...request, function: "x**4 + y**2" } };
  assert.equal(decode(encode(state, catalog), catalog).preset, "");
});

test("a preset's link is short", () =>
  assert.ok(encode({ ...startState(catalog), position: 12 }, catalog).length < 60));

test("a link made before there were paces, charts and windows means what it meant", () => {
  const { grouping, position, pace, part, chart } = decode(packed({ p: "document", k: 12 }), catalog);
  assert.deepEqual([grouping, position, pace, part], ["neuron", 12, 0, null]);
  assert.deepEqual(chart, { quantity: "value", log: null });
  assert.equal(startState(catalog).grouping, "layer");
});

test("a malformed link is refused with a reason", () => {
  for (const hash of [
    "",
    "1.",
    "garbage",
    packed({}),
    packed({ p: "unknown" }),
    packed({ p: "document", r: 3 }),
    packed({ p: "document", k: -1 }),
    packed({ p: "document", g: "x" }),
    packed({ p: "document", r: { ...request, runs: [] } }),
    packed({ p: "document", r: { ...request, start: { "x y": 1 } } }),
    packed({ p: "document", t: [1] }),
    packed({ p: "document", w: { x: [1] } }),
    packed({ p: "document", w: { x: [2, 1], y: [0, 1] } }),
    packed({ p: "document", w: [0, 1] }),
    packed({ r: { ...request, start: { x: "1" } } }),
    packed({ r: { ...request, more: 1 } }),
    packed({ r: { runs: request.runs } }),
  ])
    assert.throws(() => decode(hash, catalog), Unreadable, hash);
});

test("a run that is no longer there is not followed", () =>
  assert.equal(decode(packed({ p: "document", f: 5 }), catalog).followed, 0));

const network = {
  network: {
    inputs: 2,
    layers: [
      { units: 2, activation: "tanh" },
      { units: 1, activation: "linear", bias: false },
    ],
    loss: "half_squared_error",
    seed: 3,
  },
  inputs: [[1, 2]],
  targets: [[1]],
  optimizer: { name: "sgd", learning_rate: 0.5 },
  round: 4,
  rule: /** @type {const} */ ("as_drawn"),
};
test("the link from a network has two of its parameters and its optimizer", () => {
  const { request: asked } = decode(sliceLink(network, "w1.0.0", "w2.0.1"), catalog);
  assert.ok(isRequest(asked));
  assert.deepEqual(asked.runs, [{ optimizer: { name: "sgd", learning_rate: 0.5 } }]);
  assert.equal(asked.network?.x, "w1.0.0");
  assert.deepEqual(Object.keys(asked.network?.request ?? {}), ["network", "inputs", "targets"]);
});
test("the parameters of a network are its weights and the biases that it has", () => {
  assert.deepEqual(parametersOf(network, 99), [
    "w1.0.0",
    "w1.0.1",
    "b1.0",
    "w1.1.0",
    "w1.1.1",
    "b1.1",
    "w2.0.0",
    "w2.0.1",
  ]);
  assert.equal(parametersOf(network, 3).length, 3);
});

test("a request of its own goes by the name of no example: that of a network's surface, and of other programs", () => {
  const network = /** @type {any} */ ({
    network: { inputs: 1, layers: [], loss: "l" },
    inputs: [],
    targets: [],
  });
  const bare = packed({ r: { ...request, steps: 77 } });
  for (const hash of [sliceLink(network, "w1.0.0", "b1.0"), bare, packed({ p: "gone", r: request })]) {
    const state = decode(hash, catalog);
    assert.equal(state.preset, "");
    assert.deepEqual(decode(encode(state, catalog), catalog), state);
  }
  assert.equal(decode(packed({ p: "other", r: request }), catalog).preset, "other");
});
