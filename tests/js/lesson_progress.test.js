// What a reader has solved: nothing of it is lost where the lesson is open in two tabs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createProgress } from "../../static/js/lesson/progress.js";

test("two tabs add to each other's progress, and one that looks again sees it", () => {
  const kept = new Map();
  const storage = () => /** @type {any} */ ({ getItem: (/** @type {string} */ key) => kept.get(key) ?? null, setItem: (/** @type {string} */ key, /** @type {string} */ text) => void kept.set(key, text) });
  const [contents, one, two] = [createProgress(storage), createProgress(storage), createProgress(storage)];
  one.visit(1);
  two.visit(2);
  one.solve("1.exercise-1");
  two.solve("2.exercise-1");
  contents.refresh();
  assert.deepEqual([1, 2].map((section) => [contents.isVisited(section), contents.solvedIn(section)]), [[true, 1], [true, 1]]);
  const again = one.reset();
  assert.equal(createProgress(storage).any(), false);
  again();
  assert.equal(createProgress(storage).solvedIn(2), 1);
});

test("without a memory the page remembers by itself", () => {
  const progress = createProgress(() => {
    throw new Error("no memory here");
  });
  progress.visit(3);
  progress.solve("3.purpose");
  assert.equal(progress.isSolved("3.purpose"), true);
  assert.equal(progress.solvedIn(3), 1);
});
