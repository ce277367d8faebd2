// Updates the view of small changes from a screen.

/** @import { GraphScreen } from "../../types.js" */
/** @import { Increment } from "../../increments.js" */
/** @import { IncrementsState } from "./types.js" */
import { setAttribute, setOptions, setText } from "../../../draw/dom.js";
import { set } from "../../../draw/svg.js";
import { digitsToTellApart, formatNumber } from "../../../math/format.js";
import { nodeText } from "../../symbols.js";
import { incrementsOf, inputsOf } from "../../increments.js";
import { drawIncrements } from "./drawing.js";

/** A change is a difference of two values: its last digits are rounding errors. */
const ROUNDING = 1e-7;

/** @param {IncrementsState} view @param {GraphScreen} screen */
export function updateView(view, screen) {
  view.screen = screen;
  const { context, delta, root, sheet, svg } = view;
  const { answer } = screen;
  const inputs = inputsOf(answer);
  root.hidden = inputs.length === 0;
  const input = inputs.find((node) => node.name === view.changed) ?? inputs[0];
  if (!input) return;
  const name = nodeText(input.id, answer);
  setOptions(
    view.choice,
    inputs.map(({ id }) => ({ value: String(id), text: nodeText(id, answer) })),
    String(input.id),
  );
  view.choice.hidden = inputs.length < 2;
  updateDelta(view, name);
  if (sheet.clientWidth === 0) return;
  const key = `${input.id} ${delta} ${sheet.clientWidth} ${context.language()}`;
  if (view.drawnAnswer === answer && view.drawnKey === key) return;
  view.drawnAnswer = answer;
  view.drawnKey = key;
  const { increments, links } = incrementsOf(answer, input.id, delta);
  drawIncrements(svg, sheet.clientWidth, answer, increments, links);
  updateRatio(view, name, screen, increments);
  const changes = increments.map(({ id, change, linear }) => {
    const digits = digitsToTellApart([change, linear], 4, ROUNDING);
    return context.t("graph.change_told", {
      name: nodeText(id, answer),
      change: formatNumber(change, digits),
      linear: formatNumber(linear, digits),
    });
  });
  const label = [context.t("graph.change_picture", { name }), ...changes].join(" ");
  set(svg, { role: "img", "aria-label": label });
}

/** The change of the input, in the slider and in the field.
 * @param {IncrementsState} view @param {string} name of the input */
function updateDelta({ context, delta, field, name: label, slider }, name) {
  setText(label, `Δ${name} =`);
  setAttribute(slider, "aria-label", context.t("graph.change", { name }));
  if (document.activeElement !== slider || Number(slider.value) !== delta) slider.value = String(delta);
  setAttribute(slider, "aria-valuetext", formatNumber(delta));
  field.show(delta);
}

/** The sentence that compares the change of the result per change of the input with the derivative.
 * @param {IncrementsState} view @param {string} name of the input @param {GraphScreen} screen
 * @param {readonly Increment[]} increments */
function updateRatio({ context, delta, ratio }, name, { answer }, increments) {
  const result = increments.find(({ id }) => id === answer.result);
  const change = result?.change ?? null;
  const mean = change === null ? null : change / delta;
  const digits = digitsToTellApart([result?.slope, mean], 4, ROUNDING);
  const params = {
    name,
    result: nodeText(answer.result, answer),
    slope: formatNumber(result?.slope, digits),
    ratio: formatNumber(mean, digits),
  };
  const key =
    result?.change === null
      ? "graph.change_undefined"
      : delta === 0
        ? "graph.change_none"
        : "graph.change_ratio";
  setText(ratio, context.t(key, params));
  setAttribute(ratio, "data-ratio", change === null || delta === 0 ? null : String(change / delta));
}
