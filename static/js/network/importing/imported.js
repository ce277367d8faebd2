// A network that was found in a file, as the page takes it. Pure: what the server found in, a request out.
/** @import { NetworkCatalog, TraceRequest } from "../types.js" */
import { at } from "../../core/at.js";
import { firstClass } from "../own_network.js";

/** @typedef {TraceRequest["network"]} NetworkRequest */
/**
 * What the server found.
 * @typedef {object} Imported
 * @property {string} kind
 * @property {NetworkRequest} network
 * @property {{name: string, shape: number[]}[]} layers as the file has them
 * @property {{code: string, text: string}[]} notices
 */

/** Whether an answer is one of an import. @param {any} answer @returns {answer is Imported} */
export const isImported = (answer) =>
  Array.isArray(answer?.network?.layers) &&
  Array.isArray(answer.layers) &&
  answer.layers.length === answer.network.layers.length &&
  Array.isArray(answer.notices);

/** Whether samples are of a network's widths, with targets that its loss takes.
 * @param {TraceRequest} shown @param {NetworkRequest} network @param {NetworkCatalog} catalog */
export function samplesFit({ inputs, targets }, network, catalog) {
  const { units } = at(network.layers, network.layers.length - 1);
  const range = catalog.losses.find(({ name }) => name === network.loss)?.targets ?? "any";
  const values = targets.flat();
  return (
    inputs.every((row) => row.length === network.inputs) &&
    targets.every((row) => row.length === units) &&
    (range === "any" || values.every((value) => value >= 0)) &&
    (range !== "unit_interval" || values.every((value) => value <= 1))
  );
}

/**
 * The request of a network from a file: with the samples on the screen where they fit, else with one sample.
 * @param {NetworkRequest} network @param {TraceRequest} shown @param {NetworkCatalog} catalog @returns {TraceRequest}
 */
export function requestOfImport(network, shown, catalog) {
  const { reduction, optimizer } = shown;
  const last = at(network.layers, network.layers.length - 1);
  const samples = samplesFit(shown, network, catalog)
    ? { inputs: shown.inputs, targets: shown.targets }
    : {
        inputs: [Array(network.inputs).fill(1)],
        targets: [firstClass(last.units, last.activation, catalog)],
      };
  return {
    network,
    ...samples,
    ...(reduction ? { reduction } : {}),
    ...(optimizer ? { optimizer } : {}),
  };
}

/** The activation of the output that a loss takes: the old one, unless the loss needs one of its own.
 * @param {NetworkCatalog} catalog @param {string} loss @param {string} output */
export const outputFor = ({ losses }, loss, output) =>
  losses.find(({ name }) => name === loss)?.output ?? output;

/** The network with other activations and another loss. @param {NetworkRequest} network
 * @param {readonly string[]} activations one for each layer @param {string} loss @returns {NetworkRequest} */
export const withActivations = (network, activations, loss) => ({
  ...network,
  layers: network.layers.map((layer, l) => ({ ...layer, activation: at(activations, l) })),
  loss,
});
