// The model that every page with a player has, and its transitions: moving, editing, undo, answers and
// refusals. Pure
// functions (model, input) -> model. A page lays its own verbs over COMMON; each of its edits is one `edited` on
// `onGround`.
/** @import { EditingRules, ModelVerbs, Notice, PageAnswer, PageModel } from "./types.js" */
/** @import { PageState, Problem, Snapshot, Step, Transitions } from "./types.js" */
import { nextPosition, previousPosition } from "./frame.js";

/** How many requests undo remembers. */
export const UNDO_LIMIT = 100;

/** How fast the walkthrough can go; 1 is the usual pace. */
export const SPEEDS = [0.25, 0.5, 1, 2, 4];

// ---- positions -------------------------------------------------------------------------------------------------

/**
 * The same step in another walkthrough, else the nearest position.
 * @param {Step[]} before
 * @param {Step[]} after
 * @param {number} position
 */
export function samePlace(before, after, position) {
  const old = before[position - 1];
  if (!old) return 0;
  if (position === before.length) return after.length;
  const found = after.findIndex(
    (step) =>
      step.phase === old.phase &&
      step.rule === old.rule &&
      step.layer === old.layer &&
      step.unit === old.unit,
  );
  return found >= 0 ? found + 1 : Math.min(position, after.length);
}

/** @type {never[]} */
const NO_STEPS = [];

/** The walkthrough of the answer on the screen. @param {PageModel} model @returns {Step[]} */
export const stepsOf = ({ answer, state, rules }) =>
  answer === null ? NO_STEPS : (rules.stepsOf(answer, state) ?? NO_STEPS);

/** @template {PageModel} M @param {M} model @param {number} position @returns {M} */
const seekTo = (model, position) =>
  withState(
    model,
    /** @type {Partial<M["state"]>} */ ({
      position: Math.max(
        0,
        Math.min(model.answer === null ? position : stepsOf(model).length, Math.round(position)),
      ),
    }),
  );

// ---- the model -------------------------------------------------------------------------------------------------

/** What a page begins with.
 * @template C @template {PageState<any>} S
 * @param {C} catalog @param {S} state @param {EditingRules} rules @returns {PageModel<S, any, C>} */
export function startModel(catalog, state, rules) {
  return {
    catalog,
    rules,
    state,
    past: [],
    future: [],
    answer: null,
    accepted: null,
    ghost: null,
    edited: null,
    focus: null,
    pending: true,
    problem: null,
    notice: null,
  };
}

/** @template {PageModel} M @param {M} model @param {Partial<M["state"]>} change @returns {M} */
export const withState = (model, change) => ({ ...model, state: { ...model.state, ...change } });

/** @param {PageModel} model @returns {Snapshot} */
const snapshot = ({ state, rules }) =>
  /** @type {Snapshot} */ (
    Object.fromEntries(
      ["request", "preset", ...rules.remembers].map((name) => [
        name,
        state[/** @type {keyof PageState} */ (name)],
      ]),
    )
  );

/** Whether the server has answered that the request cannot be computed; a server out of reach refuses nothing.
 * @param {Pick<PageModel, "problem">} model */
export const isRefused = ({ problem }) =>
  problem !== null && problem.status >= 400 && problem.status < 500 && problem.status !== 429;

/** The state with the last request that worked: what a link, a history and a reload may hold.
 * @template {PageState<any>} S @param {PageModel<S, any>} model @returns {S} */
export const acceptedState = ({ state, accepted, rules }) =>
  accepted === null
    ? state
    : /** @type {S} */ (rules.fitted({ ...state, request: accepted.request, preset: accepted.preset }));

/** The model on its last request that worked: what was refused is built on by no edit and come back to by no undo.
 * @template {PageModel} M @param {M} model @returns {M} */
function grounded(model) {
  const { accepted } = model;
  if (!isRefused(model) || accepted === null) return model;
  const at = model.past.findLastIndex((one) => one.request === accepted.request);
  return {
    ...withState(model, acceptedState(model)),
    problem: null,
    ...(at < 0 ? {} : { past: model.past.slice(0, at), edited: null }),
  };
}

/** An edit that starts from the last request that worked. @template {PageModel} M @template I
 * @param {(model: M, input: I) => M} edit @returns {(model: M, input: I) => M} */
export const onGround = (edit) => (model, input) => {
  const ground = grounded(model);
  const next = edit(ground, input);
  const elsewhere = ground !== model && next.edited?.field !== model.edited?.field && next.notice === null;
  return elsewhere ? { ...next, notice: { key: "editor.refused_left_out" } } : next;
};

/** A table of edits, none of which starts from a refused request.
 * @template V @template {PageModel} M @param {Transitions<V, M>} table @returns {Transitions<V, M>} */
export const edits = (table) =>
  /** @type {Transitions<V, M>} */ (
    Object.fromEntries(
      Object.entries(table).map(([verb, edit]) => [
        verb,
        onGround(/** @type {(model: M, input: unknown) => M} */ (edit)),
      ]),
    )
  );

/**
 * A changed request: remembered for undo, the picture before it becomes the ghost. `continues`: one gesture (same
 * field, again and again) is one step of undo.
 * @template {PageModel} M
 * @param {M} model
 * @param {M["state"]["request"]} request
 * @param {{field?: string, continues?: boolean, state?: Partial<M["state"]>, notice?: Notice | null, ghost?:
 * boolean}} [how]
 * @returns {M}
 */
