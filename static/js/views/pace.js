// How one walks through a graph: value by value, all of one depth together or a whole phase, and how fast.
/** @import { Context, View } from "../types.js" */
/** @import { GraphScreen } from "../graph_types.js" */
import { element } from "../dom.js";
import { SPEEDS } from "../editing.js";
import { segmented } from "./choices.js";

/** @param {HTMLElement} root @param {Context} context @returns {View<GraphScreen>} */
export function mount(root, { dispatch, t }) {
  const grouping = segmented(t("control.grouping"), "grouping", [
    { value: "neuron", text: t("graph.by_value") }, { value: "layer", text: t("graph.by_depth") }, { value: "phase", text: t("graph.by_phase") },
  ], (value) => dispatch("setGrouping", value));
  const speed = element("select", { "aria-label": t("control.speed"), "data-key": "speed", onchange: () => dispatch("setSpeed", Number(speed.value)) },
    ...SPEEDS.map((value) => element("option", { value }, `${value}×`)));
  root.replaceChildren(grouping.group, speed);

  return {
    update({ state }) {
      grouping.show(state.grouping);
      speed.value = String(state.speed);
    },
  };
}
