import assert from "node:assert/strict";
import { test } from "node:test";
import { KINDS, drawnAt, widened } from "../../../../static/js/training/data/drawing.js";
import {
  asClasses,
  dataOf,
  everyOf,
  movedTo,
  nearest,
  pointsOf,
  roundedTo,
  shared,
  usedClasses,
  withPoint,
  withoutPoint,
} from "../../../../static/js/training/data/points.js";

const pointAt = (/** @type {number} */ n) => ({ inputs: [n, -n], targets: [n % 2], isTest: false });
const points = (/** @type {number} */ count) => Array.from({ length: count }, (_, n) => pointAt(n));

test("points become data and the data the same points, however many test", () => {
  for (let count = 1; count < 40; count++)
    for (const every of [0, 2, 3, 4, 7, 10]) {
      const list = shared(points(count), every);
      assert.deepEqual(pointsOf(dataOf(list), every), list, `${count} points, every ${every}.`);
      const test = list.filter(({ isTest }) => isTest).length;
      assert.equal(test, every === 0 ? 0 : Math.floor(count / every));
      // Without what the reader has chosen, some k that shares them out likewise.
      const found = everyOf(list);
      assert.equal(found === 0 ? 0 : Math.floor(count / found), test);
    }
});

test("sharing out anew changes nothing but the parts", () => {
  const list = shared(points(30), 3);
  assert.deepEqual(shared(pointsOf(dataOf(list)), 3), list);
  assert.deepEqual(shared(pointsOf(dataOf(shared(list, 5))), 3), list);
});

test("a further point tests when it is its turn", () => {
  let list = shared(points(6), 3);
  for (let n = 6; n < 12; n++) list = withPoint(list, [n, -n], [n % 2], everyOf(list));
  assert.deepEqual(
    list.map(({ isTest }) => isTest),
    Array.from({ length: 12 }, (_, n) => (n + 1) % 3 === 0),
  );
});

test("the last points that are left are learnt from", () => {
  const list = shared(points(2), 2);
  const data = dataOf(withoutPoint(list, 0));
  assert.deepEqual(data, { inputs: [[1, -1]], targets: [[1]] });
  assert.deepEqual(dataOf([]), { inputs: [], targets: [] });
});

test("a point of a new class gives every point a target for it", () => {
  const two = drawnAt(points(2), [0.5, 0.25], widened(KINDS["classes"] ?? assert.fail(), 2), {
    label: 2,
    target: 0,
  });
  assert.deepEqual(
    two.map(({ targets }) => targets),
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  );
  assert.equal(usedClasses(two), 3);
  assert.deepEqual(
    asClasses(two.slice(0, 2), 2).map(({ targets }) => targets),
    [[0], [1]],
  );
});

test("on a curve the height is the target, on a plane the number that was typed", () => {
  const drawing = { label: 0, target: 3, every: 0 };
  const [curve] = drawnAt([], [0.5, 0.25], KINDS["curve"] ?? assert.fail(), drawing);
  const [plane] = drawnAt([], [0.5, 0.25], KINDS["plane"] ?? assert.fail(), drawing);
  assert.deepEqual(curve, { inputs: [0.5], targets: [0.25], isTest: false });
  assert.deepEqual(plane, { inputs: [0.5, 0.25], targets: [3], isTest: false });
  assert.deepEqual(movedTo(/** @type {any} */ (curve), [1, 2]), { inputs: [1], targets: [2], isTest: false });
});

test("the nearest point within reach is meant, of equals the one on top", () => {
  const list = [pointAt(0), pointAt(1), pointAt(1)];
  assert.equal(nearest(list, [0.9, -0.9], 0.5, Math.hypot), 2);
  assert.equal(nearest(list, [5, 5], 0.5, Math.hypot), -1);
});

test("a drawn number has the digits that its place on the map has", () => {
  assert.equal(roundedTo(0.123456, 2.4), 0.123);
  assert.equal(roundedTo(1234.567, 5000), 1235);
  assert.equal(roundedTo(0.000123456, 0.001), 0.000123);
});
