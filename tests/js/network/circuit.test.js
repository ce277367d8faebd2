import assert from "node:assert/strict";
import test from "node:test";

import { evaluate } from "../../../static/js/math/formula/tree.js";
import { latexOfTree, nodeOf, withoutSpaces } from "../../../static/js/math/formula/print.js";
import { frameAt } from "../../../static/js/core/frame.js";
import { nodesFromLatex } from "../../../static/js/math/latex.js";
import { stepsWithLines } from "../../../static/js/lesson/line_steps.js";
import { firstChoice, productOf } from "../../../static/js/lesson/tools/product.js";
import { ownName, printingOf } from "../../../static/js/network/notation.js";
import { latexFrom, textFrom } from "../../../static/js/math/nodes.js";
import { spoken } from "../../../static/js/math/speech.js";

const at = (address, more = {}) => ({ op: "address", address, ...more });
const product = (...args) => ({ op: "product", args });
const equals = (...args) => ({ op: "equals", args });
const NAMES = {
  "x.0": "x_1",
  "w1.0.0": "w_1",
  "z1.0": "z",
  "a1.0": "a",
  "slope1.0": "\\sigma'(z)",
  "w2.0.0": "w_3",
  "w2.1.0": "w_{35}",
  "z2.0": "z'",
  "z2.1": "z''",
  "delta1.0": "\\frac{\\partial C}{\\partial z}",
  "delta2.0": "\\frac{\\partial C}{\\partial z'}",
  "delta2.1": "\\frac{\\partial C}{\\partial z''}",
  "error1.0": "\\frac{\\partial C}{\\partial a}",
};
const naming = { notation: "derivation", units: [2, 2], activations: ["\\sigma", "\\sigma"], names: NAMES };
const VALUES = {
  "x.0": 2,
  "slope1.0": 0.25,
  "w2.0.0": 0.5,
  "w2.1.0": -0.2,
  "delta2.0": 0.1,
  "delta2.1": 0.3,
  "w1.0.0": -0.5,
};
const printing = {
  ...printingOf(naming),
  numbers: false,
  value: (address) => VALUES[address] ?? null,
  format: String,
};
const latex = (tree) => withoutSpaces(latexOfTree(tree, printing));
const recursion = equals(
  at("delta1.0"),
  product(at("slope1.0"), {
    op: "sum",
    square: true,
    args: [product(at("w2.0.0"), at("delta2.0")), product(at("w2.1.0"), at("delta2.1"))],
  }),
);
const partial = { op: "partial", of: "z1.0", by: "w1.0.0", value: at("x.0") };

test("a figure's own symbols come before the notation's, and are written as they are given", () => {
  for (const [address, given] of Object.entries(NAMES))
    assert.equal(latexFrom(ownName(address, naming)), given);
  assert.equal(ownName("z3.0", naming), null);
  assert.equal(latex(at("z3.0")), "z^{(3)}_1");
  assert.equal(textFrom(ownName("z2.1", naming)), "z″");
});
test("the lines are printed as the server prints them", () => {
  assert.equal(
    latex(recursion),
    "\\frac{\\partial C}{\\partial z}=\\sigma'(z)\\left[w_3\\frac{\\partial C}{\\partial z'}+w_{35}\\frac{\\partial C}{\\partial z''}\\right]",
  );
  assert.equal(latex(equals(partial, at("x.0"))), "\\frac{\\partial z}{\\partial w_1}=x_1");
  assert.equal(latex({ ...partial, inline: true }), "\\partial z/\\partial w_1");
  assert.equal(
    latex({ ...partial, latex: "\\frac{\\partial z}{\\partial w}" }),
    "\\frac{\\partial z}{\\partial w}",
  );
  assert.equal(
    latex({
      op: "sum",
      args: [product(at("a1.0"), at("w2.0.0")), { op: "ellipsis", count: 2, value: at("x.0") }],
    }),
    "aw_3+\\cdots",
  );
});
test("with numbers, a partial derivative is what it is known to be, and the dots are what they stand for", () => {
  const numbers = { ...printing, numbers: true };
  const text = (tree) => textFrom(nodeOf(tree, numbers));
  assert.equal(text(product(partial, { ...partial, value: at("w1.0.0") })), "2·(−0.5)");
  assert.equal(
    text({ op: "sum", args: [at("x.0"), { op: "ellipsis", count: 2, value: at("w1.0.0") }] }),
    "2−0.5",
  );
  assert.equal(evaluate(recursion, printing.value), 0.25 * (0.5 * 0.1 + -0.2 * 0.3));
  assert.match(JSON.stringify(nodeOf(partial, numbers)), /"address":"x.0"/);
});
test("a derivative is read as one, with its primes", () => {
  const said = [];
  const t = (key, params = {}) => (said.push(key), [key, ...Object.values(params)].join(" "));
  assert.equal(
    spoken(nodesFromLatex("\\frac{\\partial C}{\\partial z''}"), t),
    "speech.derivative C z speech.double_prime",
  );
  assert.equal(spoken(nodeOf({ ...partial, inline: true }, printing).parts[0], t), "speech.derivative z w 1");
});

