// The transitions: pure, so every rule of editing is a sentence here.
import assert from "node:assert/strict";
import { test } from "node:test";
import { figureRuleRefusal, parameterCount, typedNumbers } from "../../../static/js/network/request.js";
import { DRAWINGS, LETTERS, drawingOf, showsFigureRule } from "../../../static/js/network/letters.js";
import { TRANSITIONS, startModel } from "../../../static/js/network/state.js";
import { UNDO_LIMIT, acceptedState, samePlace } from "../../../static/js/core/editing.js";

const request = {
  network: {
    inputs: 2,
    layers: [
      {
        units: 3,
        activation: "sigmoid",
        weights: [
          [0.2, -0.3],
          [0.4, 0.1],
          [-0.5, 0.6],
        ],
        biases: [1, 2, 3],
      },
      { units: 1, activation: "sigmoid", weights: [[0.7, -0.2, 0.1]], bias: false },
    ],
    loss: "half_squared_error",
  },
  inputs: [[1, 0.5]],
  targets: [[1]],
  optimizer: { name: "sgd", learning_rate: 0.5 },
};
const rate = { name: "learning_rate", default: 0.1, low: 0, high: 10, latex: "\\eta" };
const catalog = /** @type {any} */ ({
  activations: [
    { name: "sigmoid", elementwise: true },
    { name: "linear", elementwise: true },
    { name: "softmax", elementwise: false },
  ],
  losses: [
    { name: "half_squared_error", output: null },
    { name: "cross_entropy", output: "softmax" },
  ],
  optimizers: [
    { name: "sgd", parameters: [rate], state: [] },
    {
      name: "momentum",
      state: ["u"],
      parameters: [rate, { name: "momentum", default: 0.9, low: 0, high: 1, latex: "\\mu" }],
    },
    { name: "rmsprop", parameters: [rate], state: ["v"] },
    { name: "adam", parameters: [rate], state: ["m", "v"] },
    { name: "adamw", parameters: [rate], state: ["m", "v"] },
  ],
  initializers: [
    { name: "uniform", parameters: [{ name: "limit", default: 0.5, low: 0, high: 10, latex: "l" }] },
  ],
  presets: [{ name: "document", request }],
  as_drawn: { loss: "half_squared_error", optimizer: "sgd" },
  limits: {},
});
const steps = ["forward", "forward", "loss", "backward", "update", "update"].map((phase, n) => ({
  phase,
  rule: "unit",
  layer: n < 1 || n === 3 || n === 4 ? 1 : 2,
  unit: 0,
  reads: [],
  writes: [],
  formula: null,
  figure: null,
}));

/** @param {any} model an answer to what the model asks, weights drawn as 9 where left out */
const answered = (model, more = {}) => {
  let fanIn = model.state.request.network.inputs;
  const layers = model.state.request.network.layers.map((/** @type {any} */ layer) => {
    const wide = fanIn;
    fanIn = layer.units;
    return {
      ...layer,
      weights: layer.weights ?? Array.from({ length: layer.units }, () => Array(wide).fill(9)),
      biases: layer.bias === false ? null : (layer.biases ?? Array(layer.units).fill(0)),
    };
  });
  return TRANSITIONS.arrived?.(model, {
    request: model.state.request,
    network: { ...model.state.request.network, layers },
    layers: [],
    steps,
    ...more,
  });
};
const start = () => /** @type {any} */ (answered(startModel(catalog)));
/** @param {any} model @param {string} verb @param {any} [input] @returns {any} */
const after = (model, verb, input) => TRANSITIONS[verb]?.(model, input);

test("an edit changes one number and nothing else, and can be undone and redone", () => {
  const before = start();
  const edited = after(before, "edit", { address: "w1.0.1", value: 5 });
  assert.equal(edited.state.request.network.layers[0].weights[0][1], 5);
  assert.deepEqual(before.state.request, request);
  assert.deepEqual(after(edited, "undo").state.request, request);
  assert.deepEqual(after(after(edited, "undo"), "redo").state.request, edited.state.request);
});

