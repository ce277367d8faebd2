// Small changes of an input and their linear estimates.
import assert from "node:assert/strict";
import { test } from "node:test";
import { incrementsOf, inputsOf, valuesWith, namedFrom } from "../../../static/js/graph/increments.js";
import { answer } from "./example.js";

const near = (/** @type {number | null} */ a, /** @type {number} */ b, slack = 1e-12) =>
  assert.ok(a !== null && Math.abs(a - b) < slack, `${a} ≠ ${b}`);
/** z = x*y*x with x = s**2, y = sin(s). */
const z = (/** @type {number} */ s) => s ** 4 * Math.sin(s);

test("values are evaluated as the server did, and with another number", () => {
  assert.deepEqual(
    valuesWith(answer, new Map()),
    answer.nodes.map(({ value }) => value),
  );
  near(valuesWith(answer, new Map([[0, 2.5]]))[5] ?? null, z(2.5), 1e-9);
});

test("arrows join named values through those without a name", () => {
  const { order, links } = namedFrom(answer, 0);
  assert.deepEqual(order, [0, 2, 3, 5]);
  assert.deepEqual(
    links.map(({ source, target }) => `${source}→${target}`),
    ["0→2", "0→3", "2→5", "3→5"],
  );
  // dz/dx = 2xy though x is read twice, dz/dy = x².
  near(links[2]?.slope ?? null, 2 * 4 * Math.sin(2));
  near(links[3]?.slope ?? null, 16);
});

test("the linear estimate approaches the change as the change becomes smaller", () => {
  const { increments } = incrementsOf(answer, 0, 0.1);
  assert.deepEqual(
    increments.map(({ id, column }) => [id, column]),
    [
      [0, 0],
      [2, 1],
      [3, 1],
      [5, 2],
    ],
  );
  assert.equal(increments[0]?.change, 0.1);
  near(increments[3]?.change ?? null, z(2.1) - z(2), 1e-9);
  near(increments[3]?.slope ?? null, answer.gradients["s"] ?? 0, 1e-9);
  near(increments[3]?.linear ?? null, 0.1 * (answer.gradients["s"] ?? 0), 1e-9);
  const miss = (/** @type {number} */ delta) => {
    const last = incrementsOf(answer, 0, delta).increments.at(-1);
    return Math.abs((last?.change ?? 0) - (last?.linear ?? 0));
  };
  assert.ok(miss(0.01) < miss(0.1) / 10);
});

test("a change out of the domain has no value, and no change changes nothing", () => {
  const rooted = {
    ...answer,
    nodes: answer.nodes.map((node) => (node.id === 3 ? { ...node, operation: "log" } : node)),
  };
  assert.equal(incrementsOf(rooted, 0, -3).increments.at(-1)?.change, null);
  assert.deepEqual(
    incrementsOf(answer, 0, 0).increments.map(({ change }) => change),
    [0, 0, 0, 0],
  );
});

test("the inputs that the result depends on can be changed", () => {
  assert.deepEqual(
    inputsOf(answer).map(({ id }) => id),
    [0],
  );
});
