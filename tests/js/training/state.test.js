// What is seen of a run never changes the run (a view that is toggled adds nothing and asks for nothing), and a link
// holds all that it says it does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, encode } from "../../../static/js/training/permalink.js";
import { RATES, WHOLE_RUN } from "../../../static/js/training/pace.js";
import { createRun } from "../../../static/js/training/run.js";
import { WINDOW } from "../../../static/js/training/gaps.js";
import { RULES, TRANSITIONS, bodyOf, placeOf, presetState } from "../../../static/js/training/state.js";
import { COMMON, startModel } from "../../../static/js/core/editing.js";

const request = {
  network: {
    inputs: 2,
    layers: [{ units: 1, activation: "sigmoid" }],
    loss: "binary_cross_entropy",
    seed: 1,
  },
  data: { name: "xor" },
  optimizer: { name: "sgd", learning_rate: 0.1 },
  batch_size: 2,
  epochs: 5,
  seed: 1,
};
const other = { ...request, seed: 2 };
/** @type {any} */
const catalog = {
  limits: { train_frames: 1000 },
  optimizers: [],
  training: { presets: [{ name: "xor", request }] },
};

/** A run with a frame of every `by`-th step. @param {number} by @param {number} [perEpoch] steps
 * @param {number} [steps] of the run @param {number} [first] step with a frame */
function runOf(by, perEpoch = 2, steps = 10, first = 0) {
  const run = createRun(
    /** @type {any} */ ({
      network: { inputs: 2, layers: [{ units: 1, activation: "sigmoid", biases: [0] }] },
      batches_per_epoch: 2,
      steps,
      data: { inputs: [[0, 1]], targets: [[1]] },
    }),
    11,
  );
  for (let step = first; step <= steps; step += by)
    run.take(
      /** @type {any} */ ({
        type: "frame",
        epoch: Math.floor(step / perEpoch),
        step,
        loss: 1 / (step + 1),
        weights: [[[step, 1]]],
        biases: [[0]],
        layers: [{}],
        batch: [0],
      }),
    );
  return run;
}

/** Such a run that has come; of eleven moments. @param {number} [by] @param {number} [perEpoch]
 * @param {number} [steps] */
function model(by = 1, perEpoch = 2, steps = 10) {
  const run = runOf(by, perEpoch, steps);
  const start = startModel(catalog, presetState(catalog, "xor"), RULES);
  const { state } = start;
  const answer = { request: state.request, run, count: run.count, isOver: true, isBroken: false };
  return TRANSITIONS.arrived?.(/** @type {any} */ (start), /** @type {any} */ (answer));
}

/** Every verb that changes what is seen, each with inputs. @type {Record<string, readonly unknown[]>} */
const VIEWS = {
  seek: [0, 4, 99, -3],
  first: [undefined],
  last: [undefined],
  next: [undefined],
  back: [undefined],
  nextEpoch: [undefined],
  previousEpoch: [undefined],
  setGrouping: ["neuron", "layer", "phase"],
  chooseGrouping: ["neuron", "layer"],
  setSpeed: [0.5, 2],
  focus: ["a1.0", null],
  forgetGhost: [undefined],
  say: [null],
  setPace: [WHOLE_RUN, ...RATES],
  setChanges: ["start", "here"],
  setDrawing: [{ tool: "brush" }, { tool: "off" }, { label: 1 }, { every: 3 }],
  setLog: [true, false],
  setLook: [
    { showTest: false },
    { markWrong: false },
    { edges: "change" },
    { pinned: "a1.0" },
    { pinned: null },
  ],
  setOther: [other, null],
  setAsks: [true, false],
  askLandscape: [null],
  streamed: [false],
};
/** Verbs that change the request, or what is asked for. */
const OTHERS = new Set([
  ...["loadPreset", "setFields", "newSeed", "removeEvent", "setWeight", "setRequest"],
  ...[
    "setDetail",
    "further",
    "furtherRefused",
    "arrived",
    "undo",
    "redo",
    "open",
    "asked",
    "refused",
    "retry",
  ],
]);

test("every verb is one that changes the run or one that is tried here", () => {
  const verbs = Object.keys({ ...COMMON, ...TRANSITIONS });
  assert.deepEqual(
    verbs.filter((verb) => !OTHERS.has(verb) && !(verb in VIEWS)),
    [],
  );
});

test("no choice of what is seen changes the run, whatever comes after what", () => {
  /** @type {Record<string, any>} */
  const transitions = { ...COMMON, ...TRANSITIONS };
  let seed = 7;
  const random = (/** @type {number} */ below) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  const verbs = Object.keys(VIEWS);
  for (let round = 0; round < 200; round++) {
    /** @type {any} */
    const before = model();
    let after = before;
    for (let k = 0; k < 12; k++) {
      const verb = verbs[random(verbs.length)] ?? "first";
      const inputs = VIEWS[verb] ?? [];
      after = transitions[verb](after, inputs[random(inputs.length)]);
      assert.equal(after.state.request, before.state.request, verb);
      assert.equal(after.answer.run, before.answer.run, verb);
      assert.equal(after.answer.count, before.answer.count, verb);
      assert.deepEqual(after.past, before.past, verb);
      assert.deepEqual(bodyOf(after), bodyOf(before), verb);
    }
  }
});

