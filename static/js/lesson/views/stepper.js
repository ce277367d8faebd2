// The player of a figure: back, play, next, the present step, a link to the full tool, and a button that restores the
// preset.
/** @import { Context, PageScreen, Step, View } from "../../core/types.js" */
/** @import { Figure, FigureVerbs } from "../types.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { problemText } from "../../core/problems.js";
import { icon } from "../../panels/controls.js";

/** @param {HTMLElement} root @param {Context<any, FigureVerbs>} context @returns {View} */
export function mount(root, { dispatch, t }) {
  /** @param {"back" | "next"} verb */
  const button = (verb) =>
    element(
      "button",
      {
        type: "button",
        "data-key": verb,
        "aria-label": t(`control.${verb}`),
        title: t(`control.${verb}`),
        onclick: () => dispatch(verb),
      },
      icon(verb),
    );
  const back = button("back");
  const next = button("next");
  const play = element("button", {
    type: "button",
    class: "play",
    "data-key": "play",
    onclick: () => dispatch("toggle"),
  });
  const position = element("p", { class: "stepper-place" });
  const spokenStep = element("p", { class: "unseen", "aria-live": "polite", "data-spoken": true });
  const reset = element(
    "button",
    { type: "button", class: "quiet", "data-key": "reset", onclick: () => dispatch("reset") },
    t("lesson.reset"),
  );
  const full = element("a", { class: "full-tool", "data-key": "full", href: "#" }, t("lesson.full"));
  const problem = element("p", { class: "refusal", role: "alert" });
  const transport = element(
    "div",
    { class: "transport", role: "group", "aria-label": t("control.player") },
    back,
    play,
    next,
  );
  root.replaceChildren(
    transport,
    position,
    element("div", { class: "stepper-more" }, reset, full),
    problem,
    spokenStep,
  );
  /** @type {boolean | null} */
  let shownPlaying = null;
  /** @param {boolean} playing */
  function showPlaying(playing) {
    if (shownPlaying === playing) return;
    shownPlaying = playing;
    play.replaceChildren(
      icon(playing ? "pause" : "play"),
      element("span", {}, t(playing ? "control.pause" : "control.play")),
    );
  }
  // So that the button has a name before the first answer.
  showPlaying(false);
  let spoken = "";
  /** A whole phase at once is no step of a single neuron. @param {PageScreen} screen @param {Step} step */
  const titleOf = ({ explainer, state }, step) =>
    state.grouping === "phase"
      ? t(/** @type {import("../../core/types.js").Key} */ (`phase.${step.phase}`))
      : explainer.title(step);

  return {
    /** @param {PageScreen & { figure: Figure, floor: number, link: () => string, changed: boolean }} screen */
    update(screen) {
      const { frame, steps, floor, figure } = screen;
      transport.hidden = position.hidden = !figure.plays;
      const step = frame.active.at(-1);
      const count = steps.length - floor;
      const k = frame.position - floor;
      const place = screen.explainer.standing?.() ?? {
        k,
        count,
        title: step ? titleOf(screen, step) : "",
      };
      showPlaying(screen.playing);
      setAttribute(back, "aria-disabled", k <= 0 ? "true" : null);
      setAttribute(next, "aria-disabled", k >= count ? "true" : null);
      const text =
        k <= 0 || !step
          ? t("lesson.step_start", { count: place.count })
          : place.title
            ? t("lesson.step", place)
            : t("lesson.step_bare", { k: place.k, count: place.count });
      setText(position, text);
      const sentence = step ? text + t("speech.colon") + screen.explainer.narrate(step) : text;
      // Read out after a change only, not when the page opens.
      if (spoken !== "" && spoken !== sentence) setText(spokenStep, sentence);
      spoken = sentence;
      setAttribute(spokenStep, "aria-live", screen.playing && screen.state.speed > 1 ? "off" : "polite");
      setAttribute(full, "href", screen.link());
      reset.hidden = !screen.changed;
      const { problem: refusal } = screen;
      setText(problem, refusal === null ? "" : problemText(refusal, t));
    },
  };
}