test("what the optimizer remembers stays as long as it is of this optimizer and of these layers", () => {
  const optimizer_state = {
    step: 12,
    layers: [
      { weights: { u: Array(3).fill([0.1, 0.2]) }, biases: { u: [1, 2, 3] } },
      { weights: { u: [[1, 2, 3]] }, biases: null },
    ],
  };
  const optimizer = { name: "momentum", learning_rate: 0.5, momentum: 0.9 };
  const asked = /** @type {any} */ ({ ...request, optimizer, optimizer_state });
  const begun = { ...start(), state: { ...start().state, request: asked } };
  const model = /** @type {any} */ (answered(begun));
  /** @param {string} verb @param {any} [input] */
  const kept = (verb, input, from = model) => after(from, verb, input).state.request.optimizer_state;
  assert.equal(kept("edit", { address: "w1.0.1", value: 5 }), optimizer_state);
  assert.equal(kept("edit", { address: "eta", value: 0.1 }), optimizer_state);
  assert.equal(kept("setOptimizerParameter", { name: "momentum", value: 0.5 }), optimizer_state);
  assert.equal(kept("setOptimizer", "momentum"), optimizer_state);
  assert.equal(kept("setOptimizer", "sgd"), undefined);
  assert.equal(kept("setBias", { layer: 1, has: false }), undefined);
  assert.equal(kept("setBias", { layer: 2, has: true }), undefined);
  for (const layer of [0, 1, 2]) assert.equal(kept("resizeLayer", { layer, units: 4 }), undefined);
  assert.equal(kept("redraw"), undefined);
  assert.equal(kept("setSeed", 3), undefined);
  // In a later round it has become another one, which the answer does not tell.
  const later = answered({ ...model, state: { ...model.state, request: { ...asked, round: 3 } } });
  assert.equal(kept("edit", { address: "w1.0.1", value: 5 }, later), undefined);
});

test("what the optimizer remembers stays for another one with the same letters alone", () => {
  const [first, second] = [Array(3).fill([0.1, 0.2]), [[1, 2, 3]]];
  const optimizer_state = {
    step: 12,
    layers: [
      { weights: { m: first, v: first }, biases: { m: [1, 2, 3], v: [1, 2, 3] } },
      { weights: { m: second, v: second }, biases: null },
    ],
  };
  const asked = /** @type {any} */ ({ ...request, optimizer: { name: "adam" }, optimizer_state });
  const model = answered({ ...start(), state: { ...start().state, request: asked } });
  /** @param {string} name */
  const kept = (name) => after(model, "setOptimizer", name).state.request.optimizer_state;
  assert.equal(kept("adamw"), optimizer_state);
  for (const name of ["rmsprop", "momentum", "sgd"]) assert.equal(kept(name), undefined);
});

test("a bias that is switched off and on again has its numbers back", () => {
  const model = start();
  const off = after(model, "setBias", { layer: 1, has: false });
  assert.equal(off.state.request.network.layers[0].biases, undefined);
  const on = after(off, "setBias", { layer: 1, has: true });
  assert.deepEqual(on.state.request.network.layers[0].biases, [1, 2, 3]);
  // Of another size they are those of another layer.
  const larger = after(after(off, "resizeLayer", { layer: 1, units: 4 }), "setBias", { layer: 1, has: true });
  assert.equal(larger.state.request.network.layers[0].biases, undefined);
});

test("a column of the data does not go without a word", () => {
  const model = start();
  const resized = (/** @type {any} */ from, /** @type {number} */ layer, /** @type {number} */ units) =>
    after(from, "resizeLayer", { layer, units });
  assert.equal(resized(model, 0, 1).notice.key, "editor.column_gone");
  assert.equal(resized(model, 1, 2).notice, null);
  // Of an output that was added its target is 0 until another is entered.
  const more = answered(resized(model, 2, 2));
  const entered = answered(after(more, "edit", { address: "t.1", value: 1 }));
  assert.equal(resized(more, 2, 1).notice, null);
  assert.equal(resized(entered, 2, 1).notice.key, "editor.column_gone");
});

