// Numbers as people write them; the cases are those of the server's reader.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { formatNumber, inPowersOfTen } from "../../../static/js/math/format.js";
import { readNumber } from "../../../static/js/math/parse_number.js";

/** @type {{numbers: {text: string, value: string}[], mistakes: {text: string, mistake: string, params?: object}[]}} */
const CASES = JSON.parse(readFileSync(new URL("../../typed_numbers.json", import.meta.url), "utf8"));

/** @param {string} text @param {object} [limits] @returns {any} */
const read = (text, limits) => readNumber(text, limits);

/** The float64 next to an exact fraction. @param {string} exact */
function float(exact) {
  const [over = "", under = "1"] = exact.split("/");
  return Number(over) / Number(under);
}

test("numbers are read as they are written", () => {
  for (const { text, value } of CASES.numbers) assert.deepEqual(read(text), { value: float(value) }, text);
});

test("what is no number is refused with its place", () => {
  for (const { text, mistake, params } of CASES.mistakes) {
    const key = mistake === "empty" ? "editor.want_number" : `error.number_${mistake}`;
    assert.equal(read(text).mistake?.key, key, text);
    if (params) assert.deepEqual(read(text).mistake.params, params, text);
  }
});

test("what the page writes it can read", () => {
  for (const value of [0.5628247, -0.0215137, 12345.6, 99999.6, -1.26e-8, 6.02e23, 3.84e-16, 9.96e-5, -0])
    for (const written of [formatNumber(value), inPowersOfTen(value)]) {
      const { value: found } = read(written);
      assert.equal(formatNumber(found), formatNumber(value), written);
    }
});

test("a digit of any script has its own value", () => {
  for (let code = 0; code <= 0x10ffff; code++) {
    const sign = String.fromCodePoint(code);
    if (!/\p{Nd}/u.test(sign)) continue;
    const { value } = read(`1${sign}`);
    assert.ok(value >= 10 && value <= 19, sign);
    const before = String.fromCodePoint(Math.max(0, code - 1));
    if (/\p{Nd}/u.test(before)) assert.equal((read(before).value + 1) % 10, value - 10, sign);
    else assert.equal(value, 10, sign);
  }
});

test("whole numbers and bounds", () => {
  const units = { whole: true, low: 1, high: 1024 };
  for (const text of ["0", "-1", "1.5", "1025", "", "1/3", "10%"]) {
    assert.deepEqual(
      read(text, units).mistake,
      { key: "editor.want_whole", params: { low: "1", high: "1024" } },
      text,
    );
  }
  for (const [text, value] of /** @type {[string, number][]} */ ([
    ["1024", 1024],
    ["4/2", 2],
    ["1e3", 1000],
    ["2^10", 1024],
    ["１ ０００", 1000],
  ]))
    assert.deepEqual(read(text, units), { value }, text);
  assert.equal(read("2", { low: 0, high: 1 }).mistake.key, "editor.want_between");
  assert.equal(read("", { low: 0, high: 1 }).mistake.key, "editor.want_between");
  assert.equal(read("1e20", { whole: true, low: 0 }).mistake.key, "editor.want_whole_from");
  assert.equal(read("5₂", units).mistake.key, "error.number_sign");
});
