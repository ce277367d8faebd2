// Predict first: questions about a run that has not been watched yet, and what came of the answers.
/** @import { View } from "../../../core/types.js" */
/** @import { Key } from "../../../core/types.js" */
/** @import { Context, TrainScreen } from "../../types.js" */
/** @import { Question } from "../../runs/predictions.js" */
import { element } from "../../../draw/dom.js";
import { withExplanation } from "../explained.js";
import { questionsFor, verdictOf } from "../../runs/predictions.js";
import { isCovered } from "./watched.js";

/** What the reader has said of each run, by question. @type {WeakMap<object, Map<string, string>>} */
const said = new WeakMap();

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { t, dispatch } = context;
  const say = (/** @type {string} */ key, /** @type {Record<string, string | number>} */ params = {}) =>
    t(/** @type {Key} */ (`training.${key}`), params);
  const box = element("input", {
    type: "checkbox",
    "data-key": "asks",
    onchange: () => dispatch("setAsks", box.checked),
  });
  const questions = element("div", {
    class: "predictions",
    role: "group",
    "aria-label": t("training.predict"),
  });
  const choice = element("label", { class: "predict-switch" }, box, t("training.predict"));
  root.replaceChildren(withExplanation(context, "predict", choice), questions);
  let key = "";
  /** @type {TrainScreen | null} */
  let screen = null;

  /** @param {Question} question @param {Map<string, string>} answers @param {TrainScreen} shown */
  function ask({ name, choices }, answers, shown) {
    const chosen = answers.get(name);
    return element(
      "fieldset",
      { "data-question": name },
      element("legend", {}, say(`ask_${name}`, { epochs: shown.state.request.epochs })),
      ...choices.map((choice) => {
        const radio = element("input", {
          type: "radio",
          name: `predict-${name}`,
          value: choice,
          "data-key": `predict-${name}-${choice}`,
          onchange: () => answers.set(name, choice),
        });
        radio.checked = choice === chosen;
        return element("label", {}, radio, say(`choice_${name}_${choice}`));
      }),
    );
  }

  /** @param {Question} question @param {string | undefined} chosen @param {TrainScreen} shown */
  function tell(question, chosen, shown) {
    const { run, second } = shown;
    const verdict = chosen === undefined ? null : verdictOf(question, chosen, { run, second });
    if (chosen === undefined || verdict === null) return [];
    const { name } = question;
    const words = {
      said: say(`choice_${name}_${chosen}`),
      was: say(`choice_${name}_${verdict.was}`),
    };
    return [
      element(
        "p",
        { class: "prediction", "data-right": String(verdict.isRight), "data-question": name },
        `${verdict.isRight ? "✓" : "✗"} ${say(verdict.isRight ? "predicted_right" : "predicted_wrong", words)} `,
        say(`was_${name}`, verdict.params),
      ),
    ];
  }

  return {
    /** @param {TrainScreen} shown */
    update(shown) {
      screen = shown;
      const { state, answer, run, second } = screen;
      box.checked = state.asks;
      questions.hidden = !state.asks;
      if (!state.asks) return;
      const of = answer.base ?? answer.run;
      const answers = said.get(of) ?? new Map();
      said.set(of, answers);
      const covered = isCovered(shown);
      const found = questionsFor({ run, second });
      const now = `${covered} ${found.map(({ name }) => name)} ${JSON.stringify(state.request)}`;
      if (now === key) return;
      key = now;
      const words = covered
        ? found.map((question) => ask(question, answers, shown))
        : found.flatMap((question) => tell(question, answers.get(question.name), shown));
      questions.replaceChildren(
        element("p", { class: "hint" }, t(covered ? "training.predict_then_run" : "training.predict_next")),
        ...words,
      );
    },
  };
}
