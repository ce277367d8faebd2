// What a browser refuses to keep lasts until the page is left.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemory } from "../../../static/js/core/browser/memory.js";

/** A storage that takes nothing more after `room` texts. */
function storage(room = Infinity) {
  const kept = new Map();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => {
      if (!kept.has(key) && kept.size >= room) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, text);
    },
    removeItem: (key) => kept.delete(key),
  };
}

test("what is kept is read by the next visit", () => {
  const browser = storage();
  createMemory(() => browser).set("theme", "dark");
  assert.equal(createMemory(() => browser).get("theme"), "dark");
});

test("a browser that keeps nothing is no failure, and this page still remembers", () => {
  for (const refusing of [
    () => {
      throw new DOMException("denied", "SecurityError");
    },
    () => null,
    () => storage(0),
  ]) {
    const memory = createMemory(/** @type {any} */ (refusing));
    assert.equal(memory.get("theme"), null);
    memory.set("theme", "dark");
    assert.equal(memory.get("theme"), "dark");
    memory.remove("theme");
    assert.equal(memory.get("theme"), null);
  }
});

test("what is written again once there is room is kept", () => {
  let room = 0;
  const kept = storage();
  const memory = createMemory(() => (room > 0 ? kept : storage(0)));
  memory.set("theme", "dark");
  room = 1;
  memory.set("theme", "light");
  assert.equal(memory.get("theme"), "light");
  assert.equal(kept.getItem("theme"), "light");
});
