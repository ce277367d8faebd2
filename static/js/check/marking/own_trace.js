// The trace as the reader has it: their numbers in the places of the true ones, so that the diagram shows nothing that
// they have not found themselves. Pure.
/** @import { Address, Frame } from "../../core/types.js" */
/** @import { Trace } from "../../network/types.js" */
/** @import { Screen } from "../types.js" */
import { parse } from "../../core/address.js";
import { readNumber } from "../../math/parse_number.js";

/** The arrays of a layer by the family of an address. @type {Record<string, "pre_activations" | "activations" |
 * "activation_gradients" | "deltas">} */
const ARRAYS = { z: "pre_activations", a: "activations", error: "activation_gradients", delta: "deltas" };

/** The values that the diagram can show, by address without a sample; what cannot be read has none.
 * @param {Screen["state"]} state @returns {Map<Address, number>} */
export function ownValues({ answers, sample }) {
  const found = new Map();
  for (const [address, text] of Object.entries(answers)) {
    const parsed = parse(address);
    if (!parsed || !(parsed.family in ARRAYS) || (parsed.sample ?? 0) !== sample) continue;
    const read = readNumber(text);
    if ("value" in read) found.set(address.replace(/@\d+$/, ""), read.value);
  }
  return found;
}

/** @param {Trace} trace @param {ReadonlyMap<Address, number>} values of the sample on the screen @param {number} sample
 * @returns {Trace} */
export function ownTrace(trace, values, sample) {
  const layers = trace.layers.map((layer, l) => ({
    ...layer,
    slopes: null,
    ...Object.fromEntries(
      Object.entries(ARRAYS).map(([family, name]) => [
        name,
        layer[name].map((row, s) =>
          row.map((truth, unit) => (s === sample ? (values.get(`${family}${l + 1}.${unit}`) ?? 0) : truth)),
        ),
      ]),
    ),
  }));
  return /** @type {Trace} */ ({ ...trace, layers });
}

/** The frame in which the numbers handed in are known, and nothing happens but at what is lit.
 * @param {Screen} screen @param {ReadonlyMap<Address, number>} values @param {readonly Address[]} lights
 * @returns {Frame} */
export function ownFrame({ frame }, values, lights) {
  const known = new Set(values.keys());
  // A ball is drawn once its error is known.
  for (const address of values.keys())
    if (address.startsWith("delta")) known.add(address.replace("delta", "error"));
  const active = lights.length === 0 ? [] : [lit(lights)];
  return { ...frame, active, known, writes: NOTHING, reads: NOTHING, t: 1 };
}

/** @type {ReadonlySet<Address>} */
const NOTHING = new Set();
const ZERO = /** @type {const} */ ({ op: "number", value: 0 });

/** A step that does nothing but light a part of the diagram. @param {readonly Address[]} lights
 * @returns {import("../../core/types.js").Step} */
const lit = (lights) => ({
  phase: "backward",
  rule: "",
  layer: 0,
  unit: null,
  reads: [],
  writes: [],
  formula: ZERO,
  figure: ZERO,
  lights: [...lights],
});
