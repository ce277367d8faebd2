// What samples ask of the network that learns them: its inputs, its outputs, and an output activation and a loss that
// are defined for their targets. Pure functions.
/** @import { NamedParameters, Notice } from "../../core/types.js" */
/** @import { Catalog, Data, DataSet, LayerRequest, NetworkRequest, OwnData, TrainRequest } from "../types.js" */

/**
 * What samples are like.
 * @typedef {object} Shape
 * @property {number} inputs of a sample
 * @property {number} outputs of a sample: of two classes one, of more as many as there are
 * @property {number | null} classes null: the targets are numbers
 */

/** @param {number | null} classes @returns {number} how many targets a sample has */
export const outputsOf = (classes) => (classes === null || classes === 2 ? 1 : classes);

/** @param {Data} data @returns {data is OwnData} */
export const isOwn = (data) => Array.isArray(/** @type {OwnData} */ (data).inputs);

/** Samples of one's own of which there is none: no server takes them. @param {Pick<TrainRequest, "data">} request */
export const isEmpty = ({ data }) => isOwn(data) && data.inputs.length === 0;

/** A parameter of a data set: that of the request, else its default.
 * @param {DataSet} set @param {NamedParameters} data @param {string} name */
function parameterOf(set, data, name) {
  const given = data[name];
  return typeof given === "number" ? given : set.parameters.find((one) => one.name === name)?.default;
}

/** @param {DataSet} set @param {NamedParameters} data @returns {Shape} */
export function shapeOfSet(set, data) {
  const classes = typeof set.classes === "string" ? Number(parameterOf(set, data, set.classes)) : set.classes;
  return { inputs: set.inputs, outputs: outputsOf(classes), classes };
}

/** How many classes targets tell apart; null: they are numbers. The server sees it likewise
 * (app/engine/network/runs/measures.py). @param {readonly (readonly number[])[]} targets with at least one row */
function classesOf(targets) {
  if (!targets.every((row) => row.every((value) => [0, 1].includes(value)))) return null;
  const outputs = targets[0]?.length ?? 1;
  if (outputs === 1) return 2;
  return targets.every((row) => row.reduce((sum, value) => sum + value, 0) === 1) ? outputs : null;
}

/** What one's own samples are like; as long as there is none, or all numbers are 0 and 1, the output of the network
 * says whether they are classes.
 * @param {OwnData} data @param {NetworkRequest} network @returns {Shape} */
export function shapeOfOwn(data, network) {
  const last = network.layers.at(-1);
  const rows = [...data.targets, ...(data.test_targets ?? [])];
  const outputs = rows[0]?.length ?? last?.units ?? 1;
  const isLinear = last?.activation === "linear";
  const classes = rows.length > 0 ? classesOf(rows) : outputs === 1 ? 2 : outputs;
  const inputs = data.inputs[0]?.length ?? network.inputs;
  return { inputs, outputs, classes: isLinear && outputs === 1 ? null : classes };
}

/** @param {TrainRequest} request @param {Pick<Catalog, "datasets">} catalog @returns {Shape} */
export function shapeOf({ data, network }, { datasets }) {
  if (isOwn(data)) return shapeOfOwn(data, network);
  const set = datasets.find(({ name }) => name === data.name);
  return set
    ? shapeOfSet(set, data)
    : { inputs: network.inputs, outputs: network.layers.at(-1)?.units ?? 1, classes: null };
}

// ---- the network -------------------------------------------------------------------------------------------------

/** The usual output of a network: by how many classes it tells apart. @param {number | null} classes */
function usualOutput(classes) {
  if (classes === null) return { activation: "linear", loss: "mean_squared_error" };
  return classes === 2
    ? { activation: "sigmoid", loss: "binary_cross_entropy" }
    : { activation: "softmax", loss: "cross_entropy" };
}

/** Whether samples leave the choice of output and loss as it is: they are of the kind that the network has, and the
 * loss is defined for them. @param {NetworkRequest} network @param {Shape} shape @param {Shape | null} before
 * @param {Pick<Catalog, "losses">} catalog */
function keepsOutput({ layers, loss }, shape, before, { losses }) {
  const last = layers.at(-1);
  const entry = losses.find(({ name }) => name === loss);
  if (!last || !entry || !before) return false;
  const isSameKind =
    (shape.classes === null) === (before.classes === null) &&
    (shape.classes === null || (shape.outputs === 1) === (before.outputs === 1));
  const isDefined = entry.output === null || entry.output === last.activation;
  const isAlone = last.activation === "softmax" && shape.outputs === 1;
  return isSameKind && isDefined && !isAlone && (shape.classes !== null || entry.targets === "any");
}

/** A layer without the weights and biases that are not of its size.
 * @param {LayerRequest} layer @param {number} inputs @returns {LayerRequest} */
function withoutMisfits(layer, inputs) {
  const { weights, biases, ...rest } = layer;
  const fits = weights?.length === layer.units && weights.every((row) => row.length === inputs);
  return {
    ...rest,
    ...(weights && fits ? { weights } : {}),
    ...(biases && biases.length === layer.units ? { biases } : {}),
  };
}

