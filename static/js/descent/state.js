// The state of the gradient descent page and its transitions: the verbs of this page, laid over those of editing.js.
// Changes of the request can be undone; which run is followed and how it is shown cannot.
/** @import { Catalog, EditingRules, ModelVerbs, NamedParameters, Transitions } from "../core/types.js" */
/** @import { DescentAnswer, DescentChoices, DescentEdits } from "./types.js" */
/** @import { DescentMap, DescentRequest, DescentState } from "./types.js" */
import { at, own } from "../core/at.js";
import { COMMON, edited, edits, presetNamed, stepsOf, withState } from "../core/editing.js";
import { freeNames } from "../math/program_text.js";
import { START_TURN } from "../draw/projection.js";
import { WHOLE_RUN } from "./pace.js";
import { placeAt, positionOf, relativePlace } from "./program/steps.js";
import { columnOf } from "./runs.js";
import { executionOf } from "./screen.js";

/** The map of the part that is seen, and what it was asked about.
 * @typedef {{ answer: DescentMap, about: readonly unknown[] }} Refined */
/** @typedef {import("../core/types.js").PageModel<DescentState, DescentAnswer, Catalog>} DescentModel */
/** @typedef {DescentModel & { refined?: Refined }} Model */
/** @typedef {{name: string, request: DescentRequest}} Preset */

/** The largest number of runs, where the catalog names none. */
const DEFAULT_MAX_RUNS = 8;

/** @param {Catalog} catalog @returns {Preset[]} */
export const presetsOf = (catalog) =>
  /** @type {{presets?: Preset[]} | undefined} */ (catalog["descent"])?.presets ?? [];

/** What the chart shows at first. @type {DescentState["chart"]} */
const CHART = { quantity: "value", log: null };

/** @param {Catalog} catalog @param {string} name @returns {DescentState} */
export function presetState(catalog, name) {
  const preset = presetNamed(presetsOf(catalog), name);
  return {
    request: preset.request,
    preset: preset.name,
    position: 0,
    grouping: "neuron",
    speed: 1,
    pace: WHOLE_RUN,
    followed: 0,
    view: "contours",
    chart: CHART,
    turn: START_TURN,
    part: null,
  };
}
/** The page opens by iteration; a link that names no way of stepping goes line by line.
 * @param {Catalog} catalog @returns {DescentState} */
export const startState = (catalog) => ({ ...presetState(catalog, ""), grouping: "layer" });

/** @param {Catalog} catalog */
export const maxRuns = (catalog) => catalog.limits["runs"] ?? DEFAULT_MAX_RUNS;

/**
 * An optimizer with its hyperparameters: the learning rate of the one before, all of them if it is the same
 * optimizer,
 * else the defaults.
 * @param {Catalog} catalog @param {string} name @param {NamedParameters | undefined} before
 * @returns {NamedParameters | null} null for a name that the catalog does not hold
 */
function optimizerNamed(catalog, name, before) {
  const entry = catalog.optimizers.find((one) => one.name === name);
  if (!entry) return null;
  const hyperparameters = entry.parameters.map((parameter) => {
    const kept = parameter.name === "learning_rate" || before?.name === name;
    const value = kept ? before?.[parameter.name] : undefined;
    return [parameter.name, typeof value === "number" ? value : parameter.default];
  });
  return { name, ...Object.fromEntries(hyperparameters) };
}

/**
 * The start for a function of these variables. A variable keeps its value; if all have been renamed one by one,
 * the new
 * name takes the value of the old one.
 * @param {string[]} names @param {Record<string, number>} before
 */
export function startFor(names, before) {
  const old = Object.values(before);
  const renamed = old.length === names.length;
  return Object.fromEntries(
    names.map((name, n) => [name, own(before, name) ?? (renamed ? old[n] : undefined) ?? 1]),
  );
}

/** The start of a request; where it names none, that of the answer's runs.
 * @param {DescentRequest} request @param {DescentAnswer | null} answer @returns {Record<string, number>} */
export const startOf = (request, answer) =>
  request.start ??
  Object.fromEntries((answer?.variables ?? []).map((name) => [name, at(columnOf(answer?.runs[0], name), 0)]));

/**
 * Is a point within the view?
 * @param {Record<string, number>} point
 * @param {Record<string, [number, number]>} view
 */
const inView = (point, view) =>
  Object.entries(view).every(([name, [low, high]]) => {
    const value = own(point, name);
    return value === undefined || (value >= low && value <= high);
  });

/** @param {Model} model @param {number} run @param {(before: NamedParameters) => NamedParameters | null} change
 * @param {{field: string, continues?: boolean}} how */
function changedRun(model, run, change, how) {
  const { request } = model.state;
  const before = request.runs[run];
  const optimizer = before ? change(before.optimizer) : null;
  return optimizer
    ? edited(model, { ...request, runs: request.runs.with(run, { ...before, optimizer }) }, how)
    : model;
}
/** @template T @param {T} thing @param {keyof T} name @returns {T} */
function without(thing, name) {
  const copy = { ...thing };
  delete copy[name];
  return copy;
}

