// The address bar: what goes in comes out, and garbage comes out as a reason.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Unreadable, packed } from "../../../static/js/core/url_hash.js";
import { DRAWINGS, LETTERS, drawingOf } from "../../../static/js/network/letters.js";
import { bare, decode, encode, fromFile, linkHolds, toFile } from "../../../static/js/network/permalink.js";

const request = {
  network: {
    inputs: 1,
    layers: [{ units: 1, activation: "sigmoid", weights: [[0.1 + 0.2]], biases: [0] }],
    loss: "half_squared_error",
  },
  inputs: [[1]],
  targets: [[0]],
};
const catalog = /** @type {any} */ ({
  activations: [],
  losses: [],
  optimizers: [],
  initializers: [],
  limits: {},
  presets: [{ name: "document", request }],
});
const state = /** @type {import("../../../static/js/network/types.js").State} */ ({
  request,
  preset: "document",
  position: 7,
  grouping: "layer",
  notation: "derivation",
  figureRule: true,
  sample: 0,
  speed: 2,
});
const large = {
  ...state,
  request: {
    ...request,
    network: {
      ...request.network,
      inputs: 3000,
      seed: 5,
      layers: [{ units: 1, activation: "sigmoid", weights: [Array(3000).fill(1)] }],
    },
    inputs: [Array(3000).fill(0)],
  },
};

test("a state survives the address bar, to the last digit", () => {
  assert.deepEqual(decode(encode(state, catalog), catalog), state);
  const changed = { ...state, request: { ...request, round: 3, inputs: [[Math.PI]] } };
  assert.deepEqual(decode(`#${encode(changed, catalog)}`, catalog), changed);
});

test("what an optimizer remembers survives it too, and nothing else in its place", () => {
  const layer = { weights: { m: [[1e-17 / 3]], v: [[2e-9]] }, biases: { m: [0.1], v: [0] } };
  /** @param {any} optimizer_state */
  const remembering = (optimizer_state) => {
    const asked = { ...request, optimizer: { name: "adam" }, optimizer_state };
    return /** @type {typeof state} */ ({ ...state, preset: "", request: asked });
  };
  const good = remembering({ step: 12, layers: [layer] });
  assert.deepEqual(decode(encode(good, catalog), catalog), good);
  const bare = remembering({ step: 12, layers: [{ ...layer, biases: null }] });
  assert.deepEqual(decode(encode(bare, catalog), catalog), bare);
  for (const bad of [
    3,
    { step: -1, layers: [layer] },
    { step: 12 },
    { step: 12, layers: [{ weights: [[1]] }] },
    { step: 12, layers: [{ weights: { m: [1] } }] },
    { step: 12, layers: [{ ...layer, biases: { m: ["x"] } }] },
  ])
    assert.throws(() => decode(encode(remembering(bad), catalog), catalog), Unreadable);
});

test("an untouched preset is a short link", () => {
  assert.ok(encode({ ...state, position: 0 }, catalog).length < 90);
});

test("above 2,000 numbers the link holds seed and settings, and says so", () => {
  assert.equal(linkHolds(state, catalog), "all");
  assert.equal(linkHolds(/** @type {any} */ (large), catalog), "settings");
  const back = decode(encode(/** @type {any} */ (large), catalog), catalog);
  assert.equal(back.request.network.seed, 5);
  assert.equal(back.request.network.layers[0]?.weights, undefined);
});

test("a link tells whether weights were left out of it", () => {
  const many = /** @type {typeof state} */ (large);
  const [layer] = many.request.network.layers;
  const drawn = { ...many.request.network, layers: [{ ...layer, weights: undefined }] };
  const unwritten = /** @type {any} */ ({ ...many, request: { ...many.request, network: drawn } });
  assert.equal(linkHolds(unwritten, catalog), "settings");
  for (const [shown, isLeftOut] of /** @type {const} */ ([
    [state, false],
    [unwritten, false],
    [many, true],
  ])) {
    const opened = decode(encode(shown, catalog), catalog);
    assert.equal(bare.has(opened.request), isLeftOut);
    // What is shown then has the weights of its own link.
    assert.equal(bare.has(decode(encode(opened, catalog), catalog).request), false);
  }
});

