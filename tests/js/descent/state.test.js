// The transitions of the gradient descent page: undo, the position after an edit, and when the request is sent again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { COMMON, startModel } from "../../../static/js/core/editing.js";
import {
  RULES,
  TRANSITIONS,
  WINDOW_LENGTH,
  asksAgain,
  bodyOf,
  startFor,
  startState,
  windowOf,
} from "../../../static/js/descent/state.js";
import { executionOf, screenOf } from "../../../static/js/descent/screen.js";
import { answer, request } from "./example.js";

const rate = { name: "learning_rate", default: 0.1, low: 0, high: 1e6, latex: "\\eta" };
const catalog = /** @type {any} */ ({
  optimizers: [
    { name: "sgd", parameters: [rate] },
    {
      name: "momentum",
      parameters: [rate, { name: "momentum", default: 0.9, low: 0, high: 1, latex: "\\mu" }],
    },
  ],
  descent: {
    presets: [
      { name: "document", request },
      { name: "other", request: { ...request, steps: 10 } },
    ],
  },
  limits: { runs: 3 },
});
const VERBS = /** @type {Record<string, (model: any, input?: any) => any>} */ ({ ...COMMON, ...TRANSITIONS });
const arrived = (/** @type {any} */ model, /** @type {any} */ said = answer(model.state.request)) =>
  VERBS["arrived"]?.(model, {
    ...said,
    request: model.state.request,
    explain: { ...said.explain, run: model.state.followed },
  });
const start = () => arrived(startModel(catalog, startState(catalog), RULES));
const after = (/** @type {any} */ model, /** @type {string} */ verb, /** @type {any} */ input = undefined) =>
  VERBS[verb]?.(model, input);

test("start, function, optimizer, rate, steps, stop and view are edits, and each is one undo", () => {
  /** @type {[string, any][]} */
  const edits = [
    ["setStart", { values: { x: 3 } }],
    ["setFunction", { text: "x*y" }],
    ["setRunOptimizer", { run: 0, name: "momentum" }],
    ["setRunParameter", { run: 0, name: "learning_rate", value: 0.5 }],
    ["setSteps", 7],
    ["setStop", 0.1],
    ["setView", { x: [0, 1], y: [0, 1] }],
    ["addRun", undefined],
    ["loadPreset", "other"],
  ];
  for (const [verb, input] of edits) {
    const before = start();
    const edited = after(before, verb, input);
    assert.notEqual(edited.state.request, before.state.request, verb);
    assert.deepEqual(after(arrived(edited), "undo").state.request, before.state.request, verb);
  }
});

test("following another run, another view and turning it are not edits", () => {
  const two = arrived(after(start(), "addRun"));
  for (const [verb, input] of /** @type {[string, any][]} */ ([
    ["follow", 1],
    ["show", "surface"],
    ["turn", { yaw: 1, pitch: 1 }],
  ])) {
    assert.equal(after(two, verb, input).state.request, two.state.request);
    assert.notEqual(after(two, verb, input).state, two.state);
  }
});

test("dragging the start is one undo and does not change the view", () => {
  let model = start();
  for (const x of [1.1, 1.2, 1.3])
    model = arrived(after(model, "setStart", { values: { x, y: 4 }, continues: true }));
  assert.deepEqual(model.state.request.view, { x: [-5, 5], y: [-5, 5] });
  assert.deepEqual(after(model, "undo").state.request, request);
  assert.equal(after(start(), "setStart", { values: { x: 99 } }).state.request.view, undefined);
});

test("a new function has its own variables: known names keep their value, renamed ones that of the old name", () => {
  assert.deepEqual(startFor(["x", "z"], { x: 1, y: 4 }), { x: 1, z: 4 });
  assert.deepEqual(startFor(["y", "x"], { x: 1, y: 4 }), { y: 4, x: 1 });
  assert.deepEqual(startFor(["w"], { x: 1, y: 4 }), { w: 1 });
  assert.deepEqual(after(start(), "setFunction", { text: "a = x**2; loss = a" }).state.request.start, {
    x: 1,
  });
  assert.equal(after(start(), "setFunction", { text: "x*y" }).state.request.view, undefined);
});

