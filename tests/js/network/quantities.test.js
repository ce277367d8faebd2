// The table of one quantity over all samples.
import assert from "node:assert/strict";
import { test } from "node:test";
import { COPIES, quantitiesOf, sampleRows } from "../../../static/js/network/views/tables/quantities.js";

const trace = /** @type {any} */ ({
  network: { inputs: 3, layers: [{ units: 4 }, { units: 2 }] },
  request: {
    inputs: [
      [1, 2, 3],
      [4, 5, 6],
    ],
    targets: [
      [0, 1],
      [1, 0],
    ],
  },
});
/** A screen whose number at an address is its own text. @param {Set<string>} known */
const screenOf = (known) =>
  /** @type {any} */ ({ trace, frame: { known }, explainer: { value: (/** @type {string} */ one) => one } });

/** @param {string} name */
const quantityOf = (name) => /** @type {any} */ (quantitiesOf({ trace }).find((one) => one.name === name));

test("every quantity of a sample is offered, of all layers and of each", () => {
  const names = quantitiesOf({ trace }).map(({ name, units }) => `${name}:${units}`);
  assert.deepEqual(names.slice(0, 4), ["x:3", "t:2", "z:6", "z1:4"]);
  assert.deepEqual(names.slice(-2), ["delta1:4", "delta2:2"]);
  assert.equal(names.length, 2 + 5 * 3);
});

test("a row for each sample, a column for each unit, and nothing before its step", () => {
  const delta = quantityOf("delta2");
  assert.deepEqual(sampleRows(screenOf(new Set()), delta, true)[0], ["delta2.0@0", "delta2.1@0"]);
  assert.deepEqual(sampleRows(screenOf(new Set()), delta), [
    [null, null],
    [null, null],
  ]);
  assert.deepEqual(sampleRows(screenOf(new Set(["delta2.0", "delta2.1"])), delta), [
    ["delta2.0@0", "delta2.1@0"],
    ["delta2.0@1", "delta2.1@1"],
  ]);
  const inputs = sampleRows(screenOf(new Set()), quantityOf("x"));
  assert.deepEqual(inputs[1], ["x.0@1", "x.1@1", "x.2@1"]);
});

test("a quantity of all layers has a column for each neuron", () => {
  assert.deepEqual(quantityOf("delta").addresses, [
    ...["delta1.0", "delta1.1", "delta1.2", "delta1.3"],
    ...["delta2.0", "delta2.1"],
  ]);
});

test("copies hold every digit, quote what a separator is in, and leave empty what is not known", () => {
  const heads = ["sample", "δ1, δ2", 'a "b"'];
  const rows = [
    [0.1 + 0.2, -1e-12],
    [null, 3],
  ];
  assert.equal(COPIES.csv(heads, rows), 'sample,"δ1, δ2","a ""b"""\n1,0.30000000000000004,-1e-12\n2,,3');
  assert.equal(COPIES.tsv(heads, rows).split("\n")[2], "2\t\t3");
  assert.deepEqual(COPIES.latex(["n", "x", "y"], rows).split("\n"), [
    "\\begin{array}{r|rr}",
    "n & x & y \\\\ \\hline",
    "1 & 0.30000000000000004 & -1 \\cdot 10^{-12} \\\\",
    "2 &  & 3 \\\\",
    "\\end{array}",
  ]);
});
