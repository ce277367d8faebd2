// A server that is busy or out of reach is asked again, at the time that it names. The test owns the clock.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_REPEATS, createApi, knownAnswers } from "../../../static/js/core/api.js";

/** A server with these replies in order, the last one for ever, null for none; what was waited and told. */
function experiment(...replies) {
  const waited = [];
  const told = [];
  const asked = [];
  const fetch = async (path, options) => {
    if (options?.signal?.aborted) throw options.signal.reason;
    const reply = replies[Math.min(asked.length, replies.length - 1)];
    asked.push(`${options?.method ?? "GET"} ${path}`);
    if (reply === null) throw new TypeError("Failed to fetch");
    const [status, headers] = reply;
    return new Response(JSON.stringify({ number: asked.length, detail: "no room" }), { status, headers });
  };
  const api = createApi({
    fetch,
    language: () => "en",
    known: (path, body) => (body.known ? `/static/answers${path}` : undefined),
    waiting: {
      pause: async (milliseconds, signal) => {
        waited.push(milliseconds);
        if (signal?.aborted) throw signal.reason;
      },
      random: () => 0.5,
      told: (wait) => told.push(wait),
    },
  });
  return { api, waited, told, asked, sent: () => asked.length };
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
  assert.deepEqual(told, [
    { seconds: 5, status: 503 },
    { seconds: 3, status: 429 },
  ]);
});

test("a server that names no time, or a senseless one, is asked after 1, 2, 4 … seconds, and never after minutes", async () => {
  for (const [named, milliseconds] of [
    [undefined, 1000],
    ["soon", 1000],
    ["-4", 1000],
    ["86400", 30_000],
  ]) {
    const { api, waited } = experiment([503, named === undefined ? {} : { "Retry-After": named }], [200]);
    await api.ask("/api/v1/trace", {});
    assert.deepEqual(waited, [milliseconds], named);
  }
  const { api, waited } = experiment([502, {}]);
  await api.ask("/api/v1/trace", {});
  assert.deepEqual(waited, [1000, 2000, 4000, 8000, 15_000, 15_000, 15_000, 15_000]);
});

test("a server out of reach is asked again, and is a problem after some repeats", async () => {
  const back = experiment(null, null, [200]);
  assert.equal((await back.api.ask("/api/v1/trace", {})).answer.number, 3);
  assert.deepEqual(back.told, [
    { seconds: 1, status: 0 },
    { seconds: 2, status: 0 },
  ]);
  const gone = experiment(null);
  assert.deepEqual(await gone.api.ask("/api/v1/trace", {}), {
    problem: { title: "", status: 0, detail: "TypeError" },
  });
  assert.equal(gone.sent(), 1 + MOST_REPEATS);
});

test("a wait ends when the browser is online again", async () => {
  const tab = new EventTarget();
  const before = globalThis.addEventListener;
  globalThis.addEventListener = tab.addEventListener.bind(tab);
  let reachable = false;
  const fetch = async () => {
    if (!reachable) throw new TypeError("Failed to fetch");
    return new Response("{}");
  };
  const api = createApi({ fetch, language: () => "en", waiting: { random: () => 1000 } });
  const answer = api.ask("/api/v1/trace", {});
  await new Promise((resolve) => setImmediate(resolve));
  reachable = true;
  tab.dispatchEvent(new Event("online"));
  assert.deepEqual(await answer, { answer: {} });
  globalThis.addEventListener = before;
});

test("a question whose answer is a file is read from there, and asked where the file is gone", async () => {
  const found = experiment([200]);
  await found.api.ask("/trace", { known: true });
  assert.deepEqual(found.asked, ["GET /static/answers/trace"]);
  const gone = experiment([404], [200]);
  assert.equal((await gone.api.ask("/trace", { known: true })).answer.number, 2);
  assert.deepEqual(gone.asked, ["GET /static/answers/trace", "POST /trace"]);
});

test("a page's list of answers holds for the same question in the same language only", () => {
  const listed = [{ path: "/trace", body: { a: [{ x: 1.5, y: 2 }], b: "é" }, address: "/here" }];
  const page = {
    documentElement: { lang: "en" },
    getElementById: (id) => (id === "known-answers" ? { textContent: JSON.stringify(listed) } : null),
  };
  const known = knownAnswers(page);
  const question = { a: [{ x: 1.5, y: 2 }], b: "é" };
  assert.equal(known("/trace", question), "/here");
  assert.equal(known("/graph", question), undefined);
  assert.equal(known("/trace", { ...question, a: [{ x: 1.25, y: 2 }] }), undefined);
  // Another order of the variables is another answer.
  assert.equal(known("/trace", { ...question, a: [{ y: 2, x: 1.5 }] }), undefined);
  page.documentElement.lang = "zh-Hans";
  assert.equal(known("/trace", question), undefined);
  assert.equal(
    knownAnswers({ ...page, documentElement: { lang: "en" }, getElementById: () => null })("/trace", {}),
    undefined,
  );
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
  const api = createApi({
    fetch: async () => new Response("{}", { status: busy ? 503 : 200 }),
    language: () => "en",
    waiting: {
      pause: (_milliseconds, signal) =>
        new Promise((_resolve, reject) => {
          waits.push(signal);
          signal.addEventListener("abort", () => reject(signal.reason));
        }),
    },
  });
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
