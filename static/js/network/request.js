// Requests for a trace: how large they are, and new requests that differ from an old one in a part. Pure functions.
/** @import { Address, Key, NamedParameters } from "../core/types.js" */
/** @import { Kept, LayerRequest, NetworkCatalog, Trace, TraceRequest } from "./types.js" */
import { at } from "../core/at.js";
import { partsOf } from "../core/address.js";

/** The largest number of written-out numbers of a request that a link can hold and that a change of shape
 * keeps; above it all weights are initialized anew. */
export const TYPED_LIMIT = 2000;

/** How many weights and biases the network has. @param {TraceRequest} request */
export function parameterCount({ network }) {
  let fanIn = network.inputs;
  let count = 0;
  for (const layer of network.layers) {
    count += layer.units * (fanIn + (layer.bias === false ? 0 : 1));
    fanIn = layer.units;
  }
  return count;
}

/** How many weights the network has. @param {TraceRequest} request */
export const weightCount = ({ network: { inputs, layers } }) =>
  layers.reduce((count, { units }, l) => count + units * (layers[l - 1]?.units ?? inputs), 0);

/** How many numbers are written out in a request, besides what the optimizer remembers: twice as many as there are
 * parameters at most. @param {TraceRequest} request */
export function typedNumbers({ network, inputs, targets }) {
  const rows = [
    ...inputs,
    ...targets,
    ...network.layers.flatMap((layer) => [...(layer.weights ?? []), layer.biases ?? []]),
  ];
  return rows.reduce((count, row) => count + row.length, 0);
}

/** Its optimizer begins afresh. @param {TraceRequest} request @returns {TraceRequest} */
function withoutOptimizerState({ optimizer_state: _state, ...request }) {
  return request;
}

/** The request, whose optimizer begins afresh where what it remembers has other letters or is of layers of other
 * sizes. @param {TraceRequest} request @param {NetworkCatalog} catalog */
export function withFittingState(request, catalog) {
  const { network, optimizer, optimizer_state: state } = request;
  if (!state) return request;
  const letters = catalog.optimizers.find(({ name }) => name === optimizer?.name)?.state ?? [];
  const fits =
    letters.length > 0 &&
    state.layers.length === network.layers.length &&
    network.layers.every(({ units, bias = true }, l) => {
      const { weights, biases } = at(state.layers, l);
      const fanIn = network.layers[l - 1]?.units ?? network.inputs;
      return (
        !biases === !bias &&
        Object.keys(weights).length === letters.length &&
        letters.every(
          (letter) =>
            weights[letter]?.length === units &&
            weights[letter][0]?.length === fanIn &&
            (!biases || biases[letter]?.length === units),
        )
      );
    });
  return fits ? request : withoutOptimizerState(request);
}

/** The request for round 1 from the network of the answer, with every weight written out, so that one of them
 * can be changed; the optimizer begins afresh after other rounds. @param {TraceRequest} request
 * @param {Trace | null} trace the answer to it, if there is one @returns {TraceRequest} */
export function writtenOut(request, trace) {
  const complete = request.network.layers.every((layer) => layer.weights);
  if (!trace || (complete && (request.round ?? 1) === 1)) return request;
  const layers = request.network.layers.map((layer, l) => {
    const filled = trace.network.layers[l];
    if (!filled || filled.units !== layer.units) return layer;
    return {
      ...layer,
      weights: filled.weights,
      ...(filled.biases && layer.bias !== false ? { biases: filled.biases } : {}),
    };
  });
  const begun = (request.round ?? 1) === 1 ? request : withoutOptimizerState(request);
  return { ...begun, round: 1, network: { ...request.network, layers } };
}

/** A list with another value at an index. @template T @param {T[]} list @param {number} index @param {T} value */
export const replaced = (list, index, value) => list.map((old, n) => (n === index ? value : old));

/** A matrix with another value in a row and column, the same matrix if it has no such row. @param {number[][]} rows
 * @param {number} r @param {number} c @param {number} value */
function replacedIn(rows, r, c, value) {
  const row = rows[r];
  return row ? replaced(rows, r, replaced(row, c, value)) : rows;
}

/** @param {TraceRequest} request @param {number} l index in `layers` @param {Partial<LayerRequest>} change
 * @returns {TraceRequest} */
export function withLayer(request, l, change) {
  const old = request.network.layers[l];
  if (!old) return request;
  return {
    ...request,
    network: { ...request.network, layers: replaced(request.network.layers, l, { ...old, ...change }) },
  };
}

/** The request without weights and biases: the server initializes them from the seed. @param {TraceRequest} request
 * @returns {TraceRequest} */
export function withoutParameters(request) {
  const layers = request.network.layers.map(({ weights: _weights, biases: _biases, ...rest }) => rest);
  return { ...withoutOptimizerState(request), round: 1, network: { ...request.network, layers } };
}

/** @param {number[]} row @param {number} length @param {number} filler */
const fitted = (row, length, filler) => Array.from({ length }, (_, n) => row[n] ?? filler);

/** A layer of a network of another shape, and the index of the old layer it is made from; null for a new layer.
 * @typedef {{layer: LayerRequest, from: number | null}} LayerPlan */

/** A network of another shape. The weights into a layer are kept if both the layer and the one before it
 * stay; the request leaves out all others, and the server initializes them. Weights of another shape are
 * returned in `keep`: they are laid over the initialized ones when the answer arrives (`overlaid`). `drawn` is how
 * many weights have no old number.
 * @param {TraceRequest} request @param {number} inputs @param {LayerPlan[]} plan
 * @returns {{request: TraceRequest, keep: (Kept | null)[] | null, drawn: number}} */
