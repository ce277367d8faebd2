import assert from "node:assert/strict";
import { test } from "node:test";
import { listing } from "../../../../static/js/descent/program/listing.js";
import {
  lastIterationOf,
  placeAt,
  programSteps,
  progressOf,
} from "../../../../static/js/descent/program/steps.js";
import { answer, request } from "../example.js";

test("a run has one step per line and iteration; the steps of 4,000 iterations are made in 50 ms", () => {
  const program = listing(answer(), request);
  const steps = programSteps(program, answer().runs[0]);
  assert.equal(steps.length, 40 * 5);
  assert.deepEqual(
    steps.slice(0, 6).map((step) => [step.rule, step.layer]),
    [
      ["gradient", 1],
      ["gradient", 1],
      ["update", 1],
      ["update", 1],
      ["value", 1],
      ["gradient", 2],
    ],
  );
  const long = { ...request, steps: 4000 };
  const run = answer(long).runs[0];
  assert.equal(programSteps(program, run).length, 20_000);
});

test("a run that stops or diverges has one more iteration, which does not finish", () => {
  const asked = { ...request, stop: { gradient_norm: 0.001 } };
  const rules = (/** @type {any} */ ended) =>
    programSteps(listing(answer(asked), asked), answer(asked, ended).runs[0])
      .filter(({ layer }) => layer === 41)
      .map(({ rule }) => rule);
  assert.deepEqual(rules("steps"), []);
  assert.deepEqual(rules("gradient"), ["gradient", "gradient", "stop"]);
  assert.deepEqual(rules("diverged"), ["gradient", "gradient", "stop", "update", "update"]);
});

test("a place has an iteration and a line, from which the progress of the point follows", () => {
  const program = listing(answer(), request);
  const steps = programSteps(program, answer().runs[0]);
  assert.deepEqual(placeAt(steps, 0), { iteration: 0, line: -1 });
  const at = (/** @type {number} */ position) => placeAt(steps, position);
  assert.equal(at(6).iteration, 2);
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((position) => progressOf(program, at(position), 0.5, false)),
    [0, 0, 0.25, 0.75, 1],
  );
  assert.equal(progressOf(program, at(5), 0.5, true), 0.5);
  assert.equal(lastIterationOf(at(7), program.loop[1] ?? 0), 2);
  assert.equal(lastIterationOf(at(7), program.loop[2] ?? 0), 1);
  assert.equal(lastIterationOf(at(0), program.loop[2] ?? 0), 0);
});
