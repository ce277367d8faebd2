import assert from "node:assert/strict";
import { test } from "node:test";
import { divergingRamp, parseColour } from "../../../static/js/math/colour.js";
import { ease } from "../../../static/js/draw/pulses.js";
import { edgeWidth } from "../../../static/js/draw/widths.js";
import { formatNumber, formatSigned } from "../../../static/js/math/format.js";

test("a number has about four digits, a true minus, and an exponent only when tiny or huge", () => {
  const cases = /** @type {[number | null, string][]} */ ([
    [0, "0"],
    [1, "1"],
    [0.5, "0.5"],
    [-0.5, "−0.5"],
    [0.5628247, "0.5628"],
    [-0.0215137, "−0.02151"],
    [0.0045931, "0.004593"],
    [123.456, "123.5"],
    [12345.6, "12346"],
    [1.23e-8, "1.2e−8"],
    [-1.26e-8, "−1.3e−8"],
    [6.02e23, "6e23"],
    [null, "·"],
    [Infinity, "∞"],
    [1000, "1000"],
  ]);
  for (const [value, text] of cases) assert.equal(formatNumber(value), text);
  assert.equal(formatSigned(0.25), "+0.25");
  assert.equal(formatSigned(-0.25), "−0.25");
});

test("a wider edge is a larger weight, and no edge vanishes", () => {
  assert.ok(edgeWidth(0, 1) > 0.5);
  assert.ok(edgeWidth(-1, 1) === edgeWidth(1, 1) && edgeWidth(1, 1) > edgeWidth(0.2, 1));
  assert.ok(Number.isFinite(edgeWidth(0, 0)));
});

test("the ramp runs from its first to its last colour through the middle", () => {
  const ramp = divergingRamp(parseColour("#ff0000"), parseColour("#ffffff"), parseColour("#0000ff"));
  assert.deepEqual(
    [ramp(-1), ramp(0), ramp(1), ramp(9)],
    [
      [255, 0, 0],
      [255, 255, 255],
      [0, 0, 255],
      [0, 0, 255],
    ],
  );
});

test("easing starts at 0, ends at 1 and never goes back", () => {
  assert.deepEqual([ease(-1), ease(0), ease(1), ease(2)], [0, 0, 1, 1]);
  for (let t = 0; t < 1; t += 0.05) assert.ok(ease(t + 0.05) >= ease(t));
});

test("a colour is read as it is written and as the browser computes it", () => {
  assert.deepEqual(parseColour("#1d5fc4"), [29, 95, 196]);
  assert.deepEqual(parseColour(" rgb(29, 95, 196) "), [29, 95, 196]);
});
