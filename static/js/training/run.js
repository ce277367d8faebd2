// The run as it has come so far: every frame, in columns, so that ten thousand of them are a few megabytes and any one
// of them is at hand. No DOM.
/** @import { Step } from "../core/types.js" */
/** @import { EndLine, EventLine, FrameLine, Header, LayerState, Line } from "./types.js" */

import { createLists, createRows } from "./columns.js";
import { createSamples } from "./samples.js";

/** What every frame has one number of; NaN where the server says null. */
const SCALARS = /** @type {const} */ ([
  "epoch",
  "step",
  "learning_rate",
  "loss",
  "test_loss",
  "accuracy",
  "test_accuracy",
]);
/** What every layer of a frame has one number of. */
const MEASURES = /** @type {const} */ (["gradient_norm", "update_ratio", "saturated", "dead"]);

/** @typedef {(typeof SCALARS)[number]} Scalar */
/** @typedef {(typeof MEASURES)[number]} Measure */
/** Where the numbers of a layer are among the parameters of a frame: its weights row by row, then its biases.
 * @typedef {{ units: number, inputs: number, activation: string, start: number, hasBiases: boolean }} LayerPlace */
/** @typedef {ReturnType<typeof createRun>} Run */

/** @param {Header} header @returns {LayerPlace[]} */
function placesOf({ network }) {
  let start = 0;
  let inputs = network.inputs;
  return network.layers.map(({ units, activation, biases }) => {
    const hasBiases = Array.isArray(biases);
    const place = { units, inputs, activation, start, hasBiases };
    start += units * inputs + (hasBiases ? units : 0);
    inputs = units;
    return place;
  });
}

/** Room for the batches of this many samples; larger ones make it grow. */
const BATCH = 10;

/** @type {never[]} */
const NONE = [];

/** A step of the player for each frame but the first. @param {number} epoch @returns {Step} */
const stepOf = (epoch) => ({
  phase: "training",
  rule: "frame",
  layer: epoch,
  unit: null,
  reads: NONE,
  writes: NONE,
  formula: { op: "lines", args: NONE },
  figure: { op: "lines", args: NONE },
});

/**
 * What is read of a run to copy its frames.
 * @typedef {object} RunFrames
 * @property {(name: Scalar, at: number) => number} scalar
 * @property {(at: number) => Float64Array} parametersAt
 * @property {(at: number) => Float64Array} measuresAt
 * @property {(at: number) => Uint16Array} batchAt
 */

/** @param {Header} header @param {number} expected how many frames will come, as far as is known
 * @param {boolean} [isOwn] the samples are the reader's own, who may draw more */
