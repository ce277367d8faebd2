// What the drawing of a graph says and shows, as data: states of a frame, signs, boxes, formulas in one line.
import assert from "node:assert/strict";
import { test } from "node:test";
import { frameAt } from "../../../static/js/core/frame.js";
import { ballState, edgeState, nodeState, stageOf } from "../../../static/js/graph/diagram_state.js";
import { cutRuns, flat, formulaRuns, functionRuns, signOf } from "../../../static/js/graph/node_text.js";
import { frac, mi, mn, mo, row } from "../../../static/js/math/nodes.js";
import { runsOf } from "../../../static/js/draw/svg.js";
import { answer } from "./example.js";

/** @param {readonly import("../../../static/js/draw/svg.js").Run[]} runs */
const textOf = (runs) => runs.map(({ text }) => text).join("");

test("a value is idle, then found, then done; its ball comes on the way back", () => {
  const of = (/** @type {number} */ id) =>
    /** @type {import("../../../static/js/graph/types.js").GraphNode} */ (answer.nodes[id]);
  const states = answer.steps.map((_, k) => nodeState(frameAt(answer.steps, k + 1, 1, "neuron"), of(4)));
  const found = answer.steps.findIndex(({ writes }) => writes.includes("v.4"));
  assert.deepEqual(
    states,
    states.map((_, k) => (k < found ? "idle" : k === found ? "active" : "done")),
  );
  const balls = answer.steps.map((_, k) => ballState(frameAt(answer.steps, k + 1, 1, "neuron"), 4));
  const told = answer.steps.findIndex(({ writes }) => writes.includes("g.4"));
  assert.deepEqual(
    balls,
    balls.map((_, k) => (k < told ? "absent" : k === told ? "active" : "known")),
  );
});

test("what has no operands is known from the start", () => {
  for (const node of answer.nodes)
    if (node.operands.length === 0)
      assert.equal(nodeState(frameAt(answer.steps, 0, 1, "neuron"), node), "done");
});

test("an edge carries its value while its target is found and a contribution while its source is", () => {
  answer.steps.forEach((step, k) => {
    const frame = frameAt(answer.steps, k + 1, 1, "neuron");
    for (const edge of answer.edges) {
      const state = edgeState(frame, edge);
      assert.equal(state === "signal", step.phase === "forward" && step.unit === edge.target);
      assert.equal(state === "transport", step.writes.includes(`c.${edge.target}.${edge.operand}`));
    }
  });
});

test("a step back shows derivatives, then products, then the sum", () => {
  assert.deepEqual([0, 0.5, 0.9, 1].map(stageOf), [0, 1, 2, 2]);
});

test("an operation is drawn as its sign or its name", () => {
  const signs = {
    add: "+",
    subtract: "−",
    multiply: "×",
    divide: "÷",
    power: "an",
    negate: "−a",
    sin: "sin",
    sigmoid: "σ",
    log: "ln",
    sqrt: "√a",
    abs: "|a|",
    max: "max",
  };
  for (const [operation, sign] of Object.entries(signs)) assert.equal(textOf(signOf(operation)), sign);
  assert.equal(textOf(signOf("unheard_of")), "unheard_of");
});

test("a fraction in one line has brackets where it needs them", () => {
  const [a, b, c] = [mi("a"), mi("b"), mi("c")];
  assert.equal(textOf(runsOf(flat(frac(a, b)))), "a/b");
  assert.equal(textOf(runsOf(flat(frac(row(a, mo("+"), b), c)))), "(a+b)/c");
  assert.equal(textOf(runsOf(flat(frac(mn(1), row(mn(2), mo("·"), a))))), "1/(2·a)");
  assert.equal(textOf(runsOf(flat({ tag: "msqrt", parts: [row(a, mo("+"), b)] }))), "√(a+b)");
});

test("a formula is written over the values of the answer", () => {
  const tree = /** @type {const} */ ({
    op: "fraction",
    args: [
      { op: "address", address: "v.2" },
      { op: "address", address: "v.3" },
    ],
  });
  assert.equal(textOf(formulaRuns(/** @type {any} */ (tree), answer)), "x/y");
});

test("a box is written with what it hides", () => {
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

test("a long line ends in dots within its room", () => {
  const runs = [..."abcdefghij"].map((text) => ({ text }));
  const cut = cutRuns(runs, 4);
  assert.equal(cut.at(-1)?.text, "…");
  assert.ok(cut.length < runs.length);
  assert.deepEqual(cutRuns(runs, 40), runs);
});
