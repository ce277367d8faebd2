import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemory } from "../../../static/js/core/browser/memory.js";
import { VARIATIONS, differencesOf } from "../../../static/js/training/runs/comparing.js";
import {
  MOST_KEPT,
  createShelf,
  readShelf,
  shelved,
  withKept,
} from "../../../static/js/training/runs/shelf.js";
import { fieldName, nameOf } from "../../../static/js/training/views/shelf/words.js";

/** @param {number} rate @param {object} [more] @returns {any} */
const request = (rate, more = {}) => ({
  network: {
    inputs: 2,
    layers: [
      { units: 4, activation: "tanh" },
      { units: 1, activation: "sigmoid" },
    ],
    loss: "binary_cross_entropy",
    seed: 1,
  },
  data: { name: "xor" },
  optimizer: { name: "sgd", learning_rate: rate },
  batch_size: 4,
  epochs: 10,
  seed: 1,
  ...more,
});
/** @type {any} */
const CATALOG = {
  training: { presets: [] },
  optimizers: [{ name: "sgd" }, { name: "adam" }],
  activations: [{ name: "tanh" }, { name: "relu" }, { name: "softmax" }],
  initializers: [{ name: "xavier_uniform" }, { name: "he_normal" }],
};
/** @type {any} */
const CONTEXT = {
  catalog: CATALOG,
  t: (/** @type {string} */ key, /** @type {object} */ params) =>
    ({ "training.field_rate": "η", "training.own_run": "own" })[key] ??
    `${key} ${JSON.stringify(params ?? {})}`,
  find: (/** @type {string} */ _, /** @type {string} */ otherwise) => otherwise,
};

test("a run is called by what differs from the one before it", () => {
  const [kept] = shelved(shelved([], request(0.02)), request(0.1));
  assert.equal(kept && nameOf(kept, CONTEXT), "η 0.02 → 0.1");
  assert.equal(nameOf({ request: request(0.1), before: null, name: "" }, CONTEXT), "own");
  assert.equal(nameOf({ request: request(0.1), before: null, name: "mine" }, CONTEXT), "mine");
});

test("no difference is called by a name of the program", () => {
  /** @type {any} */
  const full = {
    network: {
      inputs: 3,
      layers: [{ units: 5, activation: "relu", weights: [[1]], biases: [1], bias: false, frozen: "all" }],
      loss: "huber",
      seed: 2,
      initializer: { name: "uniform", limit: 1 },
    },
    data: { inputs: [[1]], targets: [[1]], test_inputs: [[1]], test_targets: [[1]] },
    optimizer: { name: "adam", learning_rate: 1, beta1: 0.5 },
    schedule: { name: "cosine", factor: 0.1 },
    batch_size: 1,
    epochs: 1,
    seed: 2,
    shuffle: false,
    regularization: { l1: 1, l2: 1 },
    clip_norm: 1,
    stop: { loss: 1, patience: 2 },
    events: [{ step: 1, set: { batch_size: 3 } }],
  };
  const known = {
    ...CONTEXT,
    find: (/** @type {string} */ key) => `<${key}>`,
    t: (/** @type {string} */ key) => `<${key}>`,
  };
  for (const { path } of differencesOf(request(0.02), full)) assert.match(fieldName(path, known), /^</, path);
});

test("points that were drawn are told by how many there are", () => {
  /** @param {number} count */
  const drawn = (count) =>
    request(1, {
      data: { inputs: Array.from({ length: count }, () => [count, 2]), targets: Array(count).fill([1]) },
    });
  const [kept] = shelved(shelved([], drawn(6)), drawn(7));
  assert.equal(kept && nameOf(kept, CONTEXT), 'training.field_points {"layer":1} 6 → 7');
  const [moved] = shelved(
    shelved([], drawn(2)),
    request(1, {
      data: {
        inputs: [
          [0, 0],
          [1, 1],
        ],
        targets: [[1], [1]],
      },
    }),
  );
  assert.equal(moved && nameOf(moved, CONTEXT), "training.field_points_changed {}");
});

test("differences are told field by field, lists of numbers as a whole", () => {
  const before = request(0.1, { data: { inputs: [[1, 2]], targets: [[1]] } });
  const after = request(0.1, { data: { inputs: [[1, 3]], targets: [[1]] }, clip_norm: 1 });
  assert.deepEqual(
    differencesOf(before, after).map(({ path }) => path),
    ["data.inputs", "clip_norm"],
  );
  assert.deepEqual(differencesOf(before, before), []);
});

test("a run that is on the shelf is not put there twice", () => {
  const list = shelved(shelved([], request(1)), request(2));
  assert.equal(shelved(list, request(1)), list);
});

