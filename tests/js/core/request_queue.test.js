// When the server is asked. The test owns the clock.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PATIENCE, createRequestQueue } from "../../../static/js/core/request_queue.js";

function experiment() {
  let now = 1;
  const open = [];
  const heard = [];
  const requestQueue = createRequestQueue({
    clock: { now: () => now },
    question: () => new Promise((resolve) => open.push(resolve)),
    arrived: (answer) => heard.push(answer),
    refused: ({ status }) => heard.push(status),
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    requestQueue,
    open,
    heard,
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

test("a refusal is told, and the next question is sent", async () => {
  const { requestQueue, open, heard, settle } = experiment();
  requestQueue.ask();
  requestQueue.ask();
  open[0]({ problem: { status: 422, title: "", detail: "" } });
  await settle();
  open[1]({ answer: "good" });
  await settle();
  assert.deepEqual(heard, [422, "good"]);
});
