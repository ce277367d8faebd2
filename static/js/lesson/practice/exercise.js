// One exercise: loads the question of a seed, sends answers, shows the replies and the figure.
/** @import { Lesson } from "../types.js" */
/** @import { Exercise, ExerciseState, Verdict } from "./exercise_state.js" */
/** @import { StepPlace } from "./question_figure.js" */
import { addressOf } from "../../core/browser/address.js";
import { lasting } from "../../core/browser/memory.js";
import { element, setAttribute, setText } from "../../draw/dom.js";
import { activationLine } from "./activation_line.js";
import { createField, expectedNode } from "./exercise_field.js";
import { buildExercise } from "./exercise_parts.js";
import { exerciseSentence, namingOf, replyKeys, toolState } from "./exercise_state.js";
import { openQuestionFigure } from "./question_figure.js";
import { isInactive, setInactive, thrownText } from "./replies.js";
import { FIRST_SEED, nameOf, otherSeed, seedFrom, seedIn } from "./seeds.js";
import { sentenceWithNode, spokenSentence } from "./sentences.js";

const PATH = "/api/v1/exercise";

/** @param {ExerciseState} state */
const linkedSeed = ({ lesson, number }) => seedIn(addressOf(window).hash, lesson.section, number);
/** The key of the seed in the browser's storage. @param {ExerciseState} state */
const storageKey = ({ lesson, id }) => `lesson.${lesson.section}.${id}`;

/** @param {HTMLElement} root @param {Lesson} lesson @param {number} number of the exercise in its section
 * @returns {Promise<void>} when its first question is there, or the reason why it is not */
export async function mountExercise(root, lesson, number) {
  const id = `exercise-${number}`;
  /** @type {ExerciseState} */
  const state = {
    lesson,
    number,
    id,
    parts: buildExercise(root, lesson, number),
    seed: FIRST_SEED,
    turn: 0,
    attempt: 1,
    isBusy: false,
    exercise: null,
    field: null,
    figure: null,
    onPick: null,
    answeredAt: null,
  };
  state.seed = linkedSeed(state) ?? seedFrom(lasting.get(storageKey(state))) ?? FIRST_SEED;
  state.parts.solvedMark.hidden = !lesson.isSolved(id);
  listen(state);
  await load(state, state.seed, false);
  if (linkedSeed(state) !== null) root.scrollIntoView();
}

/** @param {ExerciseState} state */
function listen(state) {
  const { form, show, another, retry } = state.parts;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void check(state);
  });
  show.addEventListener("click", () => void reveal(state));
  another.addEventListener("click", () => void load(state, otherSeed(state.seed, Math.random), true));
  retry.addEventListener("click", () => void load(state, state.seed, true));
  addEventListener("hashchange", () => {
    const wanted = linkedSeed(state);
    if (wanted !== null && wanted !== state.seed) void load(state, wanted, true);
  });
}

/** Loads the question of a seed.
 * @param {ExerciseState} state @param {number} seed @param {boolean} announce read it out */
async function load(state, seed, announce) {
  const { lesson, number, parts } = state;
  state.turn += 1;
  const { turn } = state;
  const isCurrent = () => turn === state.turn;
  setAttribute(parts.root, "data-pending", true);
  state.isBusy = true;
  try {
    const exercise = /** @type {Exercise} */ (
      await lesson.ask(PATH, { section: lesson.section, number, seed })
    );
    if (!isCurrent()) return;
    state.seed = seed;
    lasting.set(storageKey(state), String(seed));
    showExercise(state, exercise);
    // A link in the address bar would name the question before.
    if (announce && linkedSeed(state) !== null) addressOf(window).write(`#${parts.root.id}`);
    if (announce) announceExercise(state, exercise);
  } catch (thrown) {
    if (!isCurrent()) return;
    showFailure(state, thrownText(thrown, lesson.t));
    if (state.exercise === null) state.seed = seed;
  } finally {
    if (isCurrent()) {
      state.isBusy = false;
      setAttribute(parts.root, "data-pending", null);
    }
  }
}

/** @param {ExerciseState} state @param {Exercise} exercise */
function showExercise(state, exercise) {
  const { lesson, number, parts, seed } = state;
  state.exercise = exercise;
  state.attempt = 1;
  state.answeredAt = null;
  const name = nameOf(lesson.section, number, seed);
  parts.root.id = name;
  parts.root.dataset["kind"] = exercise.kind;
  setAttribute(parts.seedLink, "href", `#${name}`);
  setText(parts.seedLink, lesson.t("practice.seed", { seed }));
  const retried = document.activeElement === parts.retry;
  parts.failure.replaceChildren();
  if (retried) parts.heading.focus();
  const prompt = exerciseSentence(state, `exercise.${exercise.kind}.prompt`, exercise.blanks);
  parts.prompt.replaceChildren(element("p", {}, ...prompt), ...activationLine(state, exercise));
  state.field = createField(state, exercise);
  parts.answer.replaceChildren(state.field.node);
  parts.reply.clear();
  setInactive(parts.check, false);
  setInactive(parts.show, false);
  parts.form.hidden = false;
  showFigure(state, exercise);
}

