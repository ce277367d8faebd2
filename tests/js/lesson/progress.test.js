// What a reader has done: kept under one key, whatever stands there or whether anything can be kept at all.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createProgress, idOf, readProgress } from "../../../static/js/lesson/reader/progress.js";

/** A storage as a browser has it. @param {Record<string, string>} [kept] */
function storageOf(kept = {}) {
  const storage = {
    getItem: (/** @type {string} */ key) => kept[key] ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ text) => void (kept[key] = text),
  };
  return { kept, storage: () => /** @type {Storage} */ (/** @type {unknown} */ (storage)) };
}

test("sections and solved questions come back on the next visit", () => {
  const { kept, storage } = storageOf();
  const first = createProgress(storage);
  assert.equal(first.any(), false);
  assert.equal(first.last(), null);
  first.visit(3);
  first.visit(5);
  first.solve(idOf(5, "exercise-2"));
  first.solve(idOf(5, "exercise-2"));
  first.solve(idOf(3, "purpose"));
  assert.equal(Object.keys(kept).length, 1);
  const second = createProgress(storage);
  assert.equal(second.last(), 5);
  assert.ok(second.isVisited(3) && second.isVisited(5) && !second.isVisited(4));
  assert.ok(second.isSolved("5.exercise-2") && !second.isSolved("5.exercise-1"));
  assert.deepEqual([3, 4, 5].map(second.solvedIn), [1, 0, 1]);
});

test("to begin anew can be taken back, and whoever listens hears both", () => {
  const { storage } = storageOf();
  const progress = createProgress(storage);
  progress.visit(2);
  progress.solve("2.exercise-1");
  let heard = 0;
  progress.subscribe(() => (heard += 1));
  const back = progress.reset();
  assert.equal(progress.any(), false);
  assert.equal(createProgress(storage).any(), false);
  back();
  assert.ok(progress.isSolved("2.exercise-1"));
  assert.equal(createProgress(storage).last(), 2);
  assert.equal(heard, 2);
});

for (const text of [
  null,
  "",
  "{",
  "null",
  "7",
  "[]",
  '"lesson"',
  '{"version":0,"visited":[1]}',
  '{"version":1}',
  '{"version":1,"visited":"all","solved":{"a":1},"last":"5"}',
  '{"version":1,"visited":[null,"2",1.5],"solved":[4,null],"last":1e99}',
]) {
  test(`what cannot be progress is none: ${text}`, () => {
    const read = readProgress(text);
    assert.deepEqual([read.visited, read.solved], [[], []]);
    assert.ok(read.last === null || Number.isSafeInteger(read.last));
  });
}

test("a browser that keeps nothing is no hindrance", () => {
  const progress = createProgress(() => {
    throw new DOMException("no storage");
  });
  progress.visit(1);
  progress.solve("1.exercise-1");
  assert.ok(progress.isSolved("1.exercise-1"));
  assert.equal(progress.last(), 1);
});

test("solved questions are numbered, and the oldest are forgotten first", () => {
  const { storage } = storageOf();
  const progress = createProgress(storage);
  for (let k = 0; k < 600; k += 1) progress.solve(`1.${k}`);
  assert.ok(progress.isSolved("1.599") && !progress.isSolved("1.0"));
  assert.equal(createProgress(storage).solvedIn(1), 500);
});

test("two tabs add to each other's progress, and a page that looks again sees it", () => {
  const { storage } = storageOf();
  const [contents, one, two] = [createProgress(storage), createProgress(storage), createProgress(storage)];
  one.visit(1);
  two.visit(2);
  one.solve("1.exercise-1");
  two.solve("2.exercise-1");
  contents.refresh();
  assert.deepEqual(
    [1, 2].map((section) => [contents.isVisited(section), contents.solvedIn(section)]),
    [
      [true, 1],
      [true, 1],
    ],
  );
});
