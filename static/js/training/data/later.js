// Points of one's own that are drawn, moved or wiped away in the midst of a run: events before a step. Pure functions.
/** @import { OwnData, RunEvent, TrainRequest } from "../types.js" */
/** @import { Point } from "./points.js" */
import { createSamples } from "../samples.js";

/** A point that is learnt from, with its number in the run; one that is drawn anew has none yet.
 * @typedef {Point & { sample?: number }} NumberedPoint */

/** The samples of a request of one's own data before a step, after that step's events.
 * @param {TrainRequest} request @param {number} step */
function samplesAt({ data, events = [] }, step) {
  const { inputs, targets } = /** @type {OwnData} */ (data);
  const given = { inputs, targets, test_inputs: null, test_targets: null };
  return createSamples(given)(
    events.map((event) => ({ type: "event", ...event })),
    step,
  );
}

/** The points that are learnt from at a step, each with its number.
 * @param {TrainRequest} request of one's own data @param {number} step @returns {NumberedPoint[]} */
export function pointsAt(request, step) {
  const { inputs, targets, removed } = samplesAt(request, step);
  return (inputs ?? []).flatMap((row, sample) =>
    removed.has(sample) ? [] : [{ inputs: row, targets: targets?.[sample] ?? [], isTest: false, sample }],
  );
}

/** An event after others that remove some points and give `added` new ones their numbers: it names the same points as
 * before. @param {RunEvent} event @param {ReadonlySet<number>} gone @param {number} next the first new number
 * @param {number} added @returns {RunEvent[]} none where it has nothing left to change */
function renumbered(event, gone, next, added) {
  const shifted = (/** @type {number} */ n) => (n >= next ? n + added : n);
  const { point, remove } = event;
  if (point)
    return gone.has(point.sample) ? [] : [{ ...event, point: { ...point, sample: shifted(point.sample) } }];
  if (!remove) return [event];
  const samples = remove.samples.filter((n) => !gone.has(n)).map(shifted);
  return samples.length > 0 ? [{ ...event, remove: { samples } }] : [];
}

/** The events of a request whose points are others from a step on.
 * @param {TrainRequest} request @param {number} step @param {readonly NumberedPoint[]} before as `pointsAt` gives them
 * @param {readonly NumberedPoint[]} after @returns {RunEvent[]} */
export function eventsWithPoints(request, step, before, after) {
  const left = new Map(after.map((point) => [point.sample, point]));
  const moved = before.flatMap((old) => {
    const point = left.get(old.sample);
    return point === undefined || point === old ? [] : [point];
  });
  const removed = before.flatMap(({ sample }) => (sample === undefined || left.has(sample) ? [] : [sample]));
  const added = after.filter(({ sample }) => sample === undefined);
  const next = samplesAt(request, step).inputs?.length ?? 0;
  const events = request.events ?? [];
  return [
    ...events.filter((event) => event.step <= step),
    ...moved.map(({ sample = 0, inputs, targets }) => ({ step, point: { sample, inputs, targets } })),
    ...(removed.length > 0 ? [{ step, remove: { samples: removed } }] : []),
    ...(added.length > 0
      ? [
          {
            step,
            add: {
              inputs: added.map(({ inputs }) => inputs),
              targets: added.map(({ targets }) => targets),
            },
          },
        ]
      : []),
    ...events
      .filter((event) => event.step > step)
      .flatMap((event) => renumbered(event, new Set(removed), next, added.length)),
  ];
}