test("a function of one's own goes by the name of no example, until it is undone", () => {
  const typed = after(start(), "setFunction", { text: "x*y" });
  assert.equal(typed.state.preset, "");
  assert.equal(after(typed, "undo").state.preset, start().state.preset);
  assert.equal(after(start(), "setSteps", 7).state.preset, start().state.preset);
});

test("another optimizer keeps the learning rate and has its own defaults otherwise", () => {
  const model = after(start(), "setRunOptimizer", { run: 0, name: "momentum" });
  assert.deepEqual(model.state.request.runs[0].optimizer, {
    name: "momentum",
    learning_rate: 0.01,
    momentum: 0.9,
  });
});

test("runs are added up to the limit, each with an unused optimizer, and the last one cannot be removed", () => {
  let model = start();
  for (let k = 0; k < 5; k += 1) model = arrived(after(model, "addRun"));
  assert.deepEqual(
    model.state.request.runs.map((/** @type {any} */ run) => run.optimizer.name),
    ["sgd", "momentum", "sgd"],
  );
  model = after(model, "follow", 2);
  model = arrived(after(model, "removeRun", 0));
  assert.equal(model.state.followed, 1);
  model = arrived(after(model, "removeRun", 1));
  assert.equal(model.state.followed, 0);
  assert.equal(after(model, "removeRun", 0), model);
});

test("an edit keeps the iteration, also if it has more lines then", () => {
  const model = after(start(), "goToIteration", 12);
  assert.equal(model.state.position, 60);
  const slower = arrived(after(model, "setStop", 1e-9));
  assert.equal(slower.state.position, 72);
  const end = arrived(after(after(start(), "last"), "setSteps", 10));
  assert.equal(end.state.position, 50);
});

test("the iteration in which a run stopped can be the position", () => {
  const model = arrived(
    after(start(), "setStop", 0.5),
    answer({ ...request, stop: { gradient_norm: 0.5 } }, "gradient"),
  );
  assert.equal(model.answer.runs[0].ended, "gradient");
  assert.equal(after(model, "goToIteration", 41).state.position, 40 * 6 + 3);
  assert.equal(after(model, "goToIteration", 99).state.position, 40 * 6 + 3);
  assert.equal(after(model, "goToIteration", 0).state.position, 0);
});

test("a request is for the iterations around the position, and is sent again only if the answer lacks them", () => {
  const model = start();
  assert.deepEqual(bodyOf(model).explain, { run: 0, from: 0, count: WINDOW_LENGTH });
  const far = arrived(after(start(), "setSteps", 4000));
  const there = after(far, "goToIteration", 1234);
  assert.deepEqual(windowOf(there), { run: 0, from: 1150, count: WINDOW_LENGTH });
  // Plain descent keeps no state: its numbers stand in the columns of the run.
  assert.equal(asksAgain(there, far), false);
  const keeping = {
    ...far,
    answer: {
      ...far.answer,
      explain: { ...far.answer.explain, values: { ...far.answer.explain.values, "s.u.x": [] } },
    },
  };
  assert.equal(asksAgain(after(keeping, "goToIteration", 1234), keeping), true);
  assert.equal(asksAgain(after(keeping, "goToIteration", 30), keeping), false);
  const fitted = {
    ...far,
    answer: { ...far.answer, model: { run: 0, from: 0, inputs: [], predictions: [] } },
  };
  assert.equal(
    asksAgain(after(fitted, "goToIteration", 1234), fitted),
    true,
    "predictions are sent for the iterations around the position",
  );
  assert.equal(
    asksAgain(after(far, "show", "surface"), far),
    false,
    "the contour plot shows the surface, too",
  );
  assert.deepEqual(bodyOf(far).include, ["surface"]);
});

