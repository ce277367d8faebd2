import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf, functionBody } from "../../../../static/js/descent/program/code.js";

test("formulas as code have the brackets that they need and no others", () => {
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

test("a function of several lines keeps them and returns its loss, or else its last value", () => {
  assert.deepEqual(functionBody("a = x**2; loss = a + 1; b = 2"), [
    "a = x**2",
    "loss = a + 1",
    "b = 2",
    "return loss",
  ]);
  assert.deepEqual(functionBody("a = x**2\na + y"), ["a = x**2", "return a + y"]);
  assert.deepEqual(functionBody("z = x*y"), ["return x*y"]);
});
