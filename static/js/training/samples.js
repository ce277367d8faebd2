// The samples of a run as they are at a step: those of its header, as the events so far have changed them. No DOM.
/** @import { EventLine, Header } from "./types.js" */

/** `removed`: the numbers of those that are no longer learnt from; the others keep theirs.
 * @typedef {Header["data"] & { removed: ReadonlySet<number> }} Samples */

/** What takes the place of a removed row: it is nowhere. @type {number[]} */
const NOWHERE = [];

/** @param {Header["data"]} data @returns {(events: readonly EventLine[], step: number) => Samples} the same object as
 * long as nothing about the samples changes */
export function createSamples(data) {
  /** By the number of changes so far. @type {Map<number, Samples>} */
  const known = new Map([[0, { ...data, removed: new Set() }]]);
  return (events, step) => {
    const changes = events.filter(
      ({ point, add, remove, step: before }) => (point || add || remove) && before <= step,
    );
    const before = known.get(changes.length);
    if (before) return before;
    const samples = changed(data, changes);
    known.set(changes.length, samples);
    return samples;
  };
}

/** @param {Header["data"]} data @param {readonly EventLine[]} changes @returns {Samples} */
function changed(data, changes) {
  const inputs = [...(data.inputs ?? [])];
  const targets = [...(data.targets ?? [])];
  /** @type {Set<number>} */
  const removed = new Set();
  for (const { point, add, remove } of changes) {
    if (point) {
      inputs[point.sample] = point.inputs ?? inputs[point.sample] ?? NOWHERE;
      targets[point.sample] = point.targets ?? targets[point.sample] ?? NOWHERE;
    }
    inputs.push(...(add?.inputs ?? []));
    targets.push(...(add?.targets ?? []));
    for (const n of remove?.samples ?? []) {
      removed.add(n);
      inputs[n] = targets[n] = NOWHERE;
    }
  }
  return { ...data, inputs, targets, removed };
}
