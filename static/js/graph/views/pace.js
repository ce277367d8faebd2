// The size of a step through a graph (a value, all values of one depth, a whole phase) and the speed.

/** @import { View } from "../../core/types.js" */
/** @import { Context } from "../types.js" */
/** @import { GraphScreen } from "../types.js" */
import { segmented, speedMenu, titled } from "../../panels/choices.js";

/** @param {HTMLElement} root @param {Context} context @returns {View<GraphScreen>} */
export function mount(root, { dispatch, t }) {
  const grouping = segmented(
    t("control.grouping"),
    "grouping",
    [
      { value: "neuron", text: t("graph.by_value") },
      { value: "layer", text: t("graph.by_depth") },
      { value: "phase", text: t("graph.by_phase") },
    ],
    (value) => dispatch("setGrouping", value),
  );
  const speed = speedMenu(t, (value) => dispatch("setSpeed", value));
  root.replaceChildren(titled(t("control.grouping"), grouping.group), titled(t("control.speed"), speed));

  return {
    update({ state }) {
      grouping.show(state.grouping);
      speed.value = String(state.speed);
    },
  };
}
