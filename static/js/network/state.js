// What the main page knows beyond editing.js and how it may change: pure functions (model, input) -> model, one table.
// To add a verb, add one row to EDITS (or to OWN, if the request stays); views reach it by `dispatch(verb, input)`.
/** @import { EditingRules, Key, NamedParameters, Problem } from "../core/types.js" */
/** @import { Kept, LayerRequest, Model, NetworkCatalog, State, Trace, TraceRequest } from "./types.js" */
import {
  COMMON,
  edited as editedRequest,
  edits,
  startModel as startPage,
  withState,
} from "../core/editing.js";
import { menuWord } from "../core/names.js";

/** Up to so many typed numbers a change of shape keeps the old weights; above it everything is drawn again. */
export const TYPED_LIMIT = 2000;

// ---- requests --------------------------------------------------------------------------------------------------

/** @param {TraceRequest} request how many weights and biases the network has */
export function parameterCount({ network }) {
  let fanIn = network.inputs;
  let count = 0;
  for (const layer of network.layers) {
    count += layer.units * (fanIn + (layer.bias === false ? 0 : 1));
    fanIn = layer.units;
  }
  return count;
}

/** @param {TraceRequest} request how many numbers a link would have to hold */
export function typedNumbers({ network, inputs, targets }) {
  const rows = [
    ...inputs,
    ...targets,
    ...network.layers.flatMap((layer) => [...(layer.weights ?? []), layer.biases ?? []]),
  ];
  return rows.reduce((count, row) => count + row.length, 0);
}

/** The first pass's network, every weight written out, so that one of them can be changed.
 * @param {TraceRequest} request @param {Trace | null} trace the answer to it @returns {TraceRequest} */
function writtenOut(request, trace) {
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
  return { ...request, round: 1, network: { ...request.network, layers } };
}

/** @template T @param {T[]} list @param {number} index @param {T} value */
const replaced = (list, index, value) => list.map((old, n) => (n === index ? value : old));

/** @param {TraceRequest} request @param {number} l layers[l] @param {Partial<LayerRequest>} change @returns {TraceRequest} */
function withLayer(request, l, change) {
  const old = request.network.layers[l];
  if (!old) return request;
  return {
    ...request,
    network: { ...request.network, layers: replaced(request.network.layers, l, { ...old, ...change }) },
  };
}

/** Drawn anew from the seed. @param {TraceRequest} request @returns {TraceRequest} */
export function redrawn(request) {
  const layers = request.network.layers.map(({ weights: _weights, biases: _biases, ...rest }) => rest);
  return { ...request, round: 1, network: { ...request.network, layers } };
}

/** @param {number[]} row @param {number} length @param {number} filler */
const fitted = (row, length, filler) => Array.from({ length }, (_, n) => row[n] ?? filler);

/** A network of another shape. Each layer names the old layer it comes from (`from`, or null for a new one, whose weights and
 * whose follower's weights are drawn). The request leaves out what must be drawn; `keep` is laid over it on arrival.
 * @param {TraceRequest} request @param {number} inputs @param {{layer: LayerRequest, from: number | null}[]} plan
 * @returns {{request: TraceRequest, keep: (Kept | null)[] | null}} */
