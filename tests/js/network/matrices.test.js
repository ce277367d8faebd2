import assert from "node:assert/strict";
import { test } from "node:test";
import { imageSide, placeMatrices } from "../../../static/js/network/views/matrices/layout.js";
import { addressIn, rowsOf } from "../../../static/js/network/views/matrices/numbers.js";

const network = (/** @type {number} */ inputs) => ({
  inputs,
  loss: "cross_entropy",
  layers: [{ units: 10, activation: "softmax", weights: [], biases: [], bias: true }],
});

test("inputs that are an image are a square of pixels, row by row", () => {
  for (const [inputs, side] of [
    [784, 28],
    [64, 8],
  ]) {
    const block = placeMatrices(network(inputs)).blocks.find(({ array }) => array === "x");
    assert.ok(block && block.rows === side && block.columns === side && block.box.w === block.box.h);
    const pixels = Array.from({ length: inputs }, (_, k) => k);
    const rows = rowsOf(block, { request: { inputs: [pixels] } }, 0);
    rows.forEach((row, y) => row.forEach((value, x) => assert.equal(addressIn(block, y, x), `x.${value}`)));
    assert.equal(rows.length, side);
  }
});

test("other inputs are a column", () => {
  assert.equal(imageSide(100), null);
  const block = placeMatrices(network(100)).blocks.find(({ array }) => array === "x");
  assert.ok(block && block.rows === 100 && block.columns === 1);
  assert.equal(addressIn(block, 7, 0), "x.7");
});

test("the blocks stand beside each other on the sheet", () => {
  for (const inputs of [784, 64, 100]) {
    const { blocks, width, height } = placeMatrices(network(inputs));
    for (const { box } of blocks) assert.ok(box.x >= 0 && box.x + box.w <= width && box.y + box.h <= height);
    const upper = blocks.filter(({ array }) => !/^(dw|delta|error)/.test(array));
    upper
      .slice(1)
      .forEach(({ box }, k) => assert.ok(box.x > (upper[k]?.box.x ?? 0) + (upper[k]?.box.w ?? 0)));
  }
});
