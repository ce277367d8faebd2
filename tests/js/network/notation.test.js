import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { ballFamily, latexOf, runningNumber, signOf, textOf } from "../../../static/js/network/notation.js";

const DOCUMENT = { units: [3, 2, 1], activations: ["\\sigma", "\\sigma", "\\sigma"] };
const figure = { ...DOCUMENT, notation: "figure" };
const derivation = { ...DOCUMENT, notation: "derivation" };

test("neurons are numbered through, from the first hidden one to the output", () => {
  assert.deepEqual(
    [
      [1, 0],
      [1, 2],
      [2, 0],
      [3, 0],
    ].map(([l, j]) => runningNumber(figure, l, j)),
    [1, 3, 4, 6],
  );
});

const FIGURE = {
  "x.0": "x_1",
  "t.0": "z",
  "z1.0": "e_1",
  "a1.0": "y_1",
  "a3.0": "y",
  "w1.0.0": "w_{(x1)1}",
  "w2.0.0": "w_{14}",
  "w3.0.1": "w_{56}",
  "b1.2": "b_3",
  "error3.0": "\\delta",
  "error2.0": "\\delta_4",
  "slope3.0": "f'_6(e_6)",
  "dw2.0.0": "\\frac{\\partial C}{\\partial w_{14}}",
  "new_w2.0.0": "w'_{14}",
  loss: "C",
  eta: "\\eta",
  "a1.0@1": "y_1^{[2]}",
  "delta2.0": "-\\frac{\\partial C}{\\partial e_4}",
};
for (const [address, latex] of Object.entries(FIGURE)) {
  test(`in the figures ${address} is written ${latex}`, () => assert.equal(latexOf(address, figure), latex));
}
const DERIVATION = {
  "x.0": "x_1",
  "t.0": "t",
  "z1.0": "z^{(1)}_1",
  "a3.0": "a^{(3)}_1",
  "w2.0.1": "w^{(2)}_{12}",
  "b1.2": "b^{(1)}_3",
  "error2.0": "\\frac{\\partial C}{\\partial a^{(2)}_1}",
  "delta2.0": "\\frac{\\partial C}{\\partial z^{(2)}_1}",
  "slope3.0": "\\sigma'(z^{(3)}_1)",
  "new_w2.0.1": "w'^{(2)}_{12}",
  "delta1.0@1": "\\frac{\\partial C}{\\partial z^{(1)[2]}_1}",
  dw1: "\\frac{\\partial C}{\\partial W^{(1)}}",
};
for (const [address, latex] of Object.entries(DERIVATION)) {
  test(`in the derivation ${address} is written ${latex}`, () =>
    assert.equal(latexOf(address, derivation), latex));
}

test("an update writes the slope as the figures do", () => {
  assert.equal(latexOf("slope1.0", { ...figure, update: true }), "\\frac{df_1(e)}{de}");
});
test("an index with two digits is set apart by a comma", () => {
  const wide = { notation: "figure", units: [12, 2], activations: ["f", "f"] };
  assert.equal(latexOf("w2.0.11", wide), "w_{12,13}");
});
test("only the figures turn the sign of an error round", () => {
  assert.deepEqual(
    [
      signOf("error1.0", "figure"),
      signOf("delta1.0@2", "figure"),
      signOf("dw1.0.0", "figure"),
      signOf("error1.0", "derivation"),
    ],
    [-1, -1, 1, 1],
  );
});
test("plain text has no markup", () => {
  assert.equal(textOf("new_w2.0.0", figure), "w′14");
  assert.equal(textOf("delta2.0", derivation), "∂C/∂z1(2)");
});

// The server's own list (app/explain/notation.py writes LaTeX from the same table): the two must not drift apart.
const golden = JSON.parse(readFileSync(new URL("../../explain/symbols.json", import.meta.url), "utf8"));
test("symbols and signs agree with the server's", () => {
  for (const {
    sizes: [, ...units],
    letters,
    fused,
    notation,
    phase,
    address,
    latex,
    sign,
  } of golden) {
    const naming = { notation, units, activations: letters, fused, update: phase === "update" };
    assert.equal(latexOf(address, naming), latex, `${address} in ${notation} notation`);
    assert.equal(signOf(address, notation), sign, `sign of ${address}`);
  }
});

test("the textbook's letters are the derivation's, with δ for ∂C/∂z", () => {
  const derivations = golden.filter((/** @type {any} */ { notation }) => notation === "derivation");
  assert.ok(derivations.some((/** @type {any} */ { address }) => address.startsWith("delta")));
  for (const { sizes, letters, fused, address, latex, sign } of derivations) {
    const [, ...units] = sizes;
    const naming = /** @type {any} */ ({ notation: "textbook", units, activations: letters, fused });
    const expected = address.startsWith("delta")
      ? latex.replace(/^\\frac\{\\partial C\}\{\\partial z(.*)\}$/, "\\delta$1")
      : latex;
    assert.equal(latexOf(address, naming), expected, address);
    assert.equal(latexOf(address, naming).includes("\\delta"), address.startsWith("delta"), address);
    assert.equal(signOf(address, "textbook"), sign, address);
  }
});

test("the ball shows what its letters call the error: before the slope in the figures, after it elsewhere", () => {
  const fused = { ...figure, fused: true };
  assert.deepEqual(
    [1, 2, 3].map((layer) => ballFamily(layer, figure)),
    ["error", "error", "error"],
  );
  assert.deepEqual(
    [1, 2, 3].map((layer) => ballFamily(layer, fused)),
    ["error", "error", "delta"],
  );
  for (const notation of /** @type {const} */ (["textbook", "derivation"]))
    assert.deepEqual(
      [1, 3].map((layer) => ballFamily(layer, { ...fused, notation })),
      ["delta", "delta"],
    );
});

test("where the inputs count as layer 1, every layer's number is one higher", () => {
  const counted = { ...derivation, inputsCount: true };
  assert.deepEqual(
    ["w1.0.2", "z2.0", "slope1.1", "dw1", "x.0"].map((address) => latexOf(address, counted)),
    ["w^{(2)}_{13}", "z^{(3)}_1", "\\sigma'(z^{(2)}_2)", "\\frac{\\partial C}{\\partial W^{(2)}}", "x_1"],
  );
});
