// A table of one quantity over all samples: a row for each sample, a column for each unit. Pure: out of a screen, as
// numbers, and as the text of a copy.
/** @import { Address } from "../../../core/types.js" */
/** @import { Screen } from "../../types.js" */
import { isKnown } from "../../../core/frame.js";

/** What belongs to every sample: to a layer, or to the network. */
const OF_LAYER = ["z", "a", "slope", "error", "delta"];
const OF_NETWORK = ["x", "t"];

/**
 * @typedef {object} Quantity
 * @property {string} name "delta2", "x"; "delta" of all layers
 * @property {string} family
 * @property {number} layer from 1; 0 for inputs and targets, and for all layers
 * @property {number} units
 * @property {readonly Address[]} addresses of its columns
 */

/** @param {string} name @param {string} family @param {number} layer @param {number} units @returns {Quantity} */
const quantityOf = (name, family, layer, units) => ({
  name,
  family,
  layer,
  units,
  addresses: Array.from({ length: units }, (_, unit) => `${name}.${unit}`),
});

/** A quantity of all layers, a column for each neuron. @param {string} family
 * @param {Quantity[]} layers @returns {Quantity} */
const joined = (family, layers) => ({
  name: family,
  family,
  layer: 0,
  units: layers.reduce((sum, { units }) => sum + units, 0),
  addresses: layers.flatMap(({ addresses }) => addresses),
});

/** All quantities of a network, from the inputs to the output. @param {Pick<Screen, "trace">} screen
 * @returns {Quantity[]} */
export function quantitiesOf({ trace: { network } }) {
  const outputs = network.layers.at(-1)?.units ?? 0;
  return [
    ...OF_NETWORK.map((name) => quantityOf(name, name, 0, name === "x" ? network.inputs : outputs)),
    ...OF_LAYER.flatMap((family) => {
      const layers = network.layers.map(({ units }, l) =>
        quantityOf(`${family}${l + 1}`, family, l + 1, units),
      );
      return layers.length > 1 ? [joined(family, layers), ...layers] : layers;
    }),
  ];
}

/**
 * The numbers of a quantity, null for one that there is none of.
 * @param {Pick<Screen, "trace" | "explainer" | "frame">} screen @param {Quantity} quantity
 * @param {boolean} [all] also those that are not known yet
 * @returns {(number | null)[][]} by sample, by unit
 */
export const sampleRows = ({ trace, explainer, frame }, { addresses }, all = false) =>
  trace.request.inputs.map((_, sample) =>
    addresses.map((address) =>
      all || isKnown(frame, address) ? explainer.value(`${address}@${sample}`) : null,
    ),
  );

/** @param {number | null} value in full precision, as programs read it */
const written = (value) => (value === null ? "" : String(value));

/** As LaTeX: 3e-7 is 3·10^{-7}. @param {number | null} value */
const inLatex = (value) => written(value).replace(/e\+?(-?\d+)$/, " \\cdot 10^{$1}");

/** The text of a copy by its form; `heads`: of the columns, the first one of the samples.
 * @type {Record<"csv" | "tsv" | "latex", (heads: readonly string[], rows: readonly (number | null)[][]) => string>} */
export const COPIES = {
  csv: (heads, rows) => separated(heads, rows, ","),
  tsv: (heads, rows) => separated(heads, rows, "\t"),
  latex: (heads, rows) =>
    [
      `\\begin{array}{r|${"r".repeat(heads.length - 1)}}`,
      `${heads.join(" & ")} \\\\ \\hline`,
      ...rows.map((row, s) => `${[s + 1, ...row.map(inLatex)].join(" & ")} \\\\`),
      "\\end{array}",
    ].join("\n"),
};

/** @param {readonly string[]} heads @param {readonly (number | null)[][]} rows @param {string} separator */
function separated(heads, rows, separator) {
  const quoted = heads.map((head) =>
    head.includes(separator) || head.includes('"') ? `"${head.replaceAll('"', '""')}"` : head,
  );
  const lines = [quoted, ...rows.map((row, s) => [String(s + 1), ...row.map(written)])];
  return lines.map((line) => line.join(separator)).join("\n");
}