export function createRun(header, expected, isOwn = false) {
  const layers = placesOf(header);
  const last = layers.at(-1);
  const size = last ? last.start + last.units * (last.inputs + (last.hasBiases ? 1 : 0)) : 0;
  const scalars = /** @type {Record<Scalar, ReturnType<typeof createRows>>} */ (
    Object.fromEntries(SCALARS.map((name) => [name, createRows(1, expected)]))
  );
  const parameters = createRows(size, expected);
  const measures = createRows(layers.length * MEASURES.length, expected);
  const batches = createLists(expected * BATCH);
  /** @type {Step[]} */
  const steps = [];
  let count = 0;
  /** @type {EndLine | null} */
  let end = null;
  /** @type {EventLine[]} */
  let events = [];

  /** @param {number} epoch */
  function counted(epoch) {
    if (count > 0) steps.push(stepOf(epoch));
    count += 1;
  }

  /** @param {FrameLine} frame */
  function append(frame) {
    for (const name of SCALARS) scalars[name].add()[0] = frame[name] ?? Number.NaN;
    const row = parameters.add();
    layers.forEach(({ start }, l) => {
      let k = start;
      for (const weights of frame.weights[l] ?? NONE) for (const weight of weights) row[k++] = weight;
      for (const bias of frame.biases[l] ?? NONE) row[k++] = bias;
    });
    const measured = measures.add();
    frame.layers.forEach((layer, l) =>
      MEASURES.forEach((name, m) => {
        measured[l * MEASURES.length + m] = layer[name] ?? Number.NaN;
      }),
    );
    batches.add(frame.batch);
    counted(frame.epoch);
  }

  const samples = createSamples(header.data);

  /** @param {number} at */
  const within = (at) => Math.max(0, Math.min(count - 1, at));

  return {
    header,
    isOwn,
    layers,
    /** One for each frame after the first, as the player counts. */
    steps,
    get count() {
      return count;
    },
    get end() {
      return end;
    },
    get events() {
      return events;
    },
    /** Takes a line of the answer, other than its first. @param {Line} line */
    take(line) {
      if (line.type === "frame") append(line);
      else if (line.type === "event") events.push(line);
      else if (line.type === "end") end = line;
    },
    /** Takes a frame of another run of the same network over. @param {RunFrames} other @param {number} at */
    copy(other, at) {
      for (const name of SCALARS) scalars[name].add()[0] = other.scalar(name, at);
      parameters.add().set(other.parametersAt(at));
      measures.add().set(other.measuresAt(at));
      batches.add(other.batchAt(at));
      counted(other.scalar("epoch", at));
    },
    /** Is over as another is. @param {{ end: EndLine | null, events: EventLine[] }} other */
    endAs(other) {
      ({ end, events } = other);
    },
    /** A number of a frame; NaN: it has none. @param {Scalar} name @param {number} at */
    scalar: (name, at) => scalars[name].row(within(at))[0] ?? Number.NaN,
    /** The numbers of all frames so far, not to be changed. @param {Scalar} name */
    column: (name) => scalars[name].all(),
    /** All parameters of a frame, laid out as `layers` says; not to be changed. @param {number} at */
    parametersAt: (at) => parameters.row(within(at)),
    /** All measures of a frame, by layer; not to be changed. @param {number} at */
    measuresAt: (at) => measures.row(within(at)),
    /** A measure of a layer, from 0; NaN: it has none.
     * @param {Measure} name @param {number} layer @param {number} at */
    measure: (name, layer, at) =>
      measures.row(within(at))[layer * MEASURES.length + MEASURES.indexOf(name)] ?? Number.NaN,
    /** The samples of the step after a frame, from 0. @param {number} at */
    batchAt: (at) => batches.row(within(at)),
    /** The samples as they are at a frame; the same object as long as they stay. @param {number} at */
    dataAt: (at) =>
      events.length === 0 ? samples(events, 0) : samples(events, scalars.step.row(within(at))[0] ?? 0),
    /** The last frame whose step is not after `step`. @param {number} step */
    frameOf(step) {
      const all = scalars.step.all();
      let [low, high] = [0, count - 1];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((all[middle] ?? Infinity) <= step) low = middle;
        else high = middle - 1;
      }
      return Math.max(0, low);
    },
    /** How much the browser holds of it. */
    bytes: () =>
      [parameters, measures, batches, ...Object.values(scalars)].reduce((sum, rows) => sum + rows.bytes(), 0),
  };
}

/** The layers of a frame with their measures by name. @param {Run} run @param {number} at
 * @returns {LayerState[]} NaN where a layer has none */
export const layersAt = (run, at) =>
  run.layers.map((_, l) => ({
    gradient_norm: run.measure("gradient_norm", l, at),
    update_ratio: run.measure("update_ratio", l, at),
    saturated: run.measure("saturated", l, at),
    dead: run.measure("dead", l, at),
  }));

/** The weights and biases of a frame as a request has them. @param {Run} run @param {number} at */
export function networkAt(run, at) {
  const parameters = run.parametersAt(at);
  return run.layers.map(({ units, inputs, start, hasBiases }) => ({
    weights: Array.from({ length: units }, (_, j) => [
      ...parameters.subarray(start + j * inputs, start + (j + 1) * inputs),
    ]),
    biases: hasBiases ? [...parameters.subarray(start + units * inputs, start + units * (inputs + 1))] : null,
  }));
}

/** A run with the frames of a window of it, in the order of their steps. @param {Run} run @param {Run} between */
export function withBetween(run, between) {
  const merged = createRun(run.header, run.count + between.count);
  let [k, w] = [0, 0];
  while (k < run.count || w < between.count) {
    const step = k < run.count ? run.scalar("step", k) : Infinity;
    const other = w < between.count ? between.scalar("step", w) : Infinity;
    if (step <= other) merged.copy(run, k++);
    else merged.copy(between, w);
    if (other <= step) w += 1;
  }
  merged.endAs(run);
  return merged;
}
