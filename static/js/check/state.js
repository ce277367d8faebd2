// The state of the page `/check` and how it changes: the network's (network/state.js) with the numbers handed in. Pure
// functions (model, input) -> model; to add a verb, add a row to EDITS, or to OWN if undo leaves it alone.
/** @import { Address, EditingRules, Notice, Problem, Transitions } from "../core/types.js" */
/** @import { NetworkCatalog } from "../network/types.js" */
/** @import { Answers, Check, HandInEdits, MarkingChoices, Marking, Model, State } from "./types.js" */
import { COMMON, edited, edits, withState } from "../core/editing.js";
import * as network from "../network/state.js";
import { isOfGradients } from "./gradients/request.js";
import { isOfClass, onSheet } from "./marking/request.js";

/** The example that the page begins with: small enough to be worked by hand. */
const FIRST = "mazur";

/** @type {EditingRules} */
export const RULES = {
  ...network.RULES,
  // There is no player.
  stepsOf: () => undefined,
  remembers: ["sample", "answers", "gradients", "conventions"],
};

/** What is handed in at the beginning.
 * @type {Pick<State, "part" | "answers" | "gradients" | "conventions" | "shown">} */
const EMPTY = { part: "marking", answers: {}, gradients: {}, conventions: {}, shown: "first" };

/** An example in the textbook's letters, which the sheet has, with an empty sheet.
 * @param {NetworkCatalog} catalog @param {string} name @returns {State} */
export const presetState = (catalog, name) => inTextbook({ ...network.presetState(catalog, name), ...EMPTY });

/** @param {State} state @returns {State} */
export const inTextbook = ({ drawing: _drawing, ...state }) => ({
  ...state,
  notation: "textbook",
  figureRule: false,
  position: 0,
});

/** @param {NetworkCatalog} catalog */
export const startState = (catalog) => presetState(catalog, FIRST);

/** @param {NetworkCatalog} catalog @param {State} state @returns {Model} */
export const startModel = (catalog, state = startState(catalog)) => ({
  ...network.startModel(catalog, state),
  rules: RULES,
  state,
  marking: null,
  markingProblem: null,
  outdated: new Set(),
  asks: 0,
  opened: new Set(),
  picked: null,
  check: null,
  checkProblem: null,
  pointed: null,
  offered: null,
  handIns: null,
  classMarking: null,
  classProblem: null,
});

/** The numbers handed in, changed: one step of undo. What is written anew is to be tried first, so that no right number
 * stays open. @param {Model} model @param {Answers} answers
 * @param {Parameters<typeof edited<Model>>[2] & {state?: Partial<State>}} [how] @returns {Model} */
const handedIn = (model, answers, { state = {}, ...how } = {}) => ({
  ...edited(model, model.state.request, { ghost: false, ...how, state: { ...state, answers } }),
  markingProblem: null,
  opened: new Set(),
});

/** What is said when another network takes numbers off the sheet; null: it takes none.
 * @param {State} before @param {Pick<State, "answers" | "gradients">} left @returns {Notice | null} */
function takenOff(before, left) {
  const all = (/** @type {Pick<State, "answers" | "gradients">} */ { answers, gradients }) =>
    Object.keys(answers).length + Object.keys(gradients).length;
  const count = all(before) - all(left);
  return count > 0 ? { key: "checking.taken_off", params: { count } } : null;
}

/** @type {Pick<State, "answers" | "gradients">} */
const NONE = { answers: {}, gradients: {} };

/** What of the numbers has a place on the sheet of another network. @param {Model} model
 * @param {State["request"]} request @returns {Pick<State, "answers" | "gradients">} */
const fitting = ({ state, catalog }, request) => ({
  answers: onSheet(state.answers, request, catalog),
  gradients: onSheet(state.gradients, request, catalog),
});

/** @param {Answers} answers with texts that are empty @returns {Answers} */
const withoutEmpty = (answers) =>
  Object.fromEntries(Object.entries(answers).filter(([, text]) => text.trim() !== ""));

