// Writes the characters of all formulas and symbols of given answers, as JSON: {"mi": "…", "mo": "…", …}. Standard
// input: {catalog, traces, graphs, descents}, the answers of the API with their steps.
import { readFileSync } from "node:fs";

import { linesOf } from "../../../static/js/math/formula/tree.js";
import { chunksOf, nodeOf } from "../../../static/js/math/formula/print.js";
import { formatNumber } from "../../../static/js/math/format.js";
import { printedValueOf, printingOf } from "../../../static/js/network/notation.js";
import { symbolIn, valueIn } from "../../../static/js/graph/symbols.js";
import { symbolOf } from "../../../static/js/descent/symbols.js";

const { catalog, traces, graphs, descents } = JSON.parse(readFileSync(0, "utf8"));
/** @type {Map<string, Set<string>>} */
const found = new Map();

/** @param {import("../../../static/js/core/types.js").MathNode} node */
function add(node) {
  for (const part of node.parts ?? []) add(part);
  const letters = found.get(node.tag) ?? new Set();
  found.set(node.tag, letters);
  // An identifier of one letter is printed italic, a longer one as it is.
  const tag = node.tag === "mi" && [...(node.text ?? "")].length > 1 ? "mtext" : node.tag;
  const into = found.get(tag) ?? new Set();
  found.set(tag, into);
  for (const letter of node.text ?? "") into.add(letter);
}
/** All lines of a formula, with symbols and with numbers. @param {any} tree @param {any} printing */
function addFormula(tree, printing) {
  for (const numbers of [false, true])
    for (const line of linesOf(tree)) {
      const how = { format: formatNumber, called: () => null, ...printing, numbers };
      add(nodeOf(line, how));
      for (const chunk of chunksOf(line, how)) add(chunk);
    }
}

const losses = catalog.losses.map((/** @type {any} */ { name }) => name);
const symbolOfActivation = new Map(
  catalog.activations.map((/** @type {any} */ one) => [one.name, one.symbol]),
);
for (const trace of traces) {
  const { layers } = trace.network;
  for (const notation of /** @type {const} */ (["figure", "derivation"])) {
    const naming = {
      notation,
      units: layers.map((/** @type {any} */ { units }) => units),
      activations: layers.map(
        (/** @type {any} */ { activation }) => symbolOfActivation.get(activation) ?? "f",
      ),
    };
    const value = (/** @type {string} */ address) => printedValueOf(trace, address, { notation });
    for (const step of trace.steps)
      for (const update of [false, true])
        for (const tree of [step.figure, step.formula])
          addFormula(tree, { ...printingOf({ ...naming, update }, losses), value });
  }
}
for (const answer of graphs) {
  const printing = {
    symbol: (/** @type {string} */ address) => symbolIn(address, answer),
    value: (/** @type {string} */ address) => valueIn(address, answer),
  };
  for (const step of answer.steps) addFormula(step.formula, printing);
}
for (const answer of descents)
  for (const address of Object.keys(answer.explain?.symbols ?? {})) add(symbolOf(answer, address));

process.stdout.write(
  JSON.stringify(Object.fromEntries([...found].map(([tag, letters]) => [tag, [...letters].join("")]))),
);
