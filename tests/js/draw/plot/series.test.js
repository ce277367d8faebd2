// The scales and paths of the chart over the iterations.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  heightOf,
  isWide,
  seriesPath,
  valueScale,
  valueTicks,
} from "../../../../static/js/draw/plot/series.js";

const falling = Array.from({ length: 100 }, (_, k) => 20 * 0.9 ** k);
const growing = Array.from({ length: 100 }, (_, k) => 3 * 2 ** k);

test("a linear scale holds all numbers of runs that do not diverge", () => {
  const { range, log, base } = valueScale([falling, [1, 60, 2]], false);
  assert.equal(log, false);
  assert.equal(base, 0);
  assert.ok(range[0] < (falling.at(-1) ?? 0) && range[1] > 60 && range[1] < 66);
});

test("a run that diverges does not press the others flat", () => {
  assert.ok(valueScale([falling, growing], false).range[1] < 25);
  assert.ok(valueScale([falling, growing], true).range[1] < Math.log10(3e6) + 1);
  // Growth by less than a hundred times is shown whole.
  assert.ok(valueScale([[1, 5, 50]], false).range[1] > 50);
});

test("a run that stays high is shown to its top", () => {
  const jumped = [0.8, 3, ...Array.from({ length: 100 }, (_, k) => 500 + 400 * Math.sin(k))];
  assert.ok(valueScale([jumped], false).range[1] > 899);
});

test("a logarithmic scale has the decimal logarithms of the numbers", () => {
  const scale = valueScale([falling], true);
  assert.equal(heightOf(scale, 1e-5), -5);
  assert.equal(heightOf(scale, 100), 2);
  assert.ok(scale.range[0] < Math.log10(falling.at(-1) ?? 0) && scale.range[1] > Math.log10(20));
});

test("where not all numbers are positive, it measures from the lowest, which has no height itself", () => {
  const scale = valueScale([[6, 0, -2, -1.9]], true);
  assert.equal(scale.base, -2);
  assert.equal(heightOf(scale, 8), 1);
  assert.equal(heightOf(scale, -2), null);
  assert.ok(scale.range[0] < Math.log10(0.1) && scale.range[1] > Math.log10(8));
});

test("one number, none, and zeros have a scale", () => {
  for (const series of [[[3, 3, 3]], [[0, 0]], [], [[]], [[-1, -1]], [[5e-324, 1e308]]])
    for (const log of [false, true]) {
      const { range } = valueScale(series, log);
      assert.ok(
        Number.isFinite(range[0]) && Number.isFinite(range[1]) && range[0] < range[1],
        JSON.stringify([series, log]),
      );
      assert.ok(valueTicks(valueScale(series, log), 6).every(({ height }) => Number.isFinite(height)));
    }
});

test("ticks are within the range, ascend, and are as many as there is room for", () => {
  for (const series of [[falling], [[1e-16, 1e4]], [[2, 3]], [[1, 9]], [[0.5, 700]]])
    for (const log of [false, true])
      for (const about of [3, 6, 10]) {
        const scale = valueScale(series, log);
        const ticks = valueTicks(scale, about);
        assert.ok(
          ticks.length >= 1 && ticks.length <= 2 * about + 1,
          JSON.stringify([series, log, about, ticks.length]),
        );
        ticks.forEach(({ height, factor, power }, k) => {
          assert.ok(height >= scale.range[0] && height <= scale.range[1]);
          assert.ok(k === 0 || height > (ticks[k - 1]?.height ?? 0));
          if (log) assert.ok(Math.abs(height - Math.log10(Number(`${factor}e${power}`))) < 1e-9);
          else assert.equal(height, factor);
        });
      }
});

test("a path of many points keeps the lowest and the highest of every column of pixels", () => {
  const heights = Array.from({ length: 10_000 }, (_, k) =>
    k === 5003 ? -77 : k === 5007 ? 999 : 100 + (k % 7),
  );
  const path = seriesPath(heights, (k) => (k * 300) / 10_000);
  const points = path.match(/[ML]/g)?.length ?? 0;
  assert.ok(points > 300 && points <= 4 * 302);
  assert.ok(path.includes(" -77") && path.includes(" 999"));
});

test("a path is interrupted where a point is missing, and is empty for none", () => {
  assert.equal(
    seriesPath([1, 2, null, 4, 5], (k) => 10 * k),
    "M0 1L10 2M30 4L40 5",
  );
  assert.equal(
    seriesPath([null], (k) => k),
    "",
  );
});

test("positive numbers of a large range are told apart on a logarithmic scale only", () => {
  assert.ok(isWide([falling]));
  assert.ok(!isWide([[21, 3, 1]]));
  // A minimum of 0 has no height on it, numbers below 0 no place.
  assert.ok(isWide([[200, 1e-3, 0]]));
  assert.ok(!isWide([[200, 1e-3, -1]]));
});
