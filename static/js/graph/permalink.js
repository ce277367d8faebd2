// The state of the chain-rule page as the hash of a link, in the format that all pages share.

/** @import { Catalog } from "../core/types.js" */
/** @import { GraphRequest, GraphState } from "./types.js" */
import { isPreset, presetState, presetsOf } from "./state.js";
import { groupingOf, isCount, isNumber, isTableByName, speedOf } from "../core/link_values.js";
import { Unreadable, packed, unpacked } from "../core/url_hash.js";

/** An unchanged preset is a link with its name only.
 * @param {GraphState} state @param {Catalog} catalog @returns {string} the hash, without "#" */
export function encode(state, catalog) {
  const { request, preset, position, grouping, speed, selected, tangents } = state;
  const own = isPreset(state, catalog);
  return packed({
    p: preset || undefined,
    e: own ? undefined : request.expression,
    v: own ? undefined : request.values,
    c: own || request.collapse.length === 0 ? undefined : request.collapse,
    k: position || undefined,
    g: grouping === "neuron" ? undefined : grouping,
    s: speed === 1 ? undefined : speed,
    n: selected ?? undefined,
    t: tangents ? 1 : undefined,
  });
}

/** @param {unknown} value @returns {value is Record<string, number>} */
const isValues = (value) => isTableByName(value, isNumber);

/** The request in a link. Its types are checked; the server checks the text.
 * @param {Record<string, unknown>} compact @param {GraphRequest} preset what a link without a text means
 * @returns {GraphRequest | null} null: not valid */
function requestIn({ e: expression, v: values, c: collapse = [] }, preset) {
  if (expression === undefined && values === undefined) return preset;
  if (typeof expression !== "string" || !isValues(values)) return null;
  return Array.isArray(collapse) && collapse.every(isCount) ? { expression, values, collapse } : null;
}

/** Throws `Unreadable` if the hash is not valid.
 * @param {string} hash with or without "#" @param {Catalog} catalog @returns {GraphState} */
export function decode(hash, catalog) {
  const compact = unpacked(hash);
  const { p, k = 0, g = "neuron", s = 1, n = null, t } = compact;
  const start = presetState(catalog, typeof p === "string" ? p : "");
  const known = presetsOf(catalog).some(({ name }) => name === p);
  const request = known || compact["e"] !== undefined ? requestIn(compact, start.request) : null;
  const isOwn = !known || request?.expression !== start.request.expression;
  const grouping = groupingOf(g);
  if (request === null || grouping === null || !isCount(k) || (n !== null && !isCount(n)))
    throw new Unreadable("page.error.link");
  return {
    request,
    preset: isOwn ? "" : start.preset,
    position: k,
    grouping,
    speed: speedOf(s),
    selected: n,
    tangents: t === 1,
  };
}
