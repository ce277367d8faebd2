// The states of a drawn graph in a frame.
import assert from "node:assert/strict";
import { test } from "node:test";
import { frameAt } from "../../../static/js/core/frame.js";
import { ballState, edgeState, nodeState, stageOf } from "../../../static/js/graph/diagram_state.js";
import { answer } from "./example.js";

test("a node is idle, then active, then done; its ball appears in the backward pass", () => {
  const of = (/** @type {number} */ id) =>
    /** @type {import("../../../static/js/graph/types.js").GraphNode} */ (answer.nodes[id]);
  const states = answer.steps.map((_, k) => nodeState(frameAt(answer.steps, k + 1, 1, "neuron"), of(4)));
  const found = answer.steps.findIndex(({ writes }) => writes.includes("v.4"));
  assert.deepEqual(
    states,
    states.map((_, k) => (k < found ? "idle" : k === found ? "active" : "done")),
  );
  const balls = answer.steps.map((_, k) => ballState(frameAt(answer.steps, k + 1, 1, "neuron"), 4));
  const told = answer.steps.findIndex(({ writes }) => writes.includes("g.4"));
  assert.deepEqual(
    balls,
    balls.map((_, k) => (k < told ? "absent" : k === told ? "active" : "known")),
  );
});

test("a node without operands is known from the start", () => {
  for (const node of answer.nodes)
    if (node.operands.length === 0)
      assert.equal(nodeState(frameAt(answer.steps, 0, 1, "neuron"), node), "done");
});

test("an edge carries a value while its target is computed, a contribution while the gradient of its source is", () => {
  answer.steps.forEach((step, k) => {
    const frame = frameAt(answer.steps, k + 1, 1, "neuron");
    for (const edge of answer.edges) {
      const state = edgeState(frame, edge);
      assert.equal(state === "signal", step.phase === "forward" && step.unit === edge.target);
      assert.equal(state === "transport", step.writes.includes(`c.${edge.target}.${edge.operand}`));
    }
  });
});

test("a backward step shows derivatives, then contributions, then the sum", () => {
  assert.deepEqual([0, 0.5, 0.9, 1].map(stageOf), [0, 1, 2, 2]);
});
