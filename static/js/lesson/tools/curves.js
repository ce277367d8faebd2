// The loss of many rounds as lines in one chart: what is drawn, where its ticks stand, and what can be said of it. Pure.
/** @import { Range } from "../../draw/plot/scale.js" */
/** @import { Trace } from "../../network/types.js" */
import { ticksOf } from "../../draw/plot/scale.js";
import { formatNumber, inPowersOfTen } from "../../math/format.js";

/** @typedef {"linear" | "log"} Scale */

/** The loss before the first round, after it, … and after the last. @param {Pick<Trace, "losses" | "loss_after">} answer */
export const curveOf = ({ losses, loss_after: after }) => [...losses, after];

/** How a loss is placed; null where the scale has no place for it. @type {Record<Scale, (loss: number) => number | null>} */
const PLACES = {
  linear: (loss) => loss,
  log: (loss) => (loss > 0 ? Math.log10(loss) : null),
};
/** @param {readonly number[]} curve @param {Scale} scale @returns {(number | null)[]} */
export const placed = (curve, scale) => curve.map(PLACES[scale]);

/** As many points as a line of so many pixels can show: the first and last of all, the lowest and highest of every stretch.
 * @param {readonly number[]} curve @param {number} columns @returns {number[]} indices, ascending */
export function thinned(curve, columns) {
  const stretch = Math.ceil(curve.length / Math.max(1, columns));
  if (stretch <= 2) return curve.map((_, k) => k);
  const kept = new Set([0, curve.length - 1]);
  for (let start = 0; start < curve.length; start += stretch) {
    let [low, high] = [start, start];
    for (let k = start; k < Math.min(start + stretch, curve.length); k += 1) {
      if ((curve[k] ?? 0) < (curve[low] ?? 0)) low = k;
      if ((curve[k] ?? 0) > (curve[high] ?? 0)) high = k;
    }
    kept.add(low).add(high);
  }
  return [...kept].sort((a, b) => a - b);
}

/** What the vertical axis has to hold, with a little room. On a linear scale it begins at 0, where no loss is. @param {readonly (readonly number[])[]} curves @param {Scale} scale @param {number} [share] of the height that is kept free at either end @returns {Range} */
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

/** A loss in a line of text: four digits, of a tiny one three. @param {number | undefined} loss */
export const lossText = (loss) =>
  loss === undefined ? "–" : Math.abs(loss) < 1e-4 ? inPowersOfTen(loss, 5) : formatNumber(loss);

/** A round number on the axis and where it stands. @typedef {{place: number, text: string}} Tick */

/** @param {Range} range in places @param {Scale} scale @param {number} about how many @returns {Tick[]} */
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
  // Within few decades 1, 2 and 5 of each; within less than one, numbers that are round by themselves.
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

/** Whole rounds only. @param {number} rounds @param {number} about @returns {number[]} */
export const roundTicks = (rounds, about) =>
  ticksOf([0, rounds], Math.min(about, rounds)).filter(Number.isInteger);

/** Rounds worth a row in a table: 0, 1, 2, 5, 10, … and the last. @param {number} rounds */
export function milestones(rounds) {
  const found = [0];
  for (let power = 1; power < rounds; power *= 10) {
    found.push(...[1, 2, 5].map((times) => times * power).filter((round) => round < rounds));
  }
  return [...found, rounds];
}

/** In how many rounds the loss rose. @param {readonly number[]} curve */
export const risesIn = (curve) =>
  curve.reduce((count, loss, k) => count + (k > 0 && loss > (curve[k - 1] ?? loss) ? 1 : 0), 0);

/** Losses that differ by less than this share are the same to a reader. */
const SAME = 1e-9;
/** Which rule stands lower. @param {number} gradient @param {number} drawn @returns {"gradient" | "drawn" | "equal"} */
export function lowerOf(gradient, drawn) {
  if (Math.abs(gradient - drawn) <= SAME * Math.max(Math.abs(gradient), Math.abs(drawn))) return "equal";
  return gradient < drawn ? "gradient" : "drawn";
}

/** Names at the ends of the lines, pushed apart so that none lies on another. @param {readonly number[]} wanted heights, in pixels @param {number} apart @param {Range} within @returns {number[]} */
export function spread(wanted, apart, [top, bottom]) {
  const order = wanted.map((_, k) => k).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const found = [...wanted];
  let above = -Infinity;
  for (const k of order) above = found[k] = Math.max(top, found[k] ?? 0, above + apart);
  let below = Infinity;
  for (const k of order.toReversed()) below = found[k] = Math.min(bottom, found[k] ?? 0, below - apart);
  return found;
}

/** Most rounds that the server goes with a network. @param {Record<string, number>} limits @param {number} samples @param {number} parameters */
export function mostRounds({ rounds = 1, work = Infinity }, samples, parameters) {
  return Math.max(1, Math.min(rounds, Math.floor(work / Math.max(1, samples * parameters))));
}
