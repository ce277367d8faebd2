// The player with a clock that the test owns.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONGEST_FRAME, MOTION, PAUSE, STILL_FLOW, createPlayer } from "../../../static/js/core/player.js";

/** @param {{still?: boolean, speed?: number, steps?: number}} [how] */
function setUp({ still = false, speed = 1, steps = 3 } = {}) {
  let now = 0;
  /** @type {(() => void)[]} */
  let queue = [];
  let position = 0;
  /** @type {number[]} */
  const ways = [];
  const player = createPlayer({
    clock: { now: () => now, request: (tick) => queue.push(tick), cancel: () => {} },
    still: () => still,
    speed: () => speed,
    advance: () => position < steps && ((position += 1), true),
    move: (t) => ways.push(t),
    changed: () => {},
  });
  /** @param {number} ms */
  const pass = (ms) => {
    for (const end = now + ms; now < end; ) {
      now += 10;
      const due = queue;
      queue = [];
      for (const tick of due) tick();
    }
  };
  return { player, pass, ways, at: () => position, idle: () => queue.length === 0 };
}

test("one step moves from 0 to 1 and then rests", () => {
  const { player, pass, ways, at, idle } = setUp();
  player.step();
  assert.equal(player.t, 0);
  pass(MOTION / 2);
  assert.ok(player.t > 0.3 && player.t < 0.7);
  pass(MOTION);
  assert.equal(player.t, 1);
  assert.equal(at(), 1);
  assert.ok(idle());
  assert.deepEqual(
    ways,
    [...ways].sort((a, b) => a - b),
  );
});

test("playing moves, pauses, and stops by itself at the end", () => {
  const { player, pass, at, idle } = setUp({ steps: 3 });
  player.play();
  assert.equal(at(), 1);
  pass(MOTION + PAUSE / 2);
  assert.equal(at(), 1);
  pass(PAUSE);
  assert.equal(at(), 2);
  pass(3 * (MOTION + PAUSE));
  assert.equal(at(), 3);
  assert.equal(player.playing, false);
  assert.ok(idle());
});

test("double speed takes half the time", () => {
  const { player, pass, at } = setUp({ speed: 2 });
  player.play();
  pass((MOTION + PAUSE) / 2 + 20);
  assert.equal(at(), 2);
});

test("pause lets the motion arrive and goes no further", () => {
  const { player, pass, at } = setUp();
  player.play();
  pass(MOTION / 3);
  player.pause();
  pass(5 * MOTION);
  assert.deepEqual([at(), player.t], [1, 1]);
});

test("under reduced motion nothing lies between two steps", () => {
  const { player, pass, ways, at } = setUp({ still: true });
  player.play();
  pass(10 * (MOTION + PAUSE));
  assert.equal(at(), 3);
  assert.deepEqual([...new Set(ways)], [1]);
});

/** A player of a flow of `rate` steps a second. @param {{rate?: number, end?: number, still?: boolean}} [how] */
function setUpFlow({ rate = 10, end = 100, still = false } = {}) {
  let now = 0;
  /** @type {(() => void)[]} */
  let queue = [];
  const model = { at: 0, rate, isFlow: true };
  /** @type {number[]} */
  const places = [];
  const player = createPlayer({
    clock: { now: () => now, request: (tick) => queue.push(tick), cancel: () => {} },
    still: () => still,
    speed: () => 1,
    advance: () => model.at < end && ((model.at += 1), true),
    flow: () =>
      model.isFlow
        ? { at: model.at, end, after: (at, milliseconds) => at + (model.rate * milliseconds) / 1000 }
        : null,
    reach: (count) => {
      model.at = count;
      places.push(count - 1 + player.t);
    },
    move: (t) => places.push(model.at - 1 + t),
    changed: () => {},
  });
  /** @param {number} ms @param {number} [frame] */
  const pass = (ms, frame = 10) => {
    for (const last = now + ms; now < last; ) {
      now += frame;
      const due = queue;
      queue = [];
      for (const tick of due) tick();
    }
  };
  return { player, pass, places, model, idle: () => queue.length === 0 };
}

test("a flow goes through the steps by its schedule and stops at the end", () => {
  const { player, pass, places, model, idle } = setUpFlow({ rate: 10, end: 25 });
  player.play();
  pass(1000);
  assert.equal(model.at, 10);
  pass(1250);
  assert.equal(model.at, 23);
  assert.ok(Math.abs(player.t - 0.5) < 1e-9);
  pass(1000);
  assert.equal(model.at, 25);
  assert.equal(player.playing, false);
  assert.equal(player.flowing, false);
  assert.equal(player.t, 1);
  assert.ok(idle());
  // Evenly, and every place once.
  places.forEach((place, k) => assert.ok(Math.abs(place - Math.min(25, 0.1 * (k + 1))) < 1e-9, `${k}`));
});

test("at a thousand steps a second a frame goes many steps on, and none is lost", () => {
  const { player, pass, model, places } = setUpFlow({ rate: 1000, end: 10_000 });
  player.play();
  pass(5000, 16);
  assert.equal(model.at, 5008);
  assert.ok(places.length < 320);
});

test("a flow that is paused takes its step to the end", () => {
  const { player, pass, model, idle } = setUpFlow({ rate: 2 });
  player.play();
  pass(700);
  player.pause();
  assert.equal(player.playing, false);
  assert.equal(model.at, 2);
  assert.ok(player.t < 1);
  pass(400);
  assert.equal(player.t, 1);
  assert.equal(model.at, 2);
  assert.ok(idle());
});

test("a flow follows a change of its rate, of its place and of the way of playing", () => {
  const { player, pass, model } = setUpFlow({ rate: 10 });
  player.play();
  pass(1000);
  model.rate = 20;
  pass(1000);
  assert.equal(model.at, 30);
  model.at = 50;
  pass(1000);
  assert.equal(model.at, 70);
  model.isFlow = false;
  pass(MOTION + PAUSE);
  assert.equal(model.at, 70);
  pass(50);
  assert.equal(model.at, 71);
  assert.equal(player.playing, true);
});

test("a tab in the background skips nothing of a flow", () => {
  const { player, pass, model } = setUpFlow({ rate: 10 });
  player.play();
  pass(60_000, 60_000);
  assert.equal(model.at, Math.ceil((10 * LONGEST_FRAME) / 1000));
});

test("without motion a flow shows whole steps, and a few pictures a second", () => {
  const { player, pass, places, model } = setUpFlow({ rate: 15, end: 45, still: true });
  player.play();
  pass(3500);
  assert.equal(model.at, 45);
  assert.equal(player.playing, false);
  assert.ok(places.length <= 3500 / STILL_FLOW);
  assert.ok(places.every(Number.isInteger));
});