const step = (phase, layer, unit, ...writes) => ({
  phase,
  rule: "unit",
  layer,
  unit,
  reads: [],
  writes,
  formula: at(writes[0]),
  figure: at(writes[0]),
});
const STEPS = [
  step("forward", 1, 0, "z1.0", "a1.0"),
  step("forward", 2, 0, "z2.0", "a2.0"),
  step("forward", 2, 1, "z2.1", "a2.1"),
  step("loss", 2, 0, "loss", "error2.0", "delta2.0"),
  step("loss", 2, 1, "error2.1", "delta2.1"),
  step("backward", 1, 0, "error1.0", "delta1.0"),
];
const line = (where, writes = []) => ({
  tree: recursion,
  at: where,
  lights: ["z1.0"],
  say: "derivation.recursion",
  writes,
});
const figure = (...lines) => ({ name: "19", names: NAMES, lines });

test("the network's own steps come first, then each line; the picture stands where the line says", () => {
  const steps = stepsWithLines(STEPS, figure(line("a2.1"), line("a2.1")));
  assert.equal(steps.length, 5);
  assert.deepEqual(steps.slice(0, 3), STEPS.slice(0, 3));
  assert.deepEqual(
    steps.slice(3).map(({ phase, writes, title, lights }) => [phase, writes, title, lights]),
    [
      ["forward", [], "∂C/∂z", ["z1.0"]],
      ["forward", [], "∂C/∂z", ["z1.0"]],
    ],
  );
  assert.equal(new Set(steps.slice(3).map(({ rule }) => rule)).size, 2);
});
test("the title of a line writes a number behind a letter as an index", () => {
  const titles = ["w1.0.0", "z1.0"].map((address) => {
    const about = { ...line("a2.1"), tree: equals(at(address), at("x.0")) };
    return stepsWithLines(STEPS, figure(about)).at(-1).title;
  });
  assert.deepEqual(titles, ["w₁", "z"]);
});

test("a line takes the place of the steps whose numbers it makes known, and nothing is lost", () => {
  const lines = figure(
    line("a2.1"),
    line("delta2.0", ["error2.0", "delta2.0"]),
    line("delta1.0", ["error1.0", "delta1.0"]),
  );
  const steps = stepsWithLines(STEPS, lines);
  assert.equal(steps.length, 6);
  assert.deepEqual(
    steps.map(({ phase }) => phase),
    ["forward", "forward", "forward", "forward", "loss", "backward"],
  );
  assert.deepEqual(steps[4].writes, ["error2.0", "delta2.0", "loss"]);
  const { known } = frameAt(steps, steps.length, 1, "neuron");
  for (const address of STEPS.flatMap(({ writes }) => writes)) assert.ok(known.has(address), address);
});

test("a gradient is the number before the weight times the number behind it", () => {
  const { forward, backward, gradient, tree } = productOf("w2.1.0");
  assert.deepEqual([forward, backward, gradient], ["a1.0", "delta2.1", "dw2.1.0"]);
  assert.equal(productOf("w1.0.1").forward, "x.1");
  assert.equal(
    evaluate(tree, (address) => ({ "a1.0": 0.5, "delta2.1": 4 })[address] ?? null),
    2,
  );
  assert.equal(firstChoice(["w1.0.0", "w1.0.1", "w2.0.0", "w2.1.0"]), "w2.0.0");
});
