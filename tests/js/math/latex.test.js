import assert from "node:assert/strict";
import test from "node:test";

import { inFigureLetters, nodesFromLatex } from "../../../static/js/math/latex.js";
import { latexFrom, textFrom } from "../../../static/js/math/nodes.js";

for (const latex of [
  "\\frac{1}{1+e^{-z}}",
  "\\sigma(z)\\,\\sigma(-z)",
  "\\max(0,z)",
  "1-\\tanh^2 z",
  "z\\ (z>0),\\ e^{z}-1\\ (z\\le 0)",
  "\\frac{z}{2}\\left(1+\\tanh u\\right),\\ u=\\sqrt{2/\\pi}\\,(z+0.044715z^3)",
  "\\frac{1+\\tanh u}{2}+\\frac{z}{2}(1-\\tanh^2 u)\\,u'",
  "\\lambda\\ (z>0),\\ \\lambda\\alpha e^{z}\\ (z\\le 0)",
  "\\Phi(z)+z\\,\\varphi(z)",
  "\\ln(1+e^{z})",
]) {
  test(`${latex} is read whole`, () => assert.ok(nodesFromLatex(latex)));
}
test("what is read is what was written", () => {
  const mathNode = nodesFromLatex("\\frac{1}{1+e^{-z}}");
  assert.ok(mathNode);
  assert.equal(latexFrom(mathNode), "\\frac{1}{1+e^{-z}}");
  assert.equal(textFrom(mathNode), "1/1+e−z");
});
test("an unknown command, an open brace or a lone exponent reads as nothing", () => {
  for (const latex of ["\\begin{cases}", "{z", "^2", "\\frac{1}", "z}\\"])
    assert.equal(nodesFromLatex(latex), null, latex);
});
test("in the figures z is called e, and the number e is written exp", () => {
  const mathNode = nodesFromLatex("\\frac{1}{1+e^{-z}}");
  assert.ok(mathNode);
  assert.equal(latexFrom(inFigureLetters(mathNode)), "\\frac{1}{1+\\exp(-e)}");
});