test("the runs while points are drawn are one entry, beside the run before", () => {
  const shelf = createShelf(createMemory(() => null));
  /** @param {any} asked @param {boolean} isDrawing */
  const note = (asked, isDrawing) =>
    shelf.note(/** @type {any} */ ({ request: asked, run: {}, isOver: false }), isDrawing);
  /** @param {number} count of points @param {object} [more] */
  const drawn = (count, more = {}) => {
    const inputs = Array.from({ length: count }, (_, k) => [k, k]);
    return request(0.1, { data: { inputs, targets: inputs.map(() => [1]) }, ...more });
  };
  const requests = () => shelf.list.map((one) => one.request);
  note(drawn(1), false);
  // The tool is chosen; nothing is drawn yet.
  note(drawn(1), true);
  for (const count of [2, 3, 4]) note(drawn(count), true);
  assert.deepEqual(requests(), [drawn(4), drawn(1)]);
  assert.deepEqual(shelf.list[0]?.before, drawn(1));
  // Points that join from a step on, and a class more, are drawn too.
  const later = drawn(4, { events: [{ step: 3, add: { inputs: [[0, 1]], targets: [[1]] } }] });
  note(later, true);
  const { network } = drawn(4);
  const layers = network.layers.with(-1, { units: 3, activation: "softmax" });
  const wider = drawn(5, { network: { ...network, layers, loss: "cross_entropy" } });
  note(wider, true);
  assert.deepEqual(requests(), [wider, drawn(1)]);
  // Another setting, and what the reader has pinned, are kept.
  note({ ...wider, epochs: 3 }, true);
  assert.equal(shelf.list.length, 3);
  shelf.change({ ...wider, epochs: 3 }, { isPinned: true });
  note(drawn(6), true);
  assert.equal(shelf.list.length, 4);
  // After a pause a new entry begins.
  note(drawn(6), false);
  note(drawn(7), true);
  assert.equal(shelf.list.length, 5);
});

test("a run that was taken off the shelf does not come back as it goes on", () => {
  const shelf = createShelf(createMemory(() => null));
  /** @param {any} asked */
  const note = (asked) => shelf.note(/** @type {any} */ ({ request: asked, run: {}, isOver: false }));
  const [first, second] = [request(1), request(2)];
  note(first);
  shelf.clear();
  note(first);
  assert.deepEqual(shelf.list, []);
  note(second);
  note(first);
  shelf.remove(first);
  note(first);
  assert.deepEqual(
    shelf.list.map((one) => one.request),
    [second],
  );
});

test("the oldest run that is not pinned leaves first", () => {
  /** @type {readonly import("../../../static/js/training/runs/shelf.js").Kept[]} */
  let list = withKept(shelved([], request(0)), request(0), { isPinned: true });
  for (let k = 1; k <= MOST_KEPT; k++) list = shelved(list, request(k));
  assert.equal(list.length, MOST_KEPT);
  const rates = list.map((one) => one.request.optimizer["learning_rate"]);
  assert.deepEqual([rates[0], rates.at(-2), rates.at(-1)], [MOST_KEPT, 2, 0]);
});

test("the shelf comes back after a reload, and what cannot be read does no harm", () => {
  const stored = new Map();
  const memory = createMemory(() => ({
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, text) => void stored.set(key, text),
    removeItem: (key) => void stored.delete(key),
  }));
  /** @type {any} */
  const answer = { request: request(3), run: {}, isOver: false };
  createShelf(memory).note(answer);
  const again = createShelf(memory);
  assert.deepEqual(
    again.list.map((one) => one.request),
    [request(3)],
  );
  again.clear();
  assert.equal(stored.size, 0);
  assert.deepEqual(readShelf("{"), []);
  assert.deepEqual(readShelf('[{"request": {"evil": 1}}, 7]'), []);
});

test("each variation changes what it says and nothing else", () => {
  const before = request(0.02);
  for (const { name, choices, change } of VARIATIONS) {
    const all = choices(CATALOG, before);
    assert.ok(all.length > 0, name);
    for (const choice of all) {
      const paths = differencesOf(before, change(before, choice)).map(({ path }) => path);
      const allowed = {
        rate: /^optimizer\.learning_rate$/,
        optimizer: /^optimizer\.name$/,
        activation: /^network\.layers\.0\.activation$/,
        initializer: /^network\.initializer$/,
        seed: /^(network\.)?seed$/,
      }[name];
      assert.ok(paths.length > 0 && paths.every((path) => allowed.test(path)), `${name} ${choice} ${paths}`);
    }
  }
});