function reshaped(request, inputs, plan) {
  /** @type {(Kept | null)[]} */
  const keep = [];
  let fanIn = inputs;
  let follows = -1;
  const layers = plan.map(({ layer, from }) => {
    const { weights, biases, ...rest } = layer;
    const fits = weights?.length === layer.units && weights[0]?.length === fanIn && follows + 1 === from;
    const kept = !fits && weights && follows + 1 === from ? { weights, biases: biases ?? null } : null;
    keep.push(kept);
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
  };
}

/** The old weights laid over a drawn network, as far as they fit. @param {TraceRequest} request @param {Trace} trace @param {(Kept | null)[]} keep */
function overlaid(request, trace, keep) {
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

/** Why the figures' own rule is not defined for a request; `null` when it is: the catalog names the loss and the optimizer
 * it wants, and its units stand alone.
 * @param {TraceRequest} request @param {NetworkCatalog} catalog @returns {Key | null} */
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

/** The loss of a request where the output takes it, else one that fits output and targets.
 * @param {NetworkCatalog} catalog @param {TraceRequest} request @param {string} output */
function lossFor(catalog, { network, targets }, output) {
  const wantedBy = (/** @type {string} */ name) =>
    catalog.losses.find((entry) => entry.name === name)?.output ?? null;
  if ((wantedBy(network.loss) ?? output) === output) return network.loss;
  const all = targets.flat();
  const fitting = catalog.losses
    .filter((entry) => entry.targets !== "unit_interval" || all.every((value) => value >= 0 && value <= 1))
    .filter((entry) => entry.targets !== "nonnegative" || all.every((value) => value >= 0));
  return (
    (fitting.find((entry) => entry.output === output) ?? fitting.find((entry) => entry.output === null))
      ?.name ?? network.loss
  );
}

// ---- the model -------------------------------------------------------------------------------------------------

/** @type {EditingRules} */
export const RULES = {
  stepsOf: (/** @type {Trace} */ trace) => trace.steps,
  remembers: ["sample"],
  // Fewer samples may be left than the one that was looked at.
  fitted: (state) => {
    const { sample, request } = /** @type {State} */ (state);
    return { ...state, sample: Math.min(sample, request.inputs.length - 1) };
  },
};

/** @param {NetworkCatalog} catalog @param {State} [state] @returns {Model} */
export const startModel = (catalog, state = startState(catalog)) => ({
  ...startPage(catalog, state, RULES),
  keep: null,
});

/** What the page shows when no link says otherwise. @param {NetworkCatalog} catalog */
export const startState = (catalog) => presetState(catalog, catalog.presets[0]?.name ?? "");

/** @param {NetworkCatalog} catalog @param {string} name @returns {State} */
export function presetState(catalog, name) {
  const preset = catalog.presets.find((entry) => entry.name === name) ?? catalog.presets[0];
  if (!preset) throw new Error("the catalog holds no preset");
  return {
    request: preset.request,
    preset: preset.name,
    position: 0,
    grouping: "neuron",
    notation: "figure",
    drawn: false,
    sample: 0,
    speed: 1,
  };
}

/** An edit, and the old weights that its answer is to be overlaid with. @param {Model} model @param {TraceRequest} request
 * @param {Parameters<typeof editedRequest<Model>>[2] & {keep?: (Kept | null)[] | null}} [how] @returns {Model} */
function edited(model, request, { keep = null, ...how } = {}) {
  const next = editedRequest(model, request, how);
  return next === model ? model : { ...next, keep };
}

/** The request that edits build on: the weights on the screen are the ones that change. @param {Model} model */
const base = ({ state: { request }, answer }) =>
  writtenOut(request, answer?.request === request ? answer : null);

/** @param {Model} model @param {number} inputs @param {{layer: LayerRequest, from: number | null}[]} plan @param {string} field */
function reshape(model, inputs, plan, field) {
  const small = parameterCount(model.state.request) <= TYPED_LIMIT;
  const { request, keep } = reshaped(model.state.request, inputs, plan);
  return edited(model, small ? request : redrawn(request), {
    field,
    keep: small ? keep : null,
    notice: { key: small ? "editor.reshaped" : "editor.reshaped_all" },
  });
}

/** @param {Model} model the layers as they stand on the screen @returns {{layer: LayerRequest, from: number | null}[]} */
const planOf = (model) => base(model).network.layers.map((layer, from) => ({ layer, from }));

/** Another optimizer keeps the rate; its other parameters have defaults of their own.
 * @param {{name: string, parameters: {name: string, default: number}[]}} entry @param {NamedParameters | undefined} old @returns {NamedParameters} */
const withDefaults = (entry, old) => ({
  name: entry.name,
  ...Object.fromEntries(
    entry.parameters.map(({ name, default: usual }) => [
      name,
      (old?.name === entry.name || name === "learning_rate" ? old?.[name] : undefined) ?? usual,
    ]),
  ),
});

/** @param {TraceRequest} request @param {{address: string, value: number}} input @param {number} sample @returns {TraceRequest} */
function withNumber(request, { address, value }, sample) {
  const [name = "", named] = address.split("@");
  const s = named === undefined ? sample : Number(named);
  const [head = "", ...rest] = name.split(".");
  const [first = 0, second = 0] = rest.map(Number);
  if (head === "eta")
    return { ...request, optimizer: { ...(request.optimizer ?? { name: "" }), learning_rate: value } };
  if (head === "x" || head === "t") {
    const rows = head === "x" ? request.inputs : request.targets;
    const changed = replaced(rows, s, replaced(rows[s] ?? [], first, value));
    return head === "x" ? { ...request, inputs: changed } : { ...request, targets: changed };
  }
  const l = Number(head.slice(1)) - 1;
  const layer = request.network.layers[l];
  if (head.startsWith("w") && layer?.weights) {
    return withLayer(request, l, {
      weights: replaced(layer.weights, first, replaced(layer.weights[first] ?? [], second, value)),
    });
  }
  if (head.startsWith("b") && layer) {
    return withLayer(request, l, {
      biases: replaced(layer.biases ?? Array(layer.units).fill(0), first, value),
    });
  }
  return request;
}

/** The verbs that change the request; none of them builds on what was refused. @type {Record<string, (model: Model, input: any) => Model>} */
const EDITS = edits({
  // numbers
  edit: (
    model,
    /** @type {{address: string, value: number, continues?: boolean}} */ { address, value, continues },
  ) => {
    const ofNetwork = /^[wb]/.test(address);
    const request = ofNetwork ? base(model) : model.state.request;
    const name =
      /^[xt]/.test(address) && !address.includes("@") ? `${address}@${model.state.sample}` : address;
    const fresh = ofNetwork && (model.state.request.round ?? 1) > 1;
    return edited(model, withNumber(request, { address: name, value }, model.state.sample), {
      field: address,
      continues: continues === true,
      notice: fresh ? { key: "editor.new_start", params: { round: model.state.request.round ?? 1 } } : null,
    });
  },
  /** @param {{address: string, value: number}[]} edits many at once, one step of undo */
  editMany: (model, edits) => {
    const request = edits.reduce((sum, one) => withNumber(sum, one, model.state.sample), base(model));
    return edited(model, request, { field: edits[0]?.address ?? "" });
  },

  // the network
  /** layer 0 are the inputs */
  resizeLayer: (model, /** @type {{layer: number, units: number}} */ { layer, units }) => {
    const field = layer === 0 ? "network.inputs" : `network.layers.${layer - 1}.units`;
    const plan = planOf(model).map((one, l) =>
      l === layer - 1 ? { ...one, layer: { ...one.layer, units } } : one,
    );
    return reshape(model, layer === 0 ? units : model.state.request.network.inputs, plan, field);
  },
  /** @param {{before?: number} | undefined} input index in layers; left out: before the output layer */
  addLayer: (model, input) => {
    const plan = planOf(model);
    const at = input?.before ?? plan.length - 1;
    const pattern = (plan[at - 1] ?? plan[at])?.layer;
    if (!pattern) return model;
    const { weights: _w, biases: _b, frozen: _f, ...like } = pattern;
    plan.splice(at, 0, { layer: { ...like, units: Math.min(3, pattern.units + 1) }, from: null });
    return reshape(model, model.state.request.network.inputs, plan, "network.layers");
  },
  removeLayer: (model, /** @type {{layer: number}} */ { layer }) => {
    const plan = planOf(model);
    if (plan.length < 2) return model;
    const [gone] = plan.splice(layer - 1, 1);
    const output = plan.at(-1);
    // The layer that becomes the output takes over what the loss wants of it.
    if (gone && output && layer > plan.length)
      plan[plan.length - 1] = { ...output, layer: { ...output.layer, activation: gone.layer.activation } };
    return reshape(model, model.state.request.network.inputs, plan, "network.layers");
  },
  /** an output that the loss does not take brings a loss along that takes it */
  setActivation: (model, /** @type {{layer: number, activation: string}} */ { layer, activation }) => {
    const request = withLayer(model.state.request, layer - 1, { activation });
    const before = request.network.loss;
    const loss =
      layer === request.network.layers.length ? lossFor(model.catalog, request, activation) : before;
    return edited(model, loss === before ? request : { ...request, network: { ...request.network, loss } }, {
      field: `network.layers.${layer - 1}.activation`,
      notice:
        loss === before
          ? null
          : {
              key: "editor.output_sets_loss",
              params: { activation: menuWord(activation), before: menuWord(before), loss: menuWord(loss) },
            },
    });
  },
  setBias: (model, /** @type {{layer: number, has: boolean}} */ { layer, has }) => {
    const old = model.state.request.network.layers[layer - 1];
    if (!old) return model;
    const { bias: _bias, biases: _biases, ...rest } = old;
    const changed = has ? rest : { ...rest, bias: false };
    const network = {
      ...model.state.request.network,
      layers: replaced(model.state.request.network.layers, layer - 1, changed),
    };
    return edited(model, { ...model.state.request, network }, { field: `network.layers.${layer - 1}.bias` });
  },
  setFrozen: (model, /** @type {{layer: number, frozen: "all" | "biases" | null}} */ { layer, frozen }) => {
    const old = model.state.request.network.layers[layer - 1];
    if (!old) return model;
    const { frozen: _frozen, ...rest } = old;
    const changed = frozen ? { ...rest, frozen } : rest;
    const network = {
      ...model.state.request.network,
      layers: replaced(model.state.request.network.layers, layer - 1, changed),
    };
    return edited(
      model,
      { ...model.state.request, network },
      { field: `network.layers.${layer - 1}.frozen` },
    );
  },
  /** @param {string} loss a loss that wants a certain output takes it along */
  setLoss: (model, loss) => {
    const { request } = model.state;
    const wanted = model.catalog.losses.find((entry) => entry.name === loss)?.output ?? null;
    const last = request.network.layers.length - 1;
    const moves = wanted !== null && request.network.layers[last]?.activation !== wanted;
    const shaped = moves ? withLayer(request, last, { activation: wanted }) : request;
    return edited(
      model,
      { ...shaped, network: { ...shaped.network, loss } },
      {
        field: "network.loss",
        notice: moves
          ? { key: "editor.loss_sets_output", params: { loss: menuWord(loss), activation: menuWord(wanted) } }
          : null,
      },
    );
  },
  /** @param {string} name */
  setOptimizer: (model, name) => {
    const entry = model.catalog.optimizers.find((one) => one.name === name);
    if (!entry) return model;
    return edited(
      model,
      { ...model.state.request, optimizer: withDefaults(entry, model.state.request.optimizer) },
      { field: "optimizer" },
    );
  },
  setOptimizerParameter: (
    model,
    /** @type {{name: string, value: number, continues?: boolean}} */ { name, value, continues },
  ) => {
    const optimizer =
      model.state.request.optimizer ??
      withDefaults(model.catalog.optimizers[0] ?? { name: "", parameters: [] }, undefined);
    return edited(
      model,
      { ...model.state.request, optimizer: { ...optimizer, [name]: value } },
      { field: `optimizer.${name}`, continues: continues === true },
    );
  },
  setInitializer: (
    model,
    /** @type {{name: string, parameter?: string, value?: number}} */ { name, parameter, value },
  ) => {
    const entry = model.catalog.initializers.find((one) => one.name === name);
    if (!entry) return model;
    const { initializer: old } = model.state.request.network;
    const before = typeof old === "object" && old.name === name ? old : undefined;
    const initializer = {
      ...withDefaults(entry, before),
      ...(parameter !== undefined ? { [parameter]: value ?? 0 } : {}),
    };
    const request = redrawn(model.state.request);
    return edited(
      model,
      { ...request, network: { ...request.network, initializer } },
      {
        field: parameter === undefined ? "network.initializer" : `network.initializer.${parameter}`,
        continues: parameter !== undefined,
      },
    );
  },
  /** @param {number} seed */
  setSeed: (model, seed) => {
    const request = redrawn(model.state.request);
    return edited(model, { ...request, network: { ...request.network, seed } }, { field: "network.seed" });
  },
  redraw: (model) => {
    const request = redrawn(model.state.request);
    return edited(
      model,
      { ...request, network: { ...request.network, seed: (request.network.seed ?? 0) + 1 } },
      { field: "network.seed" },
    );
  },
  /** @param {"mean" | "sum"} reduction */
  setReduction: (model, reduction) =>
    edited(model, { ...model.state.request, reduction }, { field: "reduction" }),
  /** @param {string} name */
  loadPreset: (model, name) => {
    const fresh = presetState(model.catalog, name);
    return edited(model, fresh.request, {
      state: { preset: fresh.preset, sample: 0 },
      field: "preset",
      ghost: false,
    });
  },

  // samples
  addSample: (model) => {
    const { inputs, targets } = model.state.request;
    const n = model.state.sample;
    const request = {
      ...model.state.request,
      inputs: [...inputs, [...(inputs[n] ?? [])]],
      targets: [...targets, [...(targets[n] ?? [])]],
    };
    return edited(model, request, { state: { sample: inputs.length }, field: "inputs" });
  },
  /** @param {number | undefined} index */
  removeSample: (model, index = model.state.sample) => {
    const { inputs, targets } = model.state.request;
    if (inputs.length < 2) return model;
    const request = {
      ...model.state.request,
      inputs: inputs.toSpliced(index, 1),
      targets: targets.toSpliced(index, 1),
    };
    return edited(model, request, { field: "inputs" });
  },

  // rounds
  /** @param {number | undefined} times the new weights become the current ones, so many times */
  again: (model, times = 1) => EDITS["goToRound"]?.(model, (model.state.request.round ?? 1) + times) ?? model,
  /** @param {number} round */
  goToRound: (model, round) => {
    const now = model.state.request.round ?? 1;
    const to = Math.max(1, Math.round(round));
    if (to === now) return model;
    const atEnd = model.state.position === (model.answer?.steps?.length ?? 0);
    return edited(
      model,
      { ...model.state.request, round: to },
      {
        field: "round",
        ghost: false,
        state: atEnd && to === now + 1 ? { position: 0 } : {},
      },
    );
  },
  /** @param {"gradient" | "as_drawn"} rule */
  setRule: (model, rule) => edited(model, { ...model.state.request, rule }, { field: "rule" }),
});

/** Another request wants no old weights laid over it. @param {Model} model @param {Model} next */
const elsewhere = (model, next) =>
  next.state.request === model.state.request ? next : { ...next, keep: null };

/** @type {Record<string, (model: Model, input: any) => Model>} */
const OWN = {
  /** @param {State["notation"]} notation */
  setNotation: (model, notation) => withState(model, { notation }),
  /** @param {boolean} drawn */
  setFigureRule: (model, drawn) => withState(model, { drawn }),
  /** @param {number} sample */
  setSample: (model, sample) => ({
    ...withState(model, { sample: Math.max(0, Math.min(model.state.request.inputs.length - 1, sample)) }),
    ghost: null,
  }),
  undo: (model) => elsewhere(model, COMMON["undo"]?.(model, undefined)),
  redo: (model) => elsewhere(model, COMMON["redo"]?.(model, undefined)),
  open: (model, state) => elsewhere(model, COMMON["open"]?.(model, state)),
  /** @param {Trace} trace */
  arrived: (model, trace) => {
    if (model.keep === null || trace.request !== model.state.request)
      return COMMON["arrived"]?.(model, trace);
    return {
      ...model,
      keep: null,
      state: { ...model.state, request: overlaid(model.state.request, trace, model.keep) },
    };
  },
  /** @param {Problem} problem */
  refused: (model, problem) => ({ ...COMMON["refused"]?.(model, problem), keep: null }),
};

/** @type {Record<string, (model: Model, input: any) => Model>} */
export const TRANSITIONS = { ...COMMON, ...EDITS, ...OWN };
