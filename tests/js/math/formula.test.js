import assert from "node:assert/strict";
import test from "node:test";

import {
  addressesOf,
  byFigureRule,
  evaluate,
  leavesOut,
  relativeDifference,
  sizeOf,
} from "../../../static/js/math/formula/tree.js";
import { chunksOf, latexOfTree, nodeOf } from "../../../static/js/math/formula/print.js";
import { printingOf } from "../../../static/js/network/notation.js";
import { textFrom } from "../../../static/js/math/nodes.js";
import { formatNumber } from "../../../static/js/math/format.js";

const at = (address, more = {}) => ({ op: "address", address, ...more });
const sum = (...args) => ({ op: "sum", args });
const product = (...args) => ({ op: "product", args });
const equals = (...args) => ({ op: "equals", args });
const negate = (arg) => ({ op: "negate", args: [arg] });

const VALUES = {
  "w2.0.0": 0.3,
  "w2.1.0": -0.2,
  "error2.0": 0.0753,
  "error2.1": -0.0215,
  "slope2.0": 0.25,
  "slope2.1": 0.24,
  "t.0": 1,
  "a3.0": 0.5625,
  eta: 0.5,
  "x.0": 2,
};
const value = (address) => VALUES[address] ?? null;
const naming = { notation: "figure", units: [3, 2, 1], activations: ["\\sigma", "\\sigma", "\\sigma"] };
const symbols = { ...printingOf(naming), numbers: false, value, format: formatNumber };
const numbers = { ...symbols, numbers: true };
const text = (tree, printing) => textFrom(nodeOf(tree, printing)).replaceAll("\u2062", "");

const backward = equals(
  at("error1.0"),
  sum(
    product(at("w2.0.0"), at("slope2.0", { drawn: false }), at("error2.0")),
    product(at("w2.1.0"), at("slope2.1", { drawn: false }), at("error2.1")),
  ),
);