// ---- what is asked ---------------------------------------------------------------------------------------------

/** @type {EditingRules} */
export const RULES = {
  stepsOf: (answer) => executionOf(answer).steps,
  remembers: ["followed"],
  fitted: (state) => state,
  groupings: { neuron: "descent.by_line", layer: "descent.by_iteration", phase: "descent.by_run" },
};

/** The number of iterations that one answer explains. */
export const WINDOW_LENGTH = 200;
/** Windows begin at multiples of this, less half of it. */
const WINDOW_STRIDE = 100;

/** The window before there is an answer. */
export const FIRST_WINDOW = { run: 0, from: 0, count: WINDOW_LENGTH };

/** The iterations that the answer should explain: those around the position. @param {Model} model */
export function windowOf(model) {
  const { iteration } = placeAt(stepsOf(model), model.state.position);
  const before = WINDOW_STRIDE * Math.floor(Math.max(0, iteration - 1) / WINDOW_STRIDE);
  return {
    run: model.state.followed,
    from: Math.max(0, before - WINDOW_STRIDE / 2),
    count: WINDOW_LENGTH,
  };
}

/** The body of the API request. @param {Model} model */
export const bodyOf = (model) => ({
  ...model.state.request,
  explain: windowOf(model),
  include: ["surface"],
});

/** Must the same request be sent again, to explain another run or, at rest, other iterations?
 * @param {Model} model @param {Model} before @param {boolean} [flowing] */
export function asksAgain(model, before, flowing = false) {
  const { state, answer } = model;
  if (answer === null || state.request !== before.state.request || answer.request !== state.request)
    return false;
  const [wanted, earlier] = [windowOf(model), windowOf(before)];
  if (wanted.run !== answer.explain?.run) return state.followed !== before.state.followed;
  if (flowing) return false;
  // Without a model or optimizer state all numbers are in the columns of the run.
  const isWindowed =
    answer.model !== undefined ||
    Object.keys(answer.explain.values).some((address) => address.startsWith("s."));
  return isWindowed && wanted.from !== answer.explain.from && wanted.from !== earlier.from;
}

// ---- verbs -----------------------------------------------------------------------------------------------------

/** @typedef {Pick<DescentEdits, "setFunction">} FunctionEdit */
/** @type {Transitions<Omit<DescentEdits, "setFunction">, Model>} */
const EDITS = {
  setStart: (
    /** @type {Model} */ model,
    /** @type {{values: Record<string, number>, continues?: boolean}} */ { values, continues },
  ) => {
    const { request } = model.state;
    const start = { ...startOf(request, model.answer), ...values };
    // Moving the start within the view does not change the view.
    const view = request.view ?? model.answer?.view;
    const bare = without(request, "view");
    const next = view && inView(start, view) ? { ...bare, view } : bare;
    const names = Object.keys(values);
    return edited(
      model,
      { ...next, start },
      { field: names.length === 1 ? `start.${names[0]}` : "start", continues: continues === true },
    );
  },
  addRun: (/** @type {Model} */ model) => {
    const {
      catalog,
      state: { request },
    } = model;
    if (request.runs.length >= maxRuns(catalog)) return model;
    const used = new Set(request.runs.map(({ optimizer }) => optimizer.name));
    const last = request.runs.at(-1)?.optimizer;
    const name = (catalog.optimizers.find((one) => !used.has(one.name)) ?? catalog.optimizers[0])?.name ?? "";
    const optimizer = optimizerNamed(catalog, name, last);
    return optimizer
      ? edited(
          model,
          { ...request, runs: [...request.runs, { optimizer }] },
          { field: `runs.${request.runs.length}` },
        )
      : model;
  },
  /** @param {Model} model @param {number} run */
  removeRun: (model, run) => {
    const { request, followed } = model.state;
    if (request.runs.length < 2 || !request.runs[run]) return model;
    const next = followed > run ? followed - 1 : Math.min(followed, request.runs.length - 2);
    return edited(
      model,
      { ...request, runs: request.runs.toSpliced(run, 1) },
      { field: "runs", state: { followed: next } },
    );
  },
  setRunOptimizer: (/** @type {Model} */ model, /** @type {{run: number, name: string}} */ { run, name }) =>
    changedRun(model, run, (before) => optimizerNamed(model.catalog, name, before), {
      field: `runs.${run}.optimizer`,
    }),
  setRunParameter: (
    /** @type {Model} */ model,
    /** @type {{run: number, name: string, value: number, continues?: boolean}} */ {
      run,
      name,
      value,
      continues,
    },
  ) =>
    changedRun(model, run, (before) => ({ ...before, [name]: value }), {
      field: `runs.${run}.optimizer.${name}`,
      continues: continues === true,
    }),
  /** @param {Model} model @param {number} steps */
  setSteps: (model, steps) => edited(model, { ...model.state.request, steps }, { field: "steps" }),
  /** @param {Model} model @param {number} tolerance */
  setStop: (model, tolerance) =>
    edited(
      model,
      { ...model.state.request, stop: { gradient_norm: tolerance } },
      { field: "stop.gradient_norm" },
    ),
  /** @param {Model} model @param {Record<string, [number, number]> | null} view `null`: fitted to the paths */
  setView: (model, view) => {
    const bare = without(model.state.request, "view");
    return edited(model, view === null ? bare : { ...bare, view }, {
      field: "view",
      state: { part: null },
    });
  },
  /** @param {Model} model @param {number} rows */
  setBatch: (model, rows) => edited(model, { ...model.state.request, batch: rows }, { field: "batch" }),
  /** @param {Model} model @param {number} seed */
  setSeed: (model, seed) => edited(model, { ...model.state.request, seed }, { field: "seed" }),
  /**
   * Other parameters of the network on the axes, or which ones learn.
   * @param {Model} model @param {{x?: string, y?: string, learn?: "two" | "all"}} change
   */
  setSlice: (model, change) => {
    const { request } = model.state;
    if (!request.network) return model;
    const moved = change.x !== undefined || change.y !== undefined;
    // Other parameters have other values, so neither start nor view apply.
    const kept = moved ? without(without(request, "view"), "start") : request;
    return edited(
      model,
      { ...kept, network: { ...request.network, ...change } },
      { field: moved ? "network" : "network.learn", state: moved ? { part: null } : {} },
    );
  },
  /** @param {Model} model @param {string} name */
  loadPreset: (model, name) => {
    const fresh = presetState(model.catalog, name);
    return edited(model, fresh.request, {
      state: {
        preset: fresh.preset,
        position: 0,
        followed: 0,
        part: null,
        view:
          fresh.request.start && Object.keys(fresh.request.start).length === 1
            ? "contours"
            : model.state.view,
      },
      field: "preset",
    });
  },
};

