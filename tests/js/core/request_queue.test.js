// When the server is asked. The test owns the clock.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PATIENCE, createRequestQueue } from "../../../static/js/core/request_queue.js";

function experiment() {
  let now = 1;
  const timers = [];
  const open = [];
  const heard = [];
  const requestQueue = createRequestQueue({
    clock: {
      now: () => now,
      after: (then, wait) => timers.push({ then, wait }),
      cancel: (id) => {
        if (timers[id - 1]) timers[id - 1].then = () => {};
      },
    },
    question: () => new Promise((resolve) => open.push(resolve)),
    arrived: (answer) => heard.push(answer),
    refused: ({ status }) => heard.push(status),
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    requestQueue,
    open,
    heard,
    timers,
    wait: (ms) => {
      now += ms;
    },
    settle,
  };
}

test("while an answer is under way, the newest question waits; several in between are one", async () => {
  const { requestQueue, open, heard, settle } = experiment();
  for (let n = 0; n < 5; n++) requestQueue.ask();
  assert.equal(open.length, 1);
  open[0]({ answer: "first" });
  await settle();
  assert.equal(open.length, 2);
  open[1]({ answer: "second" });
  await settle();
  assert.equal(open.length, 2);
  assert.deepEqual(heard, ["first", "second"]);
});

test("a slow answer is not waited for", async () => {
  const { requestQueue, open, heard, wait, settle } = experiment();
  requestQueue.ask();
  wait(PATIENCE + 1);
  requestQueue.ask();
  assert.equal(open.length, 2);
  open[0](null);
  open[1]({ answer: "new" });
  await settle();
  assert.deepEqual(heard, ["new"]);
});

test("out of reach is asked again after 1, 2, 4 … seconds; a refusal is not", async () => {
  const { requestQueue, open, heard, timers, settle } = experiment();
  requestQueue.ask();
  for (let n = 0; n < 6; n++) {
    open[n]({ problem: { status: 503, title: "", detail: "" } });
    await settle();
    timers.at(-1).then();
  }
  assert.deepEqual(
    timers.map(({ wait }) => wait),
    [1000, 2000, 4000, 8000, 15000, 15000],
  );
  open[6]({ problem: { status: 422, title: "", detail: "" } });
  await settle();
  assert.equal(timers.length, 6);
  assert.equal(heard.at(-1), 422);
});