export function edited(
  model,
  request,
  { field = "", continues = false, state = {}, notice = null, ghost = true } = {},
) {
  if (request === model.state.request && Object.keys(state).length === 0) return model;
  const same = continues && model.edited?.continues === true && model.edited.field === field && field !== "";
  return {
    ...model,
    state: { ...model.rules.fitted({ ...model.state, request }), ...state },
    past: same || model.accepted === null ? model.past : [...model.past, snapshot(model)].slice(-UNDO_LIMIT),
    future: [],
    ghost: same ? model.ghost : ghost ? model.answer : null,
    edited: { field, continues },
    notice,
    problem: null,
  };
}

/**
 * @template {PageModel} M
 * @param {M} model
 * @param {Snapshot} to
 * @param {Snapshot[]} past
 * @param {Snapshot[]} future
 * @returns {M}
 */
const travelled = (model, to, past, future) => ({
  ...model,
  past,
  future,
  state: { ...model.state, ...to },
  ghost: model.answer,
  edited: null,
  notice: null,
  problem: null,
});

/** @param {unknown} a @param {unknown} b */
export const sameRequest = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** The preset of a name, or the first one if there is none.
 * @template {{ name: string }} P @param {readonly P[]} presets @param {string} name @returns {P} */
export function presetNamed(presets, name) {
  const preset = presets.find((entry) => entry.name === name) ?? presets[0];
  if (!preset) throw new Error("the catalog holds no preset");
  return preset;
}

/** Whether the request is the unchanged one of its preset.
 * @template R @param {readonly { name: string, request: R }[]} presets @param {{ request: R, preset: string }} state
 * @param {(a: R, b: R) => boolean} [same] */
export const isPresetOf = (presets, { request, preset }, same = sameRequest) =>
  presets.some((entry) => entry.name === preset && same(entry.request, request));

/** The names of the groupings, unless a tool has its own. @type {NonNullable<EditingRules["groupings"]>} */
const GROUPINGS = { neuron: "control.by_neuron", layer: "control.by_layer", phase: "control.by_phase" };

/** The verbs that every tool has. @type {Transitions<ModelVerbs, any>} */
export const COMMON = {
  // position
  seek: (/** @type {PageModel} */ model, /** @type {number} */ position) => seekTo(model, position),
  first: (/** @type {PageModel} */ model) => seekTo(model, 0),
  last: (/** @type {PageModel} */ model) => seekTo(model, stepsOf(model).length),
  next: (/** @type {PageModel} */ model) =>
    seekTo(model, nextPosition(stepsOf(model), model.state.position, model.state.grouping)),
  back: (/** @type {PageModel} */ model) =>
    seekTo(model, previousPosition(stepsOf(model), model.state.position, model.state.grouping)),
  setGrouping: (/** @type {PageModel} */ model, /** @type {PageState["grouping"]} */ grouping) =>
    withState(model, { grouping }),
  /** By a key, which shows nowhere else: it is said. */
  chooseGrouping: (/** @type {PageModel} */ model, /** @type {PageState["grouping"]} */ grouping) => ({
    ...withState(model, { grouping }),
    notice: {
      key: "control.grouping_is",
      words: { name: (model.rules.groupings ?? GROUPINGS)[grouping] },
    },
  }),
  setSpeed: (/** @type {PageModel} */ model, /** @type {number} */ speed) => withState(model, { speed }),
  focus: (/** @type {PageModel} */ model, /** @type {string | null} */ focus) =>
    model.focus === focus ? model : { ...model, focus },

  // travelling
  undo: (/** @type {PageModel} */ model) => {
    if (isRefused(model) && model.accepted !== null)
      return { ...grounded(model), ghost: null, edited: null, notice: null };
    const to = model.past.at(-1);
    return to ? travelled(model, to, model.past.slice(0, -1), [snapshot(model), ...model.future]) : model;
  },
  redo: (/** @type {PageModel} */ refused) => {
    const model = grounded(refused);
    const [to, ...rest] = model.future;
    return to ? travelled(model, to, [...model.past, snapshot(model)], rest) : model;
  },
  /** A link, a file or the back button; everything before it stays undoable. */
  open: onGround((/** @type {PageModel} */ model, /** @type {PageState} */ state) =>
    sameRequest(state.request, model.state.request)
      ? { ...model, state: { ...state, request: model.state.request }, notice: null }
      : { ...edited(model, state.request, { field: "open", ghost: false }), state },
  ),

  // answers and messages
  asked: (/** @type {PageModel} */ model) => (model.pending ? model : { ...model, pending: true }),
  arrived: (/** @type {PageModel} */ model, /** @type {PageAnswer} */ answer) => {
    const before = model.answer === null ? null : stepsOf(model);
    const arrived = { ...model, answer };
    const after = stepsOf(arrived);
    // A link names its own step; after an edit one stays at the step one was looking at.
    const stays = before && model.edited?.field !== "open";
    const position = stays
      ? samePlace(before, after, model.state.position)
      : Math.min(model.state.position, after.length);
    const pending = answer.request !== model.state.request;
    const accepted = { ...snapshot(model), request: answer.request };
    return {
      ...arrived,
      accepted,
      pending,
      problem: null,
      state: position === model.state.position ? model.state : { ...model.state, position },
    };
  },
  /** The last good picture stays. */
  refused: (/** @type {PageModel} */ model, /** @type {Problem} */ problem) => {
    const next = { ...model, pending: false, problem };
    // What an edit has said of itself did not happen.
    return isRefused(next) ? { ...next, ghost: null, notice: null } : next;
  },
  forgetGhost: (/** @type {PageModel} */ model) => (model.ghost === null ? model : { ...model, ghost: null }),
  retry: (/** @type {PageModel} */ model) => ({ ...model, problem: null, pending: true }),
  say: (/** @type {PageModel} */ model, /** @type {Notice | null} */ notice) => ({ ...model, notice }),
};