/** @type {Transitions<HandInEdits, Model>} */
const EDITS = edits({
  write: (model, /** @type {HandInEdits["write"]} */ { address, text }) => {
    const { answers } = model.state;
    if ((answers[address] ?? "") === text.trim()) return model;
    return handedIn(model, withoutEmpty({ ...answers, [address]: text.trim() }), { field: address });
  },
  writeMany: (model, /** @type {HandInEdits["writeMany"]} */ { answers, notice = null, whole = false }) =>
    handedIn(model, withoutEmpty(whole ? answers : { ...model.state.answers, ...answers }), {
      notice,
      state: whole ? { shown: "first" } : {},
    }),
  clearAnswers: (model) =>
    handedIn(model, {}, { notice: { key: "checking.cleared" }, state: { shown: "first", conventions: {} } }),
  openSheet: (model, /** @type {HandInEdits["openSheet"]} */ { request, preset = "", answers }) => ({
    ...edited(model, request, {
      ghost: false,
      field: "preset",
      notice: takenOff(model.state, NONE),
      state: { ...EMPTY, answers, preset, sample: 0, origin: undefined },
    }),
    opened: new Set(),
    picked: null,
  }),
  setGradients: (
    model,
    /** @type {HandInEdits["setGradients"]} */ { gradients, notice = null, whole = false },
  ) => ({
    ...edited(model, model.state.request, {
      ghost: false,
      notice,
      state: { gradients: withoutEmpty(whole ? gradients : { ...model.state.gradients, ...gradients }) },
    }),
    checkProblem: null,
  }),
  openGradients: (
    model,
    /** @type {HandInEdits["openGradients"]} */ { request, preset = "", gradients },
  ) => ({
    ...edited(model, request, {
      ghost: false,
      field: "preset",
      notice: takenOff(model.state, NONE),
      state: { ...EMPTY, part: "gradients", gradients, preset, sample: 0, origin: undefined },
    }),
    opened: new Set(),
    picked: null,
    checkProblem: null,
    pointed: null,
  }),
  /** Another network is asked of: what was handed in stays, as far as the other has a place for it. */
  judgeBy: (model, /** @type {HandInEdits["judgeBy"]} */ { request, preset, sample, notice }) => ({
    ...edited(model, request, {
      ghost: false,
      field: "preset",
      notice,
      state: { ...fitting(model, request), preset, sample, conventions: {}, origin: undefined },
    }),
    markingProblem: null,
    checkProblem: null,
    opened: new Set(),
    picked: null,
  }),
  setConvention: (model, /** @type {HandInEdits["setConvention"]} */ { name, value }) => {
    const { [name]: _old, ...others } = model.state.conventions;
    const conventions = value === null ? others : { ...others, [name]: value };
    return handedIn(model, model.state.answers, { state: { conventions } });
  },
});

/**
 * The marking, or why there is none.
 * @typedef {object} MarkingVerbs
 * @property {{answer: Marking | Check, about: readonly unknown[]}} further
 * @property {{problem: Problem, about: readonly unknown[]}} furtherRefused
 */

/** The numbers that followed from an earlier slip and stand as they were, while the slip has been mended: no second
 * slip made them wrong. @param {Model} model @param {NonNullable<Model["marking"]>} now @returns {Set<Address>} */
function outdatedIn({ marking: before, outdated }, { about, marking, answers }) {
  if (before === null || before.about[0] !== about[0] || before.about[2] !== about[2]) return new Set();
  const followed = new Set(outdated);
  for (const { address, verdict } of before.marking.answers) if (verdict === "follows") followed.add(address);
  const isSo = (/** @type {Marking["answers"][number]} */ { address, verdict }) =>
    verdict === "wrong" && followed.has(address) && before.answers[address] === answers[address];
  return new Set(marking.answers.filter(isSo).map(({ address }) => address));
}

/** @type {Transitions<MarkingChoices & MarkingVerbs, Model>} */
const OWN = {
  setPart: (model, part) => withState(model, { part }),
  show: (model, shown) => withState(model, { shown }),
  openNumber: (model, address) => ({ ...model, opened: new Set([...model.opened, address]) }),
  pick: (model, picked) => (model.picked === picked ? model : { ...model, picked }),
  pointAt: (model, pointed) => (model.pointed === pointed ? model : { ...model, pointed }),
  offer: (model, offered) => ({ ...model, offered }),
  setClass: (model, handIns) => ({ ...model, handIns, classMarking: null, classProblem: null }),
  further: (model, { answer, about }) => {
    if (isOfGradients(about))
      return { ...model, check: { about, check: /** @type {Check} */ (answer) }, checkProblem: null };
    const marking = /** @type {Marking} */ (answer);
    if (isOfClass(about)) return { ...model, classMarking: { about, marking }, classProblem: null };
    const answers = /** @type {Answers} */ (about[1]);
    const outdated = outdatedIn(model, { about, marking, answers });
    return { ...model, marking: { about, marking, answers }, outdated, markingProblem: null };
  },
  furtherRefused: (model, { problem, about }) => {
    if (isOfGradients(about)) return { ...model, checkProblem: problem };
    return isOfClass(about) ? { ...model, classProblem: problem } : { ...model, markingProblem: problem };
  },
};

/** The network's verbs that open another network: what is left of the numbers is told, and undo brings back the rest.
 * @param {Model} before @param {any} next @param {Pick<State, "answers" | "gradients">} left */
const onOtherSheet = (before, next, left) =>
  next.state.request === before.state.request
    ? next
    : {
        ...next,
        state: inTextbook({ ...next.state, ...left, conventions: {}, shown: "first" }),
        notice: takenOff(before.state, left) ?? next.notice,
        opened: new Set(),
        picked: null,
        checkProblem: null,
        pointed: null,
      };

/** @type {Transitions<any, any>} */
const AROUND = {
  loadPreset: (/** @type {Model} */ model, /** @type {string} */ name) =>
    onOtherSheet(model, network.TRANSITIONS.loadPreset(model, name), NONE),
  /** The numbers are those of the network that is entered, as far as it has a place for them. */
  enterNetwork: (/** @type {Model} */ model, /** @type {State["request"]} */ request) =>
    onOtherSheet(model, network.TRANSITIONS.enterNetwork(model, request), fitting(model, request)),
  /** In another language the marking is asked for again. */
  retry: (/** @type {Model} */ model) => ({
    ...COMMON.retry(model, undefined),
    asks: model.asks + 1,
    markingProblem: null,
    checkProblem: null,
    classProblem: null,
  }),
};

export const TRANSITIONS = { ...network.TRANSITIONS, ...AROUND, ...EDITS, ...OWN };
