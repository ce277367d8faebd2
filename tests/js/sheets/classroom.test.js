import assert from "node:assert/strict";
import { test } from "node:test";
import { createClassroom } from "../../../static/js/sheets/classroom.js";

/** @type {import("../../../static/js/core/types.js").Translate} */
const t = (key, params) => `${key} ${JSON.stringify(params ?? {})}`;

test("no hand-in is lost without a word: one over the most says why it is not marked", async () => {
  const classroom = createClassroom({ ask: async () => null, language: "en", t });
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
