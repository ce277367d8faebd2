// The player of a run: rewind, back, run and pause, a step, an epoch, another seed, the pace.
/** @import { View } from "../../core/types.js" */
/** @import { Context, TrainScreen } from "../types.js" */
import { element, setAttribute, setOptions, setText } from "../../draw/dom.js";
import { icon, playButton, setResting } from "../../panels/controls.js";
import { isEmpty } from "../data/fitting.js";
import { RATES, WHOLE_RUN, secondsOf } from "../pace.js";

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { dispatch, t } = context;
  /** @param {"first" | "back" | "next" | "nextEpoch" | "newSeed"} verb @param {string} name @param {Node} sign
   * @param {string} [word] */
  const button = (verb, name, sign, word) =>
    element(
      "button",
      { type: "button", "data-key": verb, "aria-label": name, title: name, onclick: () => dispatch(verb) },
      sign,
      word === undefined ? null : element("span", {}, word),
    );
  const first = button("first", t("training.rewind"), icon("first"));
  const back = button("back", t("training.step_back"), icon("back"));
  const next = button("next", t("training.step"), icon("next"), t("training.step_short"));
  const epoch = button("nextEpoch", t("training.epoch_on"), icon("rounds"), t("training.epoch_short"));
  const seed = button("newSeed", t("training.new_seed"), document.createTextNode("⚄"));
  const play = playButton(context, t("training.run"));
  const pace = element("select", {
    "data-key": "pace",
    "aria-label": t("training.pace"),
    title: t("training.pace"),
    onchange: () => dispatch("setPace", Number(pace.value)),
  });
  const epochs = element("span", {});
  const steps = element("span", {});
  const place = element("p", { class: "place run-place" }, epochs, " ", steps);
  root.replaceChildren(
    element(
      "div",
      { class: "transport", role: "group", "aria-label": t("control.player") },
      first,
      back,
      play.root,
      next,
      epoch,
      seed,
    ),
    pace,
    place,
  );
  /** @param {TrainScreen} screen */
  const count = ({ run, at, awaited }) => {
    const here = run.scalar("step", at);
    setText(epochs, t("training.epoch_now", { epoch: run.scalar("epoch", at) }));
    const step = awaited === undefined ? here : `${awaited} …`;
    setText(steps, t("training.step_now", { step, steps: run.header.steps }));
    setAttribute(next, "aria-busy", awaited !== undefined && awaited > here ? "true" : null);
    setAttribute(back, "aria-busy", awaited !== undefined && awaited < here ? "true" : null);
  };
  return {
    count,
    /** @param {TrainScreen} screen */
    update(screen) {
      const { state, playing, steps: all } = screen;
      play.show(playing);
      const isNothing = isEmpty(state.request);
      setResting([first, back], isNothing || state.position === 0);
      setResting([next, epoch], isNothing || state.position === all.length);
      setResting([play.root], isNothing);
      const whole = {
        value: String(WHOLE_RUN),
        text: t("training.pace_whole", { seconds: Math.round(secondsOf(all.length)) }),
      };
      setOptions(
        pace,
        [whole, ...RATES.map((rate) => ({ value: String(rate), text: t("training.pace_rate", { rate }) }))],
        String(state.pace),
      );
      count(screen);
    },
  };
}
