// The state of the network's page and how it changes: pure functions (model, input) -> model in one table,
// over those of core/editing.js. To add a verb, add a row to EDITS, or to OWN if it leaves the request as it
// is; views call it by `dispatch(verb, input)`.
/** @import { EditingRules, ModelVerbs, Notice, Problem, Transitions } from "../core/types.js" */
/**
 * @import { Kept, Model, NetworkCatalog, NetworkChoices, NetworkEdits, State, Trace, TraceRequest } from "./types.js"
 */
/** @import { LayerPlan } from "./request.js" */
import { at } from "../core/at.js";
import {
  COMMON,
  edited as editedRequest,
  edits,
  presetNamed,
  startModel as startPage,
  withState,
} from "../core/editing.js";
import { isKnown } from "../core/frame.js";
import { menuWord } from "../core/names.js";
import { LETTERS, drawingOf, lookOf, ownLetters, sameSizes } from "./letters.js";
import {
  TYPED_LIMIT,
  lossFor,
  overlaid,
  parameterCount,
  weightCount,
  withoutParameters,
  replaced,
  reshaped,
  withDefaults,
  withLayer,
  withNumber,
  withFittingState,
  writtenOut,
} from "./request.js";

// ---- the model -------------------------------------------------------------------------------------------------

/** @type {EditingRules} */
export const RULES = {
  stepsOf: (/** @type {Trace} */ trace) => trace.steps,
  remembers: ["sample", "notation", "drawing"],
  // The chosen sample may have been removed.
  fitted: (state) => {
    const { sample, request } = /** @type {State} */ (state);
    return { ...state, sample: Math.min(sample, request.inputs.length - 1) };
  },
};

/** @param {NetworkCatalog} catalog @param {State} [state] @returns {Model} */
export const startModel = (catalog, state = startState(catalog)) => ({
  ...startPage(catalog, state, RULES),
  keep: null,
  chosen: {},
  checkWanted: false,
  practice: null,
});

/** What the page shows without a link. @param {NetworkCatalog} catalog */
export const startState = (catalog) => presetState(catalog, catalog.presets[0]?.name ?? "");

/** An example in its own letters and drawing, as far as the reader has chosen none.
 * @param {NetworkCatalog} catalog @param {string} name @param {Model["chosen"]} [chosen] @returns {State} */
export function presetState(catalog, name, chosen = {}) {
  const preset = presetNamed(catalog.presets, name);
  return {
    request: preset.request,
    preset: preset.name,
    position: 0,
    grouping: "neuron",
    ...lookOf(preset.letters ?? "textbook", chosen),
    figureRule: false,
    sample: 0,
    speed: 1,
  };
}

/** An edit, with the old weights that are laid over its answer. What an optimizer remembers goes if it fits no more.
 * @param {Model} model @param {TraceRequest} request
 * @param {Parameters<typeof editedRequest<Model>>[2] & {keep?: (Kept | null)[] | null}} [how] @returns {Model} */
function edited(model, request, { keep = null, ...how } = {}) {
  const next = editedRequest(model, withFittingState(request, model.catalog), how);
  return next === model ? model : { ...next, keep };
}

/** The request that edits of weights start from: with the weights on the screen written out. @param {Model} model */
const base = ({ state: { request }, answer }) =>
  writtenOut(request, answer?.request === request ? answer : null);

/** @param {Model} model @param {number} inputs @param {LayerPlan[]} plan @param {string} field the edited field
 * @param {Notice | null} [lost] what goes with a part that is removed */
function reshape(model, inputs, plan, field, lost = null) {
  const small = parameterCount(model.state.request) <= TYPED_LIMIT;
  const { request, keep, drawn } = reshaped(model.state.request, inputs, plan);
  const weights = weightCount(request);
  const isAll = !small || drawn === weights;
  return edited(model, small ? request : withoutParameters(request), {
    field,
    keep: small ? keep : null,
    state: lookOfReshaped(model, request),
    notice:
      drawn === 0
        ? lost
        : { key: isAll ? "editor.reshaped_all" : "editor.reshaped", params: { count: drawn, weights } },
  });
}

