// What can be read from the measures of a run at a frame: each finding is a row of a table, a condition on the measures
// that gives the numbers of its sentence. `training.find_<name>` says it, `training.remedy_<name>` what would change
// it. To add one, write a row and its two sentences. No DOM.
/** @import { Measure, Run } from "../run.js" */
import { inPowersOfTen } from "../../math/format.js";
import { classOf } from "../task.js";

/** @typedef {Record<string, string | number>} Params */
/** @typedef {{ name: FindingName, params: Params }} Finding */
/** @typedef {(typeof RULES)[number]["name"]} FindingName */

/** Gradients and losses of single batches vary: the median over so many frames, up to the one on the screen, counts. */
const WINDOW = 9;

// ---- the limits: rules of thumb -----------------------------------------------------------------------------------

/** Gradient norms of the first and the last layer that differ by this factor. */
const FAR_APART = 100;
/** Update ratios of the first and the last layer that differ by less than this are about the same. */
const EVEN = 10;
/** A gradient norm that is large for any network of usual numbers. */
const HUGE_NORM = 1e3;
/** A network of fewer layers has no depth in which gradients could vanish or explode. */
const LEAST_DEPTH = 3;
/** Per cent of units that are dead, and of slopes that are flat, from which it is told. */
const MANY_DEAD = 25;
const MUCH_SATURATED = 50;
/** Sizes of an update beside the weights: about 1e-3 is usual. */
const SMALL_UPDATE = 1e-5;
const LARGE_UPDATE = 0.1;
/** A loss of this part of the first one leaves little to learn. */
const MUCH_LESS = 0.1;
/** The test loss has risen above its least by this factor while the training loss has fallen, for `EARLY_EPOCHS`. */
const RISEN = 1.2;
/** A loss that grows by this factor from one frame to the next jumps; so many jumps among so many frames are told. */
const JUMP = 1.5;
const MANY_JUMPS = 3;
const RECENT = 40;
/** The loss is above that of the start by this factor. */
const ABOVE_START = 1.2;
/** Frames, and epochs, before which nothing is said of the course of a run. */
const EARLY_FRAMES = 20;
const EARLY_EPOCHS = 10;
/** What is better than a guess by less than this share is no better. */
const SAME_AS_GUESS = 0.03;

/** @param {number[]} values @returns {number} NaN: there is none */
function median(values) {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The frames whose median counts at a frame. @param {number} at */
const windowAt = (at) => Array.from({ length: Math.min(WINDOW, at + 1) }, (_, k) => at - k);

/** A measure of every layer. @param {Run} run @param {Measure} name @param {number} at */
const layersOf = (run, name, at) =>
  run.layers.map((_, layer) => median(windowAt(at).map((k) => run.measure(name, layer, k))));

/** @param {Run} run @param {"loss" | "test_loss" | "accuracy"} name @param {number} at */
const levelOf = (run, name, at) => median(windowAt(at).map((k) => run.scalar(name, k)));

/** The test losses of all frames so far without the noise of single ones, grown with the run.
 * @type {WeakMap<Run, number[]>} */
const testLevels = new WeakMap();
/** @param {Run} run */
function testLevelsOf(run) {
  const levels = testLevels.get(run) ?? [];
  testLevels.set(run, levels);
  for (let k = levels.length; k < run.count; k++) levels.push(levelOf(run, "test_loss", k));
  return levels;
}

/** The index of the largest number; −1: there is none. @param {readonly number[]} values */
function largest(values) {
  let best = -1;
  values.forEach((value, k) => {
    if (!Number.isNaN(value) && (best < 0 || value > /** @type {number} */ (values[best]))) best = k;
  });
  return best;
}

/** The score of who always gives the same answer: the most frequent class, or the mean of all numbers. @param {Run} run
 */
export function scoreOfGuess({ header }) {
  const { targets } = header.data;
  if (header.score === "r_squared" || !targets) return 0;
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const row of targets) counts.set(classOf(row), (counts.get(classOf(row)) ?? 0) + 1);
  return Math.max(...counts.values()) / targets.length;
}

// ---- the rules ----------------------------------------------------------------------------------------------------

/** A number as a sentence needs it. @param {number} value */
const short = (value) => inPowersOfTen(Number(value.toPrecision(2)));

/** @param {Run} run @param {number} at */
function vanishing(run, at) {
  const norms = layersOf(run, "gradient_norm", at);
  const [first = Number.NaN, last = Number.NaN] = [norms[0], norms.at(-1)];
  // A gradient of exactly 0 is that of a dead layer.
  if (norms.length < LEAST_DEPTH || !(first > 0) || !(last > FAR_APART * first)) return null;
  return { last: norms.length, times: short(last / first) };
}

/** Whether the first layer moves about as much as the last, beside its weights: an optimizer that divides by the size
 * of the gradients makes up for short ones. @param {Run} run @param {number} at */
function isEvened(run, at) {
  const ratios = layersOf(run, "update_ratio", at);
  return (ratios[0] ?? 0) * EVEN > (ratios.at(-1) ?? Number.NaN);
}

/** @param {Run} run @param {number} at */
function exploding(run, at) {
  const norms = layersOf(run, "gradient_norm", at);
  const [first = Number.NaN, last = Number.NaN] = [norms[0], norms.at(-1)];
  const layer = largest(norms);
  const norm = norms[layer] ?? Number.NaN;
  const isSteep = norms.length >= LEAST_DEPTH && last > 0 && first > FAR_APART * last;
  return isSteep || norm > HUGE_NORM ? { layer: layer + 1, norm: short(norm) } : null;
}

