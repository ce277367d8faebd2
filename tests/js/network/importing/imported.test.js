// A network from a file on the page: samples that fit stay, others give way to one.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isImported,
  outputFor,
  requestOfImport,
  samplesFit,
  withActivations,
} from "../../../../static/js/network/importing/imported.js";
import { lossOf } from "../../../../static/js/network/own_network.js";

const catalog = /** @type {any} */ ({
  activations: [
    { name: "tanh", elementwise: true },
    { name: "sigmoid", elementwise: true },
    { name: "softmax", elementwise: false },
  ],
  losses: [
    { name: "half_squared_error", output: null, targets: "any" },
    { name: "binary_cross_entropy", output: "sigmoid", targets: "unit_interval" },
    { name: "cross_entropy", output: "softmax", targets: "nonnegative" },
  ],
});
const network = {
  inputs: 2,
  layers: [
    { units: 3, activation: "tanh" },
    { units: 2, activation: "softmax" },
  ],
  loss: "cross_entropy",
};
/** @param {number[][]} inputs @param {number[][]} targets */
const shown = (inputs, targets) =>
  /** @type {any} */ ({ network: {}, inputs, targets, reduction: "sum", optimizer: { name: "adam" } });

test("samples of the network's widths stay, with what else is set", () => {
  const before = shown([[1, 2]], [[0, 1]]);
  assert.deepEqual(requestOfImport(network, before, catalog), { ...before, network });
});

test("samples that do not fit give way to one that does", () => {
  for (const [inputs, targets] of [
    [[[1, 2, 3]], [[0, 1]]],
    [[[1, 2]], [[0, 1, 0]]],
    [[[1, 2]], [[0, -1]]],
  ]) {
    const before = shown(inputs ?? [], targets ?? []);
    assert.equal(samplesFit(before, network, catalog), false);
    const request = requestOfImport(network, before, catalog);
    assert.deepEqual([request.inputs, request.targets], [[[1, 1]], [[1, 0]]]);
    assert.equal(samplesFit(request, network, catalog), true);
  }
});

test("targets above 1 stay only where the loss takes them", () => {
  const before = shown([[1, 2]], [[0, 3]]);
  assert.equal(samplesFit(before, network, catalog), true);
  assert.equal(samplesFit(before, { ...network, loss: "binary_cross_entropy" }, catalog), false);
});

test("another output activation brings its loss", () => {
  assert.equal(lossOf(catalog, "softmax", "half_squared_error"), "cross_entropy");
  assert.equal(lossOf(catalog, "tanh", "cross_entropy"), "half_squared_error");
  const changed = withActivations(network, ["sigmoid", "tanh"], "half_squared_error");
  assert.deepEqual(
    changed.layers.map(({ activation }) => activation),
    ["sigmoid", "tanh"],
  );
  assert.equal(network.layers[0]?.activation, "tanh");
});

test("another loss brings the output activation that it needs, and no pair is impossible", () => {
  for (const { name: loss, output } of catalog.losses)
    for (const { name: before } of catalog.activations) {
      const after = outputFor(catalog, loss, before);
      assert.equal(after, output ?? before);
      // What the loss has chosen does not drive the loss away.
      if (output !== null) assert.equal(lossOf(catalog, after, loss), loss);
    }
});

test("what is no answer of an import is told apart", () => {
  const answer = { kind: "onnx", network, layers: [{}, {}], notices: [] };
  assert.equal(isImported(answer), true);
  for (const other of [null, {}, { ...answer, layers: [] }, { ...answer, notices: null }, { network }])
    assert.equal(isImported(other), false);
});
