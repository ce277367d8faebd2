// Changes in a section are kept for a reload, whatever link the section was opened by.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createVisit } from "../../../static/js/lesson/reader/visit.js";
import { packed } from "../../../static/js/core/url_hash.js";

/** A stand-in for a tab at an address, with its storage. @param {string} hash */
function world(hash) {
  const kept = new Map();
  const at = {
    origin: "http://here",
    pathname: "/lesson/5",
    search: "?lang=en",
    hash,
    reloads: 0,
    reload: () => void (at.reloads += 1),
  };
  /** @type {Record<string, () => void>} */
  const heard = {};
  const history = {
    state: null,
    replaceState(/** @type {unknown} */ _state, /** @type {string} */ _title, /** @type {string} */ address) {
      at.hash = new URL(address, at.origin).hash;
    },
  };
  const tab = {
    location: at,
    history,
    addEventListener: (/** @type {string} */ name, /** @type {() => void} */ work) =>
      void (heard[name] = work),
  };
  const memory = {
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ text) => void kept.set(key, text),
  };
  return { at, heard, open: () => createVisit(5, /** @type {any} */ ({ tab, memory })) };
}
const link = `#${packed({ b: { document: { w: 2 } }, f: { 7: 11 } })}`;

test("a shared link stays in the address until something changes, and a reload finds the change", () => {
  const { at, open } = world(link);
  const first = open();
  first.keep("document", { w: 2 });
  assert.equal(at.hash, link);
  first.keep("document", { w: 0.7 });
  assert.equal(at.hash, "");
  const again = open();
  assert.deepEqual(again.request("document"), { w: 0.7 });
  assert.equal(again.position("7"), 11);
});

test("a shared link put into the same tab is opened, an anchor is not", () => {
  const { at, heard, open } = world("");
  open();
  at.hash = "#figure-7";
  heard["hashchange"]?.();
  assert.equal(at.reloads, 0);
  at.hash = link;
  heard["hashchange"]?.();
  assert.equal(at.reloads, 1);
});
