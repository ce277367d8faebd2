import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { nodeOf } from "../../../static/js/math/formula/print.js";
import { FUNCTIONS } from "../../../static/js/math/functions.js";
import { nodesFromLatex } from "../../../static/js/math/latex.js";
import { symbolOf } from "../../../static/js/network/notation.js";
import { kindName, narrate, titleOf } from "../../../static/js/network/narration.js";
import { checkedAgain, spoken } from "../../../static/js/math/speech.js";

const read = (path) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const LANGUAGES = Object.fromEntries(
  ["en", "zh"].map((name) => [name, JSON.parse(read(`static/i18n/${name}.json`))]),
);
const translate =
  (language) =>
  (key, params = {}) => {
    const sentence = LANGUAGES[language][key];
    assert.ok(sentence, `${language} lacks ${key}`);
    return sentence.replace(/\{(\w+)\}/g, (_, name) => {
      assert.ok(name in params, `${key} needs {${name}}`);
      return params[name];
    });
  };
const RULES = [.../RULES = \(([^)]*)\)/.exec(read("app/explain/steps.py"))[1].matchAll(/"(\w+)"/g)].map(
  ([, rule]) => rule,
);

/** A 1-1 network; every number is 0.5. */
const screen = (notation, more = {}) => ({
  state: {
    notation,
    sample: 0,
    drawn: false,
    request: { optimizer: { name: "sgd", learning_rate: 0.5 } },
    ...more,
  },
  trace: {
    request: { inputs: [[0.5]], targets: [[0.5]] },
    network: {
      inputs: 1,
      loss: "half_squared_error",
      layers: [1, 1].map((units) => ({ units, activation: "sigmoid", weights: [[0.5]], biases: [0.5] })),
    },
    layers: [0, 1].map(() => ({
      pre_activations: [[0.5]],
      activations: [[0.5]],
      activation_gradients: [[0.5]],
      deltas: [[0.5]],
    })),
  },
});

const CATALOG = {
  losses: [
    { name: "half_squared_error", output: null },
    { name: "cross_entropy", output: "softmax" },
  ],
};

