// What a page keeps of its answers: the steps of each topology, the numbers of none.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_STEPS, createKeeper } from "../../../static/js/core/answers/kept.js";
import { createApi } from "../../../static/js/core/api.js";

const PATH = "/api/v1/trace";
const keeper = () =>
  createKeeper(
    { [PATH]: { part: "steps", instead: "slopes", key: ({ shape }, catalog) => `${shape} ${catalog}` } },
    () => "catalog",
  );
const stepsOf = (/** @type {number} */ count) => Array.from({ length: count }, (_, k) => ({ k }));

test("while the key stays the same, a request names what it needs besides in place of the steps", () => {
  const kept = keeper();
  const first = { shape: 1, weight: 1, include: ["steps", "check"] };
  const asked = kept.of(PATH, first);
  assert.equal(asked.body, first);
  const steps = stepsOf(3);
  assert.deepEqual(asked.complete({ loss: 1, steps }), { loss: 1, steps });

  const again = kept.of(PATH, { ...first, weight: 2 });
  assert.deepEqual(again.body, { shape: 1, weight: 2, include: ["slopes", "check"] });
  const complete = again.complete({ loss: 2 });
  assert.equal(complete.loss, 2);
  // The same array: what is drawn from it need not be drawn again.
  assert.equal(complete.steps, steps);
  assert.equal(kept.of(PATH, { ...first, shape: 2 }).body.include[0], "steps");
});

test("a request without steps, and one to another endpoint, pass as they are", () => {
  const kept = keeper();
  for (const [path, body] of [
    [PATH, { shape: 1, include: ["check"] }],
    [PATH, { shape: 1 }],
    ["/api/v1/graph", { include: ["steps"] }],
  ]) {
    const asked = kept.of(path, body);
    assert.equal(asked.body, body);
    assert.deepEqual(asked.complete({ loss: 1 }), { loss: 1 });
    asked.complete({ steps: stepsOf(1) });
    assert.equal(kept.of(path, body).body, body);
  }
});

test("those used last are kept, up to a number of steps, and the newest in any case", () => {
  const kept = keeper();
  const body = (/** @type {unknown} */ shape) => ({ shape, include: ["steps"] });
  const isKept = (/** @type {unknown} */ shape) => kept.of(PATH, body(shape)).body.include[0] === "slopes";
  const third = stepsOf(MOST_STEPS / 2 - 1);
  for (const shape of ["a", "b"]) kept.of(PATH, body(shape)).complete({ steps: third });
  kept.of(PATH, body("a")).complete({});
  kept.of(PATH, body("c")).complete({ steps: third });
  assert.deepEqual(["a", "b", "c"].map(isKept), [true, false, true]);
  kept.of(PATH, body("huge")).complete({ steps: stepsOf(2 * MOST_STEPS) });
  assert.deepEqual(["a", "c", "huge"].map(isKept), [false, false, true]);
});

test("an answer that comes after its steps were dropped is complete all the same", () => {
  const kept = keeper();
  const body = (/** @type {unknown} */ shape) => ({ shape, include: ["steps"] });
  const steps = stepsOf(2);
  kept.of(PATH, body("a")).complete({ steps });
  const late = kept.of(PATH, body("a"));
  kept.of(PATH, body("huge")).complete({ steps: stepsOf(2 * MOST_STEPS) });
  assert.equal(late.complete({}).steps, steps);
});

test("the api sends the shorter question, and completes files and answers alike", async () => {
  /** @type {[string, any][]} */
  const sent = [];
  const steps = stepsOf(2);
  const api = createApi({
    fetch: async (address, options) => {
      const body = options?.method === "POST" ? JSON.parse(String(options.body)) : null;
      sent.push([String(address), body]);
      const isWhole = body === null || body.include.includes("steps");
      return new Response(JSON.stringify({ weight: body?.weight ?? 0, ...(isWhole ? { steps } : {}) }));
    },
    language: () => "en",
    known: (_path, body) => (/** @type {any} */ (body).weight === 0 ? "/static/answer.json" : undefined),
    keeper: keeper(),
  });
  const answers = [];
  for (const weight of [0, 1, 2]) answers.push(await api.ask(PATH, { shape: 1, weight, include: ["steps"] }));
  assert.deepEqual(
    answers,
    [0, 1, 2].map((weight) => ({ answer: { weight, steps } })),
  );
  assert.deepEqual(
    sent.map(([address, body]) => [address, body?.include]),
    [
      ["/static/answer.json", undefined],
      [PATH, ["slopes"]],
      [PATH, ["slopes"]],
    ],
  );
});