test("biases, inputs, targets and the rate are edited by address", () => {
  const model = start();
  assert.deepEqual(
    after(model, "edit", { address: "b1.2", value: 7 }).state.request.network.layers[0].biases,
    [1, 2, 7],
  );
  assert.deepEqual(after(model, "edit", { address: "x.1", value: 7 }).state.request.inputs, [[1, 7]]);
  assert.deepEqual(after(model, "edit", { address: "t.0@0", value: 7 }).state.request.targets, [[7]]);
  assert.equal(after(model, "edit", { address: "eta", value: 7 }).state.request.optimizer.learning_rate, 7);
});

test("one gesture is one step of undo", () => {
  let model = start();
  for (const value of [1, 2, 3]) model = after(model, "edit", { address: "w1.0.0", value, continues: true });
  assert.equal(model.past.length, 1);
  model = after(model, "edit", { address: "w1.0.1", value: 1, continues: true });
  assert.equal(model.past.length, 2);
});

test("the position survives an edit", () => {
  const model = answered(after(after(start(), "seek", 4), "edit", { address: "w1.0.0", value: 1 }));
  assert.equal(model?.state.position, 4);
});

test("stepping goes by neuron, by layer and by phase", () => {
  const walk = (/** @type {string} */ grouping) => {
    let model = after(start(), "setGrouping", grouping);
    const places = [0];
    for (let n = 0; n < 9; n++) {
      model = after(model, "next");
      if (places.at(-1) !== model.state.position) places.push(model.state.position);
    }
    return places;
  };
  assert.deepEqual(walk("neuron"), [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(walk("layer"), [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(walk("phase"), [0, 2, 3, 4, 6]);
  assert.equal(after(after(start(), "last"), "back").state.position, 5);
});

test("a weight edited in a later round makes that round the new start", () => {
  const drawn = {
    network: {
      ...request.network,
      layers: request.network.layers.map((layer) => ({
        ...layer,
        weights: layer.weights.map((row) => row.map(() => 4)),
      })),
    },
  };
  let model = after(start(), "goToRound", 3);
  model = TRANSITIONS.arrived?.(model, { request: model.state.request, ...drawn, layers: [], steps });
  model = after(model, "edit", { address: "w1.0.0", value: 5 });
  assert.equal(model.state.request.round, 1);
  assert.deepEqual(model.state.request.network.layers[0].weights, [
    [5, 4],
    [4, 4],
    [4, 4],
  ]);
  assert.equal(model.notice.key, "editor.new_start");
});

test("to look at another round is no edit: undo takes the training back", () => {
  let model = answered(after(start(), "again", 10));
  model = answered(after(model, "lookAtRound", 3));
  assert.equal(model.state.request.round, 3);
  model = after(model, "undo");
  assert.equal(model.state.request.round ?? 1, 1);
  assert.equal(after(model, "redo").state.request.round, 3);
});

test("a resized layer keeps what fits, draws the rest, and asks only once for it", () => {
  let model = after(start(), "resizeLayer", { layer: 1, units: 4 });
  assert.equal(model.state.request.network.layers[0].weights, undefined);
  model = answered(model);
  assert.equal(model.keep, null);
  assert.deepEqual(model.state.request.network.layers[0].weights, [
    [0.2, -0.3],
    [0.4, 0.1],
    [-0.5, 0.6],
    [9, 9],
  ]);
  assert.deepEqual(model.state.request.network.layers[1].weights, [[0.7, -0.2, 0.1, 9]]);
  assert.deepEqual(model.state.request.network.layers[0].biases, [1, 2, 3, 0]);
  assert.equal(model.past.length, 1);
});

test("what is said of a resized layer is what happened to its weights", () => {
  const said = (/** @type {number} */ layer, /** @type {number} */ units) =>
    after(start(), "resizeLayer", { layer, units }).notice;
  // 4 × 2 and 1 × 4 weights, of which a row and a number are new.
  assert.deepEqual(said(1, 4), { key: "editor.reshaped", params: { count: 3, weights: 12 } });
  assert.deepEqual(said(0, 3), { key: "editor.reshaped", params: { count: 3, weights: 12 } });
  assert.deepEqual(said(2, 2), { key: "editor.reshaped", params: { count: 3, weights: 12 } });
  for (const [layer = 0, units = 0] of [
    [1, 2],
    [1, 3],
    [2, 1],
  ])
    assert.equal(said(layer, units), null, `layer ${layer} to ${units}`);
  // Between 2 inputs and 1 output no weight had been: both are new.
  assert.equal(after(start(), "removeLayer", { layer: 1 }).notice.key, "editor.reshaped_all");
  assert.equal(after(start(), "removeLayer", { layer: 2 }).notice, null);
});

test("a refused edit takes back what it has said of itself", () => {
  const model = after(start(), "resizeLayer", { layer: 1, units: 4 });
  assert.equal(after(model, "refused", { title: "", status: 422, detail: "" }).notice, null);
  assert.notEqual(after(model, "refused", { title: "", status: 503, detail: "" }).notice, null);
});

test("many numbers are one edit and one step of undo", () => {
  const edits = [
    { address: "w1.0.1", value: 7 },
    { address: "b1.2", value: 8 },
    { address: "x.0@0", value: 9 },
  ];
  const notice = { key: "editor.pasted", params: { count: 3 } };
  const model = after(start(), "editMany", { edits, notice });
  assert.deepEqual(model.state.request.network.layers[0].weights[0], [0.2, 7]);
  assert.deepEqual(model.state.request.network.layers[0].biases, [1, 2, 8]);
  assert.deepEqual(model.state.request.inputs, [[9, 0.5]]);
  assert.equal(model.past.length, 1);
  assert.equal(model.notice, notice);
  assert.deepEqual(after(model, "undo").state.request, request);
});

test("inputs and outputs take the samples along", () => {
  assert.deepEqual(after(start(), "resizeLayer", { layer: 0, units: 3 }).state.request.inputs, [[1, 0.5, 0]]);
  assert.deepEqual(after(start(), "resizeLayer", { layer: 2, units: 2 }).state.request.targets, [[1, 0]]);
});

test("layers come and go, and one always stays", () => {
  const more = answered(after(start(), "addLayer"));
  assert.equal(more?.state.request.network.layers.length, 3);
  const fewer = answered(after(start(), "removeLayer", { layer: 1 }));
  assert.equal(fewer?.state.request.network.layers.length, 1);
  assert.equal(after(fewer, "removeLayer", { layer: 1 }), fewer);
});

test("a loss that wants another output takes it along and says so", () => {
  const model = after(start(), "setLoss", "cross_entropy");
  assert.equal(model.state.request.network.layers[1].activation, "softmax");
  assert.equal(model.notice.key, "editor.loss_sets_output");
});

test("another optimizer keeps the rate and brings its defaults", () => {
  assert.deepEqual(after(start(), "setOptimizer", "momentum").state.request.optimizer, {
    name: "momentum",
    learning_rate: 0.5,
    momentum: 0.9,
  });
});

test("seed, initializer and redraw draw anew", () => {
  for (const [verb, input] of [["setSeed", 4], ["setInitializer", { name: "uniform" }], ["redraw"]]) {
    const model = after(start(), String(verb), input);
    assert.equal(model.state.request.network.layers[0].weights, undefined, String(verb));
  }
});

test("samples are added as copies, removed, and one always stays", () => {
  const model = after(start(), "addSample");
  assert.deepEqual(model.state.request.inputs, [
    [1, 0.5],
    [1, 0.5],
  ]);
  assert.equal(model.state.sample, 1);
  const fewer = after(model, "removeSample");
  assert.deepEqual([fewer.state.request.inputs.length, fewer.state.sample], [1, 0]);
  assert.equal(after(fewer, "removeSample"), fewer);
});

test("again from the end starts the next round at its first step", () => {
  const model = after(after(start(), "last"), "again");
  assert.deepEqual([model.state.request.round, model.state.position], [2, 0]);
  assert.equal(after(after(start(), "seek", 3), "again", 10).state.position, 3);
});

test("a refusal keeps the picture and the way back", () => {
  const edited = after(start(), "edit", { address: "w1.0.0", value: 1e300 });
  const model = after(edited, "refused", { title: "", status: 422, detail: "too large" });
  assert.notEqual(model.answer, null);
  assert.equal(model.edited.field, "w1.0.0");
  assert.equal(after(model, "undo").problem, null);
});

const refusal = { title: "", status: 422, detail: "too large" };

test("no edit builds on what was refused, and undo and links skip it", () => {
  const good = start();
  const refused = after(after(good, "edit", { address: "w1.0.0", value: 1e300 }), "refused", refusal);
  assert.deepEqual(acceptedState(refused), good.state);
  const other = after(refused, "edit", { address: "w1.0.1", value: 5 });
  assert.deepEqual(other.state.request.network.layers[0].weights[0], [0.2, 5]);
  assert.equal(other.notice.key, "editor.refused_left_out");
  assert.deepEqual([other.past.length, other.edited.field], [1, "w1.0.1"]);
  assert.deepEqual(after(answered(other), "undo").state.request, request);
  const back = after(refused, "undo");
  assert.deepEqual(
    [back.state.request, back.past.length, back.future.length, back.problem],
    [request, 0, 0, null],
  );
  assert.equal(after(refused, "edit", { address: "w1.0.0", value: 2 }).notice, null);
});

test("a server out of reach refuses nothing: edits pile up", () => {
  const waiting = after(after(start(), "edit", { address: "w1.0.0", value: 7 }), "refused", {
    ...refusal,
    status: 0,
  });
  const more = after(waiting, "edit", { address: "w1.0.1", value: 8 });
  assert.deepEqual(more.state.request.network.layers[0].weights[0], [7, 8]);
  assert.deepEqual(acceptedState(more).request, request);
});

test("one gesture that was refused on its way is still one step of undo", () => {
  let model = after(
    after(start(), "edit", { address: "w1.0.0", value: 1, continues: true }),
    "refused",
    refusal,
  );
  model = answered(after(model, "edit", { address: "w1.0.0", value: 2, continues: true }));
  assert.equal(model.past.length, 1);
  assert.deepEqual(after(model, "undo").state.request, request);
});

test("an output that the loss does not take brings another loss along", () => {
  const soft = answered(after(start(), "setLoss", "cross_entropy"));
  const model = after(soft, "setActivation", { layer: 2, activation: "linear" });
  assert.equal(model.state.request.network.loss, "half_squared_error");
  assert.deepEqual(model.notice, {
    key: "editor.output_sets_loss",
    params: { activation: "linear", before: "cross entropy", loss: "half squared error" },
  });
  assert.equal(
    after(soft, "setActivation", { layer: 1, activation: "linear" }).state.request.network.loss,
    "cross_entropy",
  );
  assert.equal(
    after(soft, "removeLayer", { layer: 2 }).state.request.network.layers.at(-1).activation,
    "softmax",
  );
});

test("undo remembers a limited number of requests", () => {
  let model = start();
  for (let n = 0; n < UNDO_LIMIT + 20; n++) model = after(model, "setSeed", n + 1);
  assert.equal(model.past.length, UNDO_LIMIT);
});

test("the figures' rule is refused with the reason", () => {
  assert.equal(figureRuleRefusal(request, catalog), null);
  assert.equal(
    figureRuleRefusal(after(start(), "setLoss", "cross_entropy").state.request, catalog),
    "control.drawn_needs_loss",
  );
  assert.equal(
    figureRuleRefusal(after(start(), "setOptimizer", "momentum").state.request, catalog),
    "control.drawn_needs_optimizer",
  );
  assert.equal(
    figureRuleRefusal(
      after(start(), "setActivation", { layer: 1, activation: "softmax" }).state.request,
      catalog,
    ),
    "control.drawn_needs_elementwise",
  );
});

test("numbers are counted", () => {
  assert.equal(parameterCount(request), 12);
  assert.equal(typedNumbers(request), 15);
});

test("the same place is found in a longer walkthrough", () => {
  const longer = [steps[0], { ...steps[0], unit: 1 }, ...steps.slice(1)];
  assert.equal(samePlace(/** @type {any} */ (steps), /** @type {any} */ (longer), 3), 4);
  assert.equal(samePlace(/** @type {any} */ (steps), /** @type {any} */ (longer), 6), 7);
});

test("a wanted check belongs to one model and to its next request", () => {
  const other = start();
  const model = after(start(), "wantCheck");
  assert.equal(model.checkWanted, true);
  assert.equal(other.checkWanted, false);
  assert.equal(after(model, "asked").checkWanted, false);
  const waiting = after(start(), "asked");
  assert.equal(after(waiting, "asked"), waiting);
});

// ---- letters and drawing ---------------------------------------------------------------------------------------

const own = /** @type {any} */ ({
  ...catalog,
  presets: [
    { name: "document", request, letters: "figure" },
    { name: "slides", request: { ...request, targets: [[0.5]] }, letters: "derivation" },
    { name: "xor", request: { ...request, targets: [[0]] }, letters: "textbook" },
  ],
});
/** What is shown after some verbs. @param {...[string, any]} verbs */
function shownAfter(...verbs) {
  const answered = (/** @type {any} */ model) =>
    TRANSITIONS.arrived(
      model,
      /** @type {any} */ ({ request: model.state.request, steps, network: request.network }),
    );
  const model = verbs.reduce(
    (before, [verb, input]) => {
      const next = /** @type {any} */ (TRANSITIONS)[verb](before, input);
      return next.state.request === before.state.request ? next : answered(next);
    },
    answered(startModel(own)),
  );
  return `${model.state.notation} ${drawingOf(model.state)}`;
}
/** @param {string} name @returns {[string, string]} */
const load = (name) => ["loadPreset", name];

test("an example opens in its own letters and drawing", () => {
  assert.equal(shownAfter(), "figure flow");
  assert.equal(shownAfter(load("xor")), "textbook flow");
  assert.equal(shownAfter(load("slides")), "derivation circuit");
  assert.equal(shownAfter(load("slides"), load("document")), "figure flow");
});

test("an example with other letters says so", () => {
  const begun = startModel(own);
  const other = TRANSITIONS.loadPreset(begun, "xor");
  assert.deepEqual(other.notice, { key: "control.letters_now_textbook" });
  assert.equal(TRANSITIONS.loadPreset(other, "slides").notice, null);
  assert.deepEqual(TRANSITIONS.loadPreset(other, "document").notice, { key: "control.letters_now_figure" });
  const chosen = TRANSITIONS.setNotation(begun, "figure");
  assert.equal(TRANSITIONS.loadPreset(chosen, "xor").notice, null);
});

test("the letters change without the drawing, and the drawing without the letters", () => {
  assert.equal(shownAfter(["setNotation", "textbook"]), "textbook flow");
  assert.equal(shownAfter(["setDrawing", "circuit"]), "figure circuit");
  assert.equal(shownAfter(["setDrawing", "circuit"], ["setNotation", "textbook"]), "textbook circuit");
  assert.equal(shownAfter(load("slides"), ["setNotation", "figure"]), "figure circuit");
  assert.equal(shownAfter(load("slides"), ["setDrawing", "flow"]), "derivation flow");
});

test("back in the letters of its kind, an example has its own again", () => {
  assert.equal(
    shownAfter(load("slides"), ["setNotation", "figure"], ["setNotation", "textbook"]),
    "derivation circuit",
  );
});

test("what the reader has chosen stays from example to example, and what was not chosen does not", () => {
  assert.equal(shownAfter(["setNotation", "figure"], load("xor")), "figure flow");
  assert.equal(shownAfter(["setNotation", "figure"], load("slides")), "figure circuit");
  assert.equal(shownAfter(["setDrawing", "circuit"], load("xor")), "textbook circuit");
  assert.equal(shownAfter(["setNotation", "textbook"], load("slides")), "derivation circuit");
});

test("an example that gets another shape is one's own network, in the textbook's letters", () => {
  const grown = /** @type {[string, any]} */ (["resizeLayer", { layer: 1, units: 4 }]);
  assert.equal(shownAfter(grown), "textbook flow");
  assert.equal(shownAfter(load("slides"), ["addLayer", undefined]), "textbook flow");
  assert.equal(shownAfter(load("slides"), ["removeLayer", { layer: 1 }]), "textbook flow");
  // A number, an activation, a sample leave it the example that it is.
  assert.equal(shownAfter(["edit", { address: "w1.0.0", value: 3 }]), "figure flow");
  assert.equal(shownAfter(["setActivation", { layer: 1, activation: "linear" }]), "figure flow");
  assert.equal(shownAfter(["addSample", undefined]), "figure flow");
  // Chosen letters stay, as do those of the figures while their rule is shown.
  assert.equal(shownAfter(["setNotation", "figure"], grown), "figure flow");
  assert.equal(shownAfter(["setDrawing", "circuit"], grown), "textbook circuit");
  assert.equal(shownAfter(["setFigureRule", true], grown), "figure flow");
  // Only once: letters chosen for it afterwards are its own.
  assert.equal(shownAfter(grown, ["setNotation", "figure"], ["addLayer", undefined]), "figure flow");
});

test("undo brings the letters back with the network, but not over the reader's choice", () => {
  const grown = /** @type {[string, any]} */ (["resizeLayer", { layer: 1, units: 4 }]);
  assert.equal(shownAfter(grown, ["undo", undefined]), "figure flow");
  assert.equal(shownAfter(grown, ["undo", undefined], ["redo", undefined]), "textbook flow");
  assert.equal(shownAfter(load("xor"), ["undo", undefined]), "figure flow");
  assert.equal(shownAfter(load("slides"), ["undo", undefined]), "figure flow");
  const chosen = /** @type {[string, any]} */ (["setNotation", "textbook"]);
  assert.equal(
    shownAfter(["edit", { address: "w1.0.0", value: 3 }], chosen, ["undo", undefined]),
    "textbook flow",
  );
});

test("a figure with its own symbols keeps them, and takes another drawing all the same", () => {
  const model = startModel(own);
  for (const fixed of [{ names: { "z1.0": "z" } }, { pick: { families: ["w"], marks: {} } }]) {
    const figure = /** @type {any} */ ({
      ...model,
      state: { ...model.state, notation: "derivation", ...fixed },
    });
    assert.equal(TRANSITIONS.setNotation(figure, "figure"), figure);
    assert.equal(drawingOf(TRANSITIONS.setDrawing(figure, "flow").state), "flow");
  }
});

test("the figures' rule is shown in the figures' letters on the flow drawing only", () => {
  for (const notation of Object.keys(LETTERS))
    for (const drawing of DRAWINGS) {
      const state = { ...startModel(own).state, notation, drawing, figureRule: true };
      const screen = /** @type {any} */ ({ state, trace: { as_drawn: {} } });
      assert.equal(showsFigureRule(screen), notation === "figure" && drawing === "flow");
      assert.equal(showsFigureRule({ ...screen, trace: {} }), false);
    }
});

test("a check completes the answer to its own request, and no other", () => {
  const model = start();
  const asked = model.answer.request;
  const check = { verdict: "fine" };
  const complete = after({ ...model, checkWanted: true }, "further", { answer: { check }, about: [asked] });
  assert.equal(complete.answer.check, check);
  assert.equal(complete.checkWanted, false);
  assert.equal(complete.state, model.state);
  assert.equal(after(model, "further", { answer: { check }, about: [{ ...asked }] }), model);
});

test("another part of the same answer leaves its check, an edit takes it away", () => {
  const model = start();
  const { request } = model.answer;
  const check = { verdict: "fine" };
  const complete = after(model, "further", { answer: { check }, about: [request] });
  const { check: _check, ...plain } = complete.answer;
  assert.equal(after(complete, "arrived", plain).answer.check, check);
  const edited = after(complete, "edit", { address: "w1.0.0", value: 7 });
  const arrived = after(edited, "arrived", { ...plain, request: edited.state.request });
  assert.equal(arrived.answer.check, undefined);
});
