// What the page of gradient descent knows and how it may change: its own verbs, laid over the common ones of editing.js.
// What changes the request can be undone; whom one follows and how one looks at it can not.
/** @import { Catalog, EditingRules, NamedParameters, PageScreen } from "../core/types.js" */
/** @import { DescentAnswer, DescentRequest, DescentScreen, DescentState } from "./types.js" */
import { COMMON, edited, edits, stepsOf as walkOf, withState } from "../core/editing.js";
import { numberAt } from "./explainer.js";
import { freeNames } from "../core/program_text.js";
import { listing, placeOf, positionOf, shareOf, stepsOf, takenBy, wayOf } from "./listing.js";
import { START_TURN } from "../draw/projection.js";

/** @typedef {import("../core/types.js").PageModel<DescentState, DescentAnswer, Catalog>} Model */
/** @typedef {{name: string, request: DescentRequest}} Preset */

/** So many runs race at most, where the catalog does not say. */
const MOST_RUNS = 8;

/** @param {Catalog} catalog @returns {Preset[]} */
export const presetsOf = (catalog) =>
  /** @type {{presets?: Preset[]} | undefined} */ (catalog["descent"])?.presets ?? [];

/** @param {Catalog} catalog @param {string} name @returns {DescentState} */
export function presetState(catalog, name) {
  const presets = presetsOf(catalog);
  const preset = presets.find((entry) => entry.name === name) ?? presets[0];
  if (!preset) throw new Error("the catalog holds no preset");
  return {
    request: preset.request,
    preset: preset.name,
    position: 0,
    grouping: "neuron",
    speed: 1,
    followed: 0,
    view: "contours",
    turn: START_TURN,
  };
}
/** @param {Catalog} catalog @returns {DescentState} */
export const startState = (catalog) => presetState(catalog, "");

/** @param {Catalog} catalog */
export const mostRuns = (catalog) => catalog.limits["runs"] ?? MOST_RUNS;

/** The parameters of an optimizer: what another one had under the same name, else their defaults.
 * @param {Catalog} catalog @param {string} name @param {NamedParameters | undefined} before @returns {NamedParameters | null} */
function optimizerNamed(catalog, name, before) {
  const entry = catalog.optimizers.find((one) => one.name === name);
  if (!entry) return null;
  const own = (/** @type {string} */ parameter) =>
    before && typeof before[parameter] === "number" ? before[parameter] : undefined;
  // Only the rate means the same everywhere.
  return {
    name,
    ...Object.fromEntries(
      entry.parameters.map((one) => [
        one.name,
        (one.name === "learning_rate" || before?.name === name ? own(one.name) : undefined) ?? one.default,
      ]),
    ),
  };
}

/** A start for a function of these names: what stood under a name stays, a renamed variable keeps its place.
 * @param {string[]} names @param {Record<string, number>} before */
export function startFor(names, before) {
  const old = Object.keys(before);
  const renamed = old.length === names.length;
  return Object.fromEntries(
    names.map((name, n) => [name, before[name] ?? (renamed ? before[old[n] ?? ""] : undefined) ?? 1]),
  );
}

/** Where a request starts, the answer saying what it left open. @param {DescentRequest} request @param {DescentAnswer | null} answer */
export const startOf = (request, answer) =>
  request.start ??
  Object.fromEntries(
    (answer?.variables ?? []).map((name) => [
      name,
      /** @type {number[] | undefined} */ (answer?.runs[0]?.[name])?.[0] ?? 0,
    ]),
  );

