// What a reader may want of a run that has ended: each a function from a request to another one. No DOM.
/** @import { RunEvent, TrainRequest } from "../types.js" */
import { eventsOf, settingsAt } from "../events.js";

/** A run that is trained further takes so many times as many epochs. */
const LONGER = 2;
/** A rate that was too large is made so many times smaller. */
const SMALLER = 10;

/** A number without the noise of its last digits. @param {number} value */
const rounded = (value) => Number(value.toPrecision(6));

/** The learning rate that holds at a step. @param {TrainRequest} request @param {number} step */
export const rateAt = (request, step) => Number(settingsAt(request, step).optimizer["learning_rate"] ?? 0);

/** @param {RunEvent} event */
const setsRate = ({ set }) =>
  set?.learning_rate !== undefined || set?.optimizer?.["learning_rate"] !== undefined;

/** With a tenth of the rate that holds at a step, whoever has set it. @param {TrainRequest} request
 * @param {number} step @returns {TrainRequest} */
export function withTenthOfRate(request, step) {
  const learning_rate = rounded(rateAt(request, step) / SMALLER);
  const index = eventsOf(request).findLastIndex((event) => event.step <= step && setsRate(event));
  if (index < 0) return { ...request, optimizer: { ...request.optimizer, learning_rate } };
  const events = eventsOf(request).map((event, k) => {
    if (k !== index) return event;
    const { optimizer, ...set } = event.set ?? {};
    return optimizer?.["learning_rate"] === undefined
      ? { ...event, set: { ...set, learning_rate } }
      : { ...event, set: { ...set, optimizer: { ...optimizer, learning_rate } } };
  });
  return { ...request, events };
}

/** Twice as many epochs, as far as the server takes them; the same request where it takes no more.
 * @param {TrainRequest} request @param {Record<string, number>} limits
 * @param {number} batchesPerEpoch @returns {TrainRequest} */
export function trainedFurther(request, limits, batchesPerEpoch) {
  const most = Math.min(
    limits["train_epochs"] ?? Infinity,
    Math.floor((limits["train_steps"] ?? Infinity) / Math.max(1, batchesPerEpoch)),
  );
  const epochs = Math.max(request.epochs, Math.min(most, LONGER * request.epochs));
  return epochs === request.epochs ? request : { ...request, epochs };
}

/** Half as many epochs. @param {TrainRequest} request @returns {TrainRequest} */
export const trainedShorter = (request) => ({
  ...request,
  epochs: Math.max(1, Math.floor(request.epochs / LONGER)),
});

/** Without one of the conditions that end a run early. @param {TrainRequest} request
 * @param {"loss" | "patience"} condition @returns {TrainRequest} */
export function withoutStop(request, condition) {
  const { [condition]: _, ...stop } = request.stop ?? {};
  return { ...request, stop };
}