/** An example that gets another shape is the reader's own network from then on, shown in the textbook's letters; those
 * that the reader has chosen stay, and those of the figures while their rule is shown.
 * @param {Model} model @param {TraceRequest} request @returns {Partial<State>} */
function lookOfReshaped({ state, chosen, catalog }, request) {
  const example = catalog.presets.find(({ name }) => name === state.preset);
  const leaves = example && sameSizes(example.request, state.request) && !sameSizes(state.request, request);
  return leaves && !state.figureRule ? lookOf("textbook", chosen) : {};
}

/** The layers on the screen, each made from itself. @param {Model} model @returns {LayerPlan[]} */
const planOf = (model) => base(model).network.layers.map((layer, from) => ({ layer, from }));

/** The verbs that change the request; each starts from the last request that was accepted.
 * @type {Transitions<NetworkEdits, Model>} */
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
  /** Many at once, one step of undo; `notice` says so. */
  editMany: (
    model,
    /** @type {{edits: {address: string, value: number}[], notice: Notice}} */ { edits: all, notice },
  ) => {
    const from = all.some(({ address }) => /^[wb]/.test(address)) ? base(model) : model.state.request;
    const request = all.reduce((sum, one) => withNumber(sum, one, model.state.sample), from);
    return edited(model, request, { field: all[0]?.address ?? "", notice });
  },

  // the network
  /** Layer 0 is the inputs. */
  resizeLayer: (model, /** @type {{layer: number, units: number}} */ { layer, units }) => {
    const field = layer === 0 ? "network.inputs" : `network.layers.${layer - 1}.units`;
    const plan = planOf(model).map((one, l) =>
      l === layer - 1 ? { ...one, layer: { ...one.layer, units } } : one,
    );
    const { inputs, targets, network } = model.state.request;
    // Inputs and outputs have a column of numbers in the data each.
    const rows = { 0: inputs, [plan.length]: targets }[layer] ?? [];
    const isLost = rows.some((row) => row.slice(units).some(Boolean));
    const lost = isLost ? /** @type {const} */ ({ key: "editor.column_gone" }) : null;
    return reshape(model, layer === 0 ? units : network.inputs, plan, field, lost);
  },
  /** @param {{before?: number} | undefined} input index in layers; left out: before the output layer */
  addLayer: (model, input) => {
    const plan = planOf(model);
    const index = input?.before ?? plan.length - 1;
    const pattern = (plan[index - 1] ?? plan[index])?.layer;
    if (!pattern) return model;
    const { weights: _w, biases: _b, frozen: _f, ...like } = pattern;
    plan.splice(index, 0, { layer: { ...like, units: Math.min(3, pattern.units + 1) }, from: null });
    return reshape(model, model.state.request.network.inputs, plan, "network.layers");
  },
  removeLayer: (model, /** @type {{layer: number}} */ { layer }) => {
    const plan = planOf(model);
    if (plan.length < 2) return model;
    const [gone] = plan.splice(layer - 1, 1);
    const output = plan.at(-1);
    // The layer that becomes the output gets the activation that the loss needs.
    if (gone && output && layer > plan.length)
      plan[plan.length - 1] = { ...output, layer: { ...output.layer, activation: gone.layer.activation } };
    return reshape(model, model.state.request.network.inputs, plan, "network.layers");
  },
  /** An output activation that does not fit the loss changes the loss, too. */
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
  /** A bias that comes back has the numbers that it had last. */
  setBias: (model, /** @type {{layer: number, has: boolean}} */ { layer, has }) => {
    const old = model.state.request.network.layers[layer - 1];
    if (!old) return model;
    const { bias: _bias, biases: _biases, ...rest } = old;
    const biases = model.past
      .map(({ request }) => /** @type {TraceRequest} */ (request).network.layers[layer - 1]?.biases)
      .findLast((one) => one?.length === old.units);
    const changed = has ? { ...rest, ...(biases ? { biases } : {}) } : { ...rest, bias: false };
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
  /** @param {string} loss a loss that needs a certain output activation changes that, too */
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
    const request = withoutParameters(model.state.request);
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
    const request = withoutParameters(model.state.request);
    return edited(model, { ...request, network: { ...request.network, seed } }, { field: "network.seed" });
  },
  redraw: (model) => {
    const request = withoutParameters(model.state.request);
    return edited(
      model,
      { ...request, network: { ...request.network, seed: (request.network.seed ?? 0) + 1 } },
      { field: "network.seed" },
    );
  },
  /** @param {"mean" | "sum"} reduction */
  setReduction: (model, reduction) =>
    edited(model, { ...model.state.request, reduction }, { field: "reduction" }),
  /** Another example begins at its first step; one that is restored stays at the step one was at. It says so when its
   * letters are others. @param {string} name */
  loadPreset: (model, name) => {
    const { request, preset, notation, drawing } = presetState(model.catalog, name, model.chosen);
    const position = preset === model.state.preset ? model.state.position : 0;
    const { offered } = LETTERS[notation];
    const isOther = offered !== LETTERS[model.state.notation].offered;
    return edited(model, request, {
      notice: isOther ? { key: `control.letters_now_${offered}` } : null,
      state: { preset, sample: 0, position, notation, drawing, origin: undefined },
      field: "preset",
      ghost: false,
    });
  },

  /** A network that the reader has entered, in the textbook's letters. @param {TraceRequest} request */
  enterNetwork: (model, request) =>
    edited(model, request, {
      field: "preset",
      ghost: false,
      state: {
        preset: "",
        sample: 0,
        position: 0,
        figureRule: false,
        origin: undefined,
        ...lookOf("textbook", model.chosen),
      },
    }),

  // samples
  addSample: (model) => {
    const { inputs, targets } = model.state.request;
    const n = model.state.sample;
    const request = {
      ...model.state.request,
      inputs: [...inputs, [...at(inputs, n)]],
      targets: [...targets, [...at(targets, n)]],
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
    // The samples after it move up: the numbers before would be those of other samples.
    return edited(model, request, { field: "inputs", ghost: false });
  },

  // rounds
  /** @param {number | undefined} times how many rounds further: in each the new weights become the current ones */
  again: (model, times = 1) => EDITS.goToRound(model, (model.state.request.round ?? 1) + times),
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
  /** Another round is shown; to look at it is no edit. @param {number} round */
  lookAtRound: (model, round) => {
    const { past, future, state } = model;
    const next = EDITS.goToRound(model, round);
    return next === model
      ? model
      : { ...next, past, future, state: { ...next.state, position: state.position } };
  },
  /** The next round of a run of rounds: the position stays, and undo takes the whole run back. */
  nextRound: (model) =>
    edited(
      model,
      { ...model.state.request, round: (model.state.request.round ?? 1) + 1 },
      { field: "round", ghost: false, continues: true },
    ),
  /** @param {"gradient" | "as_drawn"} rule */
  setRule: (model, rule) => edited(model, { ...model.state.request, rule }, { field: "rule" }),
});