/** A network of whose layers none has numbers of another size. @param {NetworkRequest} network
 * @returns {NetworkRequest} */
export function withFittingNumbers(network) {
  let inputs = network.inputs;
  const layers = network.layers.map((layer) => {
    const fitting = withoutMisfits(layer, inputs);
    inputs = layer.units;
    return fitting;
  });
  return { ...network, layers };
}

/**
 * The network for samples: their numbers of inputs and outputs, and where they are of another kind than those before,
 * the usual output activation and loss.
 * @param {NetworkRequest} network @param {Shape} shape @param {Shape | null} before what it has learnt so far
 * @param {Pick<Catalog, "losses">} catalog @returns {NetworkRequest} the same one where nothing changes
 */
export function fittedNetwork(network, shape, before, catalog) {
  const last = network.layers.at(-1) ?? { units: 1, activation: "linear" };
  const usual = keepsOutput(network, shape, before, catalog)
    ? { activation: last.activation, loss: network.loss }
    : usualOutput(shape.classes);
  if (
    network.inputs === shape.inputs &&
    last.units === shape.outputs &&
    last.activation === usual.activation &&
    network.loss === usual.loss
  )
    return network;
  const output = { ...last, units: shape.outputs, activation: usual.activation };
  return withFittingNumbers({
    ...network,
    inputs: shape.inputs,
    layers: [...network.layers.slice(0, -1), output],
    loss: usual.loss,
  });
}

/** The request with other data and the network that fits them. Changes on the way belong to the samples and the steps
 * of the run before.
 * @param {TrainRequest} request @param {Data} data @param {Pick<Catalog, "datasets" | "losses">} catalog
 * @returns {Partial<TrainRequest>} what changes */
export function withData(request, data, catalog) {
  const before = shapeOf(request, catalog);
  const shape = shapeOf({ ...request, data }, catalog);
  return withShapedData(request, data, shape, before, catalog);
}

/** The same for samples that are known to be of a shape.
 * @param {TrainRequest} request @param {Data} data @param {Shape} shape @param {Shape | null} before
 * @param {Pick<Catalog, "losses">} catalog @returns {Partial<TrainRequest>} */
export function withShapedData(request, data, shape, before, catalog) {
  const network = fittedNetwork(request.network, shape, before, catalog);
  return {
    data,
    ...(network === request.network ? {} : { network }),
    ...(request.events?.length ? { events: [] } : {}),
  };
}

/** What the page says of a network that was changed to fit, or nothing.
 * @param {NetworkRequest} before @param {NetworkRequest | undefined} after
 * @param {(table: "activation" | "loss", name: string) => string} nameOf @returns {Notice | null} */
export function fittingNotice(before, after, nameOf) {
  if (!after) return null;
  const last = after.layers.at(-1);
  const params = {
    inputs: after.inputs,
    outputs: last?.units ?? 1,
    activation: nameOf("activation", last?.activation ?? ""),
    loss: nameOf("loss", after.loss),
  };
  const isOther =
    before.loss !== after.loss ||
    before.inputs !== after.inputs ||
    before.layers.at(-1)?.units !== last?.units ||
    before.layers.at(-1)?.activation !== last?.activation;
  return isOther ? { key: "training.network_fits", params } : null;
}

// ---- output and loss ---------------------------------------------------------------------------------------------

/** Whether a loss is defined for samples: some take numbers from 0 to 1 alone, some an output that tells more classes
 * apart. @param {Catalog["losses"][number]} loss @param {Shape} shape */
export const isLossFor = ({ output, targets }, { outputs, classes }) =>
  (targets === "any" || classes !== null) && (output !== "softmax" || outputs > 1);

/** The network with another loss, and the output activation that it needs.
 * @param {NetworkRequest} network @param {string} name @param {Pick<Catalog, "losses">} catalog
 * @returns {NetworkRequest} */
export function withLoss(network, name, { losses }) {
  const output = losses.find((loss) => loss.name === name)?.output ?? null;
  const last = network.layers.at(-1);
  if (output === null || !last || last.activation === output) return { ...network, loss: name };
  const layers = network.layers.with(-1, { ...last, activation: output });
  return { ...network, layers, loss: name };
}

/** The network with another output activation, and a loss that goes with it.
 * @param {NetworkRequest} network @param {string} activation @param {Shape} shape
 * @param {Pick<Catalog, "losses">} catalog @returns {NetworkRequest} */
export function withOutput(network, activation, shape, { losses }) {
  const last = network.layers.at(-1);
  if (!last) return network;
  const layers = network.layers.with(-1, { ...last, activation });
  const needed = losses.find(({ name }) => name === network.loss)?.output ?? null;
  if (needed === null || needed === activation) return { ...network, layers };
  const own = losses.find((loss) => loss.output === activation && isLossFor(loss, shape));
  return { ...network, layers, loss: own?.name ?? usualOutput(null).loss };
}
