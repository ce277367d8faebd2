// What the network of the page gives: inputs, target values, weights, biases. Pure.
/** @import { Address } from "../../core/types.js" */
/** @import { Screen } from "../types.js" */
import { partsOf } from "../../core/address.js";

/** The weights and biases by layer: of the request, or those that the server drew.
 * @param {Pick<Screen, "state" | "trace">} screen */
export const layersOf = ({ state, trace }) =>
  state.request.network.layers.map(({ weights, biases, bias }, l) => ({
    weights: weights ?? trace.network.layers[l]?.weights ?? [],
    biases: bias === false ? null : (biases ?? trace.network.layers[l]?.biases ?? null),
  }));

/** @param {Pick<Screen, "state" | "trace">} screen
 * @returns {(address: Address) => number | null} null: the network has no such number */
export function givenBy(screen) {
  const layers = layersOf(screen);
  const { inputs, targets } = screen.state.request;
  return (address) => {
    const { family, layer, indices, sample } = partsOf(address);
    const [first = 0, second = 0] = indices;
    const row = sample ?? screen.state.sample;
    if (family === "x") return inputs[row]?.[first] ?? null;
    if (family === "t") return targets[row]?.[first] ?? null;
    if (family === "w") return layers[layer - 1]?.weights[first]?.[second] ?? null;
    return layers[layer - 1]?.biases?.[first] ?? null;
  };
}

/** Rows and columns of a square layer exchanged, as edits of its weights; null: it is not square.
 * @param {Pick<Screen, "state" | "trace">} screen @param {number} layer from 1 */
export function turnedWeights(screen, layer) {
  const rows = layersOf(screen)[layer - 1]?.weights ?? [];
  if (rows.length < 2 || rows.some((row) => row.length !== rows.length)) return null;
  return rows.flatMap((row, j) =>
    row.map((_, i) => ({ address: `w${layer}.${j}.${i}`, value: rows[i]?.[j] ?? 0 })),
  );
}
