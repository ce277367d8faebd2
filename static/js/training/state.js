// The state of the training page and its transitions, laid over those of editing.js. The run is a function of the
// request alone: what is seen of it changes neither.
/** @import { Catalog as CommonCatalog, EditingRules, ModelVerbs, PageModel, Transitions } from "../core/types.js" */
/** @import { Catalog, TrainAnswer, TrainChoices, TrainEdits, TrainRequest, TrainState } from "./types.js" */
import { isEmpty } from "./data/fitting.js";
import { COMMON, edited, edits, presetNamed, withState } from "../core/editing.js";
import { changedAt, isSettable, withWeight, withoutEvent } from "./events.js";
import { FIRST_LOOK } from "./look.js";
import { WHOLE_RUN } from "./pace.js";
import { withBetween } from "./run.js";
import { BESIDE } from "./runs/further.js";
import { WINDOW, asking, isWaiting, stepOf, stepped } from "./gaps.js";

/** `followsEnd`: the last frame that has come is shown. `missing`: the step after which frames are asked for, to show
 * the step `wanted`, asked for at the step `waitsAt`; `owed`: the step that is to be shown and has no frame yet.
 * `epochs`: the steps are asked for to find the beginning of the next or the previous epoch.
 * `second`: the run to compare with, as it has come.
 * @typedef {PageModel<TrainState, TrainAnswer, Catalog> & { followsEnd?: boolean,
 * missing?: number | undefined, wanted?: number, waitsAt?: number, epochs?: 1 | -1 | undefined, owed?: number |
 * undefined, landscape?: import("./runs/landscape.js").Landscape | null,
 * second?: { request: TrainRequest, run: import("./run.js").Run } }} Model */

/** The run is on its way: no frame, no step. @type {import("../core/types.js").Step[]} */
const NO_STEPS = [];

/** @param {CommonCatalog} catalog */
export const presetsOf = (catalog) => /** @type {Catalog} */ (catalog).training.presets;

/** @param {CommonCatalog} catalog @param {string} name @returns {TrainState} */
export function presetState(catalog, name) {
  const preset = presetNamed(presetsOf(catalog), name);
  return {
    request: preset.request,
    preset: preset.name,
    position: 0,
    grouping: "neuron",
    speed: 1,
    pace: WHOLE_RUN,
    changes: "start",
    detail: "usual",
    drawing: { tool: "off", label: 0, target: 1, every: 0 },
    log: false,
    look: FIRST_LOOK,
    other: null,
    asks: false,
  };
}

/** @param {CommonCatalog} catalog */
export const startState = (catalog) => presetState(catalog, "");

/** @type {EditingRules} */
export const RULES = {
  stepsOf: (answer) => (answer ? answer.run.steps : NO_STEPS),
  remembers: [],
  fitted: (state) => state,
  groupings: { neuron: "training.by_step", layer: "training.by_epoch", phase: "training.by_run" },
};

// ---- what is asked ----------------------------------------------------------------------------------------------

/** A run is thinned to as many frames as come in so many signs, and as the page holds in so many bytes. */
const MOST_SIGNS = { usual: 2e6, most: 45e6 };
const MOST_BYTES = 18e6;
/** A number takes so much, kept and as text. */
const BYTES = 8;
const SIGNS = 20;

/** How many numbers a frame has. @param {TrainRequest} request */
function numbersOf({ network, batch_size }) {
  let inputs = network.inputs;
  let count = batch_size / 4 + 6 + 4 * network.layers.length;
  for (const { units } of network.layers) {
    count += units * (inputs + 1);
    inputs = units;
  }
  return count;
}

/** How many frames the page asks for, at most.
 * @param {Pick<TrainState, "request" | "detail">} state @param {CommonCatalog} catalog */
export function framesOf({ request, detail }, catalog) {
  const numbers = numbersOf(request);
  const most = Math.min(MOST_BYTES / (BYTES * numbers), MOST_SIGNS[detail] / (SIGNS * numbers));
  return Math.max(2, Math.min(catalog.limits["train_frames"] ?? 2, Math.floor(most)));
}

/** The body of the request. @param {Model} model */
export const bodyOf = ({ state, catalog }) => ({
  ...state.request,
  frames: { count: framesOf(state, catalog), spacing: "linear" },
  include: ["weights", "layers", "batch", "data"],
});

// ---- edits ------------------------------------------------------------------------------------------------------

/** A seed that is drawn anew is one of so many. */
const SEEDS = 1000;

/** Whether the position is that of a link whose run has not come: links count in steps, since which steps have a frame
 * depends on what was fetched. @param {Model} model */
const isLinked = ({ answer, edited: last, state }) =>
  answer === null || (last?.field === "open" && answer.request !== state.request);

