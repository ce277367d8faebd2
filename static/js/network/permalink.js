// The main page's links and files: which fields of the state they hold. Garbage is refused with a reason, never half read.
/** @import { Key } from "../core/types.js" */
/** @import { NetworkCatalog, State, TraceRequest } from "./types.js" */
import { SPEEDS, sameRequest } from "../core/editing.js";
import { Unreadable, isObject, packed, unpacked } from "../core/url_hash.js";
import { TYPED_LIMIT, presetState, redrawn, typedNumbers } from "./state.js";

/** What a link can hold of a state. @param {State} state @param {NetworkCatalog} catalog @returns {"all" | "settings"} */
export const linkHolds = (state, catalog) =>
  isPreset(state, catalog) || typedNumbers(state.request) <= TYPED_LIMIT ? "all" : "settings";

/** @param {State} state @param {NetworkCatalog} catalog */
function isPreset(state, catalog) {
  const preset = catalog.presets.find((entry) => entry.name === state.preset);
  return preset !== undefined && sameRequest(preset.request, state.request);
}

/** Weights, biases and, when there are still too many numbers, all samples but one in use are left out.
 * @param {State} state @returns {TraceRequest} */
function settingsOnly({ request, sample }) {
  const bare = redrawn(request);
  if (typedNumbers(bare) <= TYPED_LIMIT) return bare;
  return { ...bare, inputs: [request.inputs[sample] ?? []], targets: [request.targets[sample] ?? []] };
}

/** @param {State} state @param {NetworkCatalog} catalog @returns {string} the hash, without "#" */
export function encode(state, catalog) {
  const { position, grouping, notation, drawn, sample, speed, preset } = state;
  const small = linkHolds(state, catalog) === "all";
  const request = isPreset(state, catalog) ? undefined : small ? state.request : settingsOnly(state);
  const compact = {
    p: preset,
    r: request,
    k: position || undefined,
    g: grouping === "neuron" ? undefined : grouping,
    n: notation === "figure" ? undefined : notation,
    d: drawn ? 1 : undefined,
    s: small && sample ? sample : undefined,
    v: speed === 1 ? undefined : speed,
  };
  return packed(compact);
}

/** @param {string} hash with or without "#" @param {NetworkCatalog} catalog @returns {State} */
export function decode(hash, catalog) {
  const { p, r, k, g, n, d, s, v } = unpacked(hash);
  return readState(
    {
      preset: p,
      request: r,
      position: k ?? 0,
      grouping: g ?? "neuron",
      notation: n ?? "figure",
      drawn: d === 1,
      sample: s ?? 0,
      speed: v ?? 1,
    },
    catalog,
    "error.link",
  );
}

/** @param {State} state @returns {string} a file that holds everything */
export const toFile = (state) => `${JSON.stringify({ deltaflow: 1, state }, null, 1)}\n`;

/** @param {string} text @param {NetworkCatalog} catalog @returns {State} */
export function fromFile(text, catalog) {
  let content;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Unreadable("error.file_json");
  }
  if (!isObject(content) || content["deltaflow"] !== 1) throw new Unreadable("error.file_kind");
  return readState(content["state"], catalog, "error.file_kind");
}

/** @param {unknown} value @returns {value is number[]} */
const isRow = (value) =>
  Array.isArray(value) && value.every((one) => typeof one === "number" && Number.isFinite(one));
/** @param {unknown} value @returns {value is number[][]} */
const isTable = (value) => Array.isArray(value) && value.length > 0 && value.every(isRow);
/** @param {unknown} value */
const isCount = (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 1e6;
/** @param {unknown} value */
const isNamed = (value) =>
  isObject(value) &&
  typeof value["name"] === "string" &&
  Object.values(value).every((one) => typeof one === "string" || Number.isFinite(one));
/** @param {unknown} value @param {(one: unknown) => boolean} is */
const missingOr = (value, is) => value === undefined || is(value);

/** @param {unknown} value */
const isLayer = (value) =>
  isObject(value) &&
  isCount(value["units"]) &&
  typeof value["activation"] === "string" &&
  missingOr(value["weights"], isTable) &&
  missingOr(value["biases"], isRow) &&
  missingOr(value["bias"], (one) => typeof one === "boolean") &&
  missingOr(value["frozen"], (one) => one === "all" || one === "biases");

/** The form only; whether the numbers make a network is the server's to say. @param {unknown} value @returns {value is TraceRequest} */
function isRequest(value) {
  if (!isObject(value) || !isObject(value["network"])) return false;
  const network = value["network"];
  return (
    isCount(network["inputs"]) &&
    Array.isArray(network["layers"]) &&
    network["layers"].length > 0 &&
    network["layers"].every(isLayer) &&
    typeof network["loss"] === "string" &&
    missingOr(network["initializer"], (one) => typeof one === "string" || isNamed(one)) &&
    missingOr(network["seed"], (one) => Number.isInteger(one)) &&
    isTable(value["inputs"]) &&
    isTable(value["targets"]) &&
    value["inputs"].length === value["targets"].length &&
    value["inputs"].every((row) => row.length === network["inputs"]) &&
    missingOr(value["reduction"], (one) => one === "mean" || one === "sum") &&
    missingOr(value["optimizer"], isNamed) &&
    missingOr(value["round"], isCount) &&
    missingOr(value["rule"], (one) => one === "gradient" || one === "as_drawn")
  );
}

/** @param {unknown} value @param {NetworkCatalog} catalog @param {Key} refusal @returns {State} */
function readState(value, catalog, refusal) {
  if (!isObject(value)) throw new Unreadable(refusal);
  const name = typeof value["preset"] === "string" ? value["preset"] : "";
  const start = presetState(catalog, name);
  if (value["request"] === undefined && start.preset !== name) throw new Unreadable(refusal);
  const request = value["request"] === undefined ? start.request : value["request"];
  if (!isRequest(request)) throw new Unreadable(refusal);
  const { include: _include, ...asked } = request;
  const grouping = value["grouping"];
  const notation = value["notation"];
  if (!isCount(value["position"]) || !isCount(value["sample"])) throw new Unreadable(refusal);
  if (grouping !== "neuron" && grouping !== "layer" && grouping !== "phase") throw new Unreadable(refusal);
  if (notation !== "figure" && notation !== "derivation") throw new Unreadable(refusal);
  return {
    request: asked,
    preset: start.preset,
    position: Number(value["position"]),
    grouping,
    notation,
    drawn: value["drawn"] === true,
    sample: Math.min(Number(value["sample"]), request.inputs.length - 1),
    speed: SPEEDS.find((speed) => speed === value["speed"]) ?? 1,
  };
}
