// Which class was answered for which: a row for each target, a column for each answer. Of numbers how far the answers
// are from their targets. Counted here from the answers to the samples, with the weights of the frame.
/** @import { View } from "../../core/types.js" */
/** @import { Context, TrainScreen } from "../types.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { formatNumber } from "../../math/format.js";
import { segmented } from "../../panels/choices.js";
import { answersAt, confusionOf, rootMeanSquare } from "../answers.js";
import { functionsOf, isDrawable } from "../forward.js";
import { classCount, classNames, isRegression } from "../task.js";
import { valueText } from "./curves/chart.js";
import { explained } from "./explained.js";

/** Classes beyond this many have no shares in their cells: there is no room. */
const MOST_WITH_SHARES = 5;

/** The table of so many classes. @param {readonly string[]} names @param {Context["t"]} t */
function createTable(names, t) {
  const cells = names.map(() => names.map(() => element("td", {})));
  const short = (/** @type {number} */ k) => (names.length > MOST_WITH_SHARES ? String(k) : (names[k] ?? ""));
  const table = element(
    "table",
    { class: "confusion" },
    element("caption", {}, t("training.confusion_caption")),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element(
          "th",
          { scope: "col", "aria-label": t("training.target_answer") },
          names.length > MOST_WITH_SHARES ? "↓ →" : t("training.target_answer"),
        ),
        ...names.map((_, k) => element("th", { scope: "col" }, short(k))),
      ),
    ),
    element(
      "tbody",
      {},
      ...cells.map((row, k) => element("tr", {}, element("th", { scope: "row" }, short(k)), ...row)),
    ),
  );
  cells.forEach((row, k) => row[k]?.classList.add("right"));
  return { table, cells };
}

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { catalog, dispatch, t } = context;
  const functions = functionsOf(catalog.curves);
  const heading = element("h3", {});
  const choice = segmented(
    t("training.counted"),
    "counted",
    [
      { value: "train", text: t("training.train") },
      { value: "test", text: t("training.test") },
    ],
    (counted) => dispatch("setLook", { counted: counted === "test" ? "test" : "train" }),
  );
  const place = element("div", { class: "confusion-place" });
  const summary = element("p", { class: "confusion-summary" });
  const aboutClasses = explained(context, "confusion", heading);
  const aboutNumbers = explained(context, "residuals", heading);
  root.replaceChildren(
    element("div", { class: "confusion-head" }, heading, aboutClasses, aboutNumbers, choice.group),
    place,
    summary,
  );
  /** @type {{ key: string, cells: HTMLTableCellElement[][] } | null} */
  let made = null;

  /** @param {TrainScreen} screen */
  function cellsFor({ run }) {
    const names = classNames(run, t);
    const key = names.join();
    if (made?.key === key) return made.cells;
    const { table, cells } = createTable(names, t);
    place.replaceChildren(table);
    made = { key, cells };
    return cells;
  }

  /** @param {TrainScreen} screen */
  const hasTest = ({ run }) => (run.header.data.test_inputs?.length ?? 0) > 0;
  /** What is counted: the test samples only where there are some. @param {TrainScreen} screen */
  const partOf = (screen) => (screen.state.look.counted === "test" && hasTest(screen) ? "test" : "train");

  /** @param {TrainScreen} screen @param {boolean} isWhole also what need not follow every frame */
  function show(screen, isWhole) {
    const { run, at } = screen;
    const isShown = isDrawable(run.layers, functions);
    setAttribute(root, "hidden", !isShown);
    if (!isShown) return;
    const part = partOf(screen);
    const answers = answersAt(run, functions, at, part);
    const isNumbers = isRegression(run);
    aboutClasses.hidden = isNumbers;
    aboutNumbers.hidden = !isNumbers;
    choice.group.hidden = !hasTest(screen);
    setText(heading, t(isNumbers ? "training.residuals" : "training.confusion"));
    setAttribute(place, "hidden", isNumbers);
    choice.show(part);
    if (isNumbers) {
      const { targets, test_targets } = run.dataAt(at);
      const squared = run.scalar(part === "test" ? "test_accuracy" : "accuracy", at);
      const rmse = rootMeanSquare(answers, (part === "test" ? test_targets : targets) ?? [], squared);
      setText(
        summary,
        t("training.rmse_here", { rmse: valueText(rmse, false), squared: valueText(squared, false) }),
      );
      return;
    }
    const classes = classCount(run);
    const cells = cellsFor(screen);
    const counts = confusionOf(answers, classes);
    cells.forEach((row, target) => {
      const total = row.reduce((sum, _, answer) => sum + (counts[target * classes + answer] ?? 0), 0);
      row.forEach((cell, answer) => {
        const count = counts[target * classes + answer] ?? 0;
        const share = count / Math.max(1, total);
        const percent = total === 0 ? "–" : `${formatNumber(100 * share, 3)} %`;
        setText(cell, classes > MOST_WITH_SHARES ? String(count || "·") : `${count}\n${percent}`);
        if (isWhole) cell.style.setProperty("--share", `${Math.round(100 * share)}%`);
      });
    });
    setText(summary, t("training.wrong_of", { wrong: answers.wrong, count: answers.count }));
  }
  return {
    update: (/** @type {TrainScreen} */ screen) => show(screen, true),
    count: (/** @type {TrainScreen} */ screen) => show(screen, false),
  };
}