/** So many steps have been taken where the reader looks, or wants to. @param {Model} model */
export const placeOf = (model) =>
  isLinked(model) ? model.state.position : (awaited(model) ?? stepOf(model));

/** The state as a link has it. @param {TrainState} state @param {Model} model @returns {TrainState} */
export const linkedState = (state, model) => ({ ...state, position: placeOf(model) });

/** A model at the last frame up to a step; the step itself is owed where it has none.
 * @param {Model} model with an answer @param {number} step */
function atStep(model, step) {
  const { run } = /** @type {TrainAnswer} */ (model.answer);
  return withOwed({ ...model, missing: undefined }, Math.min(step, run.header.steps));
}

/** The step that is owed, unless the reader has gone elsewhere than to the frame before it. @param {Model} model */
function awaited({ answer, owed, state: { position } }) {
  if (answer === null || owed === undefined) return undefined;
  // Of a run that still arrives more may be there than the model has been told of.
  return Math.min(answer.run.frameOf(owed), answer.count - 1) === position ? owed : undefined;
}

/** A model whose run has grown, nearer to the step that is owed; without a frame of its own that is asked for once the
 * run is whole. @param {Model} model @param {number | undefined} owed */
function withOwed(model, owed) {
  const { answer } = model;
  if (answer === null || owed === undefined) return { ...model, owed: undefined };
  const position = answer.run.frameOf(owed);
  const nearer = { ...withState(model, { position }), owed };
  if (answer.run.scalar("step", position) === owed) return { ...nearer, owed: undefined };
  return answer.isOver ? asking({ ...nearer, owed: undefined }, owed - 1, owed) : nearer;
}

/** @type {Transitions<TrainEdits, Model>} */
const EDITS = {
  /** @param {Model} model @param {string} name */
  loadPreset: (model, name) => {
    const { request, preset } = presetState(model.catalog, name);
    return edited(model, request, { field: "preset", state: { preset, position: 0 } });
  },
  /** From the step on the screen on, where the reader has chosen that and the run allows it; else from the start.
   * @param {Model} model @param {TrainEdits["setFields"]} edit */
  setFields: (model, { field, change, continues = false, notice = null }) => {
    const { request, changes } = model.state;
    const step = stepOf(model);
    const isLater = changes === "here" && step > 0 && isSettable(change);
    const next = isLater ? changedAt(request, step, change) : { ...request, ...change };
    return edited(model, next, { field, continues, notice, ghost: false });
  },
  /** @param {Model} model @param {number} index */
  removeEvent: (model, index) =>
    edited(model, withoutEvent(model.state.request, index), { field: `events.${index}`, ghost: false }),
  /** Before the step on the screen. @param {Model} model @param {TrainEdits["setWeight"]} weight */
  setWeight: (model, { continues = false, ...weight }) => {
    const field = `weight.${weight.layer}.${weight.unit}.${weight.input}`;
    const next = withWeight(model.state.request, stepOf(model), weight);
    return edited(model, next, { field, continues, ghost: false });
  },
  /** @param {Model} model @param {TrainEdits["setRequest"]} edit */
  setRequest: (model, { field, request }) => edited(model, request, { field, ghost: false }),
  /** Other weights and another order; the data stay. @param {Model} model */
  newSeed: (model) => {
    const { request } = model.state;
    const seed = (request.seed % SEEDS) + 1;
    return edited(
      model,
      { ...request, seed, network: { ...request.network, seed } },
      { field: "seed", ghost: false, state: { position: 0 } },
    );
  },
};

/** The first step of the next or the previous epoch; from within an epoch, back is to its beginning. Where the step
 * before has no frame, the steps up to there are asked for first, and this is tried again when they have come.
 * @param {Model} model @param {1 | -1} by @param {boolean} [again] it is tried again: the step on the screen is known
 * to be the first of its epoch, or its predecessors have come */
function toEpoch(model, by, again = false) {
  if (model.answer === null) return model;
  const { run, count, isOver } = model.answer;
  const epochs = run.column("epoch");
  const here = model.state.position;
  const before = (/** @type {number} */ k) => run.scalar("step", k - 1);
  /** Whether steps before a frame are missing that can be asked for. @param {number} k */
  const isGap = (k) => {
    const steps = run.scalar("step", k) - before(k);
    return isOver && steps > 1 && steps <= WINDOW;
  };
  let k = here + (by === -1 && here > 0 && !again && isGap(here) ? 0 : by);
  while (k > 0 && (by === -1 || k < count) && epochs[k] === epochs[k - 1]) k += by;
  k = Math.max(0, Math.min(count - 1, k));
  const isBetween = (by === 1 ? k > here : k > 0) && epochs[k] !== epochs[k - 1] && isGap(k);
  return isBetween
    ? { ...asking(model, before(k), stepOf(model)), epochs: by }
    : withState(model, { position: k });
}