/** At the step that computes the number that a link names, once the steps are there. A slope is computed with its δ.
 * @param {Model} model @returns {Model} */
function atNumber(model) {
  const { number, ...state } = model.state;
  const { answer } = model;
  if (number === undefined || answer?.request !== state.request || !answer.steps) return model;
  const wanted = number.replace(/^slope/, "delta").replace(/^step_/, "new_");
  const step = answer.steps.findIndex(({ writes }) => isKnown({ known: new Set(writes) }, wanted));
  return { ...model, state: { ...state, position: step < 0 ? state.position : step + 1 } };
}

/** No old weights are laid over the answer to another request. @param {Model} model @param {Model} next */
const elsewhere = (model, next) =>
  next.state.request === model.state.request ? next : { ...next, keep: null };

/** The field of a state that names its drawing. @param {State["notation"]} notation
 * @param {import("./types.js").Drawing} drawing */
const drawnAs = (notation, drawing) => ({
  drawing: drawing === LETTERS[notation].drawing ? undefined : drawing,
});

/** Undo brings back the letters and the drawing of before, unless the reader has chosen others.
 * @param {Model} model @param {Model} next */
function inChosen(model, next) {
  const { chosen, state } = model;
  const { notation } = chosen.notation === undefined ? next.state : state;
  const drawing = drawingOf(chosen.drawing === undefined ? next.state : state);
  return next === model ? next : withState(next, { notation, ...drawnAs(notation, drawing) });
}

