// Gradient descent as a program, and a run as a walk through its lines.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bodyOf,
  codeOf,
  listing,
  placeOf,
  printed,
  printsUpTo,
  pseudoCode,
  ranIn,
  stepsOf,
  wayOf,
} from "../../../static/js/descent/listing.js";
import { freeNames } from "../../../static/js/core/program_text.js";
import { nodesFromLatex } from "../../../static/js/math/latex.js";
import { answer, request } from "./example.js";

const text = (/** @type {any} */ program) =>
  program.lines.map((/** @type {any} */ line) => `${"    ".repeat(line.indent)}${line.text}`).join("\n");

test("the document's program is written out from its request and the answer", () => {
  assert.equal(
    text(listing(answer(), request)),
    `def f(x, y):
    return x**2 + y**2 + 2*x + 2
def df_dx(x, y):
    return 2*x + 2
def df_dy(x, y):
    return 2*y

x = 1
y = 4
learning_rate = 0.01
for step in range(1, 41):
    g_x = df_dx(x, y)
    g_y = df_dy(x, y)
    x = x - learning_rate * g_x
    y = y - learning_rate * g_y
    print(step, f(x, y), x, y)`,
  );
});

test("a stop condition has its own line, that of one variable without a root", () => {
  const asked = { ...request, stop: { gradient_norm: 0.001 } };
  assert.match(text(listing(answer(asked), asked)), /\n {4}if hypot\(g_x, g_y\) < epsilon_stop: break\n/);
  assert.match(text(listing(answer(asked), asked)), /\nepsilon_stop = 0\.001\n/);
  const one = { ...answer(asked), variables: ["x"] };
  assert.match(text(listing(one, asked)), /if abs\(g_x\) < epsilon_stop: break/);
});

test("data and a batch make it figure 1's loop", () => {
  const asked = {
    ...request,
    function: "(p*x - t)**2",
    start: { p: 0 },
    data: { x: [1, 2, 3], t: [2, 4, 6] },
    batch: 2,
  };
  const made = { ...answer(asked), variables: ["p"], gradient: { p: "2*(p*x - t)*x" } };
  made.runs[0].p = made.runs[0].x;
  const program = listing(made, asked);
  assert.match(text(program), /def cost\(p, x, t\):/);
  assert.match(text(program), /def f\(p\):\n {4}return mean\(cost\(p, x, t\) for x, t in rows\)/);
  assert.match(
    text(program),
    /batch = draw\(rows, 2\)\n {4}g_p = mean\(dcost_dp\(p, x, t\) for x, t in batch\)/,
  );
  assert.deepEqual(
    program.loop.map((line) => program.lines[line]?.kind),
    ["batch", "gradient", "update", "update", "value"],
  );
});

test("formulas become code with the brackets that they need and no more", () => {
  const a = (/** @type {string} */ address) => /** @type {any} */ ({ op: "address", address });
  const n = (/** @type {number} */ value) => /** @type {any} */ ({ op: "number", value });
  const one = { op: "sum", args: [n(1), { op: "negate", args: [a("k.beta1")] }] };
  assert.equal(
    codeOf(
      /** @type {any} */ ({
        op: "equals",
        args: [
          a("s.m.x"),
          {
            op: "sum",
            args: [
              { op: "product", args: [a("k.beta1"), a("o.m.x")] },
              { op: "product", args: [one, a("g.x")] },
            ],
          },
        ],
      }),
    ),
    "m_x = beta1 * m_x + (1 - beta1) * g_x",
  );
  assert.equal(
    codeOf(
      /** @type {any} */ ({
        op: "fraction",
        args: [
          a("s.m.x"),
          {
            op: "sum",
            args: [n(1), { op: "negate", args: [{ op: "power", args: [a("k.beta1"), a("count")] }] }],
          },
        ],
      }),
    ),
    "m_x / (1 - beta1**step)",
  );
  assert.equal(
    codeOf(
      /** @type {any} */ ({
        op: "sum",
        args: [
          a("p.x"),
          {
            op: "negate",
            args: [
              {
                op: "fraction",
                args: [
                  { op: "product", args: [a("k.learning_rate"), a("g.x")] },
                  { op: "sum", args: [{ op: "call", name: "sqrt", args: [a("s.G.x")] }, a("k.epsilon")] },
                ],
              },
            ],
          },
        ],
      }),
    ),
    "x - learning_rate * g_x / (sqrt(G_x) + epsilon)",
  );
  assert.equal(codeOf(/** @type {any} */ ({ op: "product", args: [a("p.x"), n(-2)] })), "x * (-2)");
});

test("a function of several lines keeps them and returns its loss, or its last value", () => {
  assert.deepEqual(bodyOf("a = x**2; loss = a + 1; b = 2"), [
    "a = x**2",
    "loss = a + 1",
    "b = 2",
    "return loss",
  ]);
  assert.deepEqual(bodyOf("a = x**2\na + y"), ["a = x**2", "return a + y"]);
  assert.deepEqual(bodyOf("z = x*y"), ["return x*y"]);
});

