// The sheet of a network: the numbers that can be handed in, as tables in the order of computing. Pure: a request in,
// addresses out.
/** @import { Address, Key } from "../../core/types.js" */
/** @import { TraceRequest } from "../../network/types.js" */
import { at } from "../../core/at.js";

/**
 * A row of a table: one quantity of all units of a layer, or all weights into one unit.
 * @typedef {object} Row
 * @property {string} family "z", "dw"
 * @property {number | null} unit of whose weights it is; null: the columns are the units
 * @property {(Address | null)[]} cells null: the layer has no such number
 */
/**
 * @typedef {object} Block
 * @property {string} name
 * @property {number} layer from 1; 0 for the loss
 * @property {Row[]} rows
 * @property {("unit" | "input" | "bias")[]} columns what each column belongs to
 */
/**
 * @typedef {object} Section
 * @property {string} name
 * @property {Key} title
 * @property {Block[]} blocks
 */

/** How the addresses of a sample end; the first one has no mark. @param {number} sample */
const markOf = (sample) => (sample === 0 ? "" : `@${sample}`);

/** @param {number} count @returns {number[]} */
const upTo = (count) => Array.from({ length: count }, (_, n) => n);

/** The quantities of all units of a layer, for one sample. @param {TraceRequest} request @param {number} sample
 * @param {number} layer @param {readonly string[]} families @returns {Block} */
function ofUnits({ network }, sample, layer, families) {
  const { units } = at(network.layers, layer - 1);
  return {
    name: `${families[0]}${layer}`,
    layer,
    columns: upTo(units).map(() => /** @type {const} */ ("unit")),
    rows: families.map((family) => ({
      family,
      unit: null,
      cells: upTo(units).map((unit) => `${family}${layer}.${unit}${markOf(sample)}`),
    })),
  };
}

/** A number for every weight and bias of a layer. @param {TraceRequest} request @param {number} layer
 * @param {string} prefix "d", "step_", "new_" @returns {Block} */
function ofParameters({ network }, layer, prefix) {
  const { units, bias } = at(network.layers, layer - 1);
  const fanIn = layer === 1 ? network.inputs : at(network.layers, layer - 2).units;
  const biases = bias === false ? [] : [/** @type {const} */ ("bias")];
  return {
    name: `${prefix}w${layer}`,
    layer,
    columns: [...upTo(fanIn).map(() => /** @type {const} */ ("input")), ...biases],
    rows: upTo(units).map((unit) => ({
      family: `${prefix}w`,
      unit,
      cells: [
        ...upTo(fanIn).map((input) => `${prefix}w${layer}.${unit}.${input}`),
        ...biases.map(() => `${prefix}b${layer}.${unit}`),
      ],
    })),
  };
}

/** @param {TraceRequest} request @param {number} sample @param {number} layer @param {(name: string) => boolean} isOwn
 * whether f′ of an activation is a number of each unit */
const backwardOf = (request, sample, layer, isOwn) =>
  ofUnits(
    request,
    sample,
    layer,
    isOwn(at(request.network.layers, layer - 1).activation)
      ? ["error", "slope", "delta"]
      : ["error", "delta"],
  );

/** @param {TraceRequest} request @param {number} sample whose numbers are shown
 * @param {(activation: string) => boolean} isElementwise @returns {Section[]} */
export function sectionsOf(request, sample, isElementwise) {
  const layers = request.network.layers.map((_, l) => l + 1);
  const back = layers.toReversed();
  const samples = request.inputs.length;
  const losses = samples > 1 ? [`loss@${sample}`, "loss"] : ["loss"];
  return [
    {
      name: "forward",
      title: "checking.forward",
      blocks: layers.map((layer) => ofUnits(request, sample, layer, ["z", "a"])),
    },
    {
      name: "loss",
      title: "checking.loss",
      blocks: [
        {
          name: "loss",
          layer: 0,
          columns: ["unit"],
          rows: losses.map((address) => ({ family: "loss", unit: null, cells: [address] })),
        },
      ],
    },
    {
      name: "backward",
      title: "checking.backward",
      blocks: back.map((layer) => backwardOf(request, sample, layer, isElementwise)),
    },
    ...[
      /** @type {const} */ (["gradients", "checking.gradients", "d"]),
      /** @type {const} */ (["steps", "checking.steps", "step_"]),
      /** @type {const} */ (["updated", "checking.updated", "new_"]),
    ].map(([name, title, prefix]) => ({
      name,
      title,
      blocks: back.map((layer) => ofParameters(request, layer, prefix)),
    })),
  ];
}

/** Every address of the sheet, of all samples. @param {TraceRequest} request
 * @param {(activation: string) => boolean} isElementwise @returns {Set<Address>} */
export const addressesOf = (request, isElementwise) =>
  new Set(
    upTo(request.inputs.length).flatMap((sample) =>
      sectionsOf(request, sample, isElementwise).flatMap(({ blocks }) =>
        blocks.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.filter((cell) => cell !== null))),
      ),
    ),
  );
