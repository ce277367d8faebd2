// Curves over the iterations: their range, their ticks on a linear and a logarithmic scale, and their paths. No DOM.
/** @import { Range } from "./scale.js" */
import { at } from "../../core/at.js";
import { coordinate } from "./lines.js";
import { formatNumber } from "../../math/format.js";
import { tickText, ticksOf } from "./scale.js";

/**
 * The vertical scale of a chart.
 * @typedef {object} ValueScale
 * @property {Range} range of the heights
 * @property {boolean} log the height of a number is the decimal logarithm of what it is above `base`
 * @property {number} base 0 where all numbers are positive, else the lowest of them
 */

/** A series that ends above twice its beginning and grows by more than this is not shown to its top, but to so many
 * times its beginning: on the linear and on the logarithmic scale. One that is most of the time as high as that is. */
const GROWTH = 100;
const SHOWN_GROWTH = { linear: 4, log: 1e6 };
/** The margin above and below the curves, as a share of the range. */
const MARGIN = 0.05;

/** @param {readonly number[]} values @returns {Range} Infinity to −Infinity for none */
function extentOf(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** Positive numbers of a larger range than this are shown on a logarithmic scale. */
const LINEAR_RANGE = 100;

/** Whether the numbers of some series are told apart on a logarithmic scale only.
 * @param {readonly (readonly number[])[]} series */
export function isWide(series) {
  const high = Math.max(...series.map((values) => topOf(values, true)));
  if (series.some((values) => extentOf(values)[0] < 0)) return false;
  return series.some((values) => high / extentOf(values.filter((value) => value > 0))[0] > LINEAR_RANGE);
}

/** The top that the chart shows of a series. @param {readonly number[]} values @param {boolean} log */
function topOf(values, log) {
  const [, high] = extentOf(values);
  const first = Math.abs(values[0] ?? 0);
  const grows = first > 0 && (values.at(-1) ?? 0) > 2 * first && high > GROWTH * first;
  const isRunaway = grows && 2 * values.filter((value) => value * GROWTH > high).length < values.length;
  return isRunaway ? Math.min(high, first * (log ? SHOWN_GROWTH.log : SHOWN_GROWTH.linear)) : high;
}

/**
 * The scale of a chart of some series. A logarithmic one of numbers that are not all positive measures from the lowest
 * of them.
 * @param {readonly (readonly number[])[]} series @param {boolean} log
 * @returns {ValueScale}
 */
export function valueScale(series, log) {
  const low = Math.min(...series.map((values) => extentOf(values)[0]));
  const high = Math.max(...series.map((values) => topOf(values, log)));
  if (!(low <= high)) return { range: [0, 1], log: false, base: 0 };
  const base = log && low <= 0 ? low : 0;
  if (!log) return { range: padded([low, high]), log, base };
  const least = Math.min(...series.map((values) => extentOf(values.filter((value) => value > base))[0]));
  // All numbers are the same.
  if (!(least <= high) || !(high > base)) return { range: [-1, 1], log, base };
  return { range: padded([Math.log10(least - base), Math.log10(high - base)]), log, base };
}

/** @param {Range} range @returns {Range} */
function padded([low, high]) {
  const span = high - low || Math.abs(high) || 1;
  return [low - span * MARGIN, high + span * MARGIN];
}

/** The height of a number; null where a logarithmic scale has none. @param {ValueScale} scale @param {number} value */
export function heightOf({ log, base }, value) {
  if (!log) return value;
  return value > base ? Math.log10(value - base) : null;
}

/**
 * The ticks of a chart: their heights, and the numbers that they stand for as a factor and a power of ten.
 * @param {ValueScale} scale @param {number} about how many
 * @returns {{ height: number, factor: number, power: number }[]} `power` is 0 on a linear scale
 */
export function valueTicks({ range, log }, about) {
  if (!log) return ticksOf(range, about).map((value) => ({ height: value, factor: value, power: 0 }));
  const [low, high] = range;
  const decades = high - low;
  const factors = decades > about / 2 ? [1] : decades > about / 4 ? [1, 3] : [1, 2, 5];
  const step = Math.max(1, Math.ceil(decades / about));
  const first = Math.floor(low / step) * step;
  const ticks = [];
  for (let power = first; power <= high; power += step)
    for (const factor of factors) {
      const height = power + Math.log10(factor);
      if (height >= low && height <= high) ticks.push({ height, factor, power });
    }
  return ticks;
}

/**
 * A curve as a path. Where many points share a column of pixels, the first, the lowest, the highest and the last of
 * them are drawn.
 * @param {readonly (number | null)[]} heights in pixels from the top, by iteration; null: no point
 * @param {(iteration: number) => number} across in pixels
 */
export function seriesPath(heights, across) {
  let path = "";
  let isDown = false;
  /** @type {{ column: number, points: [number, number][] }} */
  let held = { column: Number.NaN, points: [] };
  const flush = () => {
    for (const [x, y] of summaryOf(held.points)) {
      path += `${isDown ? "L" : "M"}${coordinate(x)} ${coordinate(y)}`;
      isDown = true;
    }
    held = { column: Number.NaN, points: [] };
  };
  heights.forEach((y, k) => {
    if (y === null) {
      flush();
      isDown = false;
      return;
    }
    const x = across(k);
    if (Math.round(x) !== held.column) {
      flush();
      held.column = Math.round(x);
    }
    held.points.push([x, y]);
  });
  flush();
  return path;
}

/** The first, the lowest, the highest and the last of some points, in their order.
 * @param {readonly [number, number][]} points */
function summaryOf(points) {
  if (points.length <= 4) return points;
  let low = 0;
  let high = 0;
  points.forEach(([, y], k) => {
    if (y < at(points, low)[1]) low = k;
    if (y > at(points, high)[1]) high = k;
  });
  const kept = new Set([0, low, high, points.length - 1]);
  return [...kept].sort((a, b) => a - b).map((k) => at(points, k));
}

/** The number of a tick as it is written. @param {{ factor: number, power: number }} tick */
export const textOfTick = ({ factor, power }) =>
  power === 0 ? tickText(factor) : formatNumber(Number(`${factor}e${power}`), 3);
