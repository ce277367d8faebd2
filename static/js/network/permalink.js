// The network's links and files: which fields of the state they hold. What cannot be read whole is refused
// with a reason.
/** @import { Key } from "../core/types.js" */
/** @import { NetworkCatalog, State, TraceRequest } from "./types.js" */
import { parse } from "../core/address.js";
import { at } from "../core/at.js";
import { sameRequest } from "../core/editing.js";
import {
  groupingOf,
  isCount,
  isMatrix,
  isMissingOr,
  isNamed,
  isRow,
  isTableByName,
  speedOf,
} from "../core/link_values.js";
import { isOrigin } from "../core/answers/run_origin.js";
import { Unreadable, isObject, packed, unpacked } from "../core/url_hash.js";
import { TYPED_LIMIT, withoutParameters, typedNumbers } from "./request.js";
import { DRAWINGS, LETTERS, drawingOf } from "./letters.js";
import { presetState } from "./state.js";

/** What a link can hold of a state. @param {State} state @param {NetworkCatalog} catalog
 * @returns {"all" | "settings"} */
export const linkHolds = (state, catalog) =>
  isPreset(state, catalog) || typedNumbers(state.request) <= TYPED_LIMIT ? "all" : "settings";

/** By its request: whether a preset has the same. @type {WeakMap<TraceRequest, {name: string, isSame: boolean}>} */
const compared = new WeakMap();

/** @param {Pick<State, "preset" | "request">} state @param {NetworkCatalog} catalog */
export function isPreset({ preset: name, request }, catalog) {
  const before = compared.get(request);
  if (before?.name === name) return before.isSame;
  const preset = catalog.presets.find((entry) => entry.name === name);
  const isSame = preset !== undefined && sameRequest(preset.request, request);
  compared.set(request, { name, isSame });
  return isSame;
}

/** Requests of links that had no room for the weights, until their reader is told. @type {WeakSet<TraceRequest>} */
export const bare = new WeakSet();

/** The request without weights and biases; if it still has too many numbers, with the chosen sample alone.
 * @param {State} state @returns {TraceRequest} */
function settingsOnly({ request, sample }) {
  const settings = withoutParameters(request);
  if (typedNumbers(settings) <= TYPED_LIMIT) return settings;
  return { ...settings, inputs: [at(request.inputs, sample)], targets: [at(request.targets, sample)] };
}

/** @param {State} state @param {NetworkCatalog} catalog @returns {string} the hash, without "#" */
export function encode(state, catalog) {
  const { position, grouping, notation, figureRule, sample, speed, preset } = state;
  const small = linkHolds(state, catalog) === "all";
  const request = isPreset(state, catalog) ? undefined : small ? state.request : settingsOnly(state);
  const compact = {
    p: preset || undefined,
    r: request,
    k: position || undefined,
    f: state.number,
    g: grouping === "neuron" ? undefined : grouping,
    n: notation === "figure" ? undefined : notation,
    w: drawingOf(state) === LETTERS[notation].drawing ? undefined : state.drawing,
    d: figureRule ? 1 : undefined,
    s: small && sample ? sample : undefined,
    v: speed === 1 ? undefined : speed,
    o: state.origin,
    q: state.practice,
    u: !small && state.request.network.layers.some(({ weights }) => weights) ? 1 : undefined,
  };
  return packed(compact);
}

/** @param {string} hash with or without "#" @param {NetworkCatalog} catalog @returns {State} */
export function decode(hash, catalog) {
  const { p, r, k, f, g, n, w, d, s, v, o, q, u } = unpacked(hash);
  const state = readState(
    {
      preset: p,
      request: r,
      position: k ?? 0,
      number: f,
      grouping: g ?? "neuron",
      notation: n ?? "figure",
      drawing: w,
      drawn: d === 1,
      sample: s ?? 0,
      speed: v ?? 1,
      origin: o,
      practice: q,
    },
    catalog,
    "page.error.link",
  );
  if (u) bare.add(state.request);
  return state;
}

/** A file that holds everything. Files call the field `figureRule` of the state `drawn`. @param {State} state
 * @returns {string} */
export function toFile(state) {
  const fields = Object.entries(state).map(([name, value]) => [
    name === "figureRule" ? "drawn" : name,
    value,
  ]);
  return `${JSON.stringify({ deltaflow: 1, state: Object.fromEntries(fields) }, null, 1)}\n`;
}

