// Prints the numbers of every program line, as the browser code has them: a test in Python
// (tests/web/descent/test_line_numbers.py) writes answers of the API to this script and compares.
// Per answer a list of [kind of line, numbers by address, [address, value, size] of each line of its formula].
import { readFileSync } from "node:fs";
import { descentExplainer } from "../../../static/js/descent/explainer.js";
import { placeAt } from "../../../static/js/descent/program/steps.js";
import { executionOf } from "../../../static/js/descent/screen.js";
import { addressesOf, evaluate, linesOf, sidesOf, sizeOf } from "../../../static/js/math/formula/tree.js";

const context = /** @type {any} */ ({ t: (/** @type {string} */ key) => key, find: () => "" });

/** @param {any} answer */
function lineNumbers(answer) {
  const { program, steps } = executionOf(answer);
  const { from, count } = answer.explain;
  return steps.flatMap((step, index) => {
    if (step.layer <= from || step.layer > from + count) return [];
    const place = placeAt(steps, index + 1);
    const screen = { answer, program, steps, place, state: { request: answer.request, grouping: "neuron" } };
    const explainer = descentExplainer(/** @type {any} */ (screen), context);
    const tree = explainer.tree(step);
    const numbers = addressesOf(tree).map((address) => [address, explainer.value(address)]);
    const results = linesOf(tree).flatMap((line) => {
      const [left] = sidesOf(line);
      const value = evaluate(line, explainer.value);
      if (left?.op !== "address" || value === null) return [];
      return [[left.address, value, sizeOf(line, explainer.value)]];
    });
    return [[step.rule, Object.fromEntries(numbers), results]];
  });
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(lineNumbers)));