test("the free names are those that a function reads and does not make", () => {
  assert.deepEqual(freeNames("a = sin(x)*2e3; a + y*pi + e"), ["x", "y"]);
  assert.deepEqual(freeNames("exp(w1)"), ["w1"]);
  assert.deepEqual(freeNames("3"), []);
});

test("a run is one step a line and iteration; four thousand iterations stay light", () => {
  const program = listing(answer(), request);
  const steps = stepsOf(program, answer().runs[0]);
  assert.equal(steps.length, 40 * 5);
  assert.deepEqual(
    steps.slice(0, 6).map((step) => [step.rule, step.layer]),
    [
      ["gradient", 1],
      ["gradient", 1],
      ["update", 1],
      ["update", 1],
      ["value", 1],
      ["gradient", 2],
    ],
  );
  const long = { ...request, steps: 4000 };
  const run = answer(long).runs[0];
  const times = Array.from({ length: 5 }, () => {
    const began = performance.now();
    assert.equal(stepsOf(program, run).length, 20_000);
    return performance.now() - began;
  });
  assert.ok(Math.min(...times) < 50);
});

test("a run that stops or diverges has one more iteration, as far as it came", () => {
  const asked = { ...request, stop: { gradient_norm: 0.001 } };
  const rules = (/** @type {any} */ ended) =>
    stepsOf(listing(answer(asked), asked), answer(asked, ended).runs[0])
      .filter(({ layer }) => layer === 41)
      .map(({ rule }) => rule);
  assert.deepEqual(rules("steps"), []);
  assert.deepEqual(rules("gradient"), ["gradient", "gradient", "stop"]);
  assert.deepEqual(rules("diverged"), ["gradient", "gradient", "stop", "update", "update"]);
});

test("a place names its iteration and line, and how far the point has come in it", () => {
  const program = listing(answer(), request);
  const steps = stepsOf(program, answer().runs[0]);
  assert.deepEqual(placeOf(steps, 0), { iteration: 0, line: -1 });
  const at = (/** @type {number} */ position) => placeOf(steps, position);
  assert.equal(at(6).iteration, 2);
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((position) => wayOf(program, at(position), 0.5, false)),
    [0, 0, 0.25, 0.75, 1],
  );
  assert.equal(wayOf(program, at(5), 0.5, true), 0.5);
  assert.equal(ranIn(at(7), program.loop[1] ?? 0), 2);
  assert.equal(ranIn(at(7), program.loop[2] ?? 0), 1);
  assert.equal(ranIn(at(0), program.loop[2] ?? 0), 0);
});

test("of many prints the powers of ten and the last ones are shown", () => {
  assert.deepEqual(
    printsUpTo(3),
    [1, 2, 3].map((iteration) => ({ iteration, left: 0 })),
  );
  assert.deepEqual(
    printsUpTo(4000).map(({ iteration }) => iteration),
    [1, 10, 100, 1000, 3996, 3997, 3998, 3999, 4000],
  );
  assert.equal(printsUpTo(4000)[1]?.left, 8);
});

test("numbers are printed as Python prints them", () => {
  assert.deepEqual([1, -0, 0.1, 1e-5, 1.5e-7, 1e22, 123456.75, 1e16].map(printed), [
    "1.0",
    "-0.0",
    "0.1",
    "1e-05",
    "1.5e-07",
    "1e+22",
    "123456.75",
    "1e+16",
  ]);
});

test("the pseudo-code has a line for every line that runs, and its formulas are figure 1's", () => {
  const asked = {
    ...request,
    function: "(p*x - t)**2",
    start: { p: 0 },
    data: { x: [1, 2, 3], t: [2, 4, 6] },
    batch: 2,
    stop: { gradient_norm: 0.001 },
  };
  const made = { ...answer(asked), variables: ["p"], gradient: { p: "2*(p*x - t)*x" } };
  made.runs[0].p = made.runs[0].x;
  const { lines, loop } = listing(made, asked);
  const told = new Set(pseudoCode(true).flatMap(({ kinds }) => kinds));
  for (const line of loop) assert.ok(told.has(/** @type {any} */ (lines[line]?.kind)), lines[line]?.kind);
  const formulas = pseudoCode(true).flatMap(({ parts }) =>
    parts.flatMap((part) => ("latex" in part ? [part.latex] : [])),
  );
  assert.ok(formulas.includes("\\hat g=\\frac1m\\nabla_\\theta\\sum_i L(f(x_i,\\theta),y^{(i)})"));
  assert.ok(formulas.includes("\\theta=\\theta-\\varepsilon_k\\hat g"));
  for (const latex of formulas) assert.notEqual(nodesFromLatex(latex), null, latex);
});