/** A model whose run has been asked for again, as for other words: what is shown stays until all of it has come.
 * @param {Model} model @param {boolean} [isBroken] it will not come */
function renewed(model, isBroken = false) {
  const { again, ...old } = /** @type {TrainAnswer} */ (model.answer);
  if (again === undefined || isBroken) return { ...model, answer: old };
  if (again.run.end === null) return model;
  const run = old.between ? withBetween(again.run, old.between) : again.run;
  const answer = { ...old, run, base: again.run, count: run.count };
  return withState({ ...model, answer }, { position: run.frameOf(stepOf(model)) });
}

/** One step on, or back with −1; where steps are counted otherwise, one of those.
 * @param {Model} model @param {1 | -1} by */
const byStep = (model, by) =>
  (model.state.grouping === "neuron" ? stepped(model, by) : null) ?? {
    ...(by === 1 ? COMMON.next(model, undefined) : COMMON.back(model, undefined)),
    missing: undefined,
  };

/** @type {Transitions<TrainEdits & TrainChoices, Model> &
 * Partial<Transitions<ModelVerbs<TrainState, TrainAnswer>, Model>>} */
export const TRANSITIONS = {
  ...edits(EDITS),
  /** @param {Model} model @param {TrainState["changes"]} changes */
  setChanges: (model, changes) => withState(model, { changes }),
  /** @param {Model} model @param {TrainState["detail"]} detail */
  setDetail: (model, detail) => withState(model, { detail }),
  /** @param {Model} model @param {number} pace */
  setPace: (model, pace) => withState(model, { pace }),
  /** @param {Model} model @param {Partial<TrainState["drawing"]>} change */
  setDrawing: (model, change) => withState(model, { drawing: { ...model.state.drawing, ...change } }),
  /** @param {Model} model @param {TrainChoices["askLandscape"]} landscape */
  askLandscape: (model, landscape) => ({ ...model, landscape }),
  /** @param {Model} model @param {boolean} asks */
  setAsks: (model, asks) => withState(model, { asks }),
  /** @param {Model} model @param {TrainState["other"]} other */
  setOther: (model, other) => withState(model, { other }),
  /** @param {Model} model @param {boolean} log */
  setLog: (model, log) => withState(model, { log }),
  /** @param {Model} model @param {TrainChoices["setLook"]} change */
  setLook: (model, change) => withState(model, { look: { ...model.state.look, ...change } }),
  /** @param {Model} model */
  nextEpoch: (model) => toEpoch(model, 1),
  /** @param {Model} model */
  previousEpoch: (model) => toEpoch(model, -1),
  /** @param {Model} model @param {boolean} isBroken */
  streamed: (model, isBroken) => {
    const { answer } = model;
    if (answer === null) return model;
    if (answer.again) return renewed(model, isBroken);
    const { run } = answer;
    const next = { ...answer, count: run.count, isOver: isBroken || run.end !== null, isBroken };
    const grown = { ...model, answer: next };
    const isAtEnd = model.state.position >= answer.count - 1;
    if (model.followsEnd && isAtEnd) return withState(grown, { position: run.count - 1 });
    return withOwed(grown, awaited(model));
  },
  /** Between two frames that are further apart, the steps are asked for first. @param {Model} model */
  next: (model) => byStep(model, 1),
  /** @param {Model} model */
  back: (model) => byStep(model, -1),
  ...BESIDE,
  /** @param {Model} model @param {any} arrived */
  further: (model, arrived) => {
    const next = BESIDE.further(model, arrived);
    return model.epochs !== undefined && isWaiting(model) && !isWaiting(next)
      ? toEpoch(next, model.epochs, true)
      : next;
  },
  /** The end that has come; while the run still arrives, its end is followed. @param {Model} model */
  last: (model) => ({ ...COMMON.last(model, undefined), followsEnd: model.answer?.isOver === false }),
  /** A link to another step of the same run needs no answer. @param {Model} model @param {TrainState} state */
  open: (model, state) => {
    const opened = COMMON.open(model, state);
    return isLinked(opened) || opened.answer === null ? opened : atStep(opened, state.position);
  },
  /** The place is that of the same number of steps. @param {Model} model @param {TrainAnswer} answer */
  arrived: (model, answer) => {
    // The end of another run is not followed.
    const common = { ...COMMON.arrived(model, answer), followsEnd: false };
    const old = model.answer;
    if (old?.isOver && !old.isBroken && old.request === answer.request)
      return renewed({ ...common, state: model.state, answer: { ...old, again: answer } });
    // No points: no other answer is on its way.
    const arrived = isEmpty(model.state.request) ? { ...common, pending: false } : common;
    // What the reader is to predict begins at its beginning.
    return atStep(arrived, model.state.asks && !isLinked(model) ? 0 : placeOf(model));
  },
};
