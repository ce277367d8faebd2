import assert from "node:assert/strict";
import { test } from "node:test";
import { labelsOf } from "../../../../static/js/draw/plot/contour_labels.js";
import { cornersOf, isInside, numbersAt, plotOf } from "../../../../static/js/draw/plot/scale.js";

const near = (/** @type {number | null | undefined} */ a, /** @type {number} */ b, slack = 1e-9) =>
  assert.ok(typeof a === "number" && Math.abs(a - b) <= slack, `${a} ≠ ${b}`);
const PLACE = { width: 600, tallest: 500, left: 40, right: 10, top: 20, bottom: 40 };
const SQUARE = plotOf({ x: [-5, 5], y: [-5, 5] }, PLACE);

test("every label is on its line, parallel to it, apart from the others and within the plot", () => {
  const circle = (/** @type {number} */ r) =>
    Array.from({ length: 121 }, (_, k) => [
      r * Math.cos((k * Math.PI) / 60),
      r * Math.sin((k * Math.PI) / 60),
    ]);
  const contours = [1, 2, 3, 4].map((r) => ({ level: r * r, lines: [circle(r)] }));
  const labels = labelsOf(SQUARE, contours, 12);
  assert.deepEqual(
    labels.map(({ text }) => text),
    ["1", "4", "9", "16"],
  );
  for (const { x, y, level, angle } of labels) {
    const at = numbersAt(SQUARE, { x, y });
    near(Math.hypot(at.x, at.y), Math.sqrt(level), 0.02);
    assert.ok(angle >= -90 && angle <= 90, "never upside down");
    assert.ok(isInside(cornersOf(SQUARE), { x, y }));
  }
});
