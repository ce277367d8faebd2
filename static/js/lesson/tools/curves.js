// The losses of many rounds as lines in a chart: the points that are drawn, the ticks, and what is reported of them.
// Pure.
/** @import { Range } from "../../draw/plot/scale.js" */
/** @import { Trace } from "../../network/types.js" */
import { at } from "../../core/at.js";
import { ticksOf } from "../../draw/plot/scale.js";
import { formatNumber, inPowersOfTen } from "../../math/format.js";

/** @typedef {"linear" | "log"} Scale */

/** The losses before the first round, after it, … and after the last: one more than there are rounds.
 * @param {Pick<Trace, "losses" | "loss_after">} answer */
export const curveOf = ({ losses, loss_after: after }) => [...losses, after];

/** The position of a loss on the axis; null where the scale has none.
 * @type {Record<Scale, (loss: number) => number | null>} */
const PLACES = {
  linear: (loss) => loss,
  log: (loss) => (loss > 0 ? Math.log10(loss) : null),
};
/** @param {readonly number[]} curve @param {Scale} scale @returns {(number | null)[]} */
export const placed = (curve, scale) => curve.map(PLACES[scale]);

/** The points that a line of this width in pixels can show: the first and the last, and the lowest and the
 * highest of every segment of equal length.
 * @param {readonly number[]} curve @param {number} columns the width
 * @returns {number[]} indices, ascending */
export function thinned(curve, columns) {
  const length = Math.ceil(curve.length / Math.max(1, columns));
  if (length <= 2) return curve.map((_, k) => k);
  const kept = new Set([0, curve.length - 1]);
  for (let start = 0; start < curve.length; start += length) {
    let [low, high] = [start, start];
    for (let k = start; k < Math.min(start + length, curve.length); k += 1) {
      if (at(curve, k) < at(curve, low)) low = k;
      if (at(curve, k) > at(curve, high)) high = k;
    }
    kept.add(low).add(high);
  }
  return [...kept].sort((a, b) => a - b);
}

/** The range of the vertical axis, with free space at its ends. On a linear scale it starts at 0, below every loss.
 * @param {readonly (readonly number[])[]} curves @param {Scale} scale
 * @param {number} [share] of the height that is kept free at either end @returns {Range} */
export function rangeOf(curves, scale, share = 0.04) {
  const all = curves.flatMap((curve) => placed(curve, scale)).filter((place) => place !== null);
  if (all.length === 0) return [0, 1];
  const [low, high] = all.reduce(
    ([a, b], place) => [Math.min(a, place), Math.max(b, place)],
    [Infinity, -Infinity],
  );
  if (scale === "linear") return [0, high > 0 ? high * (1 + share) : 1];
  const room = Math.max(share * (high - low), 0.02);
  return [low - room, high + room];
}

/** 10⁻³, 2·10⁻⁵, 0.02 @param {number} value */
const tickText = (value) =>
  value < 1e-3 || value >= 1e5 ? inPowersOfTen(value).replace(/^1·/, "") : formatNumber(value, 6);

/** A loss in a line of text: rounded; a tiny one as a multiple of a power of ten. @param {number | undefined} loss */
export const lossText = (loss) =>
  loss === undefined ? "–" : Math.abs(loss) < 1e-4 ? inPowersOfTen(loss, 5) : formatNumber(loss);

/** A round number on the axis and its position. @typedef {{place: number, text: string}} Tick */

/** @param {Range} range of positions @param {Scale} scale @param {number} about how many @returns {Tick[]} */
export function lossTicks(range, scale, about) {
  if (scale === "linear") return ticksOf(range, about).map((place) => ({ place, text: tickText(place) }));
  const [low, high] = range;
  const decades = Math.floor(high) - Math.ceil(low) + 1;
  const tick = (/** @type {number} */ value) => ({
    place: Math.log10(value),
    text: tickText(Number(value.toPrecision(6))),
  });
  if (decades >= 3) {
    const stride = Math.max(1, Math.ceil(decades / Math.max(2, about)));
    return Array.from({ length: decades }, (_, k) => Math.ceil(low) + k)
      .filter((power) => power % stride === 0)
      .map((power) => tick(10 ** power));
  }
  // Within few decades 1, 2 and 5 of each; within less than one, ticks of a linear scale.
  const steps = Array.from(
    { length: Math.floor(high) - Math.floor(low) + 1 },
    (_, k) => 10 ** (Math.floor(low) + k),
  )
    .flatMap((power) => [1, 2, 5].map((times) => times * power))
    .filter((value) => Math.log10(value) >= low && Math.log10(value) <= high);
  return (
    steps.length >= 3 ? steps : ticksOf([10 ** low, 10 ** high], about).filter((value) => value > 0)
  ).map(tick);
}

/** Ticks at whole rounds. @param {number} rounds @param {number} about @returns {number[]} */
export const roundTicks = (rounds, about) =>
  ticksOf([0, rounds], Math.min(about, rounds)).filter(Number.isInteger);

/** The rounds that are rows of the table: 0, 1, 2, 5, 10, … and the last. @param {number} rounds */
export function milestones(rounds) {
  const found = [0];
  for (let power = 1; power < rounds; power *= 10) {
    found.push(...[1, 2, 5].map((times) => times * power).filter((round) => round < rounds));
  }
  return [...found, rounds];
}

/** The number of rounds in which the loss rose. @param {readonly number[]} curve */
export const risesIn = (curve) =>
  curve.reduce((count, loss, k) => count + (k > 0 && loss > at(curve, k - 1) ? 1 : 0), 0);

/** Losses whose relative difference is at most this count as equal. */
const EQUAL_TOLERANCE = 1e-9;
/** The rule with the lower loss.
 * @param {number} gradient @param {number} drawn @returns {"gradient" | "drawn" | "equal"} */
export function lowerOf(gradient, drawn) {
  if (Math.abs(gradient - drawn) <= EQUAL_TOLERANCE * Math.max(Math.abs(gradient), Math.abs(drawn)))
    return "equal";
  return gradient < drawn ? "gradient" : "drawn";
}

/** Heights for the labels at the ends of the lines, moved apart so that they don't overlap; all in pixels.
 * @param {readonly number[]} wanted heights @param {number} apart minimum distance @param {Range} within
 * @returns {number[]} */
export function spread(wanted, apart, [top, bottom]) {
  const order = wanted.map((_, k) => k).sort((a, b) => at(wanted, a) - at(wanted, b));
  const found = [...wanted];
  let above = -Infinity;
  for (const k of order) above = found[k] = Math.max(top, at(found, k), above + apart);
  let below = Infinity;
  for (const k of order.toReversed()) below = found[k] = Math.min(bottom, at(found, k), below - apart);
  return found;
}

/** The largest number of rounds that the server computes for a network.
 * @param {Record<string, number>} limits of the catalog @param {number} samples @param {number} parameters */
export function maxRounds({ rounds = 1, work = Infinity }, samples, parameters) {
  return Math.max(1, Math.min(rounds, Math.floor(work / Math.max(1, samples * parameters))));
}
