import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemory } from "../../../static/js/core/browser/memory.js";
import { createClassroom } from "../../../static/js/sheets/classroom.js";

/** @returns {any} a browser's storage, which each test has for itself */
function storage() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return {
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ text) => void kept.set(key, text),
    removeItem: (/** @type {string} */ key) => void kept.delete(key),
  };
}
const memory = () => {
  const own = storage();
  return createMemory(() => own);
};

/** @type {import("../../../static/js/core/types.js").Translate} */
const t = (key, params) => `${key} ${JSON.stringify(params ?? {})}`;

test("no hand-in is lost without a word: one over the most says why it is not marked", async () => {
  const classroom = createClassroom({ ask: async () => null, language: "en", t, memory: memory() });
  /** @type {string[]} */
  let problems = [];
  classroom.listen((rows) => {
    problems = rows.map((row) => row.problem);
  });
  const files = Array.from({ length: 203 }, (_, place) => new File(["no hand-in"], `${place}.json`));
  await classroom.read(files);
  assert.equal(problems.length, 203);
  assert.ok(
    problems.slice(0, 200).every((problem) => problem !== "" && !problem.startsWith("sheet.too_many")),
  );
  assert.ok(problems.slice(200).every((problem) => problem === 'sheet.too_many {"most":200}'));
});

test("a class is there again after a reload, until it is emptied", async () => {
  const kept = memory();
  /** @type {string[]} */
  let files = [];
  const room = () => {
    const made = createClassroom({ ask: async () => null, language: "en", t, memory: kept });
    made.listen((rows) => {
      files = rows.map(({ file }) => file);
    });
    return made;
  };
  await room().read(["10", "9", "1"].map((name) => new File(["no hand-in"], `${name}.json`)));
  assert.deepEqual(files, ["1.json", "9.json", "10.json"]);
  files = [];
  const again = room();
  again.restore();
  await again.add("1.json", "no hand-in");
  assert.deepEqual(files, ["1.json", "9.json", "10.json"]);
  again.clear();
  room().restore();
  assert.deepEqual(files, []);
});
