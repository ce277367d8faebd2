import assert from "node:assert/strict";
import test from "node:test";

import { widthOf, widthOfRuns, widthOfWords } from "../../../static/js/draw/svg.js";
import { italicLetters } from "../../../static/js/math/greek.js";

const near = (/** @type {number} */ a, /** @type {number} */ b) =>
  assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

test("all digits are equally wide, so that columns of numbers align", () => {
  for (const digit of "0123456789") near(widthOf(digit), widthOf("0"));
});

test("a text is as wide as its letters together", () => {
  near(widthOf("−0.25"), widthOf("−") + 3 * widthOf("0") + widthOf("."));
});

test("a symbol has the width of its italic letter, an index that of its size", () => {
  const index = 0.72 * (widthOf("(") + widthOf("x", "italic") + widthOf("1)1"));
  near(
    widthOfRuns([
      { text: "w", kind: "italic" },
      { text: "(x1)1", kind: "lowered" },
    ]),
    widthOf("w", "italic") + index,
  );
  assert.notEqual(widthOf("w", "italic"), widthOf("w"));
});

test("an exponent above an index takes the room of the wider one", () => {
  const base = /** @type {const} */ ({ text: "w", kind: "italic" });
  const above = /** @type {const} */ ({ text: "(2)", kind: "raised" });
  for (const text of ["1", "1,2,3,4,5"]) {
    const below = /** @type {const} */ ({ text, kind: "lowered" });
    const alone = Math.max(widthOfRuns([above]), widthOfRuns([below]));
    near(widthOfRuns([base, above, below]), widthOfRuns([base]) + alone);
  }
});

test("Chinese words are as wide as they are high", () => {
  assert.equal(widthOf("输入层"), 3);
  assert.equal(widthOfWords("输入层"), 3);
});

test("letters for a canvas are those of Unicode's italic alphabet", () => {
  assert.equal(italicLetters("ahzAZ"), "𝑎ℎ𝑧𝐴𝑍");
  assert.equal(italicLetters("x1"), "𝑥1");
});
