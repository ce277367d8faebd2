import assert from "node:assert/strict";
import { test } from "node:test";
import { nodesFromLatex } from "../../../static/js/math/latex.js";
import { oneLine } from "../../../static/js/math/one_line.js";

test("a symbol is written in one line with small indices", () => {
  const cases = {
    "z^{(1)}_2": "z₂⁽¹⁾",
    "\\frac{\\partial C}{\\partial a^{(2)}_1}": "∂C/∂a₁⁽²⁾",
    "w'^{(2)}_{11}": "w′₁₁⁽²⁾",
    "\\delta_4": "δ₄",
    "\\sigma'(z^{(2)}_1)": "σ′(z₁⁽²⁾)",
    "w_{(x1)2}": "w₍ₓ₁₎₂",
    y_k: "y_k",
    C: "C",
  };
  for (const [latex, text] of Object.entries(cases)) {
    const nodes = nodesFromLatex(latex);
    assert.ok(nodes, latex);
    assert.equal(oneLine(nodes), text);
  }
});
