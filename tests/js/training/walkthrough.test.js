// A step of a run as a walkthrough: what of the run it takes along, and what it says that it lacks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONGEST, unpacked } from "../../../static/js/core/url_hash.js";
import { createRun } from "../../../static/js/training/run.js";
import { optimizerStateAt, walkthroughLink, walkthroughOf } from "../../../static/js/training/walkthrough.js";

const catalog = /** @type {any} */ ({
  limits: { samples: 1024 },
  optimizers: [
    { name: "sgd", state: [] },
    { name: "adam", state: ["m", "v"] },
  ],
});

/** A run of one layer, at its steps 0, 7 and 9. @param {number} units */
function runOf(units) {
  const header = {
    type: "header",
    network: { inputs: 1, layers: [{ units, activation: "tanh", biases: Array(units).fill(0) }] },
    steps: 9,
    data: { inputs: [[1]], targets: [Array(units).fill(0)], test_inputs: null, test_targets: null },
  };
  const run = createRun(/** @type {any} */ (header), 2);
  for (const step of [0, 7, 9])
    run.take(
      /** @type {any} */ ({
        type: "frame",
        epoch: step,
        step,
        learning_rate: 0.1,
        weights: [Array(units).fill([1 / 3])],
        biases: [Array(units).fill(1 / 7)],
        layers: [{}],
        batch: [0],
      }),
    );
  return run;
}

/** @param {number} units @param {object} [more] @returns {any} */
const requestOf = (units, more) => ({
  network: { inputs: 1, layers: [{ units, activation: "tanh" }], loss: "squared_error" },
  optimizer: { name: "adam", learning_rate: 0.1 },
  stop: { loss: 0.1 },
  events: [],
  ...more,
});
/** @param {number} units @param {number} value */
const stateOf = (units, value) => ({
  step: 7,
  layers: [
    {
      weights: { m: Array(units).fill([value]), v: Array(units).fill([value]) },
      biases: { m: Array(units).fill(value), v: Array(units).fill(value) },
    },
  ],
});

test("an optimizer that has begun takes along what it remembers, and a walkthrough lacks nothing", () => {
  const run = runOf(2);
  assert.equal(walkthroughOf(run, 0, requestOf(2), catalog).remembers, false);
  assert.deepEqual(walkthroughOf(run, 1, requestOf(2), catalog), {
    isTooLarge: false,
    remembers: true,
    samples: 1,
    added: [],
  });
  const sgd = requestOf(2, { optimizer: { name: "sgd" } });
  assert.equal(walkthroughOf(run, 1, sgd, catalog).remembers, false);
  const fresh = requestOf(2, { events: [{ step: 7, set: { optimizer: { name: "adam" } } }] });
  assert.equal(walkthroughOf(run, 1, fresh, catalog).remembers, false);
  assert.equal(walkthroughOf(run, 2, fresh, catalog).remembers, true);
  const { r, o } = unpacked(walkthroughLink(run, 1, requestOf(2), stateOf(2, 0.1)));
  assert.deepEqual(r.optimizer_state, stateOf(2, 0.1));
  assert.deepEqual(o, [7, 7]);
});

test("where there is no room for it in the link, the walkthrough says that it lacks it", () => {
  const small = walkthroughOf(runOf(900), 1, requestOf(900), catalog);
  assert.deepEqual([small.isTooLarge, small.remembers, small.added], [false, true, []]);
  const run = runOf(2000);
  const large = walkthroughOf(run, 1, requestOf(2000), catalog);
  assert.deepEqual([large.isTooLarge, large.remembers, large.added], [false, false, ["state"]]);
  const { r, o } = unpacked(walkthroughLink(run, 1, requestOf(2000), null));
  assert.deepEqual(o, [7, 7, ["state"]]);
  assert.equal(r.optimizer_state, undefined);
  // That is an estimate; the link itself is measured.
  const link = walkthroughLink(run, 1, requestOf(2000), stateOf(2000, -1e-300 / 7));
  assert.ok(link.length <= LONGEST);
  assert.deepEqual(unpacked(link), { r, n: "textbook", o });
});

test("one frame of the same run is asked for", async () => {
  const run = runOf(2);
  /** @type {any} */
  let asked;
  /** @param {string[]} lines */
  const answering =
    (lines) => async (/** @type {string} */ path, /** @type {any} */ body, /** @type {any} */ read) => {
      asked = { path, body };
      return { answer: await read(new Response(lines.join("\n"))) };
    };
  const frame = { type: "frame", step: 7, optimizer_state: stateOf(2, 0.5) };
  const lines = [{ type: "header" }, frame, { type: "end" }].map((line) => JSON.stringify(line));
  assert.deepEqual(await optimizerStateAt(run, 1, requestOf(2), answering(lines)), stateOf(2, 0.5));
  assert.equal(asked.path, "/api/v1/train");
  assert.deepEqual(asked.body.stop, { loss: 0.1, steps: 7 });
  assert.deepEqual(asked.body.include, ["optimizer_state"]);
  assert.equal(asked.body.frames.from, 7);
  // Another frame, none, a refusal; and a later question.
  assert.equal(await optimizerStateAt(run, 2, requestOf(2), answering(lines)), null);
  assert.equal(await optimizerStateAt(run, 1, requestOf(2), answering([lines[0] ?? ""])), null);
  const problem = { title: "", status: 503, detail: "" };
  assert.equal(await optimizerStateAt(run, 1, requestOf(2), async () => ({ problem })), null);
  assert.equal(await optimizerStateAt(run, 1, requestOf(2), async () => null), undefined);
});
