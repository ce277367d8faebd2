// The link to a state of the gradient descent page: the whole state as a URL hash. Malformed hashes are refused.
/** @import { Catalog } from "../core/types.js" */
/** @import { DescentRequest, DescentState } from "./types.js" */
import { presetState, presetsOf } from "./state.js";
import { SPEEDS, sameRequest } from "../core/editing.js";
import { Unreadable, isObject, packed, unpacked } from "../core/url_hash.js";

const NAME = /^[A-Za-z_]\w*$/;
const GROUPINGS = /** @type {const} */ (["neuron", "layer", "phase"]);
const FIELDS = new Set([
  "function",
  "start",
  "runs",
  "steps",
  "stop",
  "view",
  "data",
  "reduction",
  "batch",
  "seed",
  "network",
  "model",
]);

/** @param {DescentState} state @param {Catalog} catalog */
const isPreset = ({ request, preset }, catalog) =>
  presetsOf(catalog).some((entry) => entry.name === preset && sameRequest(entry.request, request));

/** @param {DescentState} state @param {Catalog} catalog @returns {string} the hash, without "#" */
export function encode(state, catalog) {
  const { request, preset, position, grouping, speed, followed, view, turn } = state;
  const turned = !sameRequest(turn, presetState(catalog, preset).turn);
  return packed({
    p: preset,
    r: isPreset(state, catalog) ? undefined : request,
    k: position || undefined,
    g: grouping === "neuron" ? undefined : grouping,
    v: speed === 1 ? undefined : speed,
    f: followed || undefined,
    s: view === "surface" ? 1 : undefined,
    t: turned ? [turn.yaw, turn.pitch, turn.zoom ?? 1].map((one) => Number(one.toFixed(4))) : undefined,
  });
}

/** @param {unknown} value @returns {value is number} */
const isNumber = (value) => typeof value === "number" && Number.isFinite(value);
/** @param {unknown} value @returns {value is number} */
const isCount = (value) => isNumber(value) && Number.isInteger(value) && value >= 0 && value < 1e7;
/** @param {unknown} value @returns {value is number[]} */
const isRow = (value) => Array.isArray(value) && value.every(isNumber);
/** @param {unknown} value @param {(one: unknown) => boolean} is */
const missingOr = (value, is) => value === undefined || is(value);
/** A table by names. @param {unknown} value @param {(one: unknown) => boolean} is */
const isTable = (value, is) =>
  isObject(value) && Object.entries(value).every(([name, one]) => NAME.test(name) && is(one));
/** @param {unknown} value */
const isRun = (value) =>
  isObject(value) &&
  isObject(value["optimizer"]) &&
  typeof value["optimizer"]["name"] === "string" &&
  Object.values(value["optimizer"]).every((one) => typeof one === "string" || isNumber(one));
/** @param {unknown} value */
const isSlice = (value) =>
  isObject(value) &&
  isObject(value["request"]) &&
  isObject(value["request"]["network"]) &&
  typeof value["x"] === "string" &&
  typeof value["y"] === "string" &&
  missingOr(value["learn"], (one) => one === "two" || one === "all");

/** @param {unknown} value */
const isModel = (value) =>
  isObject(value) &&
  ["expression", "input", "target"].every((name) => typeof value[name] === "string") &&
  missingOr(value["inputs"], (range) => isRow(range) && range.length === 2);

/**
 * Has a request the right form? Its values are checked by the server.
 * @param {unknown} value
 * @returns {value is DescentRequest}
 */
export function isRequest(value) {
  if (!isObject(value) || Object.keys(value).some((name) => !FIELDS.has(name))) return false;
  const { runs, steps, stop, view, data, reduction, batch, seed, network, start, model } = value;
  return (
    Array.isArray(runs) &&
    runs.length > 0 &&
    runs.length <= 8 &&
    runs.every(isRun) &&
    (network === undefined
      ? typeof value["function"] === "string" && isTable(start, isNumber)
      : isSlice(network) && missingOr(start, (one) => isTable(one, isNumber))) &&
    missingOr(steps, isCount) &&
    missingOr(stop, (one) => isTable(one, isNumber)) &&
    missingOr(view, (one) => isTable(one, (range) => isRow(range) && range.length === 2)) &&
    missingOr(data, (one) => isTable(one, isRow)) &&
    missingOr(reduction, (one) => one === "mean" || one === "sum") &&
    missingOr(batch, isCount) &&
    missingOr(seed, isCount) &&
    missingOr(model, isModel)
  );
}

/** @param {string} hash with or without "#" @param {Catalog} catalog @returns {DescentState} */
export function decode(hash, catalog) {
  const { p, r, k = 0, g = "neuron", v = 1, f = 0, s, t } = unpacked(hash);
  const start = presetState(catalog, typeof p === "string" ? p : "");
  if (r === undefined && start.preset !== p) throw new Unreadable("error.link");
  const request = r === undefined ? start.request : r;
  const grouping = GROUPINGS.find((one) => one === g);
  if (
    (r !== undefined && !isRequest(r)) ||
    grouping === undefined ||
    !isCount(k) ||
    !isCount(f) ||
    !missingOr(t, (one) => isRow(one) && one.length === 3)
  )
    throw new Unreadable("error.link");
  const [yaw = 0, pitch = 0, zoom = 1] = t ?? [];
  return {
    request,
    preset: start.preset,
    position: k,
    grouping,
    speed: SPEEDS.find((speed) => speed === v) ?? 1,
    followed: f < request.runs.length ? f : 0,
    view: s === 1 ? "surface" : "contours",
    turn: t === undefined ? start.turn : { yaw, pitch, zoom },
  };
}
