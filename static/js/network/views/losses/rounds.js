// The buttons for further training steps, called rounds: one more, many more, back to the first.
/** @import { Context, Screen } from "../../types.js" */
import { element, setText } from "../../../draw/dom.js";
import { numberInput } from "../../../panels/number.js";

/** So many rounds are offered first. */
const DEFAULT_ROUNDS = 10;

/** @param {Context} context */
export function roundButtons({ dispatch, t, catalog }) {
  const round = element("p", { class: "round" });
  let count = DEFAULT_ROUNDS;
  const times = numberInput(
    t,
    { "aria-label": t("loss.times"), "data-key": "times", class: "number short" },
    (value) => {
      count = value;
    },
    { whole: true, low: 1, high: catalog.limits["rounds"] ?? 10000 },
  );
  times.show(count);
  const once = element(
    "button",
    { type: "button", class: "primary", "data-key": "again", onclick: () => dispatch("again", 1) },
    t("loss.again"),
  );
  const often = element(
    "button",
    {
      type: "button",
      "data-key": "again-many",
      onclick: () => {
        if (times.commit()) dispatch("again", count);
        else times.input.focus();
      },
    },
    t("loss.again_many"),
  );
  const restart = element(
    "button",
    { type: "button", "data-key": "round-1", onclick: () => dispatch("goToRound", 1) },
    t("loss.to_first"),
  );
  return {
    root: element(
      "div",
      {
        class: "again",
        "data-field-group": true,
        "data-field": "round",
        role: "group",
        "aria-label": t("loss.rounds"),
      },
      round,
      once,
      element("span", { class: "pair" }, times.input, often),
      restart,
    ),
    /** @param {Screen} screen */
    update({ state }) {
      const now = state.request.round ?? 1;
      setText(round, t("loss.round", { round: now }));
      restart.disabled = now === 1;
    },
  };
}
