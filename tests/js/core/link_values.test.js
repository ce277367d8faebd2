// The checks of values from links are the same for every tool, with the bounds of the API.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  groupingOf,
  isCount,
  isMatrix,
  isMissingOr,
  isNamed,
  isNumber,
  isRow,
  isTableByName,
  speedOf,
} from "../../../static/js/core/link_values.js";
import { Unreadable, packed } from "../../../static/js/core/url_hash.js";
import { decode as decodeDescent } from "../../../static/js/descent/permalink.js";
import { decode as decodeGraph } from "../../../static/js/graph/permalink.js";
import { decode as decodeNetwork } from "../../../static/js/network/permalink.js";
import { request as descent } from "../descent/example.js";
import { catalog as graph } from "../graph/example.js";

const LARGEST = 2 ** 53 - 1;

test("a count is an integer from 0 to the largest seed of the API", () => {
  for (const good of [0, 1, 999_999, 1e6, 9_999_999, 1e7, LARGEST]) assert.ok(isCount(good), String(good));
  for (const bad of [-1, 0.5, LARGEST + 1, NaN, Infinity, "1", null, undefined, [1]])
    assert.ok(!isCount(bad), String(bad));
});

test("rows and matrices hold finite numbers", () => {
  assert.ok(isNumber(-1e300) && !isNumber(Infinity) && !isNumber("1"));
  assert.ok(isRow([]) && isRow([1, -2.5]) && !isRow([1, null]) && !isRow({ 0: 1 }));
  assert.ok(isMatrix([[]]) && isMatrix([[1], [2, 3]]) && !isMatrix([]) && !isMatrix([1]));
});

test("tables by name and entries of the catalog", () => {
  assert.ok(isTableByName({ a_1: 1, _b: 2 }, isNumber) && isTableByName({}, isNumber));
  for (const bad of [{ "1a": 1 }, { "a b": 1 }, { a: "1" }, [1], null])
    assert.ok(!isTableByName(bad, isNumber), JSON.stringify(bad));
  assert.ok(isNamed({ name: "sgd", learning_rate: 0.1, schedule: "constant" }));
  for (const bad of [{ learning_rate: 0.1 }, { name: 1 }, { name: "sgd", learning_rate: null }, "sgd"])
    assert.ok(!isNamed(bad), JSON.stringify(bad));
});

test("what may be missing, groupings and speeds", () => {
  assert.ok(isMissingOr(undefined, isNumber) && isMissingOr(1, isNumber) && !isMissingOr(null, isNumber));
  assert.deepEqual(["neuron", "layer", "phase", "unit", 1].map(groupingOf), [
    "neuron",
    "layer",
    "phase",
    null,
    null,
  ]);
  assert.deepEqual([0.25, 4, 3, "1", undefined].map(speedOf), [0.25, 4, 1, 1, 1]);
});

const network = {
  network: { inputs: 1, layers: [{ units: 1, activation: "sigmoid" }], loss: "half_squared_error" },
  inputs: [[1]],
  targets: [[0]],
};
const catalog = /** @type {any} */ ({
  ...graph,
  presets: [{ name: "document", request: network }],
  descent: { presets: [{ name: "document", request: descent }] },
});

/** For each tool a link with the position `k`. */
const LINKS = /** @type {[string, (hash: string, catalog: any) => {position: number}, string][]} */ ([
  ["network", decodeNetwork, "document"],
  ["graph", decodeGraph, "twice"],
  ["descent", decodeDescent, "document"],
]);
for (const [name, decode, preset] of LINKS) {
  test(`a link of the ${name} has a position up to the same bound`, () => {
    for (const k of [999_999, 9_999_999, LARGEST])
      assert.equal(decode(packed({ p: preset, k }), catalog).position, k);
    for (const k of [-1, 1.5, LARGEST + 1, "1"])
      assert.throws(() => decode(packed({ p: preset, k }), catalog), Unreadable);
  });
}

test("a link may hold any seed that the API accepts", () => {
  const seeded = { ...network, network: { ...network.network, seed: LARGEST } };
  assert.equal(decodeNetwork(packed({ r: seeded }), catalog).request.network.seed, LARGEST);
  const run = { ...descent, seed: LARGEST };
  assert.equal(decodeDescent(packed({ r: run }), catalog).request.seed, LARGEST);
});
