// How many digits a number has in a circle: as many as the tables beside it where it has the room.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatNumber } from "../../../static/js/math/format.js";
import { widthOf } from "../../../static/js/draw/svg.js";
import { numberThatFits } from "../../../static/js/network/views/diagram/number_text.js";

test("a number has the digits of the tables where it has room, and never more width than its room", () => {
  for (const value of [0.59327, -0.038098, 1.1059, 0.0087714, 12345.6])
    for (const room of [200, 60, 40, 25]) {
      const { text, width } = numberThatFits(value, room, 16);
      const whole = formatNumber(value);
      if (widthOf(whole) * 16 <= room) assert.equal(text, whole);
      assert.ok(widthOf(text) <= widthOf(whole));
      assert.ok(width <= room);
    }
});
