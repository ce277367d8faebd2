// The screen that the views read at a position.
/** @import { Explainer, PageScreen } from "../core/types.js" */
/** @import { Context, TrainAnswer, TrainScreen, TrainState } from "./types.js" */
/** @import { Model } from "./state.js" */
import { secondOf } from "./runs/comparing.js";
import { settingsAt } from "./events.js";
import { isWaiting } from "./gaps.js";
import { formatNumber } from "../math/format.js";
import { mi } from "../math/nodes.js";

/** @param {Model} model @param {Omit<PageScreen<TrainState, TrainAnswer>, "explainer">} common
 * @returns {Omit<TrainScreen, "explainer">} */
export function screenOf(model, common) {
  const { run, count } = common.answer;
  const at = Math.min(common.frame.position, count - 1);
  const { request, changes } = common.state;
  const settings = changes === "here" ? settingsAt(request, run.scalar("step", at)) : request;
  const awaited = isWaiting(model) ? model.wanted : undefined;
  return {
    ...common,
    run,
    at,
    settings,
    awaited,
    second: secondOf(model),
    landscape: model.landscape ?? null,
  };
}

/** Epoch and step of the frame on the screen, in words. @param {TrainScreen} screen @param {Context["t"]} t */
export const placeText = ({ run, at }, t) =>
  t("training.place", { epoch: run.scalar("epoch", at), step: run.scalar("step", at) });

/** A frame has no formulas of its own: those are in its walkthrough.
 * @param {TrainScreen} screen @param {Context} context @returns {Explainer} */
export function trainExplainer(screen, { t }) {
  const title = () => placeText(screen, t);
  return {
    title,
    shortTitle: title,
    narrate: () => t("training.spoken_loss", { loss: formatNumber(screen.run.scalar("loss", screen.at)) }),
    counted: {
      place: t(screen.playing ? "training.spoken_running" : "training.spoken_stopped", { place: title() }),
      all: "",
      group: "",
    },
    tree: ({ formula }) => formula,
    symbol: (address) => mi(address),
    value: () => null,
    kind: () => "",
    standing: () => ({
      k: screen.run.scalar("step", screen.at),
      count: screen.run.header.steps,
      title: title(),
    }),
  };
}
