// The player with a clock that the test owns.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MOTION, PAUSE, createPlayer } from "../../../static/js/core/player.js";

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
