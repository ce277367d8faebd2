import assert from "node:assert/strict";
import { test } from "node:test";
import {
  PITCH_RANGE,
  START_TURN,
  ZOOM_RANGE,
  cameraOf,
  heightsOf,
  lightOf,
  paintersOrder,
  segmentsOf,
  turnWithin,
} from "../../../static/js/draw/projection.js";

const SCREEN = { width: 800, height: 600, margin: 20 };
const RADIUS = Math.SQRT2;
const TALL = 0.95;
const CORNERS = /** @type {const} */ ([-1, 1]).flatMap((x) =>
  /** @type {const} */ ([-1, 1]).flatMap((y) =>
    [-TALL / 2, TALL / 2].map((z) => /** @type {const} */ ([x, y, z])),
  ),
);
const near = (/** @type {number} */ a, /** @type {number} */ b, slack = 1e-9) =>
  assert.ok(Math.abs(a - b) <= slack, `${a} ≠ ${b}`);

test("from the front, x runs to the right, z up and y away", () => {
  const camera = cameraOf({ yaw: 0, pitch: 0.5 }, SCREEN, RADIUS, TALL);
  assert.ok(camera.project(1, 0, 0).x > camera.project(-1, 0, 0).x);
  assert.ok(camera.project(0, 0, 1).y < camera.project(0, 0, 0).y);
  assert.ok(camera.project(0, 1, 0).depth > camera.project(0, -1, 0).depth);
  assert.ok(camera.project(0, 1, 0).y < camera.project(0, -1, 0).y);
});

test("what is farther away is smaller", () => {
  const camera = cameraOf({ yaw: 0, pitch: 0.3 }, SCREEN, RADIUS, TALL);
  const wide = (/** @type {number} */ y) => camera.project(1, y, 0).x - camera.project(-1, y, 0).x;
  assert.ok(wide(1) < wide(-1));
});

test("the block fits the screen however it is turned", () => {
  for (let yaw = -3; yaw <= 3; yaw += 0.37) {
    for (const pitch of [0.06, 0.3, 0.62, 1, 1.5]) {
      const camera = cameraOf({ yaw, pitch }, SCREEN, RADIUS, TALL);
      for (const corner of CORNERS) {
        const { x, y } = camera.project(...corner);
        assert.ok(x >= 19 && x <= 781 && y >= 19 && y <= 581, `${yaw} ${pitch}: ${x} ${y}`);
      }
    }
  }
});

test("the projection is continuous: a small turn moves every corner a little", () => {
  for (let yaw = -3.2; yaw < 3.2; yaw += 0.1) {
    const [a, b] = [yaw, yaw + 0.001].map((at) => cameraOf({ yaw: at, pitch: 0.7 }, SCREEN, RADIUS, TALL));
    for (const corner of CORNERS) {
      const [p, q] = [a?.project(...corner), b?.project(...corner)];
      assert.ok(Math.hypot((p?.x ?? 0) - (q?.x ?? 9), (p?.y ?? 0) - (q?.y ?? 9)) < 2);
    }
  }
});

test("a whole grid is projected like its points", () => {
  const camera = cameraOf(START_TURN, SCREEN, RADIUS, TALL);
  const xs = [-1, 0.2, 1];
  const ys = [-0.5, 0.9];
  const zs = [0, 0.1, -0.2, 0.4, 0.3, -0.1];
  const [across, down] = [new Float64Array(6), new Float64Array(6)];
  camera.projectGrid(xs, ys, zs, across, down);
  zs.forEach((z, k) => {
    const { x, y } = camera.project(xs[k % 3] ?? 0, ys[Math.floor(k / 3)] ?? 0, z);
    near(across[k] ?? 0, x);
    near(down[k] ?? 0, y);
  });
});

