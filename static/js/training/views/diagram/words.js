// What is said of an edge that is pointed at and, for a screen reader, of a neuron.
/** @import { Context, TrainScreen } from "../../types.js" */
import { formatNumber } from "../../../math/format.js";
import { inputName, unitOf } from "../../task.js";
import { sourceName, weightsOf } from "./card.js";
import { shownNumbers } from "./paint.js";

/** The number of an edge, or why the edges show none. @param {Context["t"]} t @param {TrainScreen} screen
 * @param {{ layer: number, unit: number, input: number } | null} edge */
export function edgeText(t, { run, at, state: { look } }, edge) {
  const numbers = shownNumbers(run, at, look.edges);
  if (numbers === null) return t("training.no_change");
  const layer = edge && run.layers[edge.layer - 1];
  if (!edge || !layer) return "";
  return t(look.edges === "change" ? "training.edge_change" : "training.edge_weight", {
    from: sourceName(edge.layer, edge.input),
    neuron: edge.unit + 1,
    layer: edge.layer,
    value: formatNumber(numbers.values[layer.start + edge.unit * layer.inputs + edge.input], 4),
  });
}

/** @param {Context["t"]} t @param {TrainScreen} screen @param {string} address */
export function neuronName(t, { run, at }, address) {
  const unit = unitOf(run, address);
  if (!unit) return "";
  const { into, bias } = weightsOf(run, run.parametersAt(at), unit);
  const strongest = into.reduce((best, w, i) => (Math.abs(w) > Math.abs(into[best] ?? 0) ? i : best), 0);
  return t("training.neuron_name", {
    neuron: unit.unit + 1,
    layer: unit.layer,
    bias: bias === null ? "–" : formatNumber(bias, 3),
    input: unit.layer === 1 ? inputName(strongest) : t("training.neuron_short", { neuron: strongest + 1 }),
    weight: formatNumber(into[strongest], 3),
  });
}
