import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createRun } from "../../../static/js/training/run.js";
import { QUESTIONS, questionsFor, verdictOf } from "../../../static/js/training/runs/predictions.js";

const lines = readFileSync(new URL("recorded.ndjson", import.meta.url), "utf8")
  .trim()
  .split("\n");
/** @param {string} name @param {object} [end] laid over the recorded one */
function recorded(name, end = {}) {
  const { lines: found } = lines.map((line) => JSON.parse(line)).find(({ run }) => run === name);
  const run = createRun(found[0], found.length);
  for (const line of found.slice(1)) run.take(line.type === "end" ? { ...line, ...end } : line);
  return run;
}
/** @param {string} name */
const question = (name) => /** @type {any} */ (QUESTIONS.find((one) => one.name === name));

test("the lower loss is asked of two runs only, and accuracy of classes only", () => {
  const [good, slow] = [recorded("good"), recorded("too_slow")];
  /** @param {any} watched */
  const asked = (watched) => questionsFor(watched).map(({ name }) => name);
  assert.deepEqual(asked({ run: good, second: slow }), ["lower", "accuracy", "diverges"]);
  assert.deepEqual(asked({ run: recorded("growing"), second: null }), ["diverges"]);
});

test("the run with the lower loss is named from either side, and a run is the same as itself", () => {
  const [good, slow] = [recorded("good"), recorded("too_slow")];
  const lower = question("lower");
  assert.equal(verdictOf(lower, "this", { run: good, second: slow })?.isRight, true);
  assert.equal(verdictOf(lower, "this", { run: slow, second: good })?.was, "other");
  assert.equal(verdictOf(lower, "same", { run: good, second: good })?.isRight, true);
});

test("a run that diverged has lost, whatever its last loss was", () => {
  const diverged = recorded("good", { reason: "diverged" });
  const verdict = verdictOf(question("lower"), "this", { run: diverged, second: recorded("too_slow") });
  assert.equal(verdict?.was, "other");
  assert.equal(verdictOf(question("diverges"), "yes", { run: diverged, second: null })?.isRight, true);
});

test("the range of the accuracy is that of the test set's last number", () => {
  for (const [name, range] of [
    ["good", "top"],
    ["too_slow", "low"],
  ]) {
    const run = recorded(/** @type {string} */ (name));
    const accuracy = run.scalar("test_accuracy", run.count - 1);
    const verdict = verdictOf(question("accuracy"), "top", { run, second: null });
    assert.equal(verdict?.was, range, `${accuracy}`);
  }
});

test("nothing is told of a run that goes on", () => {
  const { lines: found } = JSON.parse(/** @type {string} */ (lines[0]));
  const run = createRun(found[0], 10);
  run.take(found[1]);
  assert.equal(verdictOf(question("diverges"), "no", { run, second: null }), null);
});