test("a turn stays within its ranges and is the same after a full revolution", () => {
  assert.deepEqual(turnWithin({ yaw: 0.5, pitch: 9, zoom: 100 }), {
    yaw: 0.5,
    pitch: PITCH_RANGE[1],
    zoom: ZOOM_RANGE[1],
  });
  assert.deepEqual(turnWithin({ yaw: 0, pitch: -1 }), { yaw: 0, pitch: PITCH_RANGE[0], zoom: 1 });
  near(turnWithin({ yaw: 0.5 + 4 * Math.PI, pitch: 0.5 }).yaw, 0.5);
});

test("every cell is painted once, nearer cells after farther ones", () => {
  for (const eye of [-3.2, 0.5, 4.7, 9.9, 25]) {
    const order = paintersOrder(10, eye);
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
    for (const side of [order.filter((k) => k + 0.5 < eye), order.filter((k) => k + 0.5 > eye)]) {
      const distances = side.map((k) => Math.abs(k + 0.5 - eye));
      assert.deepEqual(
        distances,
        [...distances].sort((a, b) => b - a),
      );
    }
  }
  assert.deepEqual(paintersOrder(0, 1), []);
});

test("heights are linear for a bowl, logarithmic for a valley between high walls", () => {
  const axis = Array.from({ length: 31 }, (_, k) => -2 + (4 * k) / 30);
  const bowl = heightsOf(axis.map((y) => axis.map((x) => x * x + y * y)));
  assert.ok(!bowl.logarithmic);
  near(bowl.height(4), 0.5, 0.01);
  const valley = heightsOf(axis.map((y) => axis.map((x) => (1 - x) ** 2 + 100 * (y - x * x) ** 2)));
  assert.ok(valley.logarithmic);
  assert.ok(valley.height(300) > 0.3, "the middle of the walls is well above the ground");
  for (const { height } of [bowl, valley]) {
    assert.equal(height(-1e9), 0);
    assert.equal(height(1e300), 1);
    for (let value = 0; value < 3000; value += 7)
      assert.ok(height(value + 7) >= height(value), "and the order is kept");
  }
});

test("a flat or empty surface has heights as well", () => {
  assert.equal(
    heightsOf([
      [3, 3],
      [3, 3],
    ]).height(3),
    0,
  );
  assert.equal(heightsOf([[null, null]]).height(0), 0);
});

test("a path is cut into segments that lie in their cells and lead from its start to its end", () => {
  const segments = segmentsOf([0.2, 3.7, 3.71, 3.9], [0.5, 2.5, 2.5, 2.6], 5, 5);
  assert.deepEqual(segments[0]?.from, [0.2, 0.5]);
  assert.deepEqual(segments.at(-1)?.to, [3.9, 2.6]);
  for (const { cell, from, to } of segments) {
    assert.equal(cell % 5, Math.floor((from[0] + to[0]) / 2));
    assert.ok(Math.hypot(to[0] - from[0], to[1] - from[1]) < 1);
  }
  segments.slice(1).forEach((segment, k) => {
    assert.deepEqual(segment.from, segments[k]?.to);
    assert.ok(segment.index >= (segments[k]?.index ?? 0));
  });
});

test("segments outside the ground are left out", () => {
  for (const { from, to } of segmentsOf([2, 90, 2], [2, 2, -500], 5, 5))
    for (const [u, v] of [from, to]) assert.ok(u >= 0 && u <= 5 && v >= 0 && v <= 5);
  assert.deepEqual(segmentsOf([2, 1e300], [2, Number.NaN], 5, 5), []);
});

test("a slope towards the light is brighter than one away from it", () => {
  // The light stands to the left and in front: a slope that rises to the right or to the back faces it.
  assert.ok(lightOf(0.5, 0) > lightOf(-0.5, 0));
  assert.ok(lightOf(0, 0.5) > lightOf(0, -0.5));
  for (const slope of [-1e9, -1, 0, 1, 1e9])
    assert.ok(lightOf(slope, slope) >= 0 && lightOf(slope, slope) <= 1.01);
});
