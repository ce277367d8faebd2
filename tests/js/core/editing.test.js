// What every page with a player may do, on the smallest page there is: its request is one number, its steps are counted by it.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  COMMON,
  UNDO_LIMIT,
  acceptedState,
  edited,
  edits,
  isRefused,
  samePlace,
  startModel,
  stepsOf,
  withState,
} from "../../../static/js/core/editing.js";

const step = (unit, phase = "forward") => ({
  phase,
  rule: "rule",
  layer: 1,
  unit,
  reads: [],
  writes: [],
  formula: null,
  figure: null,
});
const rules = {
  stepsOf: (answer) => answer.steps,
  remembers: ["chosen"],
  fitted: (state) => ({ ...state, chosen: Math.min(state.chosen, state.request.count) }),
};
const OWN = edits({
  setCount: (model, { count, continues = false }) => edited(model, { count }, { field: "count", continues }),
});
const begin = (count = 4) =>
  startModel(
    {},
    { request: { count }, preset: "p", position: 0, grouping: "neuron", speed: 1, chosen: 2 },
    rules,
  );
/** @param {any} model @param {string} verb @param {any} [input] @returns {any} */
const after = (model, verb, input) => ({ ...COMMON, ...OWN })[verb](model, input);
const answered = (model) =>
  after(model, "arrived", {
    request: model.state.request,
    steps: Array.from({ length: model.state.request.count }, (_, n) => step(n)),
  });
const ready = (count = 4) => answered(begin(count));
const refusal = { title: "", status: 422, detail: "no" };

test("before the first answer there are no steps, and a position of a link waits for them", () => {
  assert.deepEqual(stepsOf(begin()), []);
  assert.equal(answered(withState(begin(), { position: 3 })).state.position, 3);
  assert.equal(answered(withState(begin(), { position: 99 })).state.position, 4);
});

test("one stands between 0 and the last step", () => {
  assert.equal(after(ready(), "seek", -7).state.position, 0);
  assert.equal(after(ready(), "seek", 99).state.position, 4);
  assert.equal(after(after(ready(), "last"), "back").state.position, 3);
  assert.equal(after(after(ready(), "first"), "next").state.position, 1);
});

test("undo brings back the request and what the page remembers, redo goes forward again", () => {
  const before = ready();
  const fewer = answered(after(before, "setCount", { count: 1 }));
  assert.deepEqual([fewer.state.request.count, fewer.state.chosen], [1, 1]);
  const back = after(fewer, "undo");
  assert.deepEqual([back.state.request, back.state.chosen], [before.state.request, 2]);
  assert.equal(after(back, "redo").state.request.count, 1);
});

test("one gesture is one step of undo, and undo remembers so many", () => {
  let model = ready();
  for (const count of [5, 6, 7]) model = after(model, "setCount", { count, continues: true });
  assert.equal(model.past.length, 1);
  for (let count = 0; count < UNDO_LIMIT + 20; count++) model = after(model, "setCount", { count });
  assert.equal(model.past.length, UNDO_LIMIT);
});

test("a refused edit leaves the accepted request standing, and the next edit builds on that", () => {
  const wrong = after(after(ready(), "setCount", { count: 9 }), "refused", refusal);
  assert.ok(isRefused(wrong));
  assert.equal(acceptedState(wrong).request.count, 4);
  const next = after(wrong, "setCount", { count: 5 });
  assert.deepEqual(
    next.past.map(({ request }) => request.count),
    [4],
  );
  assert.equal(after(wrong, "undo").state.request.count, 4);
  assert.equal(after(wrong, "undo").problem, null);
});

test("a server out of reach refuses nothing", () => {
  for (const status of [0, 429, 500, 503]) assert.ok(!isRefused({ problem: { ...refusal, status } }));
});

test("after an edit one stays at the step one was looking at, and at the end one stays at the end", () => {
  const steps = [0, 1, 2].map((unit) => step(unit));
  assert.equal(samePlace(steps, [step(7), ...steps, step(9)], 2), 3);
  assert.equal(samePlace(steps, [step(7)], 2), 1);
  assert.equal(samePlace(steps, [step(7), step(8), step(9), step(10)], 3), 4);
  assert.equal(samePlace(steps, steps, 0), 0);
});

test("a link to the same request asks for nothing new", () => {
  const model = ready();
  const opened = after(model, "open", { ...model.state, request: { count: 4 }, position: 3 });
  assert.equal(opened.state.request, model.state.request);
  assert.equal(opened.state.position, 3);
  assert.equal(opened.past.length, 0);
});

test("no verb changes the model it was given", () => {
  const freeze = (value) => {
    if (typeof value === "object" && value !== null && !Object.isFrozen(value))
      Object.values(Object.freeze(value)).forEach(freeze);
    return value;
  };
  const model = freeze(answered(after(ready(), "setCount", { count: 6 })));
  const inputs = {
    seek: 2,
    setGrouping: "layer",
    setSpeed: 2,
    focus: "x",
    open: { ...model.state, request: { count: 2 } },
    refused: refusal,
    say: null,
    setCount: { count: 3 },
  };
  for (const verb of Object.keys({ ...COMMON, ...OWN })) {
    if (verb !== "arrived") after(model, verb, inputs[verb]);
  }
});
