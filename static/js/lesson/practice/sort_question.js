// A question in which the numbers of a network, and things that no figure shows, are sorted into bins.
/** @import { Address } from "../../core/types.js" */
/** @import { Trace } from "../../network/types.js" */
/** @import { Lesson, LiveFigure, SortQuestion } from "../types.js" */
/** @import { GivenQuestion, QuestionFrame } from "./question_frame.js" */
/** @import { Sorted } from "./sorting.js" */
import { partsOf, withoutSample } from "../../core/address.js";
import { at } from "../../core/at.js";
import { element, setAttribute, setText } from "../../draw/dom.js";
import { symbolOf } from "../../network/notation.js";
import { symbolsIn } from "../network_parts.js";
import { buildFrame, networkParams, onAnswer, openFigureOf } from "./question_frame.js";
import { isInactive, setInactive } from "./replies.js";
import { mathSpan, namingFor, sentence } from "./sentences.js";
import { buildBins, buildChips } from "./sort_parts.js";
import { put, restOfFamily } from "./sorting.js";

/**
 * @typedef {object} SortState
 * @property {Lesson} lesson
 * @property {SortQuestion} question
 * @property {QuestionFrame} frame
 * @property {(key: string) => string} text a sentence of the question, "" where there is none
 * @property {ReturnType<typeof buildBins>} bins
 * @property {ReturnType<typeof buildChips>} chips
 * @property {HTMLElement} remaining says how many things are left
 * @property {HTMLElement} announcement
 * @property {LiveFigure} live
 * @property {Trace | null} trace the figure's answer
 * @property {Sorted} sorted
 * @property {boolean} isShown the reader has asked for the answer
 * @property {boolean} isFinished
 */

/** @param {HTMLElement} root @param {GivenQuestion<SortQuestion>} given */
export function mountSort(root, given) {
  const state = build(root, given);
  const { frame, live, question } = state;
  for (const [thing, { button }] of state.chips.entries)
    button.addEventListener("click", () => place(state, thing, thing));
  live.onPick = (address) => {
    const { family } = partsOf(address);
    if (family in question.families) place(state, withoutSample(address), family);
  };
  frame.check.addEventListener("click", () => {
    if (!isInactive(frame.check)) placeRestOfFamily(state);
  });
  frame.show.addEventListener("click", () => {
    if (!isInactive(frame.show)) placeAll(state);
  });
  onAnswer(live, (trace) => {
    state.trace = trace;
    showReasons(state);
    update(state);
  });
  listenToKeys(root, state);
}

/** @param {HTMLElement} root @param {GivenQuestion<SortQuestion>} given @returns {SortState} */
function build(root, given) {
  const { name, question, lesson } = given;
  const frame = buildFrame(root, given, "question.parameters.like_none");
  const text = (/** @type {string} */ key) => lesson.find(`question.${name}.${key}`, "");
  const bins = buildBins(question.bins, text);
  const chips = buildChips(Object.keys(question.chips), text);
  const figure = element("div", { class: "question-figure" });
  const remaining = element("p", { class: "sort-left" });
  const announcement = element("p", { class: "unseen", role: "status", "aria-live": "polite" });
  frame.prompt.append(...frame.sentence("prompt"));
  frame.body.append(bins.node, figure, chips.node);
  frame.buttons.append(remaining);
  root.append(announcement);
  const { live } = openFigureOf(lesson, figure, question.figure, question.at, text("figure"));
  return {
    lesson,
    question,
    frame,
    text,
    bins,
    chips,
    remaining,
    announcement,
    live,
    trace: null,
    sorted: { placed: {}, last: null },
    isShown: false,
    isFinished: false,
  };
}

/** The keys 1 to 9 choose a bin; in the capture phase, before the keys of the figure.
 * @param {HTMLElement} root @param {SortState} state */
function listenToKeys(root, { lesson: { t }, bins, announcement, text }) {
  root.addEventListener(
    "keydown",
    (event) => {
      const radio = /^[1-9]$/.test(event.key) ? bins.radios[Number(event.key) - 1] : undefined;
      if (!radio || event.ctrlKey || event.metaKey || event.altKey) return;
      radio.checked = true;
      event.preventDefault();
      event.stopPropagation();
      setText(announcement, t("question.parameters.bin_chosen", { bin: text(`bin.${radio.value}`) }));
    },
    true,
  );
}

/** The numbers of the network that can be sorted, by family.
 * @param {SortState} state @returns {Record<string, Address[]>} */