/** The layer where the share of a measure is largest. The flat ends of the output's function are where a network that
 * has learnt its classes is. @param {Run} run @param {number} at @param {"dead" | "saturated"} name */
function share(run, at, name) {
  const isBounded = !Number.isNaN(run.measure("saturated", run.layers.length - 1, at));
  const all = layersOf(run, name, at);
  const shares = isBounded ? all.slice(0, -1) : all;
  const layer = largest(shares);
  return { layer: layer + 1, percent: Math.round(100 * (shares[layer] ?? 0)) };
}

/** @param {Run} run @param {number} at */
function deadLayer(run, at) {
  const found = share(run, at, "dead");
  return found.percent === 100 ? found : null;
}

/** @param {Run} run @param {number} at */
function deadUnits(run, at) {
  const found = share(run, at, "dead");
  return found.percent >= MANY_DEAD && found.percent < 100 ? found : null;
}

/** @param {Run} run @param {number} at */
function saturated(run, at) {
  const found = share(run, at, "saturated");
  return found.percent >= MUCH_SATURATED && !isLearnt(run, at) ? found : null;
}

/** Little is left to learn. @param {Run} run @param {number} at */
const isLearnt = (run, at) => levelOf(run, "loss", at) < MUCH_LESS * run.scalar("loss", 0);

/** Update ratios of the layers that learn. @param {Run} run @param {number} at */
const updatesOf = (run, at) =>
  layersOf(run, "update_ratio", at).map((ratio) => (ratio > 0 ? ratio : Number.NaN));

/** @param {Run} run @param {number} at */
function smallUpdates(run, at) {
  const ratios = updatesOf(run, at);
  const ratio = ratios[largest(ratios)] ?? Number.NaN;
  return ratio < SMALL_UPDATE && !isLearnt(run, at) ? { ratio: short(ratio) } : null;
}

/** @param {Run} run @param {number} at */
function largeUpdates(run, at) {
  const ratios = updatesOf(run, at);
  const layer = largest(ratios);
  const ratio = ratios[layer] ?? Number.NaN;
  return at > 0 && ratio > LARGE_UPDATE ? { layer: layer + 1, ratio: short(ratio) } : null;
}

/** @param {Run} run @param {number} at */
function overfitting(run, at) {
  if (at < EARLY_FRAMES) return null;
  const levels = testLevelsOf(run);
  let best = 0;
  for (let k = 1; k <= at; k++) if ((levels[k] ?? Number.NaN) <= (levels[best] ?? Infinity)) best = k;
  const [now = Number.NaN, least = Number.NaN] = [levels[at], levels[best]];
  const isLasting = run.scalar("epoch", at) - run.scalar("epoch", best) >= EARLY_EPOCHS;
  const hasFallen = levelOf(run, "loss", at) < levelOf(run, "loss", best);
  return isLasting && now > RISEN * least && hasFallen
    ? { epoch: run.scalar("epoch", best), loss: short(least) }
    : null;
}

/** @param {Run} run @param {number} at */
function jumping(run, at) {
  const losses = run.column("loss");
  let jumps = 0;
  for (let k = Math.max(1, at - RECENT + 1); k <= at; k++)
    if (/** @type {number} */ (losses[k]) > JUMP * /** @type {number} */ (losses[k - 1])) jumps += 1;
  return jumps >= MANY_JUMPS ? { jumps, frames: Math.min(RECENT, at) } : null;
}

/** @param {Run} run @param {number} at */
function growing(run, at) {
  const first = run.scalar("loss", 0);
  const loss = levelOf(run, "loss", at);
  return at >= WINDOW / 2 && loss > ABOVE_START * first ? { first: short(first), loss: short(loss) } : null;
}

/** @param {Run} run @param {number} at */
function nothingLearnt(run, at) {
  if (run.scalar("epoch", at) < EARLY_EPOCHS) return null;
  const guess = scoreOfGuess(run);
  const score = levelOf(run, "accuracy", at);
  if (!(score <= guess + SAME_AS_GUESS)) return null;
  return { epoch: run.scalar("epoch", at), percent: Math.round(100 * guess) };
}

/** In the order in which they are told. @satisfies {readonly { name: string,
 * find: (run: Run, at: number) => Params | null }[]} */
const RULES = /** @type {const} */ ([
  { name: "growing", find: growing },
  { name: "jumping", find: jumping },
  { name: "exploding", find: exploding },
  { name: "vanishing", find: (run, at) => (isEvened(run, at) ? null : vanishing(run, at)) },
  { name: "vanishing_evened", find: (run, at) => (isEvened(run, at) ? vanishing(run, at) : null) },
  { name: "dead_layer", find: deadLayer },
  { name: "dead_units", find: deadUnits },
  { name: "saturated", find: saturated },
  { name: "large_updates", find: largeUpdates },
  { name: "small_updates", find: smallUpdates },
  { name: "nothing_learnt", find: nothingLearnt },
  { name: "overfitting", find: overfitting },
]);

/** What is to be said of a run at a frame. @param {Run} run @param {number} at @returns {Finding[]} */
export const findingsAt = (run, at) =>
  RULES.flatMap(({ name, find }) => {
    const params = find(run, at);
    return params === null ? [] : [{ name, params }];
  });
