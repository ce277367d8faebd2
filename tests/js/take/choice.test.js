import assert from "node:assert/strict";
import test from "node:test";
import { createMemory } from "../../../static/js/core/browser/memory.js";
import { keepChoice, lastChoice } from "../../../static/js/take/choice.js";

const OFFERED = { formats: ["svg", "csv"], languages: ["en", "zh"] };
/** @type {import("../../../static/js/take/choice.js").Choice} */
const FIRST = { what: "step", format: "svg", scale: 2, theme: "light", language: "en" };

/** @param {string} [kept] */
function memoryWith(kept) {
  /** @type {Map<string, string>} */
  const all = new Map(kept === undefined ? [] : [["take", kept]]);
  return createMemory(() => ({
    getItem: (key) => all.get(key) ?? null,
    setItem: (key, text) => void all.set(key, text),
    removeItem: (key) => void all.delete(key),
  }));
}

test("the last choice comes back, but for the language", () => {
  const memory = memoryWith();
  keepChoice(memory, { what: "all", format: "csv", scale: 3, theme: "dark", language: "zh" });
  assert.deepEqual(lastChoice(memory, FIRST, OFFERED), {
    what: "all",
    format: "csv",
    scale: 3,
    theme: "dark",
    language: "en",
  });
});

test("what is kept and cannot be chosen here gives way", () => {
  for (const kept of ["", "{", "null", "[]", '"svg"', '{"format":"gif","what":1,"scale":9,"theme":"auto"}'])
    assert.deepEqual(lastChoice(memoryWith(kept), FIRST, OFFERED), FIRST, kept);
});
