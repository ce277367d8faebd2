// The pure parts of questions and exercises: seeds in links, sentences with mathematics, the parts of a network,
// sorting, and the replies to a chosen number.
import assert from "node:assert/strict";
import { test } from "node:test";
import { countsOf, symbolsIn } from "../../../static/js/lesson/network_parts.js";
import { optionParts, replyKeys, toolState } from "../../../static/js/lesson/practice/exercise_state.js";
import { factorReply, factorsOf } from "../../../static/js/lesson/practice/factors.js";
import { nameOf, otherSeed, seedFrom, seedIn } from "../../../static/js/lesson/practice/seeds.js";
import {
  breakableParts,
  equationsOf,
  mathOfParam,
  namingFor,
  splitAtParams,
  spokenSentence,
} from "../../../static/js/lesson/practice/sentences.js";
import { ENOUGH, put, restOfFamily } from "../../../static/js/lesson/practice/sorting.js";
import { nodesFromLatex } from "../../../static/js/math/latex.js";
import { latexFrom } from "../../../static/js/math/nodes.js";

/** @param {string} latex */
const mathNode = (latex) => nodesFromLatex(latex) ?? assert.fail(`${latex} can not be read`);
/** The sentences that are read aloud are not tested here. @type {any} */
const t = (/** @type {string} */ key) => key;
/** A network of figure 2's shape. @type {any} */
const FIGURE_2 = {
  inputs: 3,
  loss: "half_squared_error",
  layers: [
    { units: 3, activation: "sigmoid", weights: [], biases: [0, 0, 0] },
    { units: 2, activation: "sigmoid", weights: [], biases: null },
  ],
};

test("a link names a seed of one exercise in one section; other hashes name none", () => {
  assert.equal(seedIn(`#${nameOf(5, 2, 71)}`, 5, 2), 71);
  assert.equal(seedIn("#exercise-5-2-4294967295", 5, 2), 2 ** 32 - 1);
  for (const hash of [
    "",
    "#exercise-5-1-71",
    "#exercise-4-2-71",
    "#exercise-5-2-4294967296",
    "#exercise-5-2-",
    "#exercise-5-2-7.1",
    "#1.abc",
  ]) {
    assert.equal(seedIn(hash, 5, 2), null, hash);
  }
});

test("a kept seed is read or null, and a random seed differs from the present one", () => {
  assert.equal(seedFrom("12"), 12);
  for (const kept of [null, "", "-1", "1e3", "0x1", "99999999999"])
    assert.equal(seedFrom(kept), null, String(kept));
  assert.equal(
    otherSeed(1, () => 0),
    2,
  );
  for (const random of [0, 0.5, 0.99999999]) {
    const seed = otherSeed(7, () => random);
    assert.ok(Number.isInteger(seed) && seed !== 7 && seed > 0 && seed < 2 ** 32);
  }
});

test("an option has its own mathematics or the key of its words", () => {
  assert.deepEqual(optionParts("larger"), { name: "larger", key: "exercise.option.larger", latex: null });
  assert.deepEqual(optionParts({ name: "a", latex: "y_2" }), { name: "a", key: null, latex: "y_2" });
});

test("a wrong try gets a hint, the next one the rule; the reasoning comes with the solution", () => {
  const wrong = { right: false, reason: "sign", blanks: {} };
  assert.deepEqual(replyKeys("k", { ...wrong, tells: "hint" }), ["exercise.k.sign"]);
  assert.deepEqual(replyKeys("k", { ...wrong, tells: "rule" }), ["exercise.k.sign", "exercise.k.rule"]);
  assert.deepEqual(replyKeys("k", { ...wrong, tells: "solution", expected: 1 }), [
    "exercise.k.sign",
    "exercise.k.why",
  ]);
  const right = { right: true, reason: "right", tells: "solution", expected: 1, blanks: {} };
  assert.deepEqual(replyKeys("k", right), ["exercise.k.right", "exercise.k.why"]);
  assert.deepEqual(replyKeys("k", { ...right, right: false, reason: null }), ["exercise.k.why"]);
});

