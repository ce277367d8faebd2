// The state of this network through time: what its measures say, their numbers at the frame on the screen, and a chart
// of each with a line for each layer.
/** @import { View } from "../../../core/types.js" */
/** @import { Context, TrainScreen } from "../../types.js" */
/** @import { Run } from "../../run.js" */
/** @import { MeasureChart } from "./measures.js" */
import { menuWord } from "../../../core/names.js";
import { element, scrollBox, setText } from "../../../draw/dom.js";
import { findingsAt } from "../../runs/findings.js";
import { createChart, lineSample, nearestIndex, valueText } from "../curves/chart.js";
import { withExplanation } from "../explained.js";
import { epochsOf, flagsOf, lastEpoch } from "../curves/curves.js";
import { listenToRun } from "../curves/scrub.js";
import { MEASURES, linesOf, lookOfLayer } from "./measures.js";

/** While a run plays its words and numbers are changed no oftener than this, in milliseconds. */
const BETWEEN = 500;

/** @param {MeasureChart} measure @param {Context} context */
function mountChart(measure, { t, dispatch }) {
  const { name, isLog, isShare } = measure;
  const title = t(`training.${name}`);
  const chart = createChart({
    key: `chart-${name}`,
    label: t("training.curve_slider", { name: title }),
    across: t("training.epoch"),
    hasDots: false,
  });
  const root = element(
    "figure",
    { class: "run-chart" },
    element(
      "figcaption",
      {},
      element("h4", {}, title),
      element("p", { class: "hint" }, t(`training.${name}_is`)),
    ),
    chart.sheet,
  );
  /** @type {TrainScreen | null} */
  let screen = null;
  let key = "";
  listenToRun(chart, dispatch, {
    frameAt: (epoch) => (screen ? nearestIndex(epochsOf(screen.run), epoch) : 0),
    standing: () => ({ at: screen?.at ?? 0, last: (screen?.answer.count ?? 1) - 1 }),
    point: (frame) => {
      if (frame === null || !screen) return chart.point(null, "");
      const { run } = screen;
      const place = t("training.place", {
        epoch: run.scalar("epoch", frame),
        step: run.scalar("step", frame),
      });
      const numbers = run.layers.map(
        (_, layer) => `${layer + 1}: ${valueText(run.measure(name, layer, frame), isShare, 3)}`,
      );
      chart.point(epochsOf(run)[frame] ?? 0, [place, ...numbers].join("\n"));
    },
  });
  return {
    root,
    /** @param {TrainScreen} shown */
    update(shown) {
      const { run, answer } = shown;
      const isOther = screen?.run !== run;
      screen = shown;
      const now = `${answer.count} ${answer.isOver}`;
      if (isOther || now !== key) {
        key = now;
        const lines = linesOf(run, measure);
        root.hidden = lines.length === 0;
        chart.show(
          {
            lines,
            last: lastEpoch(run),
            log: isLog,
            range: isShare ? [0, 1.02] : null,
            isShare,
            ...flagsOf(run, t),
          },
          !answer.isOver && !isOther,
        );
      }
      chart.move(epochsOf(run)[shown.at] ?? 0);
    },
    /** @param {TrainScreen} shown */
    say({ run, at, answer }) {
      const numbers = run.layers.map((_, layer) => valueText(run.measure(name, layer, at), isShare, 3));
      chart.tell(at, answer.count - 1, numbers.map((text, layer) => `${layer + 1}: ${text}`).join(", "));
    },
  };
}

/** @param {Context["t"]} t */
function createTable(t) {
  const body = element("tbody", {});
  const head = ["layer", ...MEASURES.map(({ name }) => `${name}_short`)].map((key) =>
    element(
      "th",
      { scope: "col" },
      t(/** @type {import("../../../core/types.js").Key} */ (`training.${key}`)),
    ),
  );
  const table = element(
    "table",
    { class: "layer-table" },
    element("thead", {}, element("tr", {}, ...head)),
    body,
  );
  /** @type {Run | null} */
  let builtFor = null;
  /** @type {HTMLElement[][]} */
  let cells = [];
  return {
    root: scrollBox(t("training.layers"), table),
    /** @param {Run} run @param {number} at */
    update(run, at) {
      if (builtFor !== run) {
        builtFor = run;
        cells = run.layers.map(() => MEASURES.map(() => element("td", {})));
        body.replaceChildren(
          ...run.layers.map(({ activation, units }, layer) =>
            element(
              "tr",
              {},
              element(
                "th",
                { scope: "row" },
                lineSample(lookOfLayer(layer)),
                ` ${layer + 1} `,
                element("small", {}, `${menuWord(activation)} ${units}`),
              ),
              .../** @type {HTMLElement[]} */ (cells[layer]),
            ),
          ),
        );
      }
      cells.forEach((row, layer) =>
        row.forEach((cell, m) => {
          const { name, isShare } = /** @type {MeasureChart} */ (MEASURES[m]);
          setText(cell, valueText(run.measure(name, layer, at), isShare, 2));
        }),
      );
    },
  };
}

/** @param {Context["t"]} t */
function createFindings(t) {
  const root = element("ul", { class: "findings" });
  let key = "";
  return {
    root,
    /** @param {Run} run @param {number} at */
    update(run, at) {
      const found = findingsAt(run, at);
      const now = JSON.stringify(found);
      if (now === key) return;
      key = now;
      root.replaceChildren(
        ...found.map(({ name, params }) =>
          element(
            "li",
            { "data-finding": name },
            element("p", {}, t(`training.find_${name}`, params)),
            element("p", { class: "remedy" }, t(`training.remedy_${name}`, params)),
          ),
        ),
        ...(found.length === 0 ? [element("li", { "data-finding": "" }, t("training.find_nothing"))] : []),
      );
    },
  };
}

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { t } = context;
  const place = element("h3", {});
  const findings = createFindings(t);
  const table = createTable(t);
  const charts = MEASURES.map((measure) => mountChart(measure, context));
  root.replaceChildren(
    element("p", { class: "no-points" }, t("training.nothing_to_learn")),
    withExplanation(context, "layer_state", place),
    findings.root,
    table.root,
    element("p", { class: "hint" }, t("training.rules_of_thumb")),
    element("div", { class: "layer-charts" }, ...charts.map((chart) => chart.root)),
  );
  let told = -Infinity;
  return {
    /** @param {TrainScreen} screen */
    update(screen) {
      for (const chart of charts) chart.update(screen);
      const { run, at, passing } = screen;
      const now = performance.now();
      if (passing && now - told < BETWEEN) return;
      told = now;
      setText(place, t("training.place", { epoch: run.scalar("epoch", at), step: run.scalar("step", at) }));
      findings.update(run, at);
      table.update(run, at);
      for (const chart of charts) chart.say(screen);
    },
    animate: () => {},
  };
}
