// The input field of an exercise, by the kind of its answer, and the answer when it is shown.
/** @import { Address } from "../../core/types.js" */
/** @import { Exercise, ExerciseState, Option } from "./exercise_state.js" */
/** @import { Field } from "./fields.js" */
import { own } from "../../core/at.js";
import { element } from "../../draw/dom.js";
import { formatNumber } from "../../math/format.js";
import { nodesFromLatex } from "../../math/latex.js";
import { symbolOf } from "../../network/notation.js";
import { exerciseSentence, namingOf, optionParts } from "./exercise_state.js";
import { choiceField, numberField } from "./fields.js";
import { mathSpan, nodeOfParam } from "./sentences.js";

/** Signs before the words of an option. @type {Record<string, string>} */
const SIGNS = { positive: "+", negative: "−", zero: "0" };

/** @type {Record<Exercise["input"], (state: ExerciseState, exercise: Exercise) => Field>} */
const FIELDS = {
  number: valueField,
  sign: (state, exercise) => optionField(state, exercise, "signs"),
  choice: (state, exercise) => optionField(state, exercise),
  pick: pickField,
};

/** @param {ExerciseState} state @param {Exercise} exercise */
export const createField = (state, exercise) => FIELDS[exercise.input](state, exercise);

/** @param {ExerciseState} state @param {Exercise} exercise @returns {Field} */
function valueField(state, { asked }) {
  const { t } = state.lesson;
  const naming = namingOf(state);
  // An address such as w1.0.2, else LaTeX.
  const symbol =
    naming !== null && !asked.includes("\\") && /\d/.test(asked)
      ? symbolOf(asked, naming)
      : nodesFromLatex(asked);
  return numberField({
    label: symbol
      ? [mathSpan(symbol, t), document.createTextNode(" = ")]
      : [document.createTextNode(t("practice.answer"))],
    describedBy: state.parts.promptId,
    t,
  });
}

/** @param {ExerciseState} state @param {Exercise} exercise @param {string} [look] a further class */
function optionField(state, { options }, look = "") {
  const { t } = state.lesson;
  return choiceField({
    legend: t("practice.answer"),
    describedBy: state.parts.promptId,
    missing: t("practice.choose"),
    look,
    options: options.map((option) => ({
      name: optionParts(option).name,
      content: optionNodes(state, option),
    })),
  });
}

/** A number is chosen in the figure, where it is a button. @param {ExerciseState} state @returns {Field} */
function pickField(state) {
  const {
    lesson: { t },
    parts,
  } = state;
  /** @type {Address | null} */
  let chosen = null;
  const line = element("p", { class: "picked", role: "status", "aria-live": "polite" }, t("practice.pick"));
  state.onPick = (address) => {
    chosen = address;
    line.replaceChildren(...exerciseSentence(state, "practice.picked", { symbol: { address } }));
  };
  return {
    node: element("div", { class: "pick-field", "aria-describedby": parts.promptId }, line),
    read: () => (chosen === null ? { missing: t("practice.pick_first") } : { value: chosen }),
    lock: (locked) => {
      if (locked) state.onPick = null;
    },
    focus: () =>
      /** @type {HTMLElement | null} */ (parts.figure.querySelector("[data-picking] [role=button]"))?.focus(),
  };
}

/** @param {ExerciseState} state @param {Option} option @returns {(Node | string)[]} */
function optionNodes({ lesson: { t, find }, exercise }, option) {
  const { name, key, latex } = optionParts(option);
  if (latex !== null) return [mathSpan(nodesFromLatex(latex) ?? { tag: "mtext", text: latex }, t)];
  const sign = own(SIGNS, name);
  const words = find(key ?? "", name);
  return exercise?.input === "sign" && sign
    ? [element("span", { class: "option-sign", "aria-hidden": "true" }, sign), " ", words]
    : [words];
}

/** The right answer. @param {ExerciseState} state @param {number | string} expected @returns {Node} */
export function expectedNode(state, expected) {
  if (typeof expected === "number") return document.createTextNode(formatNumber(expected));
  const option = state.exercise?.options.find((each) => optionParts(each).name === expected);
  return element(
    "span",
    { class: "expected" },
    ...(option === undefined
      ? [nodeOfParam({ address: expected }, namingOf(state), state.lesson.t)]
      : optionNodes(state, option)),
  );
}
