// The entries of the glossary that a formula contains.
import assert from "node:assert/strict";
import { test } from "node:test";
import { symbolsIn } from "../../../static/js/lesson/reader/formula_symbols.js";

const ENTRIES = [
  { name: "input", letters: { figure: ["x"], derivation: ["x"], function: ["x_i"] } },
  { name: "target", letters: { figure: ["z"], derivation: ["t"], function: ["y^{(i)}"] } },
  { name: "weight", letters: { figure: ["w"], derivation: ["w"] } },
  { name: "sum", letters: { figure: ["e"], derivation: ["z"] } },
  { name: "next", letters: { derivation: ["z'", "z''"] } },
  { name: "output", letters: { figure: ["y"], derivation: ["a", "y"] } },
  { name: "function", letters: { figure: ["f"], function: ["f"] } },
  { name: "slope", letters: { figure: ["f'", "d"], derivation: ["\\sigma'"] } },
  { name: "activation", letters: { derivation: ["\\sigma"] } },
  { name: "layer", letters: { derivation: ["^(l)"] } },
  { name: "sample", letters: { derivation: ["^[s]"] } },
  { name: "loss", letters: { figure: ["C"], derivation: ["C"], function: ["L", "loss"] } },
  { name: "error", letters: { figure: ["\\delta"] } },
  { name: "delta", letters: { derivation: ["\\partial C/\\partial z"] } },
  { name: "local", letters: { derivation: ["\\partial z/\\partial w"] } },
  { name: "rate", letters: { figure: ["\\eta"], derivation: ["\\eta"], function: ["\\varepsilon"] } },
  { name: "new_weight", letters: { figure: ["w'"], derivation: ["w'"] } },
  { name: "gradient", letters: { function: ["\\nabla", "grad", "\\hat g"] } },
  { name: "parameters", letters: { function: ["\\theta"] } },
  { name: "variables", letters: { function: ["x", "y", "z"] } },
];

/** @type {[string, "figure" | "derivation" | "function", string, string][]} */
const FORMULAS = [
  ["an index does not hide a symbol", "figure", "\\delta_4=w_{46}\\delta", "weight error"],
  ["the figures' z is the target", "figure", "\\delta=z-y", "target output error"],
  ["the derivation's is the sum", "derivation", "a=\\sigma(z)", "sum output activation"],
  [
    "the update",
    "figure",
    "w'_{(x1)1}=w_{(x1)1}+\\eta\\delta_1\\frac{df_1(e)}{de}x_1",
    "input weight sum function slope error rate new_weight",
  ],
  ["an index contains no input", "figure", "w_{(x1)1}", "weight"],
  ["z' is not z", "derivation", "z''", "next"],
  ["a prime after an index", "figure", "f_6'(e_6)", "sum slope"],
  ["a prime as an exponent", "derivation", "w^{\\prime}", "new_weight"],
  ["a layer's number", "derivation", "w'^{(2)}_{11}", "layer new_weight"],
  ["a sample's number", "derivation", "a^{(2)[1]}_{1}", "output layer sample"],
  [
    "two fractions",
    "derivation",
    "\\frac{\\partial z}{\\partial w}\\,\\frac{\\partial C}{\\partial z}",
    "weight sum loss delta local",
  ],
  ["a fraction on one line", "derivation", "\\partial C/\\partial z_4", "sum loss delta"],
  [
    "words, accents and what stands below nabla",
    "function",
    "\\hat g=\\frac1m\\nabla_\\theta\\sum_i L(f(x_i,\\theta),y^{(i)})",
    "input target function loss gradient parameters variables",
  ],
  [
    "a word is no row of symbols",
    "function",
    "\\operatorname{grad} f=\\mathrm{loss}",
    "function loss gradient",
  ],
  ["an exponent contains symbols", "function", "2^{x}", "variables"],
  ["a symbol that a reading lacks is taken from another", "figure", "\\sigma(t)", "target activation"],
  ["nothing", "figure", "1+2=3", ""],
];
for (const [name, reading, latex, expected] of FORMULAS) {
  test(`symbols in a formula: ${name}`, () => {
    assert.deepEqual(symbolsIn(latex, ENTRIES, reading).join(" "), expected);
  });
}

test("without a reading a symbol has every meaning", () => {
  assert.deepEqual(symbolsIn("z", ENTRIES), ["target", "sum", "variables"]);
});
