// How the network learns: optimizer and learning rate, schedule, batches and epochs, penalties, when it ends.
/** @import { View } from "../../../core/types.js" */
/** @import { Context, TrainRequest, TrainScreen } from "../../types.js" */
import { problemText } from "../../../core/problems.js";
import { element } from "../../../draw/dom.js";
import { inMenuWords, showRefusal } from "../../../panels/number.js";
import { choiceSection } from "./choice.js";
import { numbersOf, switchRow } from "./numbers.js";
import { rateRow } from "./rate.js";

/** What the fields of the tab send and show: the settings at the step on the screen.
 * @typedef {{ settings: TrainRequest | null,
 * send: (field: string, change: Partial<TrainRequest>, continues?: boolean) => void }} Settings */

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { catalog, dispatch, t } = context;
  /** @type {Settings} */
  const settings = {
    settings: null,
    send: (field, change, continues = false) => dispatch("setFields", { field, change, continues }),
  };
  const optimizer = choiceSection(context, settings, {
    field: "optimizer",
    entries: catalog.optimizers,
    name: t("training.optimizer"),
    usual: catalog.optimizers[0]?.name ?? "",
    kept: ["learning_rate"],
    hidden: ["learning_rate"],
  });
  const schedule = choiceSection(context, settings, {
    field: "schedule",
    entries: catalog.schedules,
    name: t("training.schedule"),
    usual: catalog.schedules[0]?.name ?? "",
  });
  const rate = rateRow(context, settings);
  const batches = numbersOf(context, settings, ["batch_size", "epochs", "seed"]);
  const shuffle = switchRow(context, settings);
  const penalties = numbersOf(context, settings, ["l1", "l2", "clip_norm"]);
  const ends = numbersOf(context, settings, ["stop_loss", "patience"]);
  const section = (/** @type {string} */ title, /** @type {Node[]} */ ...content) =>
    element("section", { "aria-label": title }, element("h3", {}, title), ...content);
  root.classList.add("editor", "train-rail");
  root.replaceChildren(
    section(t("training.learning"), rate.root, optimizer.root, schedule.root),
    section(t("training.batches"), batches.root, shuffle.root),
    section(t("training.penalties"), penalties.root),
    section(t("training.ends"), ends.root),
  );
  const parts = [optimizer, schedule, rate, batches, shuffle, penalties, ends];
  return {
    /** @param {TrainScreen} screen */
    update(screen) {
      settings.settings = screen.settings;
      for (const part of parts) part.update(screen.settings);
      const { problem } = screen;
      showRefusal(root, screen, problem ? inMenuWords(problemText(problem, t), catalog) : "");
    },
  };
}
