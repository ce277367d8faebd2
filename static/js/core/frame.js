// The fold from (steps, position, t) to what is known and what is happening. Going back is the same call with a
// smaller position; nothing is remembered but a cache.

/** @import { Address, Frame, Grouping, Step } from "./types.js" */

/**
 * Whether two neighbouring steps are in one group.
 * @param {Step} a @param {Step} b @param {Grouping} grouping
 */
const together = (a, b, grouping) =>
  grouping !== "neuron" && a.phase === b.phase && (grouping === "phase" || a.layer === b.layer);

/**
 * Where the group that ends at `position` begins.
 * @param {readonly Step[]} steps @param {number} position @param {Grouping} grouping
 */
export function groupStart(steps, position, grouping) {
  let start = Math.max(0, Math.min(position, steps.length) - 1);
  for (; start > 0; start--) {
    const before = steps[start - 1];
    const here = steps[start];
    if (!before || !here || !together(before, here, grouping)) break;
  }
  return start;
}

/**
 * The next position: the end of the group that begins at `position`.
 * @param {readonly Step[]} steps @param {number} position @param {Grouping} grouping
 */
export function nextPosition(steps, position, grouping) {
  let next = Math.min(position + 1, steps.length);
  for (; next < steps.length; next++) {
    const here = steps[next - 1];
    const after = steps[next];
    if (!here || !after || !together(here, after, grouping)) break;
  }
  return next;
}

/**
 * The previous position: the start of the group at `position`.
 * @param {readonly Step[]} steps @param {number} position @param {Grouping} grouping
 */
export const previousPosition = (steps, position, grouping) =>
  position <= 0 ? 0 : groupStart(steps, position, grouping);

/** Sets of what was written, kept every so many steps, so that a jump folds only a few. */
const STRIDE = 32;
/** @type {WeakMap<readonly Step[], { marks: Set<Address>[], frames: Map<string, Frame> }>} */
const caches = new WeakMap();

/** @param {readonly Step[]} steps */
function cacheOf(steps) {
  let cache = caches.get(steps);
  if (!cache) caches.set(steps, (cache = { marks: [new Set()], frames: new Map() }));
  return cache;
}

/**
 * Everything written by steps[0..position-1].
 * @param {readonly Step[]} steps @param {number} position
 * @returns {Set<Address>}
 */
function writtenBefore(steps, position) {
  const { marks } = cacheOf(steps);
  const mark = Math.floor(position / STRIDE);
  while (marks.length <= mark) {
    const set = new Set(marks[marks.length - 1]);
    for (const step of steps.slice((marks.length - 1) * STRIDE, marks.length * STRIDE))
      for (const address of step.writes) set.add(address);
    marks.push(set);
  }
  const known = new Set(marks[mark]);
  for (const step of steps.slice(mark * STRIDE, position))
    for (const address of step.writes) known.add(address);
  return known;
}

/**
 * The screen at a position: a pure function. Cheap to call at every animation frame, because only t differs.
 * @param {readonly Step[]} steps @param {number} position @param {number} t @param {Grouping} grouping
 * @returns {Frame}
 */
export function frameAt(steps, position, t, grouping) {
  const at = Math.max(0, Math.min(Math.round(position), steps.length));
  const { frames } = cacheOf(steps);
  const key = `${grouping} ${at}`;
  let still = frames.get(key);
  if (!still) {
    const active = steps.slice(at === 0 ? 0 : groupStart(steps, at, grouping), at);
    still = {
      position: at,
      t: 1,
      active,
      phase: active[0]?.phase ?? null,
      known: writtenBefore(steps, at),
      writes: new Set(active.flatMap((step) => step.writes)),
      reads: new Set(active.flatMap((step) => step.reads)),
    };
    if (frames.size >= 64) frames.clear();
    frames.set(key, still);
  }
  return t >= 1 ? still : { ...still, t: Math.max(0, t) };
}

const GIVEN = /^(x|t|w|b|eta)(\d|\.|@|$)/;

/**
 * Whether an address may be shown: given from the start, written by a step, or a slope whose pre-activation is known.
 * A step that writes a whole array ("z1") or row ("dw1.0") makes every number in it known.
 * @param {Pick<Frame, "known">} frame @param {Address} address
 */
export function isKnown(frame, address) {
  const plain = address.split("@", 1)[0] ?? address;
  if (GIVEN.test(plain)) return true;
  const written = plain.replace(/^slope/, "z");
  const row = written.replace(/\.\d+$/, "");
  return frame.known.has(written) || frame.known.has(row) || frame.known.has(row.replace(/\.\d+$/, ""));
}