test("answers that explain other iterations of the same run share the list of steps", () => {
  const said = answer();
  assert.equal(
    executionOf({ ...said }).steps,
    executionOf({ ...said, explain: { ...said.explain, from: 20 } }).steps,
  );
});

test("the screen has the iteration and the progress of the point, which moves while variables are set", () => {
  const frame = (/** @type {number} */ position, t = 1) => ({
    position,
    t,
    active: [],
    phase: null,
    known: new Set(),
    writes: new Set(),
    reads: new Set(),
  });
  const model = start();
  const screen = (/** @type {number} */ position, t = 1, grouping = "neuron") =>
    screenOf(
      { ...model, state: { ...model.state, grouping } },
      /** @type {any} */ ({
        answer: model.answer,
        steps: executionOf(model.answer).steps,
        frame: frame(position, t),
      }),
    );
  assert.deepEqual(
    [0, 1, 3, 5, 6].map((position) => [screen(position).iteration, screen(position).progress]),
    [
      [0, 0],
      [1, 0],
      [1, 0.5],
      [1, 1],
      [2, 0],
    ],
  );
  assert.equal(screen(10, 0.25, "layer").progress, 0.25);
  // A whole run is shown where it is, also half-way through it.
  assert.equal(screen(200, 1, "phase").iteration, 40);
  assert.equal(screen(100, 0.5, "phase").iteration, 20);
  assert.equal(screen(100, 0.5, "phase").progress, 0.5);
  assert.equal(screen(10).explained("p.x"), -1 + 2 * 0.98);
  assert.equal(screen(10).explained("n.x"), -1 + 2 * 0.98 ** 2);
});

test("the gradient drawn is that of the point told beside it once the run has ended", () => {
  for (const ended of /** @type {const} */ (["steps", "gradient", "diverged"])) {
    const model = arrived(start(), answer(request, ended));
    const { steps } = executionOf(model.answer);
    const count = 40;
    for (const grouping of ["neuron", "layer", "phase"]) {
      const screen = (/** @type {number} */ position) =>
        screenOf(
          { ...model, state: { ...model.state, grouping } },
          /** @type {any} */ ({ answer: model.answer, steps, frame: { position, t: 1 } }),
        );
      const last = screen(steps.length);
      assert.deepEqual([last.completed, last.slopeAt], [count, count], `${ended} ${grouping}`);
      if (grouping === "phase") continue;
      // Within the run it is where the step begins.
      const within = screen(steps.findLastIndex(({ layer }) => layer === 7) + 1);
      assert.deepEqual([within.iteration, within.slopeAt], [7, 6]);
    }
  }
});

test("where the followed run has ended, the race goes on to the end of the longest run", () => {
  const asked = { ...request, runs: [request.runs[0], request.runs[0]] };
  const said = answer(asked);
  const short = answer({ ...asked, steps: 7 }, "gradient").runs[0];
  const model = arrived(startModel(catalog, { ...startState(catalog), request: asked }, RULES), {
    ...said,
    runs: [short, said.runs[1]],
  });
  const { steps } = executionOf(model.answer);
  assert.equal(steps.at(-1)?.layer, 40);
  const at = (/** @type {number} */ iteration, t = 1) => {
    const there = after(model, "goToIteration", iteration);
    return screenOf(
      there,
      /** @type {any} */ ({
        answer: model.answer,
        steps,
        frame: { position: there.state.position, t, active: [] },
      }),
    );
  };
  for (const iteration of [1, 7, 8, 9, 25, 40]) {
    assert.equal(at(iteration).iteration, iteration);
    assert.equal(at(iteration).completed, iteration);
    assert.equal(at(iteration, 0.25).progress, 0.25);
    // The program stays at the line where the followed run ended.
    assert.equal(at(iteration).place.iteration, Math.min(8, iteration));
  }
  assert.equal(at(9).place.line, at(8).place.line);
  assert.equal(at(25).slopeAt, 7);
});
