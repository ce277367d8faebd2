// The number that stands quietly beside another: the one before an edit, or a weight before its update.
/** @import { Address } from "../core/types.js" */
/** @import { Screen, Trace } from "./types.js" */
import { valueAt } from "./trace_values.js";

/** @param {Trace} a @param {Trace} b */
const sameShape = (a, b) =>
  a.network.inputs === b.network.inputs &&
  a.network.layers.length === b.network.layers.length &&
  a.network.layers.every((layer, l) => layer.units === b.network.layers[l]?.units);

/**
 * The number before the last edit; null where it is the same, or there was no edit. A new weight has none: beside w′
 * the old number would be read as w.
 * @param {Pick<Screen, "ghost" | "trace" | "state">} screen @param {Address} address @param {number | null} value
 */
export function ghostOf({ ghost, trace, state }, address, value) {
  if (!ghost || address.startsWith("new_") || !sameShape(ghost, trace)) return null;
  const old = valueAt(ghost, address, state.sample);
  return old !== value ? old : null;
}

/**
 * The weight or bias that a new one was made from; null where the update left it as it was.
 * @param {Pick<Screen, "trace" | "state">} screen @param {Address} address `new_w1.0.0` @param {number | null} value
 */
export function beforeUpdate({ trace, state }, address, value) {
  const old = valueAt(trace, address.replace(/^new_/, ""), state.sample);
  return old !== value ? old : null;
}
