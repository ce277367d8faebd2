// The plan of a drawn graph: nothing that stands on it hides behind another, and it fills its room.
/** @import { GraphAnswer, GraphScreen } from "../../../../static/js/graph/types.js" */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pointsOf } from "../../../../static/js/graph/layout/curves.js";
import { LABEL_SIZE, MAX_SCALE } from "../../../../static/js/graph/views/drawing/measures.js";
import { planOf, routeOf } from "../../../../static/js/graph/views/drawing/plan.js";
import { answer as example } from "../example.js";
import { random } from "../layout/graphs.js";

const context = /** @type {any} */ ({ t: (/** @type {string} */ key) => key });
const ROOMS = [
  { width: 704, height: 631 },
  { width: 1250, height: 860 },
  { width: 375, height: 360 },
];
const OPERATIONS = ["add", "multiply", "sin", "power", "tanh", "exp"];

/** An answer for a random program of so many values, a third of them inputs. @param {number} count
 * @param {number} seed @returns {GraphAnswer} */
function randomAnswer(count, seed) {
  const next = random(seed);
  const inputs = Math.max(1, Math.floor(count / 3));
  const nodes = Array.from({ length: count }, (_, id) => ({
    id,
    operation: id < inputs ? "input" : (OPERATIONS[Math.floor(next() * OPERATIONS.length)] ?? "add"),
    operands: id < inputs ? [] : [id - 1, Math.floor(next() * id)].slice(0, next() < 0.35 ? 1 : 2),
    name: id < inputs || next() < 0.4 ? `n${id}` : null,
    value: next() * 4 - 2,
    gradient: next() * 4 - 2,
    place: /** @type {[number, number]} */ ([0, 1]),
    inside: null,
    hidden_in: null,
    depth: 0,
  }));
  const edges = nodes.flatMap(({ id: target, operands }) =>
    operands.map((source, operand) => ({
      source,
      target,
      operand,
      local_derivative: next() * 4 - 2,
      contribution: next() * 4 - 2,
      formula: null,
    })),
  );
  return { ...example, nodes, edges, steps: [], problems: [], result: count - 1, paths: null };
}

/** @param {GraphAnswer} answer @param {(typeof ROOMS)[number]} room */
const planFor = (answer, room) =>
  planOf(
    /** @type {GraphScreen} */ (
      /** @type {unknown} */ ({ answer, state: { tangents: false, selected: null } })
    ),
    context,
    room,
  );

/** 36 graphs: three of each size, in turn for every room. */
const PLANS = [2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 40].flatMap((count, k) =>
  [1, 2, 3].map((seed) => {
    const room = ROOMS[(k + seed) % ROOMS.length] ?? { width: 704, height: 631 };
    return { room, plan: planFor(randomAnswer(count, 31 * count + seed), room) };
  }),
);

/** The circles of the balls and the boxes of the bodies, with the middle of each.
 * @param {ReturnType<typeof planFor>} plan */
function partsOf({ designs, layout, measures: { ballR } }) {
  return [...designs.values()].map(({ node: { id }, kind, ball, block }) => {
    const place = layout.places.get(id) ?? { x: NaN, y: NaN };
    return {
      id,
      kind,
      body: { x: place.x, y: place.y, rx: block.rx, ry: block.ry, round: block.round },
      ball: { x: place.x + ball.x, y: place.y + ball.y, r: ballR },
    };
  });
}

/** How far a point is outside a body, negative inside. */
const outside = (/** @type {any} */ { x, y, rx, ry, round }, /** @type {any} */ p) =>
  round
    ? Math.hypot(p.x - x, p.y - y) - rx
    : Math.hypot(Math.max(0, Math.abs(p.x - x) - rx), Math.max(0, Math.abs(p.y - y) - ry)) || -1;

test("no ball covers a body or another ball, and no body another body", () => {
  for (const { plan } of PLANS) {
    const parts = partsOf(plan);
    for (const one of parts)
      for (const other of parts) {
        assert.ok(outside(other.body, one.ball) >= one.ball.r - 1e-6, `${one.id} on ${other.id}`);
        if (one === other) continue;
        assert.ok(outside(other.body, one.body) > 0);
        assert.ok(Math.hypot(one.ball.x - other.ball.x, one.ball.y - other.ball.y) >= 2 * one.ball.r);
      }
  }
});

test("an edge meets no ball and no body but those at its ends, beyond a graze", () => {
  const graze = 4;
  let hits = 0;
  let edges = 0;
  for (const { plan } of PLANS) {
    const parts = partsOf(plan);
    for (const edge of plan.answer.edges) {
      if (plan.attached.has(edge.source)) continue;
      edges++;
      const points = pointsOf(routeOf(plan.layout, edge));
      const isHit = parts.some(({ id, body, ball }) =>
        points.some(
          (p) =>
            Math.hypot(p.x - ball.x, p.y - ball.y) < ball.r - graze ||
            (id !== edge.source && id !== edge.target && outside(body, p) < -graze),
        ),
      );
      if (isHit) hits++;
    }
  }
  // Steep edges between neighbouring columns may pass behind a ball.
  assert.ok(hits <= edges * 0.04, `${hits} of ${edges}`);
});

test("everything stands inside the drawing", () => {
  for (const { plan } of PLANS)
    for (const { body, ball } of partsOf(plan)) {
      assert.ok(Math.min(body.x - body.rx, ball.x - ball.r) >= 0);
      assert.ok(Math.max(body.x + body.rx, ball.x + ball.r) <= plan.layout.width);
      assert.ok(Math.min(body.y - body.ry, ball.y - ball.r) >= 0);
      assert.ok(Math.max(body.y + body.ry, ball.y + ball.r) <= plan.layout.height);
    }
});

test("a roomy drawing has labels of at least 12 pixels, and is chosen where that is possible", () => {
  for (const { plan, room } of PLANS) {
    const scale = Math.min(MAX_SCALE, room.width / plan.layout.width, room.height / plan.layout.height);
    if (plan.measures.roomy) assert.ok(scale * LABEL_SIZE >= 12, `${scale * LABEL_SIZE}`);
  }
  assert.ok(planFor(randomAnswer(4, 5), { width: 1250, height: 860 }).measures.roomy);
  assert.ok(!planFor(randomAnswer(30, 5), { width: 1250, height: 860 }).measures.roomy);
});

test("a graph is drawn larger in a larger room", () => {
  const scales = [0.6, 1, 1.6].map((factor) => {
    const room = { width: 704 * factor, height: 631 * factor };
    const { layout } = planFor(randomAnswer(22, 9), room);
    return Math.min(room.width / layout.width, room.height / layout.height);
  });
  assert.deepEqual(
    scales,
    scales.toSorted((a, b) => a - b),
  );
});
