import assert from "node:assert/strict";
import { test } from "node:test";
import { listing } from "../../../../static/js/descent/program/listing.js";
import { answer, request } from "../example.js";

const text = (/** @type {any} */ program) =>
  program.lines.map((/** @type {any} */ line) => `${"    ".repeat(line.indent)}${line.text}`).join("\n");

test("the document's program is made from its request and the answer", () => {
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

test("a stop condition has its own line, for one variable without a root", () => {
  const asked = { ...request, stop: { gradient_norm: 0.001 } };
  assert.match(text(listing(answer(asked), asked)), /\n {4}if hypot\(g_x, g_y\) < epsilon_stop: break\n/);
  assert.match(text(listing(answer(asked), asked)), /\nepsilon_stop = 0\.001\n/);
  const one = { ...answer(asked), variables: ["x"] };
  assert.match(text(listing(one, asked)), /if abs\(g_x\) < epsilon_stop: break/);
});

test("with data and a batch the program is figure 1's loop", () => {
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

test("a variable that is called as a word of the program is written with an underscore, and only there", () => {
  const rule = (/** steptype {string} */ name) => ({
    op: "equals",
    args: [
      { op: "address", address: `n.${name}` },
      {
        op: "sum",
        args: [
          { op: "address", address: `p.${name}` },
          {
            op: "negate",
            args: [
              {
                op: "product",
                args: [
                  { op: "address", address: "k.learning_rate" },
                  { op: "address", address: `g.${name}` },
                ],
              },
            ],
          },
        ],
      },
    ],
  });
  const asked = { ...request, function: "f_ = 2*range; (f_ - f)**2 + range**2", start: { f: 1, range: 4 } };
  const made = answer(asked);
  const { x, y, ...run } = made.runs[0];
  Object.assign(made, {
    variables: ["f", "range"],
    gradient: { f: "-2*(2*range - f)", range: "4*(2*range - f) + 2*range" },
    runs: [{ ...run, f: x, range: y }],
  });
  made.explain.rules = {
    gradient: { op: "lines", args: [] },
    update: { op: "lines", args: ["f", "range"].map(rule) },
  };
  const program = listing(made, asked);
  assert.equal(
    text(program),
    `def f(f__, range_):
    f_ = 2*range_
    return (f_ - f__)**2 + range_**2
def df_df(f__, range_):
    return -2*(2*range_ - f__)
def df_drange(f__, range_):
    return 4*(2*range_ - f__) + 2*range_

f__ = 1
range_ = 4
learning_rate = 0.01
for step in range(1, 41):
    g_f = df_df(f__, range_)
    g_range = df_drange(f__, range_)
    f__ = f__ - learning_rate * g_f
    range_ = range_ - learning_rate * g_range
    print(step, f(f__, range_), f__, range_)`,
  );
  // The numbers keep their addresses.
  assert.deepEqual(
    program.lines.flatMap(({ address }) => address ?? []),
    ["g.f", "g.range", "n.f", "n.range"],
  );
});
