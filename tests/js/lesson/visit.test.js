// Changes in a section are kept for a reload, whatever link the section was opened by.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createVisit } from "../../../static/js/lesson/reader/visit.js";
import { packed } from "../../../static/js/core/url_hash.js";

/** A stand-in for a tab at an address, with its memory. @param {string} hash */
function world(hash) {
  const kept = new Map();
  const at = { reloads: 0, hash: () => tab.location.hash };
  /** @type {Record<string, () => void>} */
  const heard = {};
  const tab = {
    location: locationOf(`http://here/lesson/5?lang=en${hash}`),
    history: {
      state: null,
      replaceState(/** @type {unknown} */ _state, /** @type {string} */ _title, /** @type {string} */ to) {
        tab.location = locationOf(to);
      },
    },
    addEventListener: (/** @type {string} */ name, /** @type {() => void} */ work) =>
      void (heard[name] = work),
    setTimeout: () => 1,
    clearTimeout: () => {},
  };
  /** @param {string} href */
  function locationOf(href) {
    return Object.assign(new URL(href), { reload: () => void (at.reloads += 1) });
  }
  const memory = {
    get: (/** @type {string} */ key) => kept.get(key) ?? null,
    set: (/** @type {string} */ key, /** @type {string} */ text) => void kept.set(key, text),
  };
  const open = () => createVisit(5, /** @type {any} */ ({ tab, memory }));
  return { at, tab, heard, open };
}
const link = `#${packed({ b: { document: { w: 2 } }, f: { 7: 11 } })}`;

test("a shared link stays in the address until something changes, and a reload finds the change", () => {
  const { at, open } = world(link);
  const first = open();
  first.keep("document", { w: 2 });
  assert.equal(at.hash(), link);
  first.keep("document", { w: 0.7 });
  assert.equal(at.hash(), "");
  const again = open();
  assert.deepEqual(again.request("document"), { w: 0.7 });
  assert.equal(again.position("7"), 11);
});

test("a shared link put into the same tab is opened, an anchor is not", () => {
  const { at, tab, heard, open } = world("");
  open();
  tab.location.hash = "#figure-7";
  heard["hashchange"]?.();
  assert.equal(at.reloads, 0);
  tab.location.hash = link;
  heard["hashchange"]?.();
  assert.equal(at.reloads, 1);
});

test("a damaged link is told, and stays in the address whatever is changed", () => {
  const { at, open } = world("#1.damaged");
  const visit = open();
  assert.ok(visit.isDamaged());
  visit.keep("document", { w: 0.7 });
  assert.equal(at.hash(), "#1.damaged");
  assert.ok(!world("#figure-7").open().isDamaged());
});

test("a link to a part leads there: by its anchor where nothing has been changed, else beside the state", () => {
  const { open } = world("");
  const visit = open();
  assert.match(visit.link("figure-6"), /#figure-6$/);
  assert.match(visit.link(""), /#$/);
  visit.keepPosition("6", 3);
  const opened = world(new URL(visit.link("figure-6")).hash).open();
  assert.deepEqual([opened.place, opened.position("6")], ["figure-6", 3]);
  visit.clear();
  assert.match(visit.link("figure-6"), /#figure-6$/);
});
