// The names of the runs at their curves.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runNames } from "../../../static/js/descent/run_names.js";

const WORDS = /** @type {Record<string, string>} */ ({
  "descent.name_sgd": "sgd",
  "optimizer_name.adam": "Adam",
});
const find = (/** @type {string} */ key, /** @type {string} */ otherwise) => WORDS[key] ?? otherwise;
const run = (/** @type {string} */ name, /** @type {number} */ rate) => ({
  optimizer: { name, learning_rate: rate },
});

test("a run goes by its optimizer; where that is shared, by its rate or its number", () => {
  assert.deepEqual(runNames([run("sgd", 1), run("adam", 1), run("my_own", 2)], find), [
    "sgd",
    "Adam",
    "my own",
  ]);
  assert.deepEqual(runNames([run("sgd", 0.3), run("sgd", 0.34), run("adam", 1)], find), [
    "sgd η = 0.3",
    "sgd η = 0.34",
    "Adam",
  ]);
  assert.deepEqual(runNames([run("sgd", 0.3), run("sgd", 0.3), run("sgd", 1)], find), [
    "sgd (1)",
    "sgd (2)",
    "sgd η = 1",
  ]);
});
