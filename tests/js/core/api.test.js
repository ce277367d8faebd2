// A busy server is asked again, at the time that it names. The test owns the clock.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_REPEATS, createApi } from "../../../static/js/core/api.js";

/** A server with these replies in order, the last one for ever; what was waited and told. */
function experiment(...replies) {
  const waited = [];
  const told = [];
  let sent = 0;
  const fetch = async (_path, options) => {
    if (options?.signal?.aborted) throw options.signal.reason;
    const [status, headers] = replies[Math.min(sent++, replies.length - 1)];
    return new Response(JSON.stringify({ number: sent, detail: "no room" }), { status, headers });
  };
  const api = createApi(fetch, () => "en", {
    pause: async (milliseconds, signal) => {
      waited.push(milliseconds);
      if (signal?.aborted) throw signal.reason;
    },
    random: () => 0.5,
    told: (seconds) => told.push(seconds),
  });
  return { api, waited, told, sent: () => sent };
}

test("a busy server is asked again after the seconds that it names", async () => {
  const { api, waited, told } = experiment(
    [503, { "Retry-After": "5" }],
    [429, { "Retry-After": "3" }],
    [200],
  );
  const answer = await api.ask("/api/v1/trace", {});
  assert.deepEqual(answer, { answer: { number: 3, detail: "no room" } });
  assert.deepEqual(waited, [5000, 3000]);
  assert.deepEqual(told, [5, 3]);
});

test("a server that names no time, or a senseless one, is asked after two seconds, and never after minutes", async () => {
  for (const [named, milliseconds] of [
    [undefined, 2000],
    ["soon", 2000],
    ["-4", 2000],
    ["86400", 30_000],
  ]) {
    const { api, waited } = experiment([503, named === undefined ? {} : { "Retry-After": named }], [200]);
    await api.ask("/api/v1/trace", {});
    assert.deepEqual(waited, [milliseconds], named);
  }
});

test("after some repeats the refusal is a problem", async () => {
  const { api, sent } = experiment([503, {}]);
  const answer = await api.ask("/api/v1/trace", {});
  assert.equal(answer.problem.status, 503);
  assert.equal(answer.problem.detail, "no room");
  assert.equal(sent(), 1 + MOST_REPEATS);
});

test("any other refusal is a problem at once", async () => {
  for (const status of [400, 404, 413, 422, 500]) {
    const { api, sent } = experiment([status, { "Retry-After": "1" }]);
    assert.equal((await api.ask("/api/v1/trace", {})).problem.status, status);
    assert.equal(sent(), 1);
  }
});

test("a newer question ends the wait of the one before", async () => {
  const waits = [];
  let busy = true;
  const api = createApi(
    async () => new Response("{}", { status: busy ? 503 : 200 }),
    () => "en",
    {
      pause: (_milliseconds, signal) =>
        new Promise((_resolve, reject) => {
          waits.push(signal);
          signal.addEventListener("abort", () => reject(signal.reason));
        }),
    },
  );
  const first = api.ask("/api/v1/trace", { a: 1 });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(waits.length, 1);
  busy = false;
  assert.deepEqual(await api.ask("/api/v1/trace", { a: 2 }), { answer: {} });
  assert.equal(await first, null);
});

test("the catalog of a busy server is asked for again too", async () => {
  const { api, waited } = experiment([503, { "Retry-After": "1" }], [200]);
  assert.equal((await api.get("/api/v1/catalog")).number, 2);
  assert.deepEqual(waited, [1000]);
});

test("a proxy whose server is being started again is asked again as well", async () => {
  for (const status of [502, 504]) {
    const { api, sent } = experiment([status, {}], [200]);
    assert.equal((await api.get("/api/v1/catalog")).number, 2);
    assert.equal(sent(), 2);
  }
});

test("an answer of another version marks the page, one of the same or of none does not", async () => {
  const page = { dataset: { version: "one" } };
  globalThis.document = /** @type {any} */ ({ documentElement: page });
  try {
    for (const [named, marked] of [
      [{}, undefined],
      [{ "Deltaflow-Version": "one" }, undefined],
      [{ "Deltaflow-Version": "two" }, "true"],
    ]) {
      await experiment([200, named]).api.ask("/api/v1/trace", {});
      assert.equal(page.dataset.mixed, marked);
    }
  } finally {
    delete globalThis.document;
  }
});
