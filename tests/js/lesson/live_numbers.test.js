import assert from "node:assert/strict";
import { test } from "node:test";

import { inSentence } from "../../../static/js/lesson/live_numbers.js";

test("a number of a sentence has four digits, and a power of ten instead of an exponent", () => {
  const written = { 0.562812: "0.5628", "-1": "−1", 6.7324e-9: "6.732·10⁻⁹", "-7.528e-5": "−7.528·10⁻⁵" };
  for (const [number, text] of Object.entries(written)) assert.equal(inSentence(Number(number)), text);
  assert.equal(inSentence(1234567), "1.235·10⁶");
  assert.equal(inSentence(99999.7), "1·10⁵");
  assert.equal(inSentence(Number.POSITIVE_INFINITY), "∞");
});
