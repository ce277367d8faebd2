// The link to a state of the training page: the whole state as a URL hash. Malformed hashes are refused.
/** @import { Catalog } from "../core/types.js" */
/** @import { TrainRequest, TrainState } from "./types.js" */
import { isPresetOf } from "../core/editing.js";
import { groupingOf, isCount } from "../core/link_values.js";
import { Unreadable, packed, unpacked } from "../core/url_hash.js";
import { linkOfLook, lookFromLink } from "./look.js";
import { WHOLE_RUN, paceOf } from "./pace.js";
import { requestOf } from "./request.js";
import { presetState, presetsOf } from "./state.js";

/** @param {TrainState} state @param {Catalog} catalog @returns {string} the hash, without "#" */
export function encode(state, catalog) {
  const { request, preset, position, grouping, pace, log, other, changes, detail, look } = state;
  return packed({
    p: preset || undefined,
    r: isPresetOf(presetsOf(catalog), state) ? undefined : request,
    k: position || undefined,
    g: grouping === "neuron" ? undefined : grouping,
    i: pace === WHOLE_RUN ? undefined : pace,
    h: changes === "here" ? 1 : undefined,
    d: detail === "most" ? 1 : undefined,
    l: log || undefined,
    v: linkOfLook(look),
    o: other ?? undefined,
  });
}

/** @param {string} hash with or without "#" @param {Catalog} catalog @returns {TrainState} */
export function decode(hash, catalog) {
  const { p, r, k = 0, g = "neuron", i, h, d, l, o, v } = unpacked(hash);
  const start = presetState(catalog, typeof p === "string" ? p : "");
  const tables = /** @type {import("./types.js").Catalog} */ (catalog);
  const grouping = groupingOf(g);
  const request = r === undefined && start.preset === p ? start.request : requestOf(r, tables);
  if (request === null || grouping === null || !isCount(k)) throw new Unreadable("page.error.link");
  return {
    ...start,
    request,
    preset: start.preset === p ? start.preset : "",
    position: k,
    grouping,
    pace: paceOf(i),
    changes: h === 1 ? "here" : "start",
    detail: d === 1 ? "most" : "usual",
    log: l === true,
    look: lookFromLink(v),
    other: requestOf(o, tables),
  };
}
