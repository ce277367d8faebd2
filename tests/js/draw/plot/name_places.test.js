// Names beside the heads of runs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { overlap } from "../../../../static/js/draw/labels.js";
import { placeNames } from "../../../../static/js/draw/plot/name_places.js";

const CORNERS = { left: 0, top: 0, right: 500, bottom: 400 };
const W = 70;
const H = 16;
const R = 10;
const head = (/** @type {number} */ x, /** @type {number} */ y, w = W) => ({ x, y, w, h: H, r: R });
const boxOf = (/** @type {{ x: number, y: number }} */ { x, y }) => ({ x, y, w: 2 * R, h: 2 * R });

/** What may not be: covered names, heads and obstacles, and names beyond the border.
 * @param {ReturnType<typeof head>[]} heads @param {any[]} obstacles @param {ReturnType<typeof placeNames>} places */
function faultsOf(heads, obstacles, places) {
  const faults = [];
  places.forEach(({ box }, k) => {
    places.forEach((other, m) => m > k && overlap(box, other.box) > 0 && faults.push(`names ${k} ${m}`));
    heads.forEach((one, m) => overlap(box, boxOf(one)) > 0 && faults.push(`name ${k} head ${m}`));
    obstacles.forEach((one, m) => overlap(box, one) > 0 && faults.push(`name ${k} obstacle ${m}`));
    const isInside =
      box.x - box.w / 2 >= CORNERS.left &&
      box.x + box.w / 2 <= CORNERS.right &&
      box.y - box.h / 2 >= CORNERS.top &&
      box.y + box.h / 2 <= CORNERS.bottom;
    if (!isInside) faults.push(`name ${k} beyond the border`);
  });
  return faults;
}

/** Numbers from 0 to 1 that are the same in every run of the test. @param {number} seed */
function createRandom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test("eight names at one point, in the middle and in the corners, do not cover each other or the point", () => {
  for (const [x, y] of /** @type {const} */ ([
    [250, 200],
    [12, 12],
    [490, 390],
    [490, 10],
    [3, 200],
  ])) {
    const heads = Array.from({ length: 8 }, () => head(x, y));
    assert.deepEqual(faultsOf(heads, [], placeNames(heads, [], CORNERS)), [], `${x} ${y}`);
  }
});

test("names keep clear of each other, of heads and of obstacles wherever the heads are", () => {
  const random = createRandom(7);
  for (let round = 0; round < 300; round++) {
    const count = 2 + Math.floor(random() * 4);
    const close = random() < 0.5 ? 60 : 400;
    const heads = Array.from({ length: count }, () =>
      head(40 + random() * close, 40 + random() * Math.min(close, 320), 40 + random() * 60),
    );
    const obstacles = [
      { x: 200, y: 100, w: 120, h: 16 },
      { x: 60, y: 60, w: 24, h: 24 },
    ];
    assert.deepEqual(faultsOf(heads, obstacles, placeNames(heads, obstacles, CORNERS)), [], `round ${round}`);
  }
});

test("a lone name stands at the right of its head, and at the left at the right border", () => {
  const [place] = placeNames([head(100, 100)], [], CORNERS);
  assert.ok(place && place.box.x > 100 && place.box.y === 100 && !place.far);
  const [atBorder] = placeNames([head(480, 100)], [], CORNERS);
  assert.ok(atBorder && atBorder.box.x < 480);
});

test("a name stays on its side while its head moves, until something is in its way", () => {
  let before = placeNames([head(100, 100), head(300, 300)], [], CORNERS);
  const sides = before.map(({ side }) => side);
  for (let x = 100; x < 250; x += 5) {
    before = placeNames(
      [head(x, 100), head(300, 300)],
      [],
      CORNERS,
      before.map(({ side }) => side),
    );
    assert.deepEqual(
      before.map(({ side }) => side),
      sides,
    );
  }
  const [moved] = placeNames([head(250, 100), head(300, 100)], [], CORNERS, sides);
  assert.notEqual(moved?.side, sides[0]);
});
