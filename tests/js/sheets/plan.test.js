import assert from "node:assert/strict";
import { test } from "node:test";
import { Unreadable, packed } from "../../../static/js/core/url_hash.js";
import {
  PLAN,
  firstState,
  handInText,
  hashOf,
  noWork,
  readHandIn,
  stateOf,
} from "../../../static/js/sheets/plan.js";

const WORK = { ...noWork(), name: "Ada", answers: { "z1.0": "0,5" }, slip: { at: "dw1.0.0", right: "2" } };

test("a link and a file hold what was done on a sheet", () => {
  const state = { ...firstState(), seed: 9, variants: 30, variant: 7, work: WORK };
  assert.deepEqual(stateOf(hashOf(state)), state);
  const { plan, seed, variant, work } = readHandIn(handInText(state));
  assert.deepEqual({ plan, seed, variant, work }, { plan: PLAN, seed: 9, variant: 7, work: WORK });
  assert.deepEqual(readHandIn(`https://example.org/check/sheet?lang=zh#${hashOf(state)}\n`).work, WORK);
});

test("a sheet that nobody has touched needs no work in its link", () => {
  assert.ok(hashOf(firstState()).length < hashOf({ ...firstState(), work: WORK }).length);
  assert.deepEqual(stateOf(hashOf(firstState())), firstState());
});

test("what is no hand-in is refused with a sentence", () => {
  const strange = ["", "x", "[]", "null", "{}", '{"format":"deltaflow sheet"}', "#1.AAAA", "\u0000"];
  for (const text of strange) assert.throws(() => readHandIn(text), Unreadable, text);
});

test("a link with a damaged part is refused", () => {
  const good = { plan: PLAN, seed: 1, variants: 2, variant: 1 };
  const damaged = [
    { ...good, plan: { ...PLAN, kind: "essay" } },
    { ...good, plan: { ...PLAN, sizes: ["2"] } },
    { ...good, plan: { ...PLAN, ready: "other" } },
    { ...good, plan: { ...PLAN, more: 1 } },
    { ...good, seed: -1 },
    { ...good, variants: 0 },
    { ...good, work: { answers: { "z1.0": 5 } } },
    { ...good, work: { answers: { "z1.0": "1".repeat(2000) } } },
    { ...good, work: { signs: { "delta1.0": "plus" } } },
    { ...good, work: [] },
  ];
  for (const each of damaged) assert.throws(() => stateOf(packed(each)), Unreadable, JSON.stringify(each));
});

test("a variant beyond the last one is the last one", () => {
  assert.equal(stateOf(packed({ plan: PLAN, seed: 1, variants: 3, variant: 9 })).variant, 3);
});

test("a link for students opens the sheet, whatever tab it names, and a hand-in from it is that of anybody", () => {
  const state = { ...firstState(), tab: "key", work: WORK, forStudents: true };
  assert.deepEqual(stateOf(hashOf(state)), { ...state, tab: "work" });
  assert.deepEqual(Object.keys(readHandIn(`/check/sheet#${hashOf(state)}`)).sort(), [
    "plan",
    "seed",
    "variant",
    "work",
  ]);
});