test("garbage is refused, never half read", () => {
  const good = encode({ ...state, request: { ...request, inputs: [[2]] } }, catalog);
  const broken = [
    "",
    "1",
    "2.abc",
    "1.",
    "1.!!!",
    "1.abc",
    "1.e30.x",
    good.slice(0, -3),
    `${good}.x`,
    "1.bnVsbA",
    "1.W10",
    `1.${"A".repeat(300000)}`,
  ];
  for (const hash of broken) assert.throws(() => decode(hash, catalog), Unreadable, hash.slice(0, 30));
  for (const bad of [
    { p: "nothing" },
    { p: "document", k: -1 },
    { p: "document", g: "x" },
    { r: { network: {} } },
    { r: { ...request, inputs: [["a"]] } },
    { r: { ...request, inputs: [[1, 2]] } },
    { r: { ...request, inputs: [] } },
  ]) {
    assert.throws(
      () => decode(`1.${Buffer.from(JSON.stringify(bad)).toString("base64url")}`, catalog),
      Unreadable,
      JSON.stringify(bad),
    );
  }
});

test("links and files keep their own name of the figures' rule", () => {
  const link = JSON.parse(Buffer.from(encode(state, catalog).slice(2), "base64url").toString());
  assert.equal(link.d, 1);
  const file = JSON.parse(toFile(state));
  assert.deepEqual(Object.keys(file.state), [
    "request",
    "preset",
    "position",
    "grouping",
    "notation",
    "drawn",
    "sample",
    "speed",
  ]);
  assert.equal(file.state.drawn, true);
  assert.deepEqual(fromFile(toFile(state), catalog), state);
});

test("a file holds everything and a broken one is refused with its reason", () => {
  assert.deepEqual(fromFile(toFile(/** @type {any} */ (large)), catalog).request, large.request);
  assert.throws(() => fromFile("{", catalog), { key: "page.error.file_json" });
  assert.throws(() => fromFile("{}", catalog), { key: "page.error.file_kind" });
  assert.throws(() => fromFile('{"deltaflow": 1, "state": {"preset": 3}}', catalog), {
    key: "page.error.file_kind",
  });
});

test("a network of its own goes by the name of no example, in links and in files", () => {
  for (const preset of ["", "gone"]) {
    const own = { ...state, request: { ...request, inputs: [[3]] }, preset };
    assert.equal(decode(encode(own, catalog), catalog).preset, "");
    assert.equal(fromFile(toFile(own), catalog).preset, "");
  }
});

const looks = Object.keys(LETTERS).flatMap((notation) => DRAWINGS.map((drawing) => ({ notation, drawing })));

test("a link and a file hold the letters and the drawing", () => {
  for (const { notation, drawing } of looks) {
    const shown = /** @type {any} */ ({ ...state, notation, drawing });
    for (const back of [decode(encode(shown, catalog), catalog), fromFile(toFile(shown), catalog)]) {
      assert.equal(back.notation, notation);
      assert.equal(drawingOf(back), drawing);
    }
  }
});

test("links and files from before there was a drawing keep theirs, whatever letters the example has now", () => {
  for (const [letters, drawing] of [
    ["derivation", "circuit"],
    ["figure", "flow"],
  ]) {
    const presets = [{ name: "xor", request, letters: "textbook" }];
    const later = /** @type {any} */ ({ ...catalog, presets });
    // `n` was left out for the figures' notation.
    const link = packed({ p: "xor", k: 3, ...(letters === "figure" ? {} : { n: letters }) });
    const file = JSON.stringify({
      deltaflow: 1,
      state: {
        request,
        preset: "xor",
        position: 3,
        grouping: "neuron",
        notation: letters,
        drawn: false,
        sample: 0,
      },
    });
    for (const back of [decode(link, later), fromFile(file, later)]) {
      assert.equal(back.notation, letters);
      assert.equal(drawingOf(back), drawing);
    }
  }
});

test("unknown letters or an unknown drawing are refused", () => {
  for (const wrong of [{ n: "greek" }, { n: "toString" }, { w: "map" }, { n: 1 }, { w: {} }])
    assert.throws(
      () => decode(packed({ p: "document", ...wrong }), catalog),
      Unreadable,
      JSON.stringify(wrong),
    );
});

test("a link names a number whose step is to be shown, and nothing else in its place", () => {
  const named = { ...state, position: 0, number: "delta1.0" };
  assert.deepEqual(decode(encode(named, catalog), catalog), named);
  for (const f of ["nothing", 3, "delta", { a: 1 }])
    assert.equal(decode(packed({ p: "document", f }), catalog).number, undefined);
});