/** Opens the figure when it comes near the window. @param {ExerciseState} state @param {Exercise} exercise */
function showFigure(state, exercise) {
  const { lesson, number, parts, turn } = state;
  state.figure = null;
  const place = element("div", { class: "exercise-place" });
  parts.figure.replaceChildren(place);
  lesson.whenNear(parts.figure, () => {
    if (turn !== state.turn) return;
    const figure = openQuestionFigure(lesson, place, {
      name: nameOf(lesson.section, number, exercise.seed),
      tool: exercise.tool,
      experiment: "",
      request: exercise.request,
      laterRequest: exercise.later_request,
      state: toolState(exercise.state),
      at: exercise.at,
      label: lesson.t("practice.picture", { number }),
    });
    state.figure = figure;
    const { live } = figure;
    const { families } = exercise;
    if (exercise.input === "pick") {
      live.dispatch("setPick", { families, marks: {} });
      live.onPick = (address) => {
        if (!state.onPick) return;
        state.onPick(address);
        live.dispatch("setPick", { families, marks: { [address]: "●" } });
      };
    }
    if (state.answeredAt !== null) figure.showAnswer(state.answeredAt);
  });
}

/** @param {ExerciseState} state @param {Exercise} exercise */
function announceExercise(state, { kind, blanks }) {
  const { t, find } = state.lesson;
  const prompt = spokenSentence(find(`exercise.${kind}.prompt`, ""), blanks, namingOf(state), t);
  setText(state.parts.announcement, t("practice.new", { prompt }));
}

/** @param {ExerciseState} state @param {string} reason */
function showFailure({ lesson: { t }, parts, exercise }, reason) {
  const retried = document.activeElement === parts.retry;
  parts.failure.replaceChildren(element("p", {}, t("practice.not_fetched", { reason })), parts.retry);
  if (retried) parts.retry.focus();
  parts.form.hidden = exercise === null;
}

/** The server's verdict; null if there is none, or it comes after another question was loaded.
 * @param {ExerciseState} state @param {{answer: string | number, attempt: number} | {reveal: true}} body
 * @returns {Promise<Verdict | null>} */
async function askVerdict(state, body) {
  const { lesson, number, seed, turn } = state;
  const isCurrent = () => turn === state.turn;
  state.isBusy = true;
  try {
    const exercise = /** @type {Exercise} */ (
      await lesson.ask(PATH, { section: lesson.section, number, seed, ...body })
    );
    return isCurrent() ? exercise.verdict : null;
  } catch (thrown) {
    if (!isCurrent()) return null;
    const reason = thrownText(thrown, lesson.t);
    state.parts.reply.showText("note", lesson.t("practice.not_judged", { reason }));
    return null;
  } finally {
    if (isCurrent()) state.isBusy = false;
  }
}

/** Sends the answer in the field. @param {ExerciseState} state */
async function check(state) {
  const { lesson, id, parts, exercise, field } = state;
  if (state.isBusy || !exercise || !field || isInactive(parts.check)) return;
  const read = field.read();
  if ("missing" in read) {
    parts.reply.showText("note", read.missing);
    field.focus();
    return;
  }
  const verdict = await askVerdict(state, { answer: read.value, attempt: state.attempt });
  if (!verdict) return;
  const sentences = replyKeys(exercise.kind, verdict).map((key) =>
    exerciseSentence(state, key, verdict.blanks),
  );
  if (!verdict.right) {
    state.attempt += 1;
    if (verdict.expected === undefined) parts.reply.show("wrong", "practice.wrong", sentences);
    else {
      parts.reply.show("wrong", "practice.wrong", [
        ...sentences.slice(0, 1),
        answerSentence(state, verdict.expected),
        ...sentences.slice(1),
      ]);
      finish(state, exercise.after);
    }
    return;
  }
  parts.reply.show("right", null, sentences);
  finish(state, exercise.after);
  parts.solvedMark.hidden = false;
  lesson.solve(id);
}

/** @param {ExerciseState} state @param {number | string} expected */
const answerSentence = (state, expected) =>
  sentenceWithNode(state.lesson.find("practice.revealed", ""), "answer", expectedNode(state, expected));

/** Shows the right answer. @param {ExerciseState} state */
async function reveal(state) {
  const { parts, exercise } = state;
  if (state.isBusy || !exercise || isInactive(parts.show)) return;
  const verdict = await askVerdict(state, { reveal: true });
  if (!verdict || verdict.expected === undefined) return;
  parts.reply.show("told", null, [
    answerSentence(state, verdict.expected),
    exerciseSentence(state, `exercise.${exercise.kind}.why`, verdict.blanks),
  ]);
  finish(state, exercise.after);
}

/** @param {ExerciseState} state @param {StepPlace} after */
function finish(state, after) {
  state.answeredAt = after;
  state.field?.lock(true);
  setInactive(state.parts.check, true);
  setInactive(state.parts.show, true);
  state.figure?.showAnswer(after);
}
