// What changes at every frame: the markers, the part of the step that is done, and the points outside the plot.
/** @import { DescentScreen } from "../../types.js" */
/** @import { Plot } from "../../../draw/plot/scale.js" */
/** @import { Landscape } from "./build.js" */
import { at } from "../../../core/at.js";
import { setAttribute, setText } from "../../../draw/dom.js";
import { exitOf } from "../../../draw/plot/arrows.js";
import { trajectoryOf } from "../../../draw/plot/lines.js";
import { iterateAt } from "../../../draw/plot/runs.js";
import { placeOf } from "../../../draw/plot/scale.js";
import { set } from "../../../draw/svg.js";
import { joined } from "../../../math/sentences.js";
import { runNames } from "../../run_names.js";
import { moveMarker, showExits } from "../plots/run_marks.js";
import { placeText, tupleOf } from "../plots/texts.js";
import { NARROW } from "./labels.js";
import { moveNames } from "./names.js";

/** The label of a run that is outside: its name if there are several, and its place if there is room.
 * @param {Plot} plot @param {readonly string[]} names @param {number} run @param {readonly number[]} point */
function exitText({ width }, names, run, point) {
  if (names.length < 2) return tupleOf(point);
  return width < NARROW ? at(names, run) : `${at(names, run)} ${tupleOf(point)}`;
}

/** @param {Landscape} landscape @param {DescentScreen} screen */
export function moveRuns(landscape, { answer, iteration, progress }) {
  const { nodes, plot, runs, size, context } = landscape;
  const { t } = context;
  /** @type {Parameters<typeof showExits>[1][number][]} */
  const exits = [];
  /** @type {string[]} */
  const texts = [];
  const names = runNames(answer.request.runs, context.find);
  /** @type {({ x: number, y: number } | null)[]} */
  const balls = [];
  runs.forEach(({ xs, ys, moving, ball }, r) => {
    const x = iterateAt(xs, iteration, progress);
    const y = iterateAt(ys, iteration, progress);
    const before = Math.max(0, Math.min(iteration - 1, xs.length - 1));
    const done = trajectoryOf(plot, [at(xs, before), x], [at(ys, before), y]);
    set(moving, { d: done.path || null });
    const exit = exitOf(plot, x, y);
    balls.push(exit ? null : placeOf(plot, x, y));
    setAttribute(ball, "visibility", exit ? "hidden" : null);
    if (exit) {
      exits.push({
        exit,
        run: r,
        text: exitText(plot, names, r, [x, y]),
      });
      texts.push(t("descent.plot_gone", { run: r + 1, place: placeText(answer.variables, [x, y]) }));
    } else moveMarker(ball, plot, x, y);
  });
  showExits(nodes.exits, exits, plot.left + plot.width / 2, size * 0.35);
  moveNames(landscape, balls);
  if (answer.surface?.values.some((row) => row.includes(null))) texts.push(t("descent.plot_undefined"));
  setText(nodes.notes, joined(...texts, t("descent.plot_start_hint")));
}
