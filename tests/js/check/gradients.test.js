// The gradients' part of the page `/check` without a browser: readings and the curve.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bestOf, boxOf, pointsOf, powersOf } from "../../../static/js/check/gradients/error_curve.js";
import { EXAMPLES } from "../../../static/js/check/gradients/examples.js";
import { SIGNS, groupsOf } from "../../../static/js/check/gradients/rows.js";

/** @param {string} address @param {number} k */
const row = (address, k) => ({
  address,
  analytic: (k + 1) * 0.0137 * (k % 2 ? -1 : 1),
  central: (k + 1) * 0.0137 * (k % 2 ? -1 : 1),
  complex_step: (k + 1) * 0.0137 * (k % 2 ? -1 : 1),
  yours: /** @type {number | null} */ (null),
  relative_error: 0,
  verdict: /** @type {any} */ ("fine"),
  text: "said",
});
test("a difference that is off beside a right gradient has a reading of its own", () => {
  const check = /** @type {any} */ ({
    parameters: [
      { ...row("dw1.0.0", 4), verdict: "saturated" },
      row("dw1.0.1", 1),
      { ...row("dw1.0.2", 2), central: 0.5 },
      { ...row("dw1.1.0", 3), central: null },
      { ...row("dw1.1.1", 5), verdict: "wrong" },
    ],
  });
  const groups = groupsOf(check, "off");
  assert.deepEqual(
    groups.map(({ reading, rows }) => [reading, rows.length]),
    [
      ["wrong", 1],
      ["saturated", 1],
      ["difference", 2],
      ["fine", 1],
    ],
  );
  assert.equal(groups[2]?.text, "off");
  assert.equal(new Set(Object.values(SIGNS)).size, Object.keys(SIGNS).length);
});

test("the curve goes up on both sides of the best h, and all of it is in the box", () => {
  const h = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];
  const curve = {
    h,
    error64: h.map((one) => one * one + 1e-13 / one),
    error32: h.map((one, k) => (k === 5 ? null : one * one + 1e-6 / one)),
    text: "",
  };
  assert.deepEqual(bestOf(curve, "error64")?.h, 1e-5);
  assert.deepEqual(bestOf(curve, "error32")?.h, 1e-2);
  assert.equal(bestOf({ ...curve, error32: [] }, "error32"), null);
  const box = boxOf(curve, { width: 300, height: 230 });
  for (const name of /** @type {const} */ (["error64", "error32"])) {
    const points = pointsOf(curve, name, box);
    assert.equal(points.length, name === "error64" ? 6 : 5);
    for (const { x, y } of points) {
      assert.ok(x >= box.left - 1e-9 && x <= box.left + box.width + 1e-9);
      assert.ok(y >= box.top - 1e-9 && y <= box.top + box.height + 1e-9);
    }
    // From large to small h, so from the right to the left.
    assert.deepEqual(
      points.map(({ x }) => x),
      points.map(({ x }) => x).toSorted((a, b) => b - a),
    );
  }
});

test("an axis has a few powers of ten", () => {
  assert.deepEqual(powersOf([-3, 0], 7), [-3, -2, -1, 0]);
  assert.ok(powersOf([-15, -1], 7).length <= 8);
});

test("every example has a network or a preset", () => {
  for (const { preset, request } of EXAMPLES) assert.notEqual(preset === undefined, request === undefined);
});
