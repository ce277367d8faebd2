// Requests side by side: in what they differ, the same request with one thing changed, and the second run that is
// watched beside the first. No DOM.
/** @import { CommonVerbs } from "../../core/types.js" */
/** @import { Model } from "../state.js" */
/** @import { Catalog, TrainAnswer, TrainRequest } from "../types.js" */
import { sameRequest, withState } from "../../core/editing.js";
import { isObject } from "../../core/url_hash.js";

// ---- differences --------------------------------------------------------------------------------------------------

/** One field in which two requests differ; undefined: the request has none.
 * @typedef {{ path: string, before: unknown, after: unknown }} Difference */

/** Lists of numbers are told as a whole. @param {unknown} value */
const isWhole = (value) => Array.isArray(value) && !value.some(isObject);

/** @param {unknown} before @param {unknown} after @param {string} path @returns {Difference[]} */
function differ(before, after, path) {
  if (before === after || JSON.stringify(before) === JSON.stringify(after)) return [];
  // What is missing differs field by field too, but for a whole layer or event.
  if (!path.match(/\.\d+$/) && path !== "network.initializer") {
    if (before === undefined && isObject(after)) return differ({}, after, path);
    if (after === undefined && isObject(before)) return differ(before, {}, path);
  }
  const areBoth = (isObject(before) || Array.isArray(before)) && (isObject(after) || Array.isArray(after));
  if (!areBoth || isWhole(before) || isWhole(after)) return [{ path, before, after }];
  const names = new Set([...Object.keys(/** @type {object} */ (before)), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    differ(
      /** @type {Record<string, unknown>} */ (before)[name],
      /** @type {Record<string, unknown>} */ (after)[name],
      path ? `${path}.${name}` : name,
    ),
  );
}

/** In what a request differs from the one before it, field by field, as `network.layers.0.units`.
 * @param {TrainRequest} before @param {TrainRequest} after */
export const differencesOf = (before, after) => differ(before, after, "");

// ---- the same with one thing changed ------------------------------------------------------------------------------

/**
 * Another request made of one: what is other in it, and its choices by name; the menu writes `key` and the choice.
 * @typedef {object} Variation
 * @property {"rate" | "optimizer" | "activation" | "initializer" | "seed"} name
 * @property {(catalog: Catalog, request: TrainRequest) => string[]} choices
 * @property {(request: TrainRequest, choice: string) => TrainRequest} change
 */

/** @param {string} name @returns {(entry: { name: string }) => boolean} */
const isNot = (name) => (entry) => entry.name !== name;
/** @param {{ name: string }[]} entries @param {string} name */
const othersOf = (entries, name) => entries.filter(isNot(name)).map((entry) => entry.name);
/** The activation of the hidden layers. @param {TrainRequest} request */
const hiddenOf = ({ network: { layers } }) => (layers.length > 1 ? (layers[0]?.activation ?? "") : "");
/** @param {TrainRequest} request */
const initializerOf = ({ network: { initializer } }) =>
  typeof initializer === "string" ? initializer : (initializer?.name ?? "xavier_uniform");

/** @type {readonly Variation[]} */
export const VARIATIONS = [
  {
    name: "rate",
    choices: () => ["10", "0.1"],
    change: (request, choice) => {
      const rate = Number(request.optimizer["learning_rate"] ?? 0) * Number(choice);
      return { ...request, optimizer: { ...request.optimizer, learning_rate: Number(rate.toPrecision(6)) } };
    },
  },
  {
    name: "optimizer",
    choices: ({ optimizers }, { optimizer }) => othersOf(optimizers, optimizer.name),
    change: (request, name) => {
      const { learning_rate } = request.optimizer;
      return { ...request, optimizer: { name, ...(learning_rate === undefined ? {} : { learning_rate }) } };
    },
  },
  {
    name: "activation",
    choices: ({ activations }, request) => {
      const hidden = hiddenOf(request);
      return hidden ? othersOf(activations, hidden).filter((name) => name !== "softmax") : [];
    },
    change: (request, activation) => {
      const last = request.network.layers.length - 1;
      const layers = request.network.layers.map((layer, l) => (l < last ? { ...layer, activation } : layer));
      return { ...request, network: { ...request.network, layers } };
    },
  },
  {
    name: "initializer",
    choices: ({ initializers }, request) => othersOf(initializers, initializerOf(request)),
    change: (request, initializer) => ({ ...request, network: { ...request.network, initializer } }),
  },
  {
    name: "seed",
    choices: (_, { seed }) => [seed + 1, seed + 2].map(String),
    change: (request, seed) => ({
      ...request,
      seed: Number(seed),
      network: { ...request.network, seed: Number(seed) },
    }),
  },
];

// ---- the second run -----------------------------------------------------------------------------------------------

/** What stands first in the question for the second run. */
const OTHER = "other";

/** What is asked for beside the first run, once that is over.
 * @param {Model} model @param {(model: Model) => object} bodyOf
 * @returns {import("../../core/request_queue.js").Further | null} */
export function questionForOther(model, bodyOf) {
  const { state, answer, second } = model;
  const { other } = state;
  if (other === null || answer === null || !answer.isOver || second?.request === other) return null;
  const body = () => bodyOf({ ...model, state: { ...state, request: other } });
  return { about: [OTHER, other], wait: 0, body };
}

/** @param {readonly unknown[]} about */
export const isAboutOther = (about) => about[0] === OTHER;

/** @param {Model} model @param {{ answer: TrainAnswer, about: readonly unknown[] }} arrived @returns {Model} */
export const withSecond = (model, { answer: { run }, about }) => ({
  ...model,
  second: { request: /** @type {TrainRequest} */ (about[1]), run },
});

/** A model that compares nothing, as the server does not take the other request. @param {Model} model
 * @returns {Model} */
export const withoutSecond = (model) => ({
  ...withState(model, { other: null }),
  notice: { key: /** @type {const} */ ("training.other_refused") },
});

/** The second run, once it has come. @param {Model} model */
export const secondOf = ({ state, second }) =>
  second && state.other && sameRequest(second.request, state.other) ? second.run : null;

/** Every field of a request with its value. @param {unknown} value @param {string} [path]
 * @returns {{ path: string, value: unknown }[]} */
export function fieldsOf(value, path = "") {
  if (isWhole(value) || !(isObject(value) || Array.isArray(value))) return [{ path, value }];
  return Object.entries(/** @type {object} */ (value)).flatMap(([name, one]) =>
    fieldsOf(one, path ? `${path}.${name}` : name),
  );
}
