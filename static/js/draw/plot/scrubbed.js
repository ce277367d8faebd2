// The keys of a chart that is a slider of its horizontal axis. Pure.
import { clamp } from "./scale.js";

/** How far keys go, in places or as a share of them. */
const SHIFT_FACTOR = 10;
const PAGE_SHARE = 0.1;

/** The place that a key goes to; undefined for other keys.
 * @param {string} key @param {number} now @param {number} count the last place @param {boolean} isFar with Shift */
export function scrubbed(key, now, count, isFar) {
  const one = isFar ? SHIFT_FACTOR : 1;
  const page = Math.max(1, Math.round(count * PAGE_SHARE));
  /** @type {Record<string, number>} */
  const targets = {
    ArrowRight: now + one,
    ArrowUp: now + one,
    ArrowLeft: now - one,
    ArrowDown: now - one,
    PageUp: now + page,
    PageDown: now - page,
    Home: 0,
    End: count,
  };
  const target = targets[key];
  return target === undefined ? undefined : clamp(target, [0, count]);
}
