// What is answered at the point of the map that is pointed at, and what is known of the sample there. With the keyboard
// a cross is moved over the map.
/** @import { Context, TrainScreen } from "../../types.js" */
/** @import { MapFrame } from "./axes.js" */
/** @import { MapParts, Place } from "./parts.js" */
/** @import { Spots } from "./samples.js" */
import { formatNumber } from "../../../math/format.js";
import { answersAt, classAt } from "../../answers.js";
import { classNames, isRegression, unitOf } from "../../task.js";

/** An arrow key moves the cross by this share of the map; with Shift by a tenth of it. */
const STRIDE = 0.05;

/** The nearest sample within reach; null: none. @param {Spots} spots @param {number} x @param {number} y in pixels
 * @param {number} reach @param {number} most how many are shown */
export function nearestSample({ x: xs, y: ys }, x, y, reach, most) {
  let best = null;
  let least = reach * reach;
  for (let n = 0; n < most; n++) {
    const distance = ((xs[n] ?? 0) - x) ** 2 + ((ys[n] ?? 0) - y) ** 2;
    if (distance <= least) [best, least] = [n, distance];
  }
  return best;
}

/** The outputs in words: a class and how sure, or numbers. @param {Context["t"]} t
 * @param {TrainScreen["run"]} run @param {readonly Float32Array[]} outputs @param {number} n */
export function answerText(t, run, outputs, n) {
  if (isRegression(run)) return outputs.map((output) => formatNumber(output[n], 3)).join(", ");
  const k = classAt(outputs, n);
  const output = outputs.length === 1 ? outputs[0]?.[n] : outputs[k]?.[n];
  return t("training.class_sure", { name: classNames(run, t)[k] ?? "", output: formatNumber(output, 3) });
}

/** The targets in words. @param {Context["t"]} t @param {TrainScreen["run"]} run @param {number} k class
 * @param {readonly number[]} targets */
const targetText = (t, run, k, targets) =>
  isRegression(run)
    ? targets.map((target) => formatNumber(target, 3)).join(", ")
    : (classNames(run, t)[k] ?? "");

/** Everything about a sample, in a sentence. @param {Context["t"]} t
 * @param {Map<string, import("../../forward.js").Apply>} functions @param {Pick<TrainScreen, "run" | "at">} screen
 * @param {"train" | "test"} part @param {number} n its number in its part */
export function sampleWords(t, functions, { run, at }, part, n) {
  const { targets, test_targets } = run.dataAt(at);
  const { outputs, classes, targets: wanted } = answersAt(run, functions, at, part);
  const k = wanted[n] ?? 0;
  const words = {
    sample: n + 1,
    part: t(part === "test" ? "training.test" : "training.train"),
    target: targetText(t, run, k, (part === "test" ? test_targets : targets)?.[n] ?? []),
    answer: answerText(t, run, outputs, n),
  };
  if (isRegression(run)) return t("training.at_sample_number", words);
  return t(classes[n] === k ? "training.at_sample_right" : "training.at_sample_wrong", words);
}

/** The same of a sample on the map. @param {MapParts} map @param {TrainScreen} screen
 * @param {number} n of all samples, those to learn from first */
export function sampleText({ t, spots, functions }, screen, n) {
  const train = spots?.train ?? 0;
  return sampleWords(t, functions, screen, n < train ? "train" : "test", n < train ? n : n - train);
}

/** What is answered at a place of the map, or by the neuron that it shows. @param {MapParts} map
 * @param {TrainScreen} screen @param {Place} place */
export function pointText({ t, made, head }, screen, place) {
  if (!made) return "";
  const { run, at } = screen;
  const inputs = inputsAt(made.frame, place);
  made.point.forEach((column, i) => column.fill(inputs[i] ?? 0));
  const unit = unitOf(run, head.unitAddress(screen));
  const outputs = made.single.outputs(run.parametersAt(at), unit?.layer);
  const shown = made.frame.isCurve ? inputs : made.frame.axes.map((axis) => inputs[axis]);
  return t("training.at_point", {
    point: shown.map((x) => formatNumber(x, 3)).join(", "),
    answer: unit
      ? formatNumber(outputs[unit.layer - 1]?.[unit.unit]?.[0], 3)
      : answerText(t, run, outputs.at(-1) ?? [], 0),
  });
}

/**
 * Listens to pointer and keys on the plot.
 * @param {HTMLElement} plot
 * @param {object} how
 * @param {(place: Place | null) => void} how.point from 0 to 1 from the upper left corner
 * @param {(place: Place) => void} how.choose by click or Enter
 */
export function listenToPlot(plot, { point, choose }) {
  /** @type {Place | null} */
  let cross = null;
  const placeOf = (/** @type {PointerEvent | MouseEvent} */ { clientX, clientY }) => {
    const box = plot.getBoundingClientRect();
    return { u: (clientX - box.left) / box.width, v: (clientY - box.top) / box.height };
  };
  plot.addEventListener("pointermove", (event) => point(placeOf(event)));
  plot.addEventListener("pointerleave", () => point(document.activeElement === plot ? cross : null));
  plot.addEventListener("click", (event) => {
    if (!event.defaultPrevented) choose(placeOf(event));
  });
  plot.addEventListener("blur", () => point(null));
  plot.addEventListener("focus", () => {
    if (plot.matches(":focus-visible")) point((cross ??= { u: 0.5, v: 0.5 }));
  });
  plot.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const from = cross ?? { u: 0.5, v: 0.5 };
    const by = event.shiftKey ? STRIDE / 10 : STRIDE;
    /** @type {Record<string, readonly [number, number]>} */
    const moves = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] };
    const move = moves[event.key];
    if (move) {
      const within = (/** @type {number} */ value) => Math.max(0, Math.min(1, value));
      cross = { u: within(from.u + move[0]), v: within(from.v + move[1]) };
      point(cross);
    } else if (event.key === "Enter") choose(from);
    else return;
    event.preventDefault();
  });
}

/** The inputs at a place of the map. @param {MapFrame} frame @param {Place} place */
export function inputsAt({ x, y, axes, means, isCurve }, { u, v }) {
  const inputs = [...means];
  inputs[isCurve ? 0 : axes[0]] = x[0] + u * (x[1] - x[0]);
  if (!isCurve) inputs[axes[1]] = y[1] - v * (y[1] - y[0]);
  return inputs;
}
