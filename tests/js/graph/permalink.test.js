// Links of the chain-rule page hold the whole state; invalid ones are refused as a whole.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode } from "../../../static/js/graph/permalink.js";
import { startState } from "../../../static/js/graph/state.js";
import { Unreadable, packed } from "../../../static/js/core/url_hash.js";
import { catalog } from "./example.js";

const start = startState(catalog);

test("a link restores the whole state", () => {
  const state = /** @type {any} */ ({
    request: { expression: "loss = (α_1 + ½)**2", values: { a: -1.25e-30, b: 1e300 }, collapse: [3, 7] },
    preset: "",
    position: 12,
    grouping: "phase",
    speed: 0.5,
    selected: 0,
    tangents: true,
  });
  assert.deepEqual(decode(encode(state, catalog), catalog), state);
  assert.deepEqual(decode(`#${encode(state, catalog)}`, catalog), state);
});

test("an unchanged preset is a short link with its name only", () => {
  const link = encode({ ...start, preset: "twice" }, catalog);
  assert.ok(link.length < 24, link);
  assert.deepEqual(decode(link, catalog), start);
});

test("a link of a preset with collapsed values holds its text", () => {
  const state = { ...start, request: { ...start.request, collapse: [5] } };
  assert.deepEqual(decode(encode(state, catalog), catalog), state);
});

for (const [what, compact] of /** @type {[string, Record<string, unknown>][]} */ ([
  ["nothing", {}],
  ["an unknown preset", { p: "nobody" }],
  ["a text without values", { p: "twice", e: "x" }],
  ["values without a text", { p: "twice", v: { x: 1 } }],
  ["a value that is a text", { p: "twice", e: "x", v: { x: "1" } }],
  ["an invalid name", { p: "twice", e: "x", v: { "x y": 1 } }],
  ["values as a list", { p: "twice", e: "x", v: [1] }],
  ["boxes that are not numbers", { p: "twice", e: "x", v: {}, c: ["1"] }],
  ["boxes that are not a list", { p: "twice", e: "x", v: {}, c: 3 }],
  ["a negative position", { p: "twice", k: -1 }],
  ["a position between steps", { p: "twice", k: 1.5 }],
  ["an unknown grouping", { p: "twice", g: "unit" }],
  ["a selected value that is a name", { p: "twice", n: "x" }],
])) {
  test(`${what} is refused with a reason`, () => {
    assert.throws(
      () => decode(packed(compact), catalog),
      (/** @type {any} */ error) => error instanceof Unreadable && error.key === "page.error.link",
    );
  });
}

for (const garbage of ["", "garbage", "1.", "1.%%%", "2.e30", "1.bnVsbA", `1.${"A".repeat(300_000)}`]) {
  test(`garbage of ${garbage.length} characters is refused: ${garbage.slice(0, 12)}`, () => {
    assert.throws(() => decode(garbage, catalog), Unreadable);
  });
}

test("an unknown speed is read as the default", () => {
  assert.equal(decode(packed({ p: "twice", s: 77 }), catalog).speed, 1);
});

test("a text of its own goes by the name of no example", () => {
  for (const p of [undefined, "gone", "twice"]) {
    const state = decode(packed({ p, e: "x + 1", v: { x: 2 } }), catalog);
    assert.equal(state.preset, "");
    assert.deepEqual(decode(encode(state, catalog), catalog), state);
  }
});