/**
 * The check of an answer, or why there is none.
 * @typedef {object} CheckVerbs
 * @property {{answer: Pick<Trace, "check">, about: readonly unknown[]}} further
 * @property {{problem: Problem}} furtherRefused
 */

/** @type {Transitions<NetworkChoices & CheckVerbs, Model> & Partial<Transitions<ModelVerbs<State, Trace>, Model>>} */
const OWN = {
  practise: (model, { state, ...practice }) => ({
    ...(state ? withState(model, state) : model),
    practice: { ...model.practice, ...practice },
  }),
  next: (model) => model.practice?.next?.(model) ?? COMMON.next(model, undefined),
  /** The drawing stays. A network whose own letters are of the same kind is shown in those; a figure with symbols of
   * its own keeps them, and so does a question about the symbols.
   * @param {State["notation"]} notation */
  setNotation: (model, notation) => {
    if (model.state.names || model.state.pick) return model;
    const own = ownLetters(model);
    const letters = LETTERS[own].offered === LETTERS[notation].offered ? own : notation;
    const drawing = drawingOf(model.state);
    const chosen = { ...model.chosen, notation };
    return { ...withState(model, { notation: letters, ...drawnAs(letters, drawing) }), chosen };
  },
  /** @param {import("./types.js").Drawing} drawing */
  setDrawing: (model, drawing) => ({
    ...withState(model, drawnAs(model.state.notation, drawing)),
    chosen: { ...model.chosen, drawing },
  }),
  /** @param {boolean} figureRule */
  setFigureRule: (model, figureRule) => withState(model, { figureRule }),
  /** @param {number} sample */
  setSample: (model, sample) => ({
    ...withState(model, { sample: Math.max(0, Math.min(model.state.request.inputs.length - 1, sample)) }),
    ghost: null,
  }),
  /** The check of the answer on the screen. */
  further: (model, { answer: { check }, about: [request] }) => {
    const { answer } = model;
    if (!check || answer === null || answer.request !== request) return model;
    return { ...model, answer: { ...answer, check }, checkWanted: false };
  },
  furtherRefused: (model, { problem }) => ({ ...COMMON.refused(model, problem), checkWanted: false }),
  wantCheck: (model) => ({ ...model, checkWanted: true }),
  asked: (model) => {
    const next = COMMON.asked(model, undefined);
    return next.checkWanted ? { ...next, checkWanted: false } : next;
  },
  undo: (model) => inChosen(model, elsewhere(model, COMMON.undo(model, undefined))),
  redo: (model) => inChosen(model, elsewhere(model, COMMON.redo(model, undefined))),
  open: (model, state) => atNumber(elsewhere(model, COMMON.open(model, state))),
  /** @param {Trace} answered */
  arrived: (model, answered) => {
    // Another part of the same answer was asked for: its check stays true.
    const checked = model.answer?.request === answered.request ? model.answer.check : undefined;
    const trace = checked && !answered.check ? { ...answered, check: checked } : answered;
    if (model.keep === null || trace.request !== model.state.request)
      return atNumber(COMMON.arrived(model, trace));
    return {
      ...model,
      keep: null,
      state: { ...model.state, request: overlaid(model.state.request, trace, model.keep) },
    };
  },
  /** @param {Problem} problem */
  refused: (model, problem) => ({ ...COMMON.refused(model, problem), keep: null }),
};

/** @type {Transitions<ModelVerbs<State, Trace> & NetworkEdits & NetworkChoices & CheckVerbs, Model>} */
export const TRANSITIONS = { ...COMMON, ...EDITS, ...OWN };
