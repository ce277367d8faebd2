import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { findingsAt } from "../../../static/js/training/runs/findings.js";
import { createRun } from "../../../static/js/training/run.js";

/** The runs that the engine has computed: tests/web/train/record_findings.py. */
const RECORDED = new Map(
  readFileSync(new URL("recorded.ndjson", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => {
      const { run: name, lines } = JSON.parse(line);
      const run = createRun(lines[0], lines.length);
      for (const each of lines.slice(1)) run.take(each);
      return [name, run];
    }),
);
/** @param {string} name */
const recorded = (name) =>
  /** @type {import("../../../static/js/training/run.js").Run} */ (RECORDED.get(name));
/** @param {string} name @param {number} [at] the last frame */
const found = (name, at = recorded(name).count - 1) => findingsAt(recorded(name), at).map((one) => one.name);

/** What is said of each run at its end, or at another frame. @type {[run: string, finding: string, at?: number][]} */
const SAID = [
  ["deep_sigmoid", "vanishing"],
  ["deep_sigmoid_adam", "vanishing_evened", 0],
  ["deep_sigmoid", "nothing_learnt"],
  ["jumping", "jumping"],
  ["jumping", "large_updates", 5],
  ["growing", "growing"],
  ["exploding", "exploding", 0],
  ["dying", "dead_layer"],
  ["too_fast", "dead_units", 10],
  ["saturated", "saturated"],
  ["too_slow", "small_updates"],
  ["overfitting", "overfitting"],
];
for (const [run, finding, at] of SAID)
  test(`${run}: ${finding} is told`, () => assert.ok(found(run, at).includes(/** @type {any} */ (finding))));

test("every rule is met by some recorded run", () => {
  const names = new Set(
    [...RECORDED.keys()].flatMap((name) => SAID.filter(([run]) => run === name).map(([, one]) => one)),
  );
  assert.equal(names.size, 12);
});

test("noise of the test loss is no overfitting, and the flat ends of what has learned are no fault", () => {
  const { count } = recorded("noisy");
  for (let at = 0; at < count; at++)
    assert.ok(!found("noisy", at).some((name) => name === "overfitting" || name === "saturated"), String(at));
});

test("a run that learns well gives no cause for a remark, at any frame", () => {
  const { count } = recorded("good");
  for (let at = 0; at < count; at++) assert.deepEqual(found("good", at), []);
});

test("vanishing names the ratio of the recorded norms", () => {
  const run = recorded("deep_sigmoid");
  const [finding] = findingsAt(run, 0).filter(({ name }) => name === "vanishing");
  const ratio = run.measure("gradient_norm", 8, 0) / run.measure("gradient_norm", 0, 0);
  assert.equal(finding?.params["times"], "1.7·10⁵");
  assert.ok(Math.abs(ratio / 1.7e5 - 1) < 0.05);
});