test("a formula with symbols is the rule", () => {
  assert.equal(text(backward, symbols), "δ1=w14f′4(e4)δ4+w15f′5(e5)δ5");
});
test("negative numbers stand in brackets inside products, with a true minus", () => {
  assert.equal(text(product(at("w2.0.0"), at("error2.1")), numbers), "0.3·(−0.0215)");
  assert.equal(text(sum(at("t.0"), negate(at("error2.1"))), numbers), "1−(−0.0215)");
  assert.equal(text(sum(at("t.0"), at("error2.1")), numbers), "1−0.0215");
});
test("a sum inside a product stands in brackets, a product inside a sum does not", () => {
  assert.equal(text(product(at("slope2.0"), sum(at("t.0"), at("x.0"))), symbols), "f′4(e4)(z+x1)");
  assert.equal(text(sum(at("t.0"), product(at("eta"), at("x.0"))), numbers), "1+0.5·2");
});
test("a product entry by entry stands in brackets in front of a matrix, and alone it does not", () => {
  const whole = (address) => at(address, { shape: [2, 2] });
  const entrywise = { ...product(whole("slope2"), whole("error2")), elementwise: true };
  assert.equal(text(product(entrywise, whole("w2")), symbols), "(f′(e(2))⊙δ(2))W(2)");
  assert.equal(text(equals(whole("t"), entrywise), symbols), "z=f′(e(2))⊙δ(2)");
});
test("a negated product keeps its minus in front, a negated sum gets brackets", () => {
  assert.equal(text(negate(product(at("eta"), at("x.0"))), symbols), "−ηx1");
  assert.equal(text(negate(sum(at("eta"), at("x.0"))), symbols), "−(η+x1)");
  assert.equal(text(sum(at("t.0"), negate(at("a3.0"))), symbols), "z−y");
});
test("a long sum is shortened", () => {
  assert.equal(text(sum(at("x.0"), { op: "ellipsis", count: 9 }, at("t.0")), symbols), "x1+⋯+z");
});
test("a tiny number is written as a power of ten", () => {
  assert.equal(latexOfTree({ op: "number", value: -1.25e-9 }, symbols), "-1.3\\cdot 10^{-9}");
});
test("calls are written in their own way", () => {
  assert.equal(text({ op: "call", name: "sigmoid", unit: "2.0", args: [at("z2.0")] }, symbols), "f4(e4)");
  assert.equal(
    text(
      { op: "call", name: "sigmoid", unit: "2.0", args: [at("z2.0")] },
      { ...symbols, ...printingOf({ ...naming, notation: "derivation" }) },
    ),
    "σ(z1(2))",
  );
  assert.equal(latexOfTree({ op: "call", name: "exp", args: [at("z2.0")] }, symbols), "e^{e_4}");
});
test("as drawn, the factors that the figures leave out are gone", () => {
  assert.ok(leavesOut(backward));
  assert.ok(!leavesOut(byFigureRule(backward)));
  assert.equal(text(byFigureRule(backward), symbols), "δ1=w14δ4+w15δ5");
});
test("a factor that the figures leave out is marked", () => {
  assert.match(JSON.stringify(nodeOf(backward, symbols)), /"address":"slope2.0","look":"left-out"/);
});
test("every leaf stays findable by its address, with symbols and with numbers", () => {
  for (const printing of [symbols, numbers]) {
    const printed = JSON.stringify(chunksOf(backward, printing));
    for (const address of addressesOf(backward))
      assert.ok(printed.includes(`"address":"${address}"`), address);
  }
});
test("a line may be broken before every term, and keeps its name when the numbers are filled in", () => {
  const mathNodes = chunksOf(backward, numbers).map(textFrom);
  assert.deepEqual(mathNodes, ["δ1=0.3·0.25·0.0753", "+(−0.2)·0.24·(−0.0215)"]);
});
test("a long sum in brackets is broken inside them", () => {
  const tree = product(at("eta"), sum(at("x.0"), at("t.0"), at("a3.0")));
  assert.deepEqual(chunksOf(tree, numbers).map(textFrom), ["0.5·(2", "+1", "+0.5625)"]);
});
test("a tree works out to its number, an ellipsis or an activation to none", () => {
  assert.equal(evaluate(backward, value), 0.3 * 0.25 * 0.0753 + -0.2 * 0.24 * -0.0215);
  assert.equal(evaluate(sum(at("x.0"), { op: "ellipsis", count: 9 }), value), null);
  assert.equal(evaluate({ op: "call", name: "sigmoid", unit: "2.0", args: [at("x.0")] }, value), null);
});
test("what stands at an exponent has brackets where it could be misread", () => {
  const raised = (base, printing = symbols) =>
    latexOfTree({ op: "power", args: [base, { op: "number", value: 2 }] }, printing);
  const call = (name, ...args) => ({ op: "call", name, args });
  assert.equal(raised(at("x.0")), "x_1^{2}");
  assert.equal(raised(call("sin", at("x.0"))), "\\sin(x_1)^{2}");
  assert.equal(raised(call("exp", at("x.0"))), "(e^{x_1})^{2}");
  assert.equal(raised({ op: "fraction", args: [at("x.0"), at("eta")] }), "(\\frac{x_1}{\\eta})^{2}");
  assert.equal(raised(sum(at("x.0"), at("eta"))), "(x_1+\\eta)^{2}");
  assert.equal(
    raised(at("error1.0"), { ...symbols, ...printingOf({ ...naming, notation: "derivation" }) }),
    "(\\frac{\\partial C}{\\partial a^{(1)}_1})^{2}",
  );
  assert.equal(raised(at("error2.1"), numbers), "(-0.0215)^{2}");
  assert.equal(raised(at("x.0"), { ...numbers, value: () => 1.5e-7 }), "(1.5\\cdot 10^{-7})^{2}");
});
test("every function is worked out as it is written", () => {
  const worked = (name, ...args) =>
    evaluate({ op: "call", name, args: args.map((value) => ({ op: "number", value })) }, value);
  assert.equal(worked("sqrt", 2.25), 1.5);
  assert.equal(worked("log", Math.E), 1);
  assert.equal(worked("sigmoid", 0), 0.5);
  assert.equal(worked("relu", -3), 0);
  assert.equal(worked("softplus", 800), 800);
  assert.equal(worked("max", 1, 5, 3), 5);
  assert.equal(worked("min", 1, 5, 3), 1);
  assert.equal(worked("step", 0), 0);
  for (const name of ["sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "abs"])
    assert.equal(worked(name, 0.7), Math[name](0.7));
  assert.equal(worked("unheard_of", 1), null);
});
test("the size of a difference is that of its terms", () => {
  const tree = sum(
    { op: "number", value: 1 },
    negate({ op: "power", args: [at("a3.0"), { op: "number", value: 2 }] }),
  );
  assert.equal(
    sizeOf(equals(at("x.0"), tree), (address) => (address === "a3.0" ? 1 - 1e-9 : null)),
    1 + (1 - 1e-9) ** 2,
  );
  assert.equal(
    sizeOf(product(at("eta"), tree), () => 1),
    2,
  );
});
test("several lines are aligned in LaTeX", () => {
  assert.equal(
    latexOfTree(
      { op: "lines", args: [equals(at("eta"), at("x.0")), equals(at("t.0"), at("a3.0"))] },
      symbols,
    ),
    "\\begin{aligned}\n\\eta&=x_1 \\\\\nz&=y\n\\end{aligned}",
  );
});
test("the relative difference of equal numbers is 0, of opposite ones 2", () => {
  assert.deepEqual([relativeDifference(0, 0), relativeDifference(1, -1)], [0, 2]);
});