/** @param {string} text @param {NetworkCatalog} catalog @returns {State} */
export function fromFile(text, catalog) {
  let content;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Unreadable("page.error.file_json");
  }
  if (!isObject(content) || content["deltaflow"] !== 1) throw new Unreadable("page.error.file_kind");
  return readState(content["state"], catalog, "page.error.file_kind");
}

/** A name in a table, null if it has no such row. @template {string} K @param {Record<K, unknown>} table
 * @param {unknown} name @returns {K | null} */
const namedIn = (table, name) =>
  typeof name === "string" && Object.hasOwn(table, name) ? /** @type {K} */ (name) : null;

/** @param {unknown} value */
const isLayer = (value) =>
  isObject(value) &&
  isCount(value["units"]) &&
  typeof value["activation"] === "string" &&
  isMissingOr(value["weights"], isMatrix) &&
  isMissingOr(value["biases"], isRow) &&
  isMissingOr(value["bias"], (one) => typeof one === "boolean") &&
  isMissingOr(value["frozen"], (one) => one === "all" || one === "biases");

/** @param {unknown} value */
const isOptimizerState = (value) =>
  isObject(value) &&
  isCount(value["step"]) &&
  Array.isArray(value["layers"]) &&
  value["layers"].every(
    (layer) =>
      isObject(layer) &&
      isTableByName(layer["weights"], isMatrix) &&
      (layer["biases"] == null || isTableByName(layer["biases"], isRow)),
  );

/** Checks the form only; whether the numbers describe a network is checked by the server. @param {unknown} value
 * @returns {value is TraceRequest} */
function isRequest(value) {
  if (!isObject(value) || !isObject(value["network"])) return false;
  const network = value["network"];
  return (
    isCount(network["inputs"]) &&
    Array.isArray(network["layers"]) &&
    network["layers"].length > 0 &&
    network["layers"].every(isLayer) &&
    typeof network["loss"] === "string" &&
    isMissingOr(network["initializer"], (one) => typeof one === "string" || isNamed(one)) &&
    isMissingOr(network["seed"], (one) => Number.isInteger(one)) &&
    isMatrix(value["inputs"]) &&
    isMatrix(value["targets"]) &&
    value["inputs"].length === value["targets"].length &&
    value["inputs"].every((row) => row.length === network["inputs"]) &&
    isMissingOr(value["reduction"], (one) => one === "mean" || one === "sum") &&
    isMissingOr(value["optimizer"], isNamed) &&
    isMissingOr(value["optimizer_state"], isOptimizerState) &&
    isMissingOr(value["round"], isCount) &&
    isMissingOr(value["rule"], (one) => one === "gradient" || one === "as_drawn")
  );
}

/** @param {unknown} value @returns {value is string} */
const isAddress = (value) => typeof value === "string" && parse(value) !== null;

/** What it says is read by practice/setting.js. @param {unknown} value @returns {value is string} */
const isPractice = (value) => typeof value === "string" && /^[\w.~-]{1,1500}$/.test(value);

/** @param {unknown} value a state with the names of a file @param {NetworkCatalog} catalog @param {Key} refusal
 * @returns {State} */
function readState(value, catalog, refusal) {
  if (!isObject(value)) throw new Unreadable(refusal);
  const name = typeof value["preset"] === "string" ? value["preset"] : "";
  const start = presetState(catalog, name);
  if (value["request"] === undefined && start.preset !== name) throw new Unreadable(refusal);
  const request = value["request"] === undefined ? start.request : value["request"];
  if (!isRequest(request)) throw new Unreadable(refusal);
  const { include: _include, ...asked } = request;
  const grouping = groupingOf(value["grouping"]);
  const notation = namedIn(LETTERS, value["notation"]);
  const drawing = DRAWINGS.find((name) => name === value["drawing"]);
  if (!isCount(value["position"]) || !isCount(value["sample"])) throw new Unreadable(refusal);
  if (grouping === null) throw new Unreadable(refusal);
  if (notation === null || (value["drawing"] !== undefined && !drawing)) throw new Unreadable(refusal);
  return {
    request: asked,
    preset: start.preset === name ? name : "",
    position: value["position"],
    grouping,
    notation,
    ...(drawing === undefined || drawing === LETTERS[notation].drawing ? {} : { drawing }),
    figureRule: value["drawn"] === true,
    sample: Math.min(value["sample"], request.inputs.length - 1),
    speed: speedOf(value["speed"]),
    ...(isAddress(value["number"]) ? { number: value["number"] } : {}),
    ...(isOrigin(value["origin"]) ? { origin: value["origin"] } : {}),
    ...(isPractice(value["practice"]) ? { practice: value["practice"] } : {}),
  };
}
