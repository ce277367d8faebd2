// A step of a run as a walkthrough on the page of signal flow: forward and backward pass of that very batch with the
// weights of that moment. No DOM.
/** @import { Added } from "../core/types.js" */
/** @import { TraceRequest } from "../network/types.js" */
/** @import { Run } from "./run.js" */
/** @import { TrainRequest } from "./types.js" */
import { LONGEST, packed } from "../core/url_hash.js";
import { eventsOf, settingsAt } from "./events.js";
import { networkAt } from "./run.js";

/** `isTooLarge`: its link would be too long, or the batch has more samples than a trace.
 * @typedef {{ isTooLarge: boolean, samples: number, added: Added[] }} Walkthrough */

/** The request for the trace of the step after a frame. @param {Run} run @param {number} at
 * @param {TrainRequest} request @returns {TraceRequest} */
export function traceOf(run, at, request) {
  const { network, optimizer } = settingsAt(request, run.scalar("step", at));
  const { initializer: _initializer, seed: _seed, ...bare } = network;
  const parameters = networkAt(run, at);
  const { inputs, targets } = run.dataAt(at);
  const batch = [...run.batchAt(at)];
  const rowsOf = (/** @type {readonly number[][]} */ rows) => batch.map((n) => rows[n] ?? []);
  return /** @type {TraceRequest} */ ({
    network: {
      ...bare,
      layers: network.layers.map(({ initializer: _, ...layer }, l) => {
        const { weights, biases } = parameters[l] ?? { weights: [], biases: null };
        return { ...layer, weights, ...(biases === null ? { bias: false } : { biases }) };
      }),
    },
    inputs: rowsOf(inputs ?? []),
    targets: rowsOf(targets ?? []),
    optimizer: { ...optimizer, learning_rate: run.scalar("learning_rate", at) },
  });
}

/** The hash of the page of signal flow with the step after a frame.
 * @param {Run} run @param {number} at @param {TrainRequest} request */
export const walkthroughLink = (run, at, request) => {
  const added = addedTo(run, at, request);
  return packed({
    r: traceOf(run, at, request),
    n: "textbook",
    o: [run.scalar("epoch", at), run.scalar("step", at), ...(added.length > 0 ? [added] : [])],
  });
};

/** What the step after a frame has besides the gradient of the loss.
 * @param {Run} run @param {number} at @param {TrainRequest} request */
function addedTo(run, at, request) {
  const step = run.scalar("step", at);
  const { regularization, clip_norm, optimizer } = settingsAt(request, step);
  // An optimizer that is chosen at a step starts afresh there.
  const began = Math.max(
    0,
    ...eventsOf(request)
      .filter((event) => event.set?.optimizer && event.step <= step)
      .map((event) => event.step),
  );
  /** @type {[Added, boolean][]} */
  const parts = [
    ["l1", (regularization?.l1 ?? 0) > 0],
    ["l2", (regularization?.l2 ?? 0) > 0],
    ["clip_norm", typeof clip_norm === "number"],
    ["state", step > began && optimizer.name !== "sgd"],
  ];
  return parts.filter(([, isSo]) => isSo).map(([name]) => name);
}

/** A number in a link has so many characters at most. */
const SIGNS = 27;

/** What the walkthrough of a step would be, without making its link.
 * @param {Run} run @param {number} at @param {TrainRequest} request @param {number} most samples of a trace
 * @returns {Walkthrough} */
export function walkthroughOf(run, at, request, most) {
  const samples = run.batchAt(at).length;
  const { inputs, layers } = run.header.network;
  const numbers = run.parametersAt(at).length + samples * (inputs + (layers.at(-1)?.units ?? 0));
  return {
    isTooLarge: samples > most || numbers * SIGNS > LONGEST,
    samples,
    added: addedTo(run, at, request),
  };
}
