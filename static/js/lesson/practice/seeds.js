// The seed of an exercise: from it the server generates the question. Pure.
import { withoutGlue } from "../../core/url_hash.js";

/** The seed of everyone's first visit. */
export const FIRST_SEED = 1;
/** Seeds are less than this. */
const SEED_LIMIT = 2 ** 32;
/** The largest random seed: short enough to be read out in a classroom. */
const MAX_RANDOM_SEED = 99_999;

/** The name of a generated question, which is also its id in the page: `exercise-5-2-71`.
 * @param {number} section @param {number} number @param {number} seed */
export const nameOf = (section, number, seed) => `exercise-${section}-${number}-${seed}`;

/** The seed that a link names for an exercise, or null.
 * @param {string} hash @param {number} section @param {number} number */
export function seedIn(hash, section, number) {
  const found = /^#exercise-(\d+)-(\d+)-(\d{1,10})$/.exec(withoutGlue(hash));
  if (!found || Number(found[1]) !== section || Number(found[2]) !== number) return null;
  const seed = Number(found[3]);
  return seed < SEED_LIMIT ? seed : null;
}

/** The seed kept from the last visit, or null. @param {string | null} kept */
export function seedFrom(kept) {
  const seed = Number(kept ?? "");
  return kept !== null && /^\d{1,10}$/.test(kept) && seed < SEED_LIMIT ? seed : null;
}

/** A random seed other than this one. @param {number} seed @param {() => number} random in [0, 1) */
export function otherSeed(seed, random) {
  const other = 1 + Math.floor(random() * MAX_RANDOM_SEED);
  return other === seed ? other + 1 : other;
}
