// Loss and accuracy of training and test set over the epochs, and the place on the screen.
/** @import { View } from "../../../core/types.js" */
/** @import { Context, TrainScreen } from "../../types.js" */
/** @import { Run, Scalar } from "../../run.js" */
/** @import { Line, Picture } from "./plot.js" */
import { element, setAttribute, setText } from "../../../draw/dom.js";
import { segmented } from "../../../panels/choices.js";
import { isEmpty } from "../../data/fitting.js";
import { eventText } from "../../sentences.js";
import { isRegression } from "../../task.js";
import { explained } from "../explained.js";
import { isCovered } from "../predict/watched.js";
import { SHELF } from "../shelf/kept.js";
import { createChart, indexAt, lineSample, nearestIndex, valueText } from "./chart.js";
import { listenToRun } from "./scrub.js";

/** The charts: their two columns of a run, and the key of their name. */
export const CHARTS = /** @type {const} */ ([
  { key: "loss", columns: ["loss", "test_loss"], name: "training.loss" },
  { key: "accuracy", columns: ["accuracy", "test_accuracy"], name: "training.accuracy" },
]);
/** The set of each column, and how its line looks. */
const SETS = /** @type {const} */ ([
  { key: "training.train", look: "train" },
  { key: "training.test", look: "test" },
]);
/** What explains a chart: that of the loss, and that of the score of classes or of numbers. */
const LOSS_ABOUT = /** @type {const} */ (["loss_chart"]);
const SCORE_ABOUT = /** @type {const} */ (["accuracy", "r_squared"]);
/** The lowest R² that is shown: a model that is far off may be anywhere below. */
const LEAST_R_SQUARED = -1;
/** The numbers of a legend have a narrow place. */
export const LEGEND_DIGITS = 3;
/** While a run plays, a slider's words are changed no oftener than this, in milliseconds. */
const BETWEEN_WORDS = 2000;

/** The epochs of all frames, with their fractions, grown with the run.
 * @type {WeakMap<Run, Float64Array<ArrayBuffer>>} */
const kept = new WeakMap();
/** @param {Run} run */
export function epochsOf(run) {
  const before = kept.get(run);
  if (before?.length === run.count) return before;
  const epochs = Float64Array.from(run.column("step"), (step) => step / run.header.batches_per_epoch);
  kept.set(run, epochs);
  return epochs;
}

/** Where the axis of the epochs ends: with the run, once that is over. @param {Run} run */
export const lastEpoch = (run) =>
  Math.max((run.end ? run.end.step : run.header.steps) / run.header.batches_per_epoch, 1e-9);

/** @param {Run} run @param {Context["t"]} t @returns {Pick<Picture, "flags" | "end" | "beyond">} */
export function flagsOf(run, t) {
  const perEpoch = run.header.batches_per_epoch;
  const { end, events } = run;
  return {
    beyond: t("training.curve_beyond"),
    flags: events.map((event) => ({ x: event.step / perEpoch, text: eventText(event, { t }) })),
    end:
      end === null || end.reason === "done"
        ? null
        : { x: end.step / perEpoch, text: t(`training.end_${end.reason}`) },
  };
}

/** @param {Run} run @param {Scalar} name */
const hasAny = (run, name) => run.column(name).some((value) => !Number.isNaN(value));

/** @param {(typeof CHARTS)[number]} chart @param {TrainScreen} screen @param {Context["t"]} t @returns {Picture} */
export function pictureOf({ key, columns }, { run, second, state }, t) {
  const isShare = key === "accuracy" && !isRegression(run);
  // The numbers of a score of another kind have no place on the axis.
  const isSameKind = key === "loss" || second?.header.score === run.header.score || !isRegression(run);
  const runs = second && isSameKind ? [run, second] : [run];
  const lines = runs.flatMap((one, r) =>
    columns.flatMap((column, n) => {
      const { key: set, look } = /** @type {(typeof SETS)[number]} */ (SETS[n]);
      if (!hasAny(one, column)) return [];
      const name = r === 0 ? t(set) : t("training.of_other", { name: t(set) });
      return [{ name, look: r === 0 ? look : `${look} other`, x: epochsOf(one), y: one.column(column) }];
    }),
  );
  const isScore = key === "accuracy";
  return {
    lines,
    last: Math.max(...runs.map(lastEpoch)),
    log: key === "loss" && state.log,
    range: isShare ? [0, 1.02] : isScore ? rangeOfScores(lines) : null,
    isShare,
    ...flagsOf(run, t),
  };
}

/** @param {readonly Line[]} lines @returns {[number, number]} */
function rangeOfScores(lines) {
  let low = 0;
  for (const { y } of lines) for (const value of y) if (value < low) low = value;
  return [Math.max(LEAST_R_SQUARED, low), 1.02];
}

/** One chart with its heading and legend. @param {(typeof CHARTS)[number]} of @param {Context} context
 * @param {HTMLElement | null} tool */
