// The run to compare with: its numbers beside those on the screen at the same epoch, its map, and the settings in which
// it differs.
/** @import { Context, TrainScreen } from "../../types.js" */
/** @import { Run, Scalar } from "../../run.js" */
import { element, scrollBox, setText } from "../../../draw/dom.js";
import { withExplanation } from "../explained.js";
import { differencesOf } from "../../runs/comparing.js";
import { isRegression } from "../../task.js";
import { indexAt, valueText } from "../curves/chart.js";
import { epochsOf } from "../curves/curves.js";
import * as map from "../map/map.js";
import { fieldName, settingText } from "./words.js";

/** @type {readonly Scalar[]} */
const NUMBERS = ["loss", "test_loss", "accuracy", "test_accuracy"];

/** @param {Scalar} name @param {Run} run @param {Context["t"]} t */
function nameOfNumber(name, run, t) {
  const score = t(isRegression(run) ? "training.r_squared" : "training.accuracy");
  const quantity = name.endsWith("loss") ? t("training.loss") : score;
  return `${quantity}, ${t(name.startsWith("test") ? "training.test" : "training.train")}`;
}

/** The head of a table of both runs. @param {string} first @param {Context["t"]} t */
const headOf = (first, t) =>
  element(
    "thead",
    {},
    element(
      "tr",
      {},
      element("td", {}, first),
      element("th", { scope: "col" }, t("training.this_run")),
      element("th", { scope: "col" }, t("training.other_run")),
    ),
  );

/** @param {Context} context */
export function createComparison(context) {
  const { t, dispatch } = context;
  const state = element("p", { class: "hint", role: "status" });
  const place = element("p", { class: "hint" });
  const numbers = element("tbody", {});
  const settings = element("tbody", {});
  const mapPlace = element("div", {
    class: "second-map",
    inert: true,
    role: "group",
    "aria-label": t("training.second_map"),
  });
  const view = map.mount(mapPlace, context);
  const stop = element(
    "button",
    { type: "button", "data-key": "stop-comparing", onclick: () => dispatch("setOther", null) },
    t("training.stop_comparing"),
  );
  const body = element(
    "div",
    { class: "comparison-body" },
    place,
    element("table", { class: "scores numbers-compared" }, headOf("", t), numbers),
    scrollBox(
      t("training.settings_differ"),
      element(
        "table",
        { class: "scores settings-compared" },
        headOf(t("training.settings_differ"), t),
        settings,
      ),
    ),
    mapPlace,
  );
  const root = element(
    "section",
    { class: "comparison", "aria-label": t("training.comparison") },
    withExplanation(context, "comparison", element("h3", {}, t("training.comparison"))),
    state,
    body,
    stop,
  );
  /** @type {unknown} */
  let builtFor = null;
  /** @type {{ name: Scalar, mine: HTMLElement, theirs: HTMLElement }[]} */
  let cells = [];

  /** @param {TrainScreen} screen @param {Run} second */
  function build({ run, state: { request, other } }, second) {
    cells = NUMBERS.map((name) => ({ name, mine: element("td", {}), theirs: element("td", {}) }));
    numbers.replaceChildren(
      ...cells.map(({ name, mine, theirs }) =>
        element("tr", {}, element("th", { scope: "row" }, nameOfNumber(name, run, t)), mine, theirs),
      ),
    );
    const differences = other === null ? [] : differencesOf(request, other);
    settings.replaceChildren(
      ...differences.map(({ path, before, after }) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, fieldName(path, context)),
          element("td", {}, settingText(before, path, context)),
          element("td", {}, settingText(after, path, context)),
        ),
      ),
    );
    builtFor = second;
  }

  /** @param {TrainScreen} screen */
  function move(screen) {
    const { run, at, second } = screen;
    if (second === null) return;
    const epoch = epochsOf(run)[at] ?? 0;
    const there = indexAt(epochsOf(second), epoch);
    setText(
      place,
      t("training.same_epoch", {
        epoch: run.scalar("epoch", at),
        other: second.scalar("epoch", there),
      }),
    );
    for (const { name, mine, theirs } of cells) {
      const isShare = (/** @type {Run} */ of) => name.endsWith("accuracy") && !isRegression(of);
      setText(mine, valueText(run.scalar(name, at), isShare(run)));
      setText(theirs, valueText(second.scalar(name, there), isShare(second)));
    }
    const answer = { ...screen.answer, run: second, count: second.count };
    view.update({ ...screen, run: second, answer, at: there });
  }

  /** @type {{ request: unknown, other: unknown }} */
  let built = { request: null, other: null };
  return {
    root,
    /** @param {TrainScreen} screen */
    update(screen) {
      const { second, state: shown } = screen;
      root.hidden = shown.other === null;
      if (shown.other === null) return;
      body.hidden = second === null;
      setText(state, second === null ? t("training.other_comes") : "");
      if (second === null) return;
      const isBuilt = builtFor === second && built.request === shown.request && built.other === shown.other;
      if (!isBuilt) build(screen, second);
      built = { request: shown.request, other: shown.other };
      move(screen);
    },
  };
}
