import assert from "node:assert/strict";
import { test } from "node:test";
import { overlap, placeFree } from "../../../static/js/draw/labels.js";
import { placeEdge, placeUnits } from "../../../static/js/network/layout.js";

const plain = (/** @type {number[]} */ ...units) => ({
  inputs: units[0] ?? 1,
  layers: units.slice(1).map((count) => ({ units: count, bias: false })),
});

test("the labels of six crossing arrows do not cover each other", () => {
  const places = placeUnits(plain(2, 3, 2, 1));
  for (const [l, units, fan] of /** @type {const} */ ([
    [1, 3, 2],
    [2, 2, 3],
  ])) {
    const labels = [];
    for (let j = 0; j < units; j++)
      for (let i = 0; i < fan; i++) labels.push({ ...placeEdge(places, l, j, i), w: 80, h: 19 });
    const spots = placeFree(labels, { boxes: [] }).map((spot) => spot ?? assert.fail("without a spot"));
    spots.forEach((a, k) => spots.slice(k + 1).forEach((b) => assert.equal(overlap(a, b), 0)));
  }
});
