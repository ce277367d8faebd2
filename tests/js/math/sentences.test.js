import assert from "node:assert/strict";
import { test } from "node:test";
import { joined, mayBegin, tidied, wordsOf } from "../../../static/js/math/sentences.js";

test("sentences are parted by a space, but not after a wide full stop", () => {
  assert.equal(joined("One.", "", "Two."), "One. Two.");
  assert.equal(joined("一。", "二。"), "一。二。");
});

test("an empty parameter leaves no space before wide punctuation or at the end", () => {
  assert.equal(tidied("输出 a ，误差 。"), "输出 a，误差。");
  assert.equal(tidied("The output a "), "The output a");
});

test("a line may be broken between any two Chinese characters, and at spaces", () => {
  assert.deepEqual(wordsOf("误差 a1 的和"), ["误", "差", " ", "a1", " ", "的", "和"]);
  assert.deepEqual(wordsOf("a sum"), ["a", " ", "sum"]);
});

test("no line begins with closing punctuation", () => {
  assert.deepEqual(["，", "。", "）", "和", "a", ""].map(mayBegin), [false, false, false, true, true, true]);
});
