// A step of a run as a walkthrough on the page of signal flow: forward and backward pass of that very batch with the
// weights of that moment, and the update with what the optimizer remembers. No DOM.
/** @import { Answer, Read } from "../core/api.js" */
/** @import { Added, Catalog, OptimizerState } from "../core/types.js" */
/** @import { TraceRequest } from "../network/types.js" */
/** @import { Run } from "./run.js" */
/** @import { Line, TrainRequest } from "./types.js" */
import { LONGEST, packed } from "../core/url_hash.js";
import { eventsOf, settingsAt } from "./events.js";
import { networkAt } from "./run.js";

/** `isTooLarge`: its link would be too long, or the batch has more samples than a trace. `remembers`: it takes along
 * what the optimizer remembers.
 * @typedef {{ isTooLarge: boolean, remembers: boolean, samples: number, added: Added[] }} Walkthrough */

/** The request for the trace of the step after a frame. @param {Run} run @param {number} at
 * @param {TrainRequest} request @param {OptimizerState | null} state @returns {TraceRequest} */
export function traceOf(run, at, request, state) {
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
    ...(state ? { optimizer_state: state } : {}),
  });
}

/** The hash of the page of signal flow with the step after a frame; what the optimizer remembers is left out where
 * there is no room for it. @param {Run} run @param {number} at @param {TrainRequest} request
 * @param {OptimizerState | null} state @returns {string} */
export function walkthroughLink(run, at, request, state) {
  const added = addedTo(run, at, request).filter((name) => name !== "state" || state === null);
  const link = packed({
    r: traceOf(run, at, request, state),
    n: "textbook",
    o: [run.scalar("epoch", at), run.scalar("step", at), ...(added.length > 0 ? [added] : [])],
  });
  return state !== null && link.length > LONGEST ? walkthroughLink(run, at, request, null) : link;
}

/** What the optimizer remembers before the step after a frame: of all frames of the run asked for once more, this one
 * has it. Null where it does not come, undefined where another question came after this one.
 * @param {Run} run @param {number} at @param {TrainRequest} request
 * @param {(path: string, body: object, read: Read) => Promise<Answer>} ask
 * @returns {Promise<OptimizerState | null | undefined>} */
export async function optimizerStateAt(run, at, request, ask) {
  const step = run.scalar("step", at);
  const body = {
    ...request,
    stop: { ...request.stop, steps: step },
    frames: { from: step, count: 2 },
    include: ["optimizer_state"],
  };
  const reply = await ask("/api/v1/train", body, async (response) => {
    const lines = (await response.text()).trim().split("\n");
    return lines.map((line) => /** @type {Line} */ (JSON.parse(line)));
  });
  if (reply === null) return undefined;
  if (!("answer" in reply)) return null;
  const frame = /** @type {Line[]} */ (reply.answer).find((line) => line.type === "frame");
  return frame?.step === step ? (frame.optimizer_state ?? null) : null;
}

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

/** A number in a link has so many characters at most, and one of those that an optimizer remembers, which are small. */
const SIGNS = 27;
const SIGNS_OF_STATE = 31;

/** What the walkthrough of a step would be, without making its link.
 * @param {Run} run @param {number} at @param {TrainRequest} request @param {Catalog} catalog
 * @returns {Walkthrough} */
export function walkthroughOf(run, at, request, { limits, optimizers }) {
  const samples = run.batchAt(at).length;
  const { inputs, layers } = run.header.network;
  const parameters = run.parametersAt(at).length;
  const signs = SIGNS * (parameters + samples * (inputs + (layers.at(-1)?.units ?? 0)));
  const added = addedTo(run, at, request);
  const { name } = settingsAt(request, run.scalar("step", at)).optimizer;
  const letters = optimizers.find((entry) => entry.name === name)?.state.length ?? 0;
  const remembers = added.includes("state") && signs + SIGNS_OF_STATE * letters * parameters <= LONGEST;
  return {
    isTooLarge: samples > (limits["samples"] ?? 1) || signs > LONGEST,
    remembers,
    samples,
    added: added.filter((part) => part !== "state" || !remembers),
  };
}
