// The catalog's formulas with numbers in them, for every loss and every short slope.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { nodesFromLatex } from "../../../static/js/math/latex.js";
import { textFrom } from "../../../static/js/math/nodes.js";
import { filled, isPlain, writtenOut } from "../../../static/js/math/formula/filled.js";

/** The LaTeX in a table of the engine, by name. @param {string} file @returns {Record<string, string>} */
function latexIn(file) {
  const text = readFileSync(new URL(`../../../app/engine/network/${file}`, import.meta.url), "utf8");
  const entries = text.matchAll(/(?:Loss|Activation)\(\s+"(\w+)",\s+((?:r?"[^"]*"\s*)+),/g);
  return Object.fromEntries(
    [...entries].map(([, name = "", latex = ""]) => [
      name,
      [...latex.matchAll(/r?"([^"]*)"/g)].map(([, part]) => part).join(""),
    ]),
  );
}
const LOSSES = latexIn("losses.py");
const OUTPUTS = /** @type {Record<string, readonly number[]>} */ ({ a: [0.4669, 0.5331], t: [0, 1] });
const of = (/** @type {string} */ letter, /** @type {number} */ k) => OUTPUTS[letter]?.[k] ?? null;

test("every loss has a formula that can be shown", () => {
  assert.ok(Object.keys(LOSSES).length >= 7);
  for (const [name, latex] of Object.entries(LOSSES)) assert.ok(nodesFromLatex(latex), name);
});

test("the losses are written out with their numbers", () => {
  const text = (/** @type {string} */ name, count = 2) => {
    const node = writtenOut(nodesFromLatex(LOSSES[name] ?? "") ?? { tag: "mi" }, count, of);
    return node && textFrom(node).replaceAll("\u2009", " ");
  };
  assert.equal(text("cross_entropy"), "−(0·ln 0.4669+1·ln 0.5331)");
  assert.equal(text("cross_entropy", 1), "−0·ln 0.4669");
  assert.equal(text("half_squared_error"), "1/2((0.4669−0)2+(0.5331−1)2)");
  assert.equal(text("mean_squared_error"), "1/2((0.4669−0)2+(0.5331−1)2)");
  assert.equal(text("absolute_error"), "|0.4669−0|+|0.5331−1|");
  assert.equal(text("binary_cross_entropy", 1), "−[0·ln 0.4669+(1−0)·ln(1−0.4669)]");
  assert.equal(text("huber"), null);
});

test("many terms of a sum are abbreviated", () => {
  const node = writtenOut(nodesFromLatex("\\sum_k a_k") ?? { tag: "mi" }, 9, (_, k) => k);
  assert.equal(node && textFrom(node), "0+1+2+⋯+8");
});

test("a slope is worked out where its formula is one short expression", () => {
  const fill = (/** @type {string} */ latex, /** @type {number} */ z) => {
    const node = nodesFromLatex(latex) ?? { tag: /** @type {const} */ ("mi") };
    return textFrom(filled(node, ({ tag, text }) => (tag === "mi" && text === "z" ? z : null)));
  };
  assert.equal(fill("1-\\tanh^2 z", -0.3), "1−tanh2(−0.3)");
  assert.equal(fill("\\sigma(z)\\,\\sigma(-z)", 0.5), "σ(0.5)·σ(−0.5)");
  for (const [latex, is] of /** @type {[string, boolean][]} */ ([
    ["1-\\tanh^2 z", true],
    ["\\sigma(z)\\,\\sigma(-z)", true],
    ["1\\ (z>0),\\ 0\\ (z\\le 0)", false],
    ["\\frac{1+\\tanh u}{2}+\\frac{z}{2}(1-\\tanh^2 u)\\,u'", false],
  ]))
    assert.equal(isPlain(nodesFromLatex(latex) ?? { tag: "mi" }, "z"), is, latex);
});
