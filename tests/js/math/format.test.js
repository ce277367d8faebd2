import assert from "node:assert/strict";
import { test } from "node:test";
import { divergingRamp, parseColour } from "../../../static/js/math/colour.js";
import { ease } from "../../../static/js/draw/pulses.js";
import { edgeWidth } from "../../../static/js/draw/widths.js";
import { digitsToTellApart, formatNumber, formatSigned } from "../../../static/js/math/format.js";

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

test("a number is rounded before its form is chosen", () => {
  const cases = /** @type {[number, string, string, string][]} the text with 3, 4 and 6 digits */ ([
    [9999.7, "10000", "10000", "9999.7"],
    [-9999.7, "−10000", "−10000", "−9999.7"],
    [999.96, "1000", "1000", "999.96"],
    [0.99996, "1", "1", "0.99996"],
    [99999.4, "99999", "99999", "99999.4"],
    [99999.6, "1e5", "1e5", "99999.6"],
    [99999.97, "1e5", "1e5", "1e5"],
    [9.96e-5, "0.0001", "0.0001", "9.96e−5"],
    [9.94e-5, "9.9e−5", "9.9e−5", "9.94e−5"],
    [9.97e22, "1e23", "1e23", "9.97e22"],
  ]);
  for (const [value, ...texts] of cases)
    for (const [k, digits] of [3, 4, 6].entries()) assert.equal(formatNumber(value, digits), texts[k]);
});

/** Numbers of every size, close to powers of ten and far from them. */
const SIZES = [...Array(660).keys()].flatMap((k) => {
  const power = Number(`1e${(k >> 1) - 320 + (k & 1 ? 310 : 0)}`);
  return [0.99994, 0.99996, 0.999996, 0.9999996, 1, 1.00004, 1.2345678, 5.5555555].map((m) => m * power);
});

test("a short number is off by at most half a unit of its last digit, and is written once", () => {
  for (const value of SIZES.filter((size) => size > 1e-300 && size < 1e300))
    for (const digits of [3, 4, 6]) {
      const text = formatNumber(value, digits);
      const back = Number(text.replaceAll("−", "-"));
      const kept = value < 1e-4 || value >= 1e5 ? Math.max(2, digits - 2) : digits;
      assert.ok(Math.abs(back - value) <= 0.5000001 * 10 ** (1 - kept) * value, `${value}: ${text}`);
      assert.equal(formatNumber(back, digits), text);
      assert.match(text, /^(\d{1,5}(\.\d*[1-9])?|[1-9](\.\d*[1-9])?e−?\d+)$/, `${value}`);
    }
});

test("numbers that are compared have the digits that tell them apart", () => {
  const cases = /** @type {[number[], string[]][]} */ ([
    [
      [-6.04e-6, -5.97e-6],
      ["−6.04e−6", "−5.97e−6"],
    ],
    [
      [0.7, 0.7000001],
      ["0.7", "0.7000001"],
    ],
    [
      [0.5, 0.25],
      ["0.5", "0.25"],
    ],
    [
      [1, 1 + 2 ** -52],
      ["1", "1.0000000000000002"],
    ],
    [
      [0, -0],
      ["0", "0"],
    ],
  ]);
  for (const [values, texts] of cases) {
    const digits = digitsToTellApart(values);
    assert.deepEqual(
      values.map((value) => formatNumber(value, digits)),
      texts,
    );
  }
  assert.equal(digitsToTellApart([0.1 + 0.2, 0.3], 4, 1e-9), 4);
  assert.equal(digitsToTellApart([0.3000001, 0.3], 4, 1e-9), 7);
  for (const value of SIZES) {
    const pair = [value, value * (1 + 2 ** -52)];
    const digits = digitsToTellApart([null, ...pair, undefined]);
    const [first, second] = pair.map((one) => formatNumber(one, digits));
    assert.equal(first === second, pair[0] === pair[1], `${value}`);
  }
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
