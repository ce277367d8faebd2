// Numbers as people write them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readNumber } from "../../../static/js/math/parse_number.js";

/** @param {string} text @param {object} [limits] @returns {any} */
const read = (text, limits) => readNumber(text, limits);

test("numbers are read as they are written", () => {
  const written = {
    0.25: 0.25,
    " −1e-3 ": -0.001,
    ".5": 0.5,
    "2.": 2,
    "+3": 3,
    "0,5": 0.5,
    "−0,75": -0.75,
    "0,125": 0.125,
    "1,5": 1.5,
    "１": 1,
    "－２．５": -2.5,
    "1E3": 1000,
    "-0": 0,
  };
  for (const [text, value] of Object.entries(written)) assert.deepEqual(read(text), { value }, text);
});

test("what is no number is answered with what can stand there", () => {
  for (const text of [
    "",
    " ",
    "abc",
    "NaN",
    "Infinity",
    "1e309",
    "1/3",
    "0x10",
    "0b1",
    "1e",
    "--1",
    "1.2.3",
  ]) {
    assert.equal(read(text).mistake?.key, "editor.want_number", text);
  }
});

test("a comma that may part thousands is not guessed at", () => {
  for (const text of ["1,000", "12,345", "1,000,000", "1,234.5", "1 000", "1'000", "１，０００"]) {
    assert.equal(read(text).mistake?.key, "editor.want_no_comma", text);
  }
});

test("whole numbers and bounds", () => {
  const units = { whole: true, low: 1, high: 1024 };
  for (const text of ["0", "-1", "1.5", "1025", "", "1e400"]) {
    assert.deepEqual(
      read(text, units).mistake,
      { key: "editor.want_whole", params: { low: "1", high: "1024" } },
      text,
    );
  }
  assert.deepEqual(read("1024", units), { value: 1024 });
  assert.equal(read("2", { low: 0, high: 1 }).mistake.key, "editor.want_between");
  assert.equal(read("1e20", { whole: true, low: 0 }).mistake.key, "editor.want_whole_from");
});
