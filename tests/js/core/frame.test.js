import assert from "node:assert/strict";
import { test } from "node:test";
import {
  frameAt,
  groupStart,
  isKnown,
  nextPosition,
  previousPosition,
} from "../../../static/js/core/frame.js";
import { edgeState, diagramStateOf } from "../../../static/js/network/diagram_state.js";

/** @import { Phase, Step } from "../../../static/js/core/types.js" */

const nothing = /** @type {import("../../../static/js/core/types.js").Tree} */ ({ op: "number", value: 0 });
/** @param {Phase} phase @param {number} layer @param {number} unit @param {string[]} writes @returns {Step} */
const step = (phase, layer, unit, writes) => ({
  phase,
  rule: "r",
  layer,
  unit,
  reads: [],
  writes,
  formula: nothing,
  figure: nothing,
});

/** The document's 2-3-2-1 network: 6 forward, 1 error, 5 δ, 6 updates. */
const sizes = [3, 2, 1];
const fanIn = [2, 3, 2];
const network = { inputs: 2, layers: sizes.map((units) => ({ units, bias: false })) };
/** @type {Step[]} */
const steps = [];
sizes.forEach((units, k) => {
  for (let j = 0; j < units; j++) steps.push(step("forward", k + 1, j, [`z${k + 1}.${j}`, `a${k + 1}.${j}`]));
});
steps.push(step("loss", 3, 0, ["loss", "error3.0", "delta3.0"]));
for (const l of [2, 1])
  for (let j = 0; j < (sizes[l - 1] ?? 0); j++)
    steps.push(step("backward", l, j, [`error${l}.${j}`, `delta${l}.${j}`]));
sizes.forEach((units, k) => {
  for (let j = 0; j < units; j++) {
    const into = Array.from({ length: fanIn[k] ?? 0 }, (_, i) => `${k + 1}.${j}.${i}`);
    steps.push(
      step(
        "update",
        k + 1,
        j,
        into.flatMap((at) => [`dw${at}`, `new_w${at}`]),
      ),
    );
  }
});

/** Which δ balls stand in the picture at a position, by running number; the one being computed in brackets. @param {number} position */
const balls = (position) =>
  diagramStateOf(frameAt(steps, position, 1, "neuron"), network)
    .flat()
    .flatMap(({ ball }, k) => (ball === "absent" ? [] : [ball === "active" ? `[${k + 1}]` : String(k + 1)]))
    .join(" ");

/** @param {number} position @param {string} wanted */
const edges = (position, wanted) => {
  const picture = diagramStateOf(frameAt(steps, position, 1, "neuron"), network);
  /** @type {string[]} */
  const found = [];
  sizes.forEach((units, k) => {
    for (let j = 0; j < units; j++)
      for (let i = 0; i < (fanIn[k] ?? 0); i++)
        if (edgeState(picture, k + 1, j, i) === wanted) found.push(`${k + 1}.${j}.${i}`);
  });
  return found.join(" ");
};

test("the balls are those of figures 5 to 13", () => {
  assert.equal(steps.length, 18);
  assert.deepEqual([6, 7, 8, 9, 10, 11, 12].map(balls), [
    "",
    "[6]",
    "[4] 6",
    "4 [5] 6",
    "[1] 4 5 6",
    "1 [2] 4 5 6",
    "1 2 [3] 4 5 6",
  ]);
  assert.deepEqual([13, 14, 15, 16, 17, 18].map(balls), [
    "1 2 3 4 5 6",
    "2 3 4 5 6",
    "3 4 5 6",
    "4 5 6",
    "5 6",
    "6",
  ]);
});

test("the arrows in use are those of figures 6 to 13", () => {
  assert.equal(edges(8, "weight"), "3.0.0");
  assert.equal(edges(9, "weight"), "3.0.1");
  assert.equal(edges(11, "weight"), "2.0.1 2.1.1");
  assert.equal(edges(16, "update"), "2.0.0 2.0.1 2.0.2");
  assert.equal(edges(2, "signal"), "1.1.0 1.1.1");
  assert.equal(edges(2, "weight") + edges(2, "update"), "");
});

test("back is the same call with a smaller position", () => {
  const there = steps.map((_, k) => [...frameAt(steps, k + 1, 1, "neuron").known].sort().join());
  const back = steps
    .map((_, k) => [...frameAt(steps.slice(), 18 - k, 1, "neuron").known].sort().join())
    .reverse();
  assert.deepEqual(there, back);
});

test("a frame knows exactly what the steps so far have written", () => {
  for (let k = 0; k <= steps.length; k++)
    assert.deepEqual(
      new Set(steps.slice(0, k).flatMap((one) => one.writes)),
      frameAt(steps, k, 1, "layer").known,
    );
});

test("next and previous undo each other, by neuron, layer and phase", () => {
  for (const grouping of /** @type {const} */ (["neuron", "layer", "phase"])) {
    const stops = [0];
    while ((stops.at(-1) ?? 0) < steps.length) stops.push(nextPosition(steps, stops.at(-1) ?? 0, grouping));
    assert.deepEqual(
      stops.slice(1).map((stop) => previousPosition(steps, stop, grouping)),
      stops.slice(0, -1),
    );
    assert.equal(stops.length, { neuron: 19, layer: 10, phase: 5 }[grouping]);
  }
});

test("a group of steps is active together", () => {
  const frame = frameAt(steps, 6, 0.5, "phase");
  assert.equal(frame.active.length, 6);
  assert.equal(frame.t, 0.5);
  assert.equal(frame.phase, "forward");
  assert.equal(groupStart(steps, 12, "layer"), 9);
});

test("given numbers are always known, a slope once its pre-activation is, a row and an array stand for their numbers", () => {
  const frame = { known: new Set(["z1.0", "z2", "dw1.1", "dw2.5"]) };
  for (const address of [
    "x.0",
    "t.1",
    "w1.0.0",
    "b1.2",
    "eta",
    "slope1.0",
    "z1.0@3",
    "z2.7",
    "slope2.7",
    "dw1.1.3",
    "dw2.5.9",
  ])
    assert.equal(isKnown(frame, address), true, address);
  for (const address of ["z1.1", "slope1.1", "a1.0", "dw1.0.3", "new_w1.0.0", "new_b1.0", "loss"])
    assert.equal(isKnown(frame, address), false, address);
});