function families({ trace, question }) {
  /** @type {Record<string, Address[]>} */
  const symbols = trace ? symbolsIn(trace.network) : {};
  return Object.fromEntries(Object.keys(question.families).map((family) => [family, symbols[family] ?? []]));
}
/** @param {SortState} state */
const allThings = (state) => [...Object.values(families(state)).flat(), ...Object.keys(state.question.chips)];
/** @param {SortState} state */
const unplaced = (state) => allThings(state).filter((thing) => !(thing in state.sorted.placed));
/** @param {SortState} state */
const lastFamily = ({ sorted: { last } }) => (last === null ? "" : partsOf(last).family);
/** The things that can be placed with the last one. @param {SortState} state */
const restOfLastFamily = (state) => restOfFamily(state.sorted, families(state)[lastFamily(state)] ?? []);
/** @param {SortState} state */
const naming = ({ trace, live, lesson }) =>
  trace ? namingFor(trace.network, live.model.state, lesson.catalog) : null;
/** The bins in which a thing belongs. @param {SortState} state @param {string} thing @param {string} family */
const rightBins = ({ question }, thing, family) => question.families[family] ?? question.chips[thing] ?? [];

/** @param {SortState} state */
function update(state) {
  const { lesson, question, frame, text, live, trace, sorted } = state;
  const { t } = lesson;
  const marks = Object.fromEntries(
    Object.entries(sorted.placed)
      .filter(([thing]) => !(thing in question.chips))
      .map(([thing, bin]) => [thing, text(`mark.${bin}`)]),
  );
  live.dispatch("setPick", { families: Object.keys(question.families), marks });
  state.chips.update(sorted.placed);
  const rest = restOfLastFamily(state);
  const symbols = naming(state);
  setInactive(frame.check, rest.length === 0);
  frame.check.replaceChildren(
    ...(rest.length > 0 && symbols
      ? sentence(
          t("question.parameters.like"),
          { count: rest.length, symbol: { latex: lastFamily(state) } },
          symbols,
          t,
        )
      : [document.createTextNode(t("question.parameters.like_none"))]),
  );
  const left = unplaced(state).length;
  setText(
    state.remaining,
    trace ? t("question.parameters.left", { left, all: allThings(state).length }) : "",
  );
  if (trace && left === 0) finish(state);
}

/** Puts a thing into the chosen bin. @param {SortState} state @param {string} thing
 * @param {string} family the family of a number, else the thing itself; the key of its replies */
function place(state, thing, family) {
  const { lesson, question, frame, text, bins } = state;
  const { t } = lesson;
  const placed = state.sorted.placed[thing];
  if (placed !== undefined) {
    frame.reply.showText("note", t("question.parameters.placed", { bin: text(`bin.${placed}`) }));
    return;
  }
  const bin = bins.chosen();
  const { sorted, right } = put(state.sorted, thing, bin, rightBins(state, thing, family));
  state.sorted = sorted;
  const reply = text(`${family}.${bin}`) || text(`chip.${bin}`);
  const symbols = naming(state);
  const symbol =
    symbols && !(thing in question.chips) ? mathSpan(symbolOf(thing, symbols), t) : text(`thing.${thing}`);
  frame.reply.show(right ? "right" : "wrong", null, [
    [element("strong", {}, symbol), " → ", text(`bin.${bin}`), t("question.parameters.colon"), reply],
  ]);
  update(state);
}

/** Puts the rest of the last thing's family into the same bin. @param {SortState} state */
function placeRestOfFamily(state) {
  const { lesson, frame, text } = state;
  const { last, placed } = state.sorted;
  const rest = restOfLastFamily(state);
  const bin = last === null ? "" : (placed[last] ?? "");
  for (const thing of rest) state.sorted = put(state.sorted, thing, bin, [bin]).sorted;
  state.sorted = { ...state.sorted, last };
  const params = { count: rest.length, bin: text(`bin.${bin}`) };
  frame.reply.showText("right", lesson.t("question.parameters.all_placed", params));
  update(state);
}

/** Shows the answer. @param {SortState} state */
function placeAll(state) {
  state.isShown = true;
  for (const thing of unplaced(state)) {
    const bin = at(rightBins(state, thing, partsOf(thing).family), 0);
    state.sorted = put(state.sorted, thing, bin, [bin]).sorted;
  }
  state.frame.reply.showText("told", state.text("shown"));
  update(state);
}

/** @param {SortState} state */
function finish(state) {
  if (state.isFinished) return;
  state.isFinished = true;
  state.frame.reasoning.hidden = false;
  showReasons(state);
  state.frame.finish(!state.isShown);
  if (!state.isShown) state.frame.reply.showText("right", state.text("done"));
}

/** The reasons for each bin, with the numbers of the network. @param {SortState} state */
function showReasons({ trace, isFinished, frame, text, question }) {
  if (!trace || !isFinished) return;
  const params = networkParams(trace.network);
  frame.reasoning.replaceChildren(
    ...question.bins.map((bin) =>
      element(
        "p",
        { class: "reason", "data-bin": bin },
        element("span", { class: "bin-mark", "data-bin": bin, "aria-hidden": "true" }, text(`mark.${bin}`)),
        element("span", {}, ...frame.sentence(`why.${bin}`, params)),
      ),
    ),
  );
}
