// Text in the nodes of a drawn graph: signs, functions of boxes, formulas in one line.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cutRuns, flat, formulaRuns, functionRuns, signOf } from "../../../static/js/graph/node_text.js";
import { frac, mi, mn, mo, row } from "../../../static/js/math/nodes.js";
import { runsOf } from "../../../static/js/draw/svg.js";
import { answer } from "./example.js";

/** @param {readonly import("../../../static/js/draw/svg.js").Run[]} runs */
const textOf = (runs) => runs.map(({ text }) => text).join("");

test("an operation is drawn as its sign or its name", () => {
  const signs = {
    add: "+",
    subtract: "−",
    multiply: "×",
    divide: "÷",
    // x to the power of a raised y
    power: "xy",
    negate: "−",
    sin: "sin",
    sigmoid: "σ",
    log: "ln",
    sqrt: "√",
    abs: "abs",
    exp: "exp",
    max: "max",
  };
  for (const [operation, sign] of Object.entries(signs)) assert.equal(textOf(signOf(operation)), sign);
  assert.equal(textOf(signOf("unheard_of")), "unheard_of");
  assert.deepEqual(signOf("power").at(-1), { text: "y", kind: "raised" });
});

test("a fraction in one line has brackets where it needs them", () => {
  const [a, b, c] = [mi("a"), mi("b"), mi("c")];
  assert.equal(textOf(runsOf(flat(frac(a, b)))), "a/b");
  assert.equal(textOf(runsOf(flat(frac(row(a, mo("+"), b), c)))), "(a+b)/c");
  assert.equal(textOf(runsOf(flat(frac(mn(1), row(mn(2), mo("·"), a))))), "1/(2·a)");
  assert.equal(textOf(runsOf(flat({ tag: "msqrt", parts: [row(a, mo("+"), b)] }))), "√(a+b)");
});

test("a formula is written with the symbols of the answer", () => {
  const tree = /** @type {const} */ ({
    op: "fraction",
    args: [
      { op: "address", address: "v.2" },
      { op: "address", address: "v.3" },
    ],
  });
  assert.equal(textOf(formulaRuns(/** @type {any} */ (tree), answer)), "x/y");
});

test("the function of a box contains what it hides", () => {
  const text = "z = w1*x1 + w2**2\na = sigmoid(z) * 2";
  const names = ["w1", "x1", null, "w2", null, null, "z", null, null, "a"];
  const places = [
    [4, 6],
    [7, 9],
    [4, 9],
    [12, 14],
    [16, 17],
    [12, 17],
    [4, 17],
    [22, 32],
    [35, 36],
    [22, 36],
  ];
  const nodes = names.map((name, id) => ({
    .../** @type {any} */ (answer.nodes[0]),
    id,
    name,
    place: places[id],
    operation: id === 9 ? "multiply" : "input",
    hidden_in: [2, 4, 5, 6, 7, 8].includes(id) ? 9 : null,
  }));
  const box = {
    ...answer,
    nodes,
    edges: [],
    result: 9,
    request: { expression: text, values: {}, collapse: [9] },
  };
  assert.equal(textOf(functionRuns(box, 9)), "σ(w1x1 + w22)·2");
});

test("a long line is cut with dots", () => {
  const runs = [..."abcdefghij"].map((text) => ({ text }));
  const cut = cutRuns(runs, 4);
  assert.equal(cut.at(-1)?.text, "…");
  assert.ok(cut.length < runs.length);
  assert.deepEqual(cutRuns(runs, 40), runs);
});