function mountChart(of, context, tool) {
  const { t, dispatch } = context;
  const name = element("h3", {});
  const abouts = (of.key === "loss" ? LOSS_ABOUT : SCORE_ABOUT).map((key) => explained(context, key, name));
  const legend = element("p", { class: "run-legend" });
  const chart = createChart({ key: `chart-${of.key}`, label: t(of.name), across: t("training.epoch") });
  const root = element(
    "figure",
    { class: "run-chart", "data-chart": of.key },
    element("figcaption", { class: "run-chart-head" }, name, ...abouts, legend, tool),
    chart.sheet,
  );
  /** @type {TrainScreen | null} */
  let screen = null;
  /** @type {Picture | null} */
  let picture = null;
  let key = "";
  let legendKey = "";
  /** @type {HTMLElement[]} */
  let numbers = [];
  let said = -Infinity;

  /** @param {number} frame */
  const textAt = (frame) => {
    if (!screen || !picture) return "";
    const { run } = screen;
    const { isShare, lines } = picture;
    const epoch = epochsOf(run)[frame] ?? 0;
    const place = t("training.place", { epoch: run.scalar("epoch", frame), step: run.scalar("step", frame) });
    const values = lines.map(
      (line) => `${line.name} ${valueText(line.y[indexAt(line.x, epoch)] ?? Number.NaN, isShare)}`,
    );
    return [place, ...values].join("\n");
  };
  listenToRun(chart, dispatch, {
    frameAt: (epoch) => (screen ? nearestIndex(epochsOf(screen.run), epoch) : 0),
    standing: () => ({ at: screen?.at ?? 0, last: (screen?.answer.count ?? 1) - 1 }),
    point: (frame) => {
      if (frame === null || !screen) return chart.point(null, "");
      const x = epochsOf(screen.run)[frame] ?? 0;
      const flags = chart.flagsNear(x).map(({ text }) => `⚑ ${text}`);
      chart.point(x, [textAt(frame), ...flags].join("\n"));
    },
  });

  /** @param {TrainScreen} shown */
  function buildLegend({ run }) {
    const now = `${run.header.score} ${context.language()} ${picture?.lines.map(({ name: line }) => line).join()}`;
    if (now === legendKey) return;
    legendKey = now;
    const score = isRegression(run) ? "training.r_squared" : "training.accuracy";
    setText(name, t(of.key === "loss" ? "training.loss" : score));
    if (abouts.length > 1)
      abouts.forEach((about, n) => setAttribute(about, "hidden", (n === 1) !== isRegression(run)));
    setAttribute(chart.svg, "aria-label", t("training.curve_slider", { name: name.textContent ?? "" }));
    const entries = (picture?.lines ?? []).map(({ name: line, look }) => {
      const number = element("b", {});
      return { number, entry: element("span", {}, lineSample(look), line, " ", number) };
    });
    numbers = entries.map(({ number }) => number);
    legend.replaceChildren(...entries.map(({ entry }) => entry));
  }

  /** What is written of the frame on the screen. @param {TrainScreen} shown */
  function count({ run, at, passing, answer }) {
    const epoch = epochsOf(run)[at] ?? 0;
    picture?.lines.forEach((line, n) =>
      setText(
        /** @type {HTMLElement} */ (numbers[n]),
        valueText(line.y[indexAt(line.x, epoch)] ?? Number.NaN, picture?.isShare ?? false, LEGEND_DIGITS),
      ),
    );
    const now = performance.now();
    if (passing && now - said < BETWEEN_WORDS) return;
    said = now;
    chart.tell(at, answer.count - 1, textAt(at).replaceAll("\n", ", "));
  }

  return {
    root,
    /** @param {TrainScreen} shown */
    update(shown) {
      const { run, answer, state } = shown;
      const isOther = screen?.run !== run || screen.second !== shown.second;
      screen = shown;
      const now = `${answer.count} ${answer.isOver} ${state.log}`;
      if (isOther || now !== key) {
        key = now;
        picture = pictureOf(of, shown, t);
        buildLegend(shown);
        chart.show(picture, !answer.isOver && !isOther);
      }
      chart.move(epochsOf(run)[shown.at] ?? 0);
      if (!shown.passing) count(shown);
    },
    count,
  };
}

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { t, dispatch } = context;
  const log = element("input", {
    type: "checkbox",
    "data-key": "log",
    onchange: () => dispatch("setLog", log.checked),
  });
  const logSwitch = element("label", { class: "run-chart-log" }, log, t("training.log"));
  const charts = CHARTS.map((chart) => mountChart(chart, context, chart.key === "loss" ? logSwitch : null));
  // In a low place one of the two is seen.
  const choice = segmented(
    t("training.curves"),
    "curve",
    CHARTS.map(({ key, name }) => ({ value: key, text: t(name) })),
    (key) => show(key),
  );
  const show = (/** @type {"loss" | "accuracy"} */ key) => {
    root.dataset["shown"] = key;
    choice.show(key);
  };
  show("loss");
  root.replaceChildren(choice.group, ...charts.map((chart) => chart.root));
  return {
    /** @param {TrainScreen} screen */
    update(screen) {
      // The curves are always in sight: here every run is noted.
      SHELF.note(screen.answer, screen.state.drawing.tool !== "off");
      document.documentElement.toggleAttribute("data-covered", isCovered(screen));
      document.documentElement.toggleAttribute("data-no-points", isEmpty(screen.state.request));
      log.checked = screen.state.log;
      for (const chart of charts) chart.update(screen);
    },
    animate: () => {},
    /** @param {TrainScreen} screen */
    count: (screen) => charts.forEach((chart) => chart.count(screen)),
  };
}