test("a link gives back what it holds", () => {
  const start = presetState(catalog, "xor");
  for (const change of [
    {},
    { position: 7, pace: 100, changes: "here", detail: "most" },
    { request: other, log: true, other: request },
    { request: { ...request, events: [{ step: 3, set: { batch_size: 1 } }] }, grouping: "layer" },
    { request: { ...request, data: { inputs: [[0, 1]], targets: [[1]] } } },
  ]) {
    const state = /** @type {any} */ ({ ...start, ...change });
    assert.deepEqual(decode(encode(state, catalog), catalog), state);
  }
});

test("what is no request is refused", () => {
  const link = (/** @type {object} */ compact) =>
    `1.${Buffer.from(JSON.stringify(compact)).toString("base64url")}`;
  for (const wrong of [
    { r: {} },
    { r: { ...request, more: 1 } },
    { r: { ...request, epochs: -1 } },
    { r: { ...request, network: { inputs: 2, layers: [] } } },
    { r: { ...request, events: [{}] } },
    { p: "nothing" },
    { p: "xor", k: -1 },
    { p: "xor", g: "none" },
  ])
    assert.throws(() => decode(link(wrong), catalog), JSON.stringify(wrong));
});

test("the end of a run that still arrives is followed, also where more has come than is told of", () => {
  const whole = /** @type {any} */ (model());
  const { run } = whole.answer;
  // Six of its eleven moments are told of so far.
  const arriving = { ...whole, answer: { ...whole.answer, count: 6, isOver: false } };
  const last = /** @type {any} */ (TRANSITIONS.last?.(arriving, undefined));
  const end = { type: "end", reason: "done", epoch: 6, step: 11, layer: null, quantity: null, text: "" };
  run.take(/** @type {any} */ ({ type: "frame", step: 11, weights: [], biases: [], layers: [], batch: [] }));
  run.take(/** @type {any} */ (end));
  const over = /** @type {any} */ (TRANSITIONS.streamed?.(last, false));
  assert.equal(over.state.position, run.count - 1);
  assert.equal(over.answer.isOver, true);
});

/** A run of eleven moments whose link names a step, with an answer of which so many moments are there.
 * @param {number} step @param {number} count @param {number} [by] */
function linked(step, count, by = 1) {
  const whole = /** @type {any} */ (model(by));
  const { answer } = whole;
  const run = createRun(answer.run.header, 11);
  const grow = (/** @type {number} */ to) => {
    for (let k = run.count; k < to; k++) run.copy(answer.run, k);
  };
  grow(count);
  const empty = { ...whole, answer: null, state: { ...whole.state, position: step } };
  const arrived = { ...answer, run, count, isOver: false };
  return { now: /** @type {any} */ (TRANSITIONS.arrived?.(empty, arrived)), grow };
}

test("the step of a link stays in the address and is shown as soon as it comes", () => {
  for (const step of [1, 4, 9]) {
    let { now, grow } = linked(step, 1);
    for (let count = 1; count <= 11; count++) {
      assert.equal(placeOf(now), step);
      assert.equal(now.state.position, Math.min(step, count - 1));
      grow(count + 1);
      now = TRANSITIONS.streamed?.(now, false);
    }
  }
  // Who goes elsewhere in the meantime stays there.
  const { now, grow } = linked(9, 5);
  const away = COMMON.back(now, undefined);
  grow(11);
  const stayed = /** @type {any} */ (TRANSITIONS.streamed?.(/** @type {any} */ (away), false));
  assert.deepEqual([stayed.state.position, placeOf(stayed)], [3, 3]);
});

test("the step of a link that has no frame is asked for once the run is whole", () => {
  let { now, grow } = linked(5, 1, 2);
  grow(6);
  now = TRANSITIONS.streamed?.(now, false);
  assert.deepEqual([now.state.position, now.missing, placeOf(now)], [2, undefined, 5]);
  now = TRANSITIONS.streamed?.(now, true);
  assert.deepEqual([now.missing, now.wanted], [4, 5]);
});

/** The step on the screen after some verbs, and after the steps around it have come.
 * @param {readonly string[]} verbs @param {number} from a step with a frame
 * @param {number} [every] so many steps are from frame to frame @param {number} [perEpoch] */
function stepAfter(verbs, from, every = 2, perEpoch = 2) {
  /** @type {Record<string, any>} */
  const transitions = { ...COMMON, ...TRANSITIONS };
  let now = transitions["seek"](model(every, perEpoch), from / every);
  for (const verb of verbs) now = transitions[verb](now, undefined);
  if (now.missing !== undefined) {
    const about = [now.answer.request, now.missing];
    now = transitions["further"](now, { answer: { run: runOf(1, perEpoch) }, about });
  }
  assert.equal(now.pending, false);
  return now.answer.run.scalar("step", now.state.position);
}

