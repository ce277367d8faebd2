// A request as somebody else has written it, for the API: what may be left out there has the API's default here, so
// that the page knows every setting of the run. No DOM.
/** @import { Catalog, TrainRequest } from "./types.js" */
import { isCount, isMissingOr, isNamed } from "../core/link_values.js";
import { isObject } from "../core/url_hash.js";

/** What a request has that leaves it out (app/web/train/schema.py). */
const USUAL = { optimizer: { name: "sgd" }, batch_size: 10, epochs: 100, seed: 0 };

/** What the page keeps of a request; of which steps there are frames, and what is in them, it asks for itself. */
const KEPT = new Set([
  "network",
  "data",
  "optimizer",
  "schedule",
  "batch_size",
  "epochs",
  "shuffle",
  "seed",
  "regularization",
  "clip_norm",
  "stop",
  "events",
]);
const ASKED_BY_PAGE = new Set(["frames", "include"]);

/** The fields of an object that have a value. @param {Record<string, unknown>} value */
const given = (value) => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null));

/** A bare name is short for an object with that name. @param {unknown} value */
const named = (value) => (typeof value === "string" ? { name: value } : value);

/** @typedef {(value: unknown) => unknown} Reading */

/** An object's fields, each as it is read. @param {unknown} value @param {Record<string, Reading>} readings */
const withRead = (value, readings) =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([name, one]) => [
          name,
          Object.hasOwn(readings, name) ? readings[name]?.(one) : one,
        ]),
      )
    : value;

/** @param {Reading} read @returns {Reading} of a list's items */
const each = (read) => (value) => (Array.isArray(value) ? value.map(read) : value);

/** @type {Reading} */
const ownOrNamed = (value) => (isObject(value) ? given(value) : named(value));

/** An optimizer always says its rate, which the page reads and changes.
 * @param {Catalog["optimizers"]} optimizers @returns {Reading} */
const optimizerOf = (optimizers) => (value) => {
  const chosen = named(value);
  if (!isObject(chosen)) return chosen;
  const entry = optimizers.find(({ name }) => name === chosen["name"]);
  const rate = entry?.parameters.find(({ name }) => name === "learning_rate")?.default;
  return rate === undefined ? chosen : { ...chosen, learning_rate: rate, ...chosen };
};

/** @param {unknown} value has it the right form? Its values are checked by the server.
 * @returns {value is TrainRequest} */
function isWhole(value) {
  if (!isObject(value)) return false;
  const { network, data, optimizer, schedule, batch_size, epochs, seed, events } = value;
  return (
    isObject(network) &&
    isCount(network["inputs"]) &&
    Array.isArray(network["layers"]) &&
    network["layers"].length > 0 &&
    network["layers"].every((layer) => isObject(layer) && isCount(layer["units"])) &&
    isObject(data) &&
    (isNamed(data) || (Array.isArray(data["inputs"]) && Array.isArray(data["targets"]))) &&
    isNamed(optimizer) &&
    isMissingOr(schedule, isNamed) &&
    [batch_size, epochs, seed].every(isCount) &&
    isMissingOr(
      events,
      (one) => Array.isArray(one) && one.every((event) => isObject(event) && isCount(event["step"])),
    )
  );
}

/**
 * The request that a link or a file holds, with what it leaves out.
 * @param {unknown} value
 * @param {Pick<Catalog, "optimizers">} [catalog] without it, an optimizer without a rate stays so
 * @returns {TrainRequest | null} null: it has not the form of a request
 */
export function requestOf(value, { optimizers } = { optimizers: [] }) {
  if (!isObject(value)) return null;
  const names = Object.keys(value);
  if (names.some((name) => !KEPT.has(name) && !ASKED_BY_PAGE.has(name))) return null;
  const kept = Object.fromEntries(names.filter((name) => KEPT.has(name)).map((name) => [name, value[name]]));
  const optimizer = optimizerOf(optimizers);
  const settings = { optimizer, schedule: named };
  const layer = (/** @type {unknown} */ one) => (isObject(one) ? given(one) : one);
  const event = (/** @type {unknown} */ one) =>
    isObject(one) ? withRead(given(one), { set: (set) => withRead(set, settings) }) : one;
  const whole = withRead(
    // A request keeps the order of its fields, by which it is known again.
    { ...kept, ...USUAL, ...kept },
    {
      ...settings,
      data: ownOrNamed,
      network: (network) => withRead(network, { layers: each(layer) }),
      events: each(event),
    },
  );
  return isWhole(whole) ? whole : null;
}
