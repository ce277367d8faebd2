// Changes in the midst of a run: events of the request, each before a step. No DOM.
/** @import { RunEvent, Settings, TrainRequest } from "./types.js" */
import { sameRequest } from "../core/editing.js";

/** What can be changed in the midst of a run; anything else holds from its start. */
const FIELDS = /** @type {const} */ (["optimizer", "schedule", "batch_size", "regularization", "clip_norm"]);

/** @param {TrainRequest} request */
export const eventsOf = ({ events = [] }) => events;

/** A request with its settings as they are before a step, after that step's events.
 * @param {TrainRequest} request @param {number} step @returns {TrainRequest} */
export function settingsAt(request, step) {
  const events = eventsOf(request).filter((event) => event.set && event.step <= step);
  return events.reduce((found, { set = {} }) => {
    const { learning_rate, ...others } = set;
    const next = { ...found, ...others };
    return learning_rate === undefined ? next : { ...next, optimizer: { ...next.optimizer, learning_rate } };
  }, request);
}

/** What an event sets for a change of fields. To set another rate alone keeps the state of the optimizer.
 * @param {TrainRequest} before @param {Partial<TrainRequest>} change @returns {Settings} */
function setOf({ optimizer: old }, { optimizer, ...others }) {
  if (optimizer === undefined) return /** @type {Settings} */ (others);
  const { learning_rate, ...rest } = optimizer;
  const { learning_rate: _, ...oldRest } = old;
  return /** @type {Settings} */ (
    sameRequest(rest, oldRest) && typeof learning_rate === "number"
      ? { learning_rate, ...others }
      : { optimizer, ...others }
  );
}

/** Events with one more, in the order of their steps; it comes after those of its step.
 * @param {readonly RunEvent[]} events @param {RunEvent} event */
export const withEvent = (events, event) => [
  ...events.filter(({ step }) => step <= event.step),
  event,
  ...events.filter(({ step }) => step > event.step),
];

/** Whether fields can be changed in the midst of a run. @param {Partial<TrainRequest>} change */
export const isSettable = (change) =>
  Object.keys(change).every((name) => /** @type {readonly string[]} */ (FIELDS).includes(name));

/**
 * A request in which fields are others from a step on. A second change of the same step joins the first.
 * @param {TrainRequest} request @param {number} step @param {Partial<TrainRequest>} change `isSettable`
 * @returns {TrainRequest}
 */
export function changedAt(request, step, change) {
  const events = eventsOf(request);
  const at = events.findLastIndex((event) => event.step === step && event.set);
  const before = settingsAt(request, step);
  const set = setOf(before, change);
  if (at < 0) return { ...request, events: withEvent(events, { step, set }) };
  const known = events[at]?.set ?? {};
  // An optimizer that the event has set takes the new rate.
  const joined =
    set.learning_rate !== undefined && known.optimizer
      ? { ...known, ...set, optimizer: { ...known.optimizer, learning_rate: set.learning_rate } }
      : { ...known, ...set };
  if (joined.optimizer) delete joined.learning_rate;
  return { ...request, events: events.with(at, { step, set: joined }) };
}

/** @param {TrainRequest} request @param {number} index @returns {TrainRequest} without one of its events */
export function withoutEvent(request, index) {
  const events = eventsOf(request).filter((_, n) => n !== index);
  const { events: _, ...rest } = request;
  return events.length > 0 ? { ...rest, events } : rest;
}

/** A weight or bias set before a step. @param {TrainRequest} request @param {number} step
 * @param {NonNullable<RunEvent["weight"]>} weight @returns {TrainRequest} */
export function withWeight(request, step, weight) {
  const events = eventsOf(request);
  const at = events.findIndex(
    (event) =>
      event.step === step &&
      event.weight &&
      sameRequest({ ...event.weight, value: 0 }, { ...weight, value: 0 }),
  );
  const event = { step, weight };
  return { ...request, events: at < 0 ? withEvent(events, event) : events.with(at, event) };
}
