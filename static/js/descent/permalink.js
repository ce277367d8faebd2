// The link to a state of the gradient descent page: the whole state as a URL hash. Malformed hashes are refused.
/** @import { Catalog } from "../core/types.js" */
/** @import { DescentRequest, DescentState } from "./types.js" */
import { presetState, presetsOf } from "./state.js";
import { sameRequest } from "../core/editing.js";
import {
  groupingOf,
  isCount,
  isMissingOr,
  isNamed,
  isNumber,
  isRow,
  isTableByName,
  speedOf,
} from "../core/link_values.js";
import { Unreadable, isObject, packed, unpacked } from "../core/url_hash.js";

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
    p: preset || undefined,
    r: isPreset(state, catalog) ? undefined : request,
    k: position || undefined,
    g: grouping === "neuron" ? undefined : grouping,
    v: speed === 1 ? undefined : speed,
    f: followed || undefined,
    s: view === "surface" ? 1 : undefined,
    t: turned ? [turn.yaw, turn.pitch, turn.zoom ?? 1].map((one) => Number(one.toFixed(4))) : undefined,
  });
}

/** @param {unknown} value */
const isRun = (value) => isObject(value) && isNamed(value["optimizer"]);
/** @param {unknown} value */
const isSlice = (value) =>
  isObject(value) &&
  isObject(value["request"]) &&
  isObject(value["request"]["network"]) &&
  typeof value["x"] === "string" &&
  typeof value["y"] === "string" &&
  isMissingOr(value["learn"], (one) => one === "two" || one === "all");

/** @param {unknown} value */
const isModel = (value) =>
  isObject(value) &&
  ["expression", "input", "target"].every((name) => typeof value[name] === "string") &&
  isMissingOr(value["inputs"], (range) => isRow(range) && range.length === 2);

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
      ? typeof value["function"] === "string" && isTableByName(start, isNumber)
      : isSlice(network) && isMissingOr(start, (one) => isTableByName(one, isNumber))) &&
    isMissingOr(steps, isCount) &&
    isMissingOr(stop, (one) => isTableByName(one, isNumber)) &&
    isMissingOr(view, (one) => isTableByName(one, (range) => isRow(range) && range.length === 2)) &&
    isMissingOr(data, (one) => isTableByName(one, isRow)) &&
    isMissingOr(reduction, (one) => one === "mean" || one === "sum") &&
    isMissingOr(batch, isCount) &&
    isMissingOr(seed, isCount) &&
    isMissingOr(model, isModel)
  );
}

/** @param {string} hash with or without "#" @param {Catalog} catalog @returns {DescentState} */
export function decode(hash, catalog) {
  const { p, r, k = 0, g = "neuron", v = 1, f = 0, s, t } = unpacked(hash);
  const start = presetState(catalog, typeof p === "string" ? p : "");
  if (r === undefined && start.preset !== p) throw new Unreadable("page.error.link");
  const request = r === undefined ? start.request : r;
  const grouping = groupingOf(g);
  if (
    (r !== undefined && !isRequest(r)) ||
    grouping === null ||
    !isCount(k) ||
    !isCount(f) ||
    !isMissingOr(t, (one) => isRow(one) && one.length === 3)
  )
    throw new Unreadable("page.error.link");
  const [yaw = 0, pitch = 0, zoom = 1] = t ?? [];
  return {
    request,
    // A request of its own, as that of a network's surface, goes by the name of no preset.
    preset: start.preset === p ? start.preset : "",
    position: k,
    grouping,
    speed: speedOf(v),
    followed: f < request.runs.length ? f : 0,
    view: s === 1 ? "surface" : "contours",
    turn: t === undefined ? start.turn : { yaw, pitch, zoom },
  };
}
