// The numbers of the blocks, and their addresses. To show another array, add a row to ROWS and a place to layout.js.

import { at } from "../../../core/at.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { LayerTrace, Trace } from "../../types.js" */
/** @import { BlockPlace } from "./layout.js" */

/** @typedef {readonly (readonly number[])[]} Rows */

/** A number that the answer leaves out is NaN. @param {readonly (number | null)[]} values @returns {number[][]} */
const asColumn = (values) => values.map((value) => [value ?? Number.NaN]);

/** @type {Record<string, (trace: Trace, layer: number, sample: number) => Rows>} by family */
const ROWS = {
  x: (trace, _layer, sample) => asColumn(at(trace.request.inputs, sample)),
  t: (trace, _layer, sample) => asColumn(at(trace.request.targets, sample)),
  w: (trace, layer) => at(trace.network.layers, layer - 1).weights,
  dw: (trace, layer) => layerOf(trace, layer).weight_gradients,
  z: (trace, layer, sample) => asColumn(at(layerOf(trace, layer).pre_activations, sample)),
  a: (trace, layer, sample) => asColumn(at(layerOf(trace, layer).activations, sample)),
  delta: (trace, layer, sample) => asColumn(at(layerOf(trace, layer).deltas, sample)),
  error: (trace, layer, sample) => asColumn(at(layerOf(trace, layer).activation_gradients, sample)),
};

/** @param {Trace} trace @param {number} layer @returns {LayerTrace} */
const layerOf = (trace, layer) => at(trace.layers, layer - 1);

/** Rows × columns. @param {BlockPlace} block @param {Trace} trace @param {number} sample @returns {Rows} */
export function rowsOf({ array, columns }, trace, sample) {
  const family = array.replace(/\d+$/, "");
  const rows = ROWS[family];
  if (!rows) throw new RangeError(`no numbers for the block ${array}`);
  const found = rows(trace, Number(array.slice(family.length)), sample);
  return family === "x" && columns > 1 ? asImage(found.flat(), columns) : found;
}

/** @param {readonly number[]} values @param {number} side @returns {number[][]} */
const asImage = (values, side) =>
  Array.from({ length: side }, (_, row) => values.slice(row * side, (row + 1) * side));

/** @param {BlockPlace} block @param {number} row @param {number} column @returns {Address} */
export const addressIn = ({ array, columns }, row, column) =>
  /^d?w/.test(array) ? `${array}.${row}.${column}` : `${array}.${row * columns + column}`;