/** Transitions that start from the latest text, refused or not. @type {Transitions<FunctionEdit, Model>} */
const OWN = {
  /** The text is one's own from now on, and goes by the name of no example. */
  setFunction: (
    /** @type {Model} */ model,
    /** @type {FunctionEdit["setFunction"]} */ { text, continues = false },
  ) => {
    const { request } = model.state;
    if (text === request.function) return model;
    const columns = new Set(Object.keys(request.data ?? {}));
    const names = freeNames(text).filter((name) => !columns.has(name));
    // The start is that before the typing began: names that come and go within a text have no say.
    const isSame = continues && model.edited?.field === "function";
    const before = (isSame ? model.past.at(-1) : model.accepted)?.request.start ?? request.start ?? {};
    const start = names.length === 0 ? before : startFor(names, before);
    const renamed = JSON.stringify(Object.keys(start)) !== JSON.stringify(Object.keys(request.start ?? {}));
    const next = { ...without(without(without(request, "view"), "network"), "model"), function: text, start };
    return edited(continues ? model : { ...model, edited: null }, next, {
      field: "function",
      continues: true,
      state: { part: null, preset: "", ...(renamed ? { position: 0 } : {}) },
    });
  },
};

/**
 * @type {Transitions<DescentEdits & DescentChoices & { further: Refined }, Model> &
 * Partial<Transitions<ModelVerbs<DescentState, DescentAnswer>, Model>>}
 */
export const TRANSITIONS = {
  ...edits(EDITS),
  ...OWN,
  /** Keeps the iteration and the place in it. @param {Model} model @param {DescentAnswer} answer */
  arrived: (model, answer) => {
    const arrived = COMMON.arrived(model, answer);
    if (model.answer === null || model.edited?.field === "open") return arrived;
    const before = stepsOf(model);
    const after = stepsOf(arrived);
    if (model.state.position === before.length && before.length > 0 && after !== before)
      return withState(arrived, { position: after.length });
    return withState(arrived, { position: positionOf(after, relativePlace(before, model.state.position)) });
  },
  /** @param {Model} model @param {number} iteration the position becomes the end of it */
  goToIteration: (model, iteration) =>
    withState(model, { position: positionOf(stepsOf(model), { iteration, share: 1 }) }),

  // how the run is shown
  /** @param {Model} model @param {number} run */
  follow: (model, run) =>
    model.state.request.runs[run] && run !== model.state.followed
      ? withState(model, { followed: run })
      : model,
  /** @param {Model} model @param {"contours" | "surface"} view */
  show: (model, view) => (view === model.state.view ? model : withState(model, { view })),
  /** @param {Model} model @param {number} pace */
  setPace: (model, pace) => withState(model, { pace }),
  /** @param {Model} model @param {Partial<DescentState["chart"]>} change */
  setChart: (model, change) => withState(model, { chart: { ...model.state.chart, ...change } }),
  /** @param {Model} model @param {DescentState["part"]} part null: the whole view */
  setPart: (model, part) => withState(model, { part }),
  /** The map of the part has come. @param {Model} model @param {Refined} refined */
  further: (model, refined) => ({ ...model, refined }),
  /** @param {Model} model @param {DescentState["turn"]} turn */
  turn: (model, turn) => withState(model, { turn }),
};
