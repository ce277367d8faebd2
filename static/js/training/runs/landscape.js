// The loss over two weights of the network, the others as they are in the frame on the screen: what is asked of the
// server, which computes it, and the run's path over the two. No DOM.
/** @import { Range } from "../../draw/plot/scale.js" */
/** @import { Further } from "../../core/request_queue.js" */
/** @import { Model } from "../state.js" */
/** @import { Run } from "../run.js" */
import { networkAt } from "../run.js";

/**
 * A weight or bias: its address in the API, and where it is among the parameters of a frame.
 * @typedef {{ address: string, layer: number, unit: number, input: number | null, index: number }} Place
 */
/** What the server says of the loss over two of them.
 * @typedef {{ contours: { level: number, lines: number[][][] }[],
 * surface?: { x: number[], y: number[], values: (number | null)[][] } }} Answer */
/** What is wanted, and what has come: null: it is on its way; undefined: it was refused.
 * @typedef {{ run: Run, at: number, x: Place, y: Place, view: { x: Range, y: Range },
 * answer: Answer | null | undefined }} Landscape */

/** Frames that are looked at to see how far a weight has moved. */
const MOST_FRAMES = 300;
/** Room around the path, as a share of its span; and the least span. */
const ROOM = 0.35;
const LEAST_SPAN = 0.5;
/** Of a change so small that it is not seen, as the path of the descent is not shown. */
const TINY_RATE = 1e-9;
const PATH = "/api/v1/descent";
const NAME = "landscape";

/** Every weight and bias of a network. @param {Run} run @returns {Place[]} */
export const placesOf = ({ layers }) =>
  layers.flatMap(({ units, inputs, start, hasBiases }, l) => {
    const layer = l + 1;
    const weights = Array.from({ length: units * inputs }, (_, k) => {
      const [unit, input] = [Math.floor(k / inputs), k % inputs];
      return { address: `w${layer}.${unit}.${input}`, layer, unit, input, index: start + k };
    });
    const biases = Array.from({ length: hasBiases ? units : 0 }, (_, unit) => ({
      address: `b${layer}.${unit}`,
      layer,
      unit,
      input: null,
      index: start + units * inputs + unit,
    }));
    return [...weights, ...biases];
  });

/** Frames up to one, evenly, with both ends. @param {number} at */
function framesTo(at) {
  const stride = Math.max(1, Math.ceil(at / MOST_FRAMES));
  const frames = Array.from({ length: Math.floor(at / stride) + 1 }, (_, k) => k * stride);
  return frames.at(-1) === at ? frames : [...frames, at];
}

/** The range of a parameter over the frames up to one. @param {Run} run @param {number} at @param {number} index
 * @returns {Range} */
export function rangeOf(run, at, index) {
  let [low, high] = [Infinity, -Infinity];
  for (const frame of framesTo(at)) {
    const value = run.parametersAt(frame)[index] ?? 0;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/** The weights and biases that have moved most up to a frame, the farthest first.
 * @param {Run} run @param {number} at */
export function movedMost(run, at) {
  const places = placesOf(run);
  const ways = new Map(
    places.map((place) => {
      const [low, high] = rangeOf(run, at, place.index);
      return [place, high - low];
    }),
  );
  return places.sort((a, b) => (ways.get(b) ?? 0) - (ways.get(a) ?? 0));
}

/** The path over two parameters up to a frame: those that belong to the same frames. @param {Run} run
 * @param {number} at @param {Place} x @param {Place} y */
export const pathTo = (run, at, x, y) =>
  framesTo(at).map((frame) => {
    const parameters = run.parametersAt(frame);
    return { x: parameters[x.index] ?? 0, y: parameters[y.index] ?? 0 };
  });

/** @param {Range} range @returns {Range} */
function withRoom([low, high]) {
  const span = Math.max(LEAST_SPAN, (high - low) * (1 + 2 * ROOM));
  const middle = (low + high) / 2;
  return [middle - span / 2, middle + span / 2];
}

/** What is wanted for two parameters at a frame. @param {Run} run @param {number} at @param {Place} x
 * @param {Place} y @returns {Landscape} */
export const wanted = (run, at, x, y) => ({
  run,
  at,
  x,
  y,
  view: { x: withRoom(rangeOf(run, at, x.index)), y: withRoom(rangeOf(run, at, y.index)) },
  answer: null,
});

/** @param {Model} model @returns {Further | null} */
export function questionForLandscape({ landscape, answer, catalog }) {
  if (!landscape || landscape.answer !== null || answer === null) return null;
  const { run, at, x, y, view } = landscape;
  const most = catalog.limits["samples"] ?? 1;
  const { network } = answer.request;
  const { data } = run.header;
  const layers = networkAt(run, at).map(({ weights, biases }, l) => {
    const { units = 1, activation = "linear" } = run.layers[l] ?? {};
    return { units, activation, weights, ...(biases ? { biases } : { bias: false }) };
  });
  const request = {
    network: { inputs: network.inputs, layers, loss: network.loss },
    inputs: data.inputs?.slice(0, most),
    targets: data.targets?.slice(0, most),
  };
  return {
    about: [NAME, landscape.run, at, x.address, y.address],
    wait: 0,
    path: PATH,
    read: (response) => response.json(),
    body: () => ({
      network: { request, x: x.address, y: y.address },
      view,
      runs: [{ optimizer: { name: "sgd", learning_rate: TINY_RATE } }],
      steps: 1,
      include: ["surface"],
    }),
  };
}

/** @param {readonly unknown[]} about */
export const isAboutLandscape = (about) => about[0] === NAME;

/** @param {Model} model @param {Answer | undefined} answer @returns {Model} */
export const withLandscape = (model, answer) =>
  model.landscape ? { ...model, landscape: { ...model.landscape, answer } } : model;