for (const language of Object.keys(LANGUAGES)) {
  const t = translate(language);
  test(`${language}: with cross-entropy the sentence says which δ it is, and what the targets add up to`, () => {
    const step = { rule: "error", phase: "loss", layer: 2, unit: 0, reads: [] };
    for (const [notation, delta] of [
      ["figure", "−∂C/∂e"],
      ["derivation", "∂C/∂z"],
    ])
      for (const [targets, total] of [
        [[[1]], false],
        [[[0.5]], true],
        [[[1], [0.5]], true],
      ]) {
        const shown = screen(notation);
        shown.trace.request.targets = targets;
        shown.trace.network.loss = "cross_entropy";
        shown.trace.network.layers[1].activation = "softmax";
        const sentence = narrate(step, shown, t, CATALOG);
        assert.ok(sentence.includes(delta), sentence);
        assert.equal(/Σ[tz] = 1/.test(sentence), total, sentence);
      }
  });
  for (const rule of RULES) {
    test(`${language}: the rule ${rule} has a title and a sentence in both notations`, () => {
      for (const notation of ["figure", "derivation"]) {
        const step = {
          rule,
          phase: rule.startsWith("error") ? "loss" : "backward",
          layer: 1,
          unit: rule.endsWith("_layer") ? null : 0,
          reads: ["eta"],
        };
        assert.ok(titleOf(step, screen(notation), t).length > 3);
        const sentence = narrate(step, screen(notation), t, CATALOG);
        assert.ok(!/\?|undefined|\{/.test(sentence), sentence);
      }
    });
  }
  test(`${language}: another optimizer than plain descent is named`, () => {
    const step = { rule: "update", phase: "update", layer: 1, unit: 0, reads: [] };
    assert.match(
      narrate(step, screen("figure", { request: { optimizer: { name: "adam" } } }), t, CATALOG),
      /Adam/,
    );
  });
  test(`${language}: every kind of number has a name`, () => {
    for (const address of [
      "x.0",
      "t.0",
      "z1.0",
      "a1.0",
      "w1.0.0",
      "b1.0",
      "error1.0",
      "delta1.0",
      "slope1.0",
      "dw1.0.0",
      "db1.0",
      "new_w1.0.0",
      "new_b1.0",
      "loss",
      "eta",
    ]) {
      for (const notation of ["figure", "derivation"]) assert.ok(kindName(address, screen(notation), t));
    }
  });
}

const printing = {
  symbol: (address) => ({ tag: "mi", text: address }),
  numbers: false,
  value: () => null,
  format: String,
};
const names = (name) => ({ op: "address", address: name });
for (const language of Object.keys(LANGUAGES)) {
  test(`${language}: every function of a formula is read aloud`, () => {
    for (const name of Object.keys(FUNCTIONS)) {
      const words = spoken(nodeOf({ op: "call", name, args: [names("x")] }, printing), translate(language));
      assert.match(words, /x/);
      assert.doesNotMatch(words, /[{}]/);
    }
  });
}
test("a function is read with its argument, a long one with where it begins and ends", () => {
  const read = (...args) =>
    spoken(nodeOf({ op: "call", name: args.length > 1 ? "max" : "sin", args }, printing), translate("en"));
  assert.equal(read(names("x")), "the sine of x");
  assert.equal(
    read({ op: "sum", args: [names("x"), names("y")] }),
    "the sine of open bracket x plus y close bracket",
  );
  assert.equal(read(names("x"), names("y")), "the largest of x, y");
});
test("derivatives are read as such however they came, and what is held fixed is said", () => {
  const read = (latex, language = "en") => spoken(nodesFromLatex(latex), translate(language));
  assert.equal(read("\\frac{\\partial f}{\\partial x}"), "the partial derivative of f with respect to x");
  assert.equal(read("\\frac{df}{dx}", "zh"), "f对x的导数");
  const bar = {
    tag: "msub",
    parts: [
      { tag: "mrow", parts: [nodesFromLatex("\\frac{\\partial f}{\\partial x}"), { tag: "mo", text: "|" }] },
      { tag: "mi", text: "u" },
    ],
  };
  assert.equal(
    spoken(bar, translate("en")),
    "the partial derivative of f with respect to x with u held fixed",
  );
});
test("an index keeps its sign, a number below zero has its own word, a long fraction says where its halves end", () => {
  assert.equal(spoken(nodesFromLatex("x_{k-1}"), translate("en")), "x k minus 1");
  assert.equal(spoken(nodeOf({ op: "number", value: -2 }, printing), translate("zh")), "负 2");
  assert.equal(
    spoken(nodesFromLatex("\\frac{m}{1-b}"), translate("en")),
    "m over open bracket 1 minus b close bracket",
  );
});
test("what cancels may differ in its relative error, what does not may not", () => {
  const t = translate("en");
  assert.equal(checkedAgain(1e-9, 1.0000001e-9, t)?.good, false);
  assert.equal(checkedAgain(1e-9, 1.0000001e-9, t, 2)?.good, true);
  assert.equal(checkedAgain(0.5, 0.5001, t, 2)?.good, false);
});

test("a symbol is read as a person would read it", () => {
  const naming = { units: [3, 2, 1], activations: ["\\sigma", "\\sigma", "\\sigma"] };
  const read = (address, notation) => spoken(symbolOf(address, { ...naming, notation }), translate("en"));
  assert.equal(read("w2.0.0", "figure"), "w 1 4");
  assert.equal(read("new_w2.0.0", "figure"), "w prime 1 4");
  assert.equal(read("delta2.0", "derivation"), "the partial derivative of C with respect to z 1 of layer 2");
});

test("a formula that leaves the range of numbers checks nothing", () => {
  for (const again of [Number.NaN, Number.POSITIVE_INFINITY, null])
    assert.equal(checkedAgain(0.5, again, translate("en")), null);
  assert.equal(checkedAgain(0.5, 0.5, translate("en")).good, true);
  assert.equal(checkedAgain(0.5, 0.6, translate("en")).good, false);
});

test("a square is said as one", () => {
  const said = (latex, language) => spoken(nodesFromLatex(latex), translate(language));
  assert.deepEqual([said("x^2", "en"), said("x^2", "zh")], ["x squared", "x的平方"]);
  assert.equal(said("x^3", "zh"), "x的3次方");
  assert.equal(said("(z-y)^2", "zh").endsWith("的平方"), true);
});
