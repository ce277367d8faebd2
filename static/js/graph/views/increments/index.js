// A small change of an input: the change that it makes in every named value, beside the linear estimate of the
// derivatives. The smaller the change, the better the two agree.

/** @import { View } from "../../../core/types.js" */
/** @import { Context } from "../../types.js" */
/** @import { GraphScreen } from "../../types.js" */
/** @import { IncrementsState } from "./types.js" */
import { buildElements } from "./build.js";
import { updateView } from "./update.js";

const START_DELTA = 0.1;
/** Significant digits of a change. */
const DIGITS = 6;

/** @param {HTMLElement} root @param {Context} context @returns {View<GraphScreen>} */
export function mount(root, context) {
  /** @type {IncrementsState} */
  const view = {
    ...buildElements(root, context.t, (delta) => setDelta(view, delta)),
    root,
    context,
    screen: null,
    delta: START_DELTA,
    changed: null,
    drawnAnswer: null,
    drawnKey: "",
  };
  listen(view);
  return { update: (screen) => updateView(view, screen) };
}

/** @param {IncrementsState} view */
function listen(view) {
  const { choice, halve, sheet, slider } = view;
  choice.addEventListener("change", () => {
    view.changed = view.screen?.answer.nodes[Number(choice.value)]?.name ?? null;
    redraw(view);
  });
  slider.addEventListener("input", () => setDelta(view, Number(slider.value)));
  halve.addEventListener("click", () => setDelta(view, view.delta / 2));
  new ResizeObserver(() => redraw(view)).observe(sheet);
}

/** @param {IncrementsState} view @param {number} delta */
function setDelta(view, delta) {
  view.delta = Number(delta.toPrecision(DIGITS));
  redraw(view);
}

/** @param {IncrementsState} view */
function redraw(view) {
  if (view.screen) updateView(view, view.screen);
}
