// The progress is kept under one key; what cannot be read counts as none, and a browser may keep nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createProgress, idOf, readProgress } from "../../../static/js/lesson/reader/progress.js";

/** A stand-in for the browser's memory. @param {Record<string, string>} [kept] */
function memoryOf(kept = {}) {
  const memory = {
    get: (/** @type {string} */ key) => kept[key] ?? null,
    set: (/** @type {string} */ key, /** @type {string} */ text) => void (kept[key] = text),
  };
  return { kept, memory };
}

test("sections and solved questions come back on the next visit", () => {
  const { kept, memory } = memoryOf();
  const first = createProgress(memory);
  assert.equal(first.any(), false);
  assert.equal(first.last(), null);
  first.visit(3);
  first.visit(5);
  first.solve(idOf(5, "exercise-2"));
  first.solve(idOf(5, "exercise-2"));
  first.solve(idOf(3, "purpose"));
  assert.equal(Object.keys(kept).length, 1);
  const second = createProgress(memory);
  assert.equal(second.last(), 5);
  assert.ok(second.isVisited(3) && second.isVisited(5) && !second.isVisited(4));
  assert.ok(second.isSolved("5.exercise-2") && !second.isSolved("5.exercise-1"));
  assert.deepEqual([3, 4, 5].map(second.solvedIn), [1, 0, 1]);
});

test("a reset can be undone, and listeners are called for both", () => {
  const { memory } = memoryOf();
  const progress = createProgress(memory);
  progress.visit(2);
  progress.solve("2.exercise-1");
  let heard = 0;
  progress.subscribe(() => (heard += 1));
  const back = progress.reset();
  assert.equal(progress.any(), false);
  assert.equal(createProgress(memory).any(), false);
  back();
  assert.ok(progress.isSolved("2.exercise-1"));
  assert.equal(createProgress(memory).last(), 2);
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
  test(`unreadable progress counts as none: ${text}`, () => {
    const read = readProgress(text);
    assert.deepEqual([read.visited, read.solved], [[], []]);
    assert.ok(read.last === null || Number.isSafeInteger(read.last));
  });
}

test("progress works where nothing is kept", () => {
  const progress = createProgress({ get: () => null, set: () => {} });
  progress.visit(1);
  progress.solve("1.exercise-1");
  assert.ok(progress.isSolved("1.exercise-1"));
  assert.equal(progress.last(), 1);
});

test("the number of solved questions is limited; the oldest are dropped", () => {
  const { memory } = memoryOf();
  const progress = createProgress(memory);
  for (let k = 0; k < 600; k += 1) progress.solve(`1.${k}`);
  assert.ok(progress.isSolved("1.599") && !progress.isSolved("1.0"));
  assert.equal(createProgress(memory).solvedIn(1), 500);
});

test("two tabs add to the same progress, and a refresh reads it", () => {
  const { memory } = memoryOf();
  const [contents, one, two] = [createProgress(memory), createProgress(memory), createProgress(memory)];
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