test("a step on or back is one step, also where a run has a frame of every second one", () => {
  for (const from of [2, 4, 6, 8]) {
    assert.equal(stepAfter(["next"], from), from + 1);
    assert.equal(stepAfter(["back"], from), from - 1);
    assert.equal(stepAfter(["back", "back"], from), from - 2);
    assert.equal(stepAfter(["next", "back"], from), from);
    assert.equal(stepAfter(["back", "next", "next"], from), from + 1);
  }
  assert.equal(stepAfter(["back"], 10), 9);
  assert.equal(stepAfter(["back"], 0), 0);
  assert.equal(stepAfter(["next"], 10), 10);
});

test("the next and the previous epoch begin at their first step, whatever frames a run has", () => {
  for (const perEpoch of [2, 4, 5])
    for (const every of [1, 2, 3, 5])
      for (let from = 0; from <= 10; from += every) {
        const next = perEpoch * (Math.floor(from / perEpoch) + 1);
        const before = Math.max(0, perEpoch * (Math.ceil(from / perEpoch) - 1));
        const about = `${perEpoch}: ${from} of every ${every}`;
        const end = 10 - (10 % every);
        assert.equal(stepAfter(["nextEpoch"], from, every, perEpoch), Math.min(end, next), about);
        assert.equal(stepAfter(["previousEpoch"], from, every, perEpoch), before, about);
      }
});

test("where too many steps lie between two frames, an epoch is a frame", () => {
  /** @type {Record<string, any>} */
  const transitions = { ...COMMON, ...TRANSITIONS };
  const every = 300;
  for (const at of [1, 2, 3])
    for (const [verb, to] of /** @type {const} */ ([
      ["previousEpoch", at - 1],
      ["nextEpoch", at + 1],
    ])) {
      const begun = transitions["seek"](model(every, 7, 4 * every), at);
      const now = transitions[verb](begun, undefined);
      assert.deepEqual([now.missing, now.state.position], [undefined, to], `${verb} from ${at}`);
    }
});

test("the beginnings of two epochs are found that are too far apart to be asked for at once", () => {
  /** @type {Record<string, any>} */
  const transitions = { ...COMMON, ...TRANSITIONS };
  const [every, perEpoch, steps] = [7, 1000, 8400];
  for (const [verb, from, to] of /** @type {const} */ ([
    ["previousEpoch", 7000, 6000],
    ["previousEpoch", 7007, 7000],
    ["previousEpoch", 7994, 7000],
    ["previousEpoch", 994, 0],
    ["nextEpoch", 7000, 8000],
    ["nextEpoch", 5999, 6000],
  ])) {
    const begun = transitions["seek"](model(every, perEpoch, steps), from / every);
    let now = transitions[verb](begun, undefined);
    for (let asked = 0; asked < 4 && now.missing !== undefined; asked += 1) {
      const run = runOf(1, perEpoch, Math.min(steps, now.missing + WINDOW), now.missing);
      now = transitions["further"](now, { answer: { run }, about: [now.answer.request, now.missing] });
    }
    const step = now.answer.run.scalar("step", now.state.position);
    assert.deepEqual([now.pending, step], [false, to], `${verb} from ${from}`);
  }
});

test("steps that come after the reader has gone elsewhere leave him there", () => {
  /** @type {Record<string, any>} */
  const transitions = { ...COMMON, ...TRANSITIONS };
  const asked = transitions["back"](transitions["seek"](model(2), 4), undefined);
  const gone = transitions["seek"](asked, 1);
  const about = [gone.answer.request, gone.missing];
  const come = transitions["further"](gone, { answer: { run: runOf(1) }, about });
  assert.equal(come.answer.run.scalar("step", come.state.position), 2);
});

test("a run that is asked for again, as in another language, stays on the screen until all of it has come", () => {
  /** @type {Record<string, any>} */
  const transitions = { ...COMMON, ...TRANSITIONS };
  let now = transitions["next"](transitions["seek"](model(2), 2), undefined);
  const about = [now.answer.request, now.missing];
  now = transitions["further"](now, { answer: { run: runOf(1) }, about });
  const step = () => now.answer.run.scalar("step", now.state.position);
  assert.equal(step(), 5);
  // Of the other answer one frame has come.
  const other = createRun(now.answer.run.header, 11);
  const answer = { request: now.answer.request, run: other, count: 0, isOver: false, isBroken: false };
  now = transitions["arrived"](now, answer);
  assert.equal(step(), 5);
  const whole = runOf(2);
  for (let k = 0; k < whole.count; k++) other.copy(whole, k);
  now = transitions["streamed"](now, false);
  assert.equal(step(), 5);
  other.endAs(/** @type {any} */ ({ end: { text: "fertig" }, events: [] }));
  now = transitions["streamed"](now, false);
  assert.equal(step(), 5);
  assert.equal(now.answer.run.end.text, "fertig");
  // One that breaks off leaves the run that is there.
  now = transitions["arrived"](now, { ...answer, run: createRun(now.answer.run.header, 11) });
  now = transitions["streamed"](now, true);
  assert.equal(now.answer.run.end.text, "fertig");
});
