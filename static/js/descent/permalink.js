// The link to a state of the gradient descent page: the whole state as a URL hash. Malformed hashes are refused.
/** @import { Catalog } from "../core/types.js" */
/** @import { DescentRequest, DescentState } from "./types.js" */
import { WHOLE_RUN, paceOf } from "./pace.js";
import { presetState, presetsOf } from "./state.js";
import { isPresetOf, sameRequest } from "../core/editing.js";
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

/** The charts by the numbers that links have for them. */
const CHARTS = [
  "value",
  "value log",
  "gradient_norm",
  "gradient_norm log",
  "value linear",
  "gradient_norm linear",
];
/** @param {DescentState["chart"]} chart */
const chartName = ({ quantity, log }) => `${quantity}${log === null ? "" : log ? " log" : " linear"}`;
/** @param {string} name @returns {DescentState["chart"]} */
const chartOf = (name) => ({
  quantity: name.startsWith("value") ? "value" : "gradient_norm",
  log: name.endsWith(" log") ? true : name.endsWith(" linear") ? false : null,
});

/** @param {DescentState} state @param {Catalog} catalog @returns {string} the hash, without "#" */
export function encode(state, catalog) {
  const { request, preset, position, grouping, speed, pace, followed, view, chart, turn, part } = state;
  const turned = !sameRequest(turn, presetState(catalog, preset).turn);
  return packed({
    p: preset || undefined,
    r: isPresetOf(presetsOf(catalog), state) ? undefined : request,
    k: position || undefined,
    g: grouping === "neuron" ? undefined : grouping,
    v: speed === 1 ? undefined : speed,
    i: pace === WHOLE_RUN ? undefined : pace,
    f: followed || undefined,
    s: view === "surface" ? 1 : undefined,
    c: CHARTS.indexOf(chartName(chart)) || undefined,
    w: part ?? undefined,
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
const isPair = (value) => isRow(value) && value.length === 2;
/** What can be seen of an axis. @param {unknown} value */
const isRange = (value) => isRow(value) && value.length === 2 && Number(value[0]) < Number(value[1]);

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
    isMissingOr(view, (one) => isTableByName(one, isPair)) &&
    isMissingOr(data, (one) => isTableByName(one, isRow)) &&
    isMissingOr(reduction, (one) => one === "mean" || one === "sum") &&
    isMissingOr(batch, isCount) &&
    isMissingOr(seed, isCount) &&
    isMissingOr(model, isModel)
  );
}

/** @param {string} hash with or without "#" @param {Catalog} catalog @returns {DescentState} */
export function decode(hash, catalog) {
  const { p, r, k = 0, g = "neuron", v = 1, i, f = 0, s, c = 0, t, w } = unpacked(hash);
  const start = presetState(catalog, typeof p === "string" ? p : "");
  if (r === undefined && start.preset !== p) throw new Unreadable("page.error.link");
  const request = r === undefined ? start.request : r;
  const grouping = groupingOf(g);
  if (
    (r !== undefined && !isRequest(r)) ||
    grouping === null ||
    !isCount(k) ||
    !isCount(f) ||
    !isMissingOr(w, (one) => isTableByName(one, isRange)) ||
    !isMissingOr(t, (one) => isRow(one) && one.length === 3)
  )
    throw new Unreadable("page.error.link");
  const [yaw = 0, pitch = 0, zoom = 1] = t ?? [];
  return {
    request,
    // A function of one's own, or a network's surface, goes by the name of no preset.
    preset: start.preset === p && request.function === start.request.function ? start.preset : "",
    position: k,
    grouping,
    speed: speedOf(v),
    pace: paceOf(i),
    followed: f < request.runs.length ? f : 0,
    view: s === 1 ? "surface" : "contours",
    chart: chartOf(CHARTS[Number(c)] ?? "value"),
    part: w === undefined ? null : w,
    turn: t === undefined ? start.turn : { yaw, pitch, zoom },
  };
}
