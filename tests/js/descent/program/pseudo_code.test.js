import assert from "node:assert/strict";
import { test } from "node:test";
import { listing } from "../../../../static/js/descent/program/listing.js";
import { pseudoCode } from "../../../../static/js/descent/program/pseudo_code.js";
import { nodesFromLatex } from "../../../../static/js/math/latex.js";
import { answer, request } from "../example.js";

test("the pseudo-code has a line for every program line in the loop, and the formulas of figure 1", () => {
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
  const covered = new Set(pseudoCode(true).flatMap(({ kinds }) => kinds));
  for (const line of loop) assert.ok(covered.has(/** @type {any} */ (lines[line]?.kind)), lines[line]?.kind);
  const formulas = pseudoCode(true).flatMap(({ parts }) =>
    parts.flatMap((part) => ("latex" in part ? [part.latex] : [])),
  );
  assert.ok(formulas.includes("\\hat g=\\frac1m\\nabla_\\theta\\sum_i L(f(x_i,\\theta),y^{(i)})"));
  assert.ok(formulas.includes("\\theta=\\theta-\\varepsilon_k\\hat g"));
  for (const latex of formulas) assert.notEqual(nodesFromLatex(latex), null, latex);
});
