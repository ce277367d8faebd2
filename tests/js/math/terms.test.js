// The terms that a cut sum leaves out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { terms as cutBy } from "./cut_terms.js";
import { uncut } from "../../../static/js/math/formula/terms.js";
import { cutTerms } from "../../../static/js/math/formula/tree.js";

/** @typedef {import("../../../static/js/core/types.js").Tree} Tree */

const leaf = (/** @type {string} */ address) => /** @type {Tree} */ ({ op: "address", address });
const product = (/** @type {Tree[]} */ ...args) => /** @type {Tree} */ ({ op: "product", args });
const sum = (/** @type {readonly Tree[]} */ args) => /** @type {Tree} */ ({ op: "sum", args });
const range = (/** @type {number} */ count) => Array.from({ length: count }, (_, k) => k);

/** Sums as the server writes them, by name: all their terms. @type {Record<string, Tree[]>} */
const SUMS = {
  "over samples": range(20).map((s) => product(leaf(`delta1.0@${s}`), leaf(`x.1@${s}`))),
  "over inputs": range(7).map((i) => product(leaf(`w2.3.${i}`), leaf(`a1.${i}`))),
  "over inputs and a bias": [
    ...range(12).map((i) => product(leaf(`w1.0.${i}`), leaf(`x.${i}`))),
    leaf("b1.0"),
  ],
  "of what comes back": range(11).map((k) => product(leaf(`w3.${k}.2`), leaf(`delta3.${k}`))),
  "of one kind": range(100).map((k) => leaf(`t.${k}`)),
};

test("a cut sum shows all its terms again", () => {
  for (const [name, all] of Object.entries(SUMS)) {
    const cut = sum(cutBy(all));
    assert.equal(cutTerms(cut), all.length, name);
    assert.deepEqual(uncut(cut), sum(all), name);
  }
});

test("so it does inside a formula, and where it is the arguments of a loss", () => {
  const all = range(9).map((k) => leaf(`a2.${k}`));
  const targets = range(9).map((k) => leaf(`t.${k}`));
  const whole = (/** @type {Tree[]} */ a, /** @type {Tree[]} */ t) =>
    /** @type {Tree} */ ({
      op: "equals",
      args: [leaf("loss"), { op: "call", name: "loss", args: [...a, ...t] }],
    });
  assert.deepEqual(uncut(whole(cutBy(all), cutBy(targets))), whole(all, targets));
});

test("a sum that begins with its own unit leaves it out later", () => {
  for (const unit of range(9)) {
    const order = [unit, ...range(9).filter((k) => k !== unit)];
    const all = order.map((k) => product(leaf(`t.${k}`), leaf(`a2.${k}`), leaf(`a2.${unit}`)));
    assert.deepEqual(uncut(sum(cutBy(all))), sum(all), `unit ${unit}`);
  }
});

test("what is not cut stays, and what does not follow is not made up", () => {
  const short = sum(range(6).map((k) => leaf(`t.${k}`)));
  assert.equal(cutTerms(short), 0);
  assert.deepEqual(uncut(short), short);
  const odd = [0, 4, 9, 2, 1, 3, 8].map((k) => leaf(`t.${k}`));
  assert.equal(uncut(sum(cutBy(odd))), null);
});
