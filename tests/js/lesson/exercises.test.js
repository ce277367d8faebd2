// The pure parts of the lesson's questions and exercises: which question a link names, how a sentence with mathematics is
// taken apart, what belongs together in a network, and what is said of a number that was chosen.
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
/** Sentences of reading aloud are not needed here. @type {any} */
const t = (/** @type {string} */ key) => key;
/** A network of figure 2's form. @type {any} */
const FIGURE_2 = {
  inputs: 3,
  loss: "half_squared_error",
  layers: [
    { units: 3, activation: "sigmoid", weights: [], biases: [0, 0, 0] },
    { units: 2, activation: "sigmoid", weights: [], biases: null },
  ],
};

test("a link names one question of one section, and nothing else does", () => {
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

test("what was kept of a seed is a seed or nothing, and another seed is another one", () => {
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

test("the reasoning is given once the answer is right or shown, not before", () => {
  const blanks = {};
  assert.deepEqual(replyKeys("k", { right: false, reason: "sign", blanks }), ["exercise.k.sign"]);
  assert.deepEqual(replyKeys("k", { right: true, reason: "right", expected: 1, blanks }), [
    "exercise.k.right",
    "exercise.k.why",
  ]);
  assert.deepEqual(replyKeys("k", { right: false, reason: null, expected: 0, blanks }), ["exercise.k.why"]);
});

test("a sentence is text and blanks in turns, and is read aloud with its mathematics", () => {
  assert.deepEqual(splitAtParams("What is {asked}?"), ["What is ", "asked", "?"]);
  assert.deepEqual(splitAtParams("{a}{b}"), ["", "a", "", "b", ""]);
  const naming = namingFor(
    FIGURE_2,
    { notation: "derivation" },
    /** @type {any} */ ({ activations: [{ name: "sigmoid", symbol: "\\sigma" }] }),
  );
  assert.equal(
    spokenSentence("{n} times {x}, {w}.", { n: -0.5, x: { latex: "x_1" }, w: "text" }, naming, t),
    "−0.5 times x 1, text.",
  );
  assert.equal(latexFrom(mathOfParam({ address: "w1.0.2" }, naming) ?? assert.fail()), "w^{(1)}_{13}");
  assert.equal(mathOfParam(3, naming), null);
});

test("a list of equations is taken one by one, an equation is broken before its signs", () => {
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

test("every number of the network has its place, and the counts are worked out from them", () => {
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

test("a thing stays where it belongs, and the rest of its kind can follow after three", () => {
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
  // Inputs may be called activations or nothing of the kind.
  assert.ok(put(sorted, "x.0", "none", ["activation", "none"]).right);
});

test("a weight's gradient is made of δ behind it and the signal before it", () => {
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