/** Does a point lie in the view? @param {Record<string, number>} point @param {Record<string, [number, number]>} view */
const inView = (point, view) =>
  Object.entries(view).every(([name, [low, high]]) => {
    const value = point[name];
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

// ---- the walk --------------------------------------------------------------------------------------------------

/** The program and the walk of an answer, made once. @type {WeakMap<object, {program: import("./listing.js").Listing, steps: import("./listing.js").LineStep[]}>} */
const walks = new WeakMap();

/** Another window of the same run goes through the same program; its steps are the same list.
 * @param {DescentAnswer} answer */
export function walkThrough(answer) {
  const { explain } = answer;
  // The columns of a run that is followed on come in a new answer with the same numbers.
  let known = walks.get(answer);
  if (known) return known;
  const program = listing(answer, answer.request);
  const run = answer.runs[explain?.run ?? 0];
  const form = JSON.stringify([program, run?.value.length, run?.ended]);
  if (last && last.form === form && last.request === answer.request) known = last.walk;
  else {
    known = { program, steps: run ? stepsOf(program, run) : [] };
    last = { form, request: answer.request, walk: known };
  }
  walks.set(answer, known);
  return known;
}
/** @type {{form: string, request: DescentRequest, walk: {program: import("./listing.js").Listing, steps: import("./listing.js").LineStep[]}} | null} */
let last = null;

/** @type {EditingRules} */
export const RULES = {
  stepsOf: (answer) => walkThrough(answer).steps,
  remembers: ["followed"],
  fitted: (state) => state,
};

/** So many iterations are told number by number in one answer. */
export const WINDOW = 200;
const STRIDE = 100;

/** The iterations that are asked about: the one where one stands, and what lies around it. @param {Model} model */
export function windowOf(model) {
  const { iteration } = placeOf(walkOf(model), model.state.position);
  return {
    run: model.state.followed,
    from: Math.max(0, STRIDE * Math.floor(Math.max(0, iteration - 1) / STRIDE) - STRIDE / 2),
    count: WINDOW,
  };
}

/** What is sent. @param {Model} model */
export const bodyOf = (model) => ({
  ...model.state.request,
  explain: windowOf(model),
  include: ["surface"],
});

/** Does the same request need another answer: of another run, of other iterations?
 * @param {Model} model @param {Model} before */
export function asksAgain(model, before) {
  const { state, answer } = model;
  if (answer === null || state.request !== before.state.request || answer.request !== state.request)
    return false;
  const [wanted, earlier] = [windowOf(model), windowOf(before)];
  if (wanted.run !== answer.explain?.run) return state.followed !== before.state.followed;
  const keeps =
    answer.model !== undefined ||
    Object.keys(answer.explain.values).some((address) => address.startsWith("s."));
  return keeps && wanted.from !== answer.explain.from && wanted.from !== earlier.from;
}

/** What the panels look at. @param {Model} model @param {Omit<PageScreen<DescentState, DescentAnswer>, "explainer">} common @returns {Omit<DescentScreen, "explainer">} */
export function screenOf({ state }, common) {
  const { answer, frame, steps } = common;
  const { program } = walkThrough(answer);
  const place = placeOf(steps, frame.position);
  const run = answer.explain?.run ?? 0;
  const whole = state.grouping === "phase";
  const taken = takenBy(answer.runs[run]);
  // An iteration that did not come to its end leaves the point where it is.
  const ended = place.iteration > taken;
  const way = ended ? 1 : wayOf(program, place, frame.t, state.grouping === "layer");
  const iteration = whole ? Math.round(taken * frame.t) : ended ? taken : place.iteration;
  return {
    ...common,
    program,
    place,
    run,
    iteration,
    arrived: whole || way >= 1 ? iteration : Math.max(0, iteration - 1),
    way: whole ? 1 : way,
    explained: (address) => numberAt(answer, address, Math.max(1, place.iteration)),
  };
}

// ---- verbs -----------------------------------------------------------------------------------------------------

/** @type {Record<string, (model: any, input: any) => any>} */
const EDITS = {
  setStart: (
    /** @type {Model} */ model,
    /** @type {{values: Record<string, number>, continues?: boolean}} */ { values, continues },
  ) => {
    const { request } = model.state;
    const start = { ...startOf(request, model.answer), ...values };
    // The picture stays where it is while one chooses a start in it.
    const seen = request.view ?? model.answer?.view;
    const bare = without(request, "view");
    const next = seen && inView(start, seen) ? { ...bare, view: seen } : bare;
    const names = Object.keys(values);
    return edited(
      model,
      { ...next, start },
      { field: names.length === 1 ? `start.${names[0]}` : "start", continues: continues === true },
    );
  },
  /** @param {Model} model @param {string} text */
  setFunction: (model, text) => {
    const { request } = model.state;
    const columns = new Set(Object.keys(request.data ?? {}));
    const names = freeNames(text).filter((name) => !columns.has(name));
    const start = names.length === 0 ? (request.start ?? {}) : startFor(names, request.start ?? {});
    const renamed = JSON.stringify(Object.keys(start)) !== JSON.stringify(Object.keys(request.start ?? {}));
    const next = { ...without(without(without(request, "view"), "network"), "model"), function: text, start };
    return edited(model, next, { field: "function", state: renamed ? { position: 0 } : {} });
  },
  addRun: (/** @type {Model} */ model) => {
    const {
      catalog,
      state: { request },
    } = model;
    if (request.runs.length >= mostRuns(catalog)) return model;
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
    return edited(model, view === null ? bare : { ...bare, view }, { field: "view" });
  },
  /** @param {Model} model @param {number} rows */
  setBatch: (model, rows) => edited(model, { ...model.state.request, batch: rows }, { field: "batch" }),
  /** @param {Model} model @param {number} seed */
  setSeed: (model, seed) => edited(model, { ...model.state.request, seed }, { field: "seed" }),
  /** Two other numbers of the network, or what else learns. @param {Model} model @param {{x?: string, y?: string, learn?: "two" | "all"}} change */
  setSlice: (model, change) => {
    const { request } = model.state;
    if (!request.network) return model;
    const moved = change.x !== undefined || change.y !== undefined;
    // Other weights stand at other values and are seen in another window.
    const kept = moved ? without(without(request, "view"), "start") : request;
    return edited(
      model,
      { ...kept, network: { ...request.network, ...change } },
      { field: moved ? "network" : "network.learn" },
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
        view:
          fresh.request.start && Object.keys(fresh.request.start).length === 1
            ? "contours"
            : model.state.view,
      },
      field: "preset",
    });
  },
};

/** @type {Record<string, (model: any, input: any) => any>} */
export const TRANSITIONS = {
  ...edits(EDITS),
  /** The same line of the same iteration, whatever else has changed. @param {Model} model @param {DescentAnswer} answer */
  arrived: (model, answer) => {
    const arrived = COMMON["arrived"]?.(model, answer);
    if (model.answer === null || model.edited?.field === "open") return arrived;
    const before = walkOf(model);
    const after = walkOf(arrived);
    if (model.state.position === before.length && before.length > 0 && after !== before)
      return withState(arrived, { position: after.length });
    return withState(arrived, { position: positionOf(after, shareOf(before, model.state.position)) });
  },
  /** @param {Model} model @param {number} iteration to its last line */
  goToIteration: (model, iteration) =>
    withState(model, { position: positionOf(walkOf(model), { iteration, share: 1 }) }),

  // how one looks at it
  /** @param {Model} model @param {number} run */
  follow: (model, run) =>
    model.state.request.runs[run] && run !== model.state.followed
      ? withState(model, { followed: run })
      : model,
  /** @param {Model} model @param {"contours" | "surface"} view */
  show: (model, view) => (view === model.state.view ? model : withState(model, { view })),
  /** @param {Model} model @param {DescentState["turn"]} turn */
  turn: (model, turn) => withState(model, { turn }),
};
