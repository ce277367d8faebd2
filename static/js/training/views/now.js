// What the run has come to at the frame on the screen, in numbers, and how it ended.
/** @import { View } from "../../core/types.js" */
/** @import { Context, TrainScreen } from "../types.js" */
import { element, setText } from "../../draw/dom.js";
import { isRegression } from "../task.js";
import { valueText } from "./curves/chart.js";
import { createEnding } from "./ending.js";
import { withExplanation } from "./explained.js";

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { t } = context;
  const heading = element("h3", {});
  const cells = /** @type {const} */ (["loss", "test_loss", "accuracy", "test_accuracy"]).map((name) => ({
    name,
    node: element("td", {}),
  }));
  const scoreName = element("th", { scope: "row" });
  const [loss, testLoss, accuracy, testAccuracy] = cells.map(({ node }) => node);
  const ending = createEnding(context);
  const row = (/** @type {(Node | null | undefined)[]} */ ...nodes) =>
    element("tr", {}, ...nodes.map((node) => node ?? null));
  root.replaceChildren(
    element("p", { class: "no-points" }, t("training.nothing_to_learn")),
    withExplanation(context, "scores", heading),
    element(
      "table",
      { class: "scores" },
      element(
        "thead",
        {},
        row(
          element("td", {}),
          element("th", { scope: "col" }, t("training.train")),
          element("th", { scope: "col" }, t("training.test")),
        ),
      ),
      element(
        "tbody",
        {},
        row(element("th", { scope: "row" }, t("training.loss")), loss, testLoss),
        row(scoreName, accuracy, testAccuracy),
      ),
    ),
    ending.root,
  );
  /** @param {TrainScreen} screen */
  const count = ({ run, at }) => {
    const isNumbers = isRegression(run);
    setText(heading, t("training.place", { epoch: run.scalar("epoch", at), step: run.scalar("step", at) }));
    setText(scoreName, t(isNumbers ? "training.r_squared" : "training.accuracy"));
    for (const { name, node } of cells)
      setText(node, valueText(run.scalar(name, at), name.endsWith("accuracy") && !isNumbers));
  };
  return {
    count,
    /** @param {TrainScreen} screen */
    update(screen) {
      count(screen);
      ending.update(screen);
    },
  };
}