export function reshaped(request, inputs, plan) {
  /** @type {(Kept | null)[]} */
  const keep = [];
  let fanIn = inputs;
  let follows = -1;
  let drawn = 0;
  const layers = plan.map(({ layer, from }) => {
    const { weights, biases, ...rest } = layer;
    const fits = weights?.length === layer.units && weights[0]?.length === fanIn && follows + 1 === from;
    const kept = !fits && weights && follows + 1 === from ? { weights, biases: biases ?? null } : null;
    keep.push(kept);
    const old = fits ? weights : kept?.weights;
    const stay = Math.min(old?.length ?? 0, layer.units) * Math.min(old?.[0]?.length ?? 0, fanIn);
    drawn += layer.units * fanIn - stay;
    follows = from ?? -2;
    fanIn = layer.units;
    if (fits) return layer;
    return biases && from !== null ? { ...rest, biases: fitted(biases, layer.units, 0) } : rest;
  });
  const units = layers.at(-1)?.units ?? 1;
  return {
    request: {
      ...request,
      network: { ...request.network, inputs, layers },
      inputs: request.inputs.map((row) => fitted(row, inputs, 0)),
      targets: request.targets.map((row) => fitted(row, units, 0)),
    },
    keep: keep.some(Boolean) ? keep : null,
    drawn,
  };
}

/** The old weights laid over an initialized network, as far as they fit. @param {TraceRequest} request
 * @param {Trace} trace @param {(Kept | null)[]} keep by layer */
export function overlaid(request, trace, keep) {
  const layers = writtenOut(request, trace).network.layers.map((layer, l) => {
    const kept = keep[l];
    if (!kept || !layer.weights) return layer;
    return {
      ...layer,
      weights: layer.weights.map((row, j) => row.map((value, i) => kept.weights[j]?.[i] ?? value)),
    };
  });
  return { ...request, network: { ...request.network, layers } };
}

/** Why the figures' rule is not defined for a request; `null` if it is. It needs the loss and the optimizer
 * that the catalog names, and activations that work on each unit alone. @param {TraceRequest} request
 * @param {NetworkCatalog} catalog @returns {Key | null} */
export function figureRuleRefusal(request, catalog) {
  const { loss, optimizer } = catalog.as_drawn;
  if (request.network.loss !== loss) return "control.drawn_needs_loss";
  if ((request.optimizer?.name ?? optimizer) !== optimizer) return "control.drawn_needs_optimizer";
  const together = new Set(
    catalog.activations.filter((entry) => !entry.elementwise).map((entry) => entry.name),
  );
  return request.network.layers.some((layer) => together.has(layer.activation))
    ? "control.drawn_needs_elementwise"
    : null;
}

/** The loss of a request if it can be used with the activation of the output layer, else one that fits this
 * activation and the targets. @param {NetworkCatalog} catalog @param {TraceRequest} request
 * @param {string} output an activation */
export function lossFor(catalog, { network, targets }, output) {
  const outputOf = (/** @type {string} */ name) =>
    catalog.losses.find((entry) => entry.name === name)?.output ?? null;
  if ((outputOf(network.loss) ?? output) === output) return network.loss;
  const all = targets.flat();
  const fitting = catalog.losses
    .filter((entry) => entry.targets !== "unit_interval" || all.every((value) => value >= 0 && value <= 1))
    .filter((entry) => entry.targets !== "nonnegative" || all.every((value) => value >= 0));
  return (
    (fitting.find((entry) => entry.output === output) ?? fitting.find((entry) => entry.output === null))
      ?.name ?? network.loss
  );
}

/** An entry of the catalog with values for its parameters: the old ones if it was chosen before, else its
 * defaults; the learning rate is kept in any case.
 * @param {{name: string, parameters: {name: string, default: number}[]}} entry
 * @param {NamedParameters | undefined} old @returns {NamedParameters} */
export const withDefaults = (entry, old) => ({
  name: entry.name,
  ...Object.fromEntries(
    entry.parameters.map(({ name, default: usual }) => [
      name,
      (old?.name === entry.name || name === "learning_rate" ? old?.[name] : undefined) ?? usual,
    ]),
  ),
});

/** The request with another number at an address. If there is no such number the request is returned as it
 * is: while an answer is awaited, the fields of the old shape can still be edited.
 * @param {TraceRequest} request @param {{address: Address, value: number}} input
 * @param {number} sample of an address that names none @returns {TraceRequest} */
export function withNumber(request, { address, value }, sample) {
  const { family, layer: number, indices, sample: named } = partsOf(address);
  const [first = 0, second = 0] = indices;
  if (family === "eta")
    return { ...request, optimizer: { ...(request.optimizer ?? { name: "" }), learning_rate: value } };
  if (family === "x" || family === "t") {
    const field = family === "x" ? "inputs" : "targets";
    return { ...request, [field]: replacedIn(request[field], named ?? sample, first, value) };
  }
  const layer = request.network.layers[number - 1];
  if (family === "w" && layer?.weights)
    return withLayer(request, number - 1, { weights: replacedIn(layer.weights, first, second, value) });
  if (family === "b" && layer) {
    const biases = layer.biases ?? Array(layer.units).fill(0);
    return withLayer(request, number - 1, { biases: replaced(biases, first, value) });
  }
  return request;
}