test("a sentence is split at its params and read aloud with its mathematics", () => {
  assert.deepEqual(splitAtParams("What is {asked}?"), ["What is ", "asked", "?"]);
  assert.deepEqual(splitAtParams("{a}{b}"), ["", "a", "", "b", ""]);
  const naming = namingFor(
    FIGURE_2,
    { notation: "derivation" },
    /** @type {any} */ ({ activations: [{ name: "sigmoid", symbol: "\\sigma" }], losses: [] }),
  );
  assert.equal(
    spokenSentence("{n} times {x}, {w}.", { n: -0.5, x: { latex: "x_1" }, w: "text" }, naming, t),
    "−0.5 times x 1, text.",
  );
  assert.equal(latexFrom(mathOfParam({ address: "w1.0.2" }, naming) ?? assert.fail()), "w^{(1)}_{13}");
  assert.equal(mathOfParam(3, naming), null);
});

test("a list is split into its equations, an equation is broken before its signs", () => {
  assert.deepEqual(equationsOf(mathNode("w=0.5,\\;y=-2")).map(latexFrom), ["w=0.5,", "y=-2"]);
  assert.deepEqual(breakableParts(mathNode("d=ab+c")).map(latexFrom), ["d", "=ab", "+c"]);
  // Not inside brackets, and never between a sign and its number.
  assert.deepEqual(
    breakableParts(mathNode("d=-0.2\\cdot (a-b)-c")).map((part) => latexFrom(part).replaceAll(" ", "")),
    ["d", "=-0.2", "\\cdot(a-b)", "-c"],
  );
  assert.deepEqual(breakableParts(mathNode("-x")).map(latexFrom), ["-x"]);
  assert.deepEqual(breakableParts(mathNode("x")).map(latexFrom), ["x"]);
});

test("the addresses of a network's numbers, and the counts of its parts", () => {
  const { x, w, b, z, a } = symbolsIn(FIGURE_2);
  assert.deepEqual([x?.length, w?.length, b?.length, z?.length, a?.length], [3, 15, 3, 5, 5]);
  assert.ok(w?.includes("w2.1.2") && !w.includes("w2.2.0") && b?.includes("b1.2") && z?.includes("z2.1"));
  assert.deepEqual(countsOf(FIGURE_2), {
    inputs: 3,
    outputs: 2,
    weights: 15,
    biases: 3,
    parameters: 18,
    units: 5,
    neurons: 5,
    hidden: 3,
    activations: 10,
    layers: 2,
    columns: 3,
  });
});

test("a thing is placed where it belongs, and after three of a family the rest can be placed", () => {
  const family = ["w1", "w2", "w3", "w4", "w5"];
  let sorted = /** @type {import("../../../static/js/lesson/practice/sorting.js").Sorted} */ ({
    placed: {},
    last: null,
  });
  assert.equal(put(sorted, "w1", "activation", ["weight"]).right, false);
  assert.deepEqual(put(sorted, "w1", "activation", ["weight"]).sorted, sorted);
  for (const thing of family.slice(0, ENOUGH)) {
    assert.deepEqual(restOfFamily(sorted, family), []);
    sorted = put(sorted, thing, "weight", ["weight"]).sorted;
  }
  assert.deepEqual(restOfFamily(sorted, family), ["w4", "w5"]);
  assert.equal(sorted.last, "w3");
  // Inputs belong in two bins.
  assert.ok(put(sorted, "x.0", "none", ["activation", "none"]).right);
});

test("the factors of a weight's gradient are the δ after it and the signal before it", () => {
  const factors = factorsOf("w2.0.0", 3);
  assert.deepEqual(factors, {
    weight: "w2.0.0",
    delta: "error2.0",
    slope: "slope2.0",
    gradient: "dw2.0.0",
    signal: "a1.0",
  });
  const replies = {
    "error2.0": "delta",
    "a1.0": "signal",
    "error2.1": "other_delta",
    "error1.0": "other_delta",
    "a1.2": "other_signal",
    "a2.0": "own_output",
    "a2.1": "elsewhere",
    "x.0": "elsewhere",
  };
  for (const [chosen, reply] of Object.entries(replies))
    assert.equal(factorReply(chosen, factors), reply, chosen);
  // In a network of one layer the inputs are the signal.
  assert.equal(factorsOf("w2.0.0", 1).signal, "x.0");
  assert.equal(factorReply("x.1", factorsOf("w1.0.0", 1)), "other_signal");
});

test("the state of an exercise gets the tool's names", () => {
  assert.deepEqual(toolState({ notation: "figure", drawn: false }), {
    notation: "figure",
    figureRule: false,
  });
  assert.deepEqual(toolState({ grouping: "phase" }), { grouping: "phase" });
});
