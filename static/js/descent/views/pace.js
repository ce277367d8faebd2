// How one walks and looks: by line, iteration or the whole run, how fast, from which iteration on; contours or surface.
/** @import { Context } from "../../core/types.js" */
/** @import { DescentScreen } from "../types.js" */
import { element } from "../../draw/dom.js";
import { SPEEDS } from "../../core/editing.js";
import { segmented } from "../../panels/choices.js";
import { numberInput } from "../../panels/number.js";

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, { dispatch, t }) {
  const grouping = segmented(
    t("control.grouping"),
    "grouping",
    [
      { value: "neuron", text: t("descent.by_line") },
      { value: "layer", text: t("descent.by_iteration") },
      { value: "phase", text: t("descent.by_run") },
    ],
    (value) => dispatch("setGrouping", value),
  );
  const speed = element(
    "select",
    {
      "aria-label": t("control.speed"),
      "data-key": "speed",
      onchange: () => dispatch("setSpeed", Number(speed.value)),
    },
    ...SPEEDS.map((value) => element("option", { value }, `${value}×`)),
  );
  const look = segmented(
    t("descent.picture"),
    "show",
    [
      { value: "contours", text: t("descent.contours") },
      { value: "surface", text: t("descent.surface") },
    ],
    (value) => dispatch("show", value),
  );
  const iteration = numberInput(
    t,
    { "data-key": "iteration", class: "number short" },
    (value) => dispatch("goToIteration", value),
    { whole: true, low: 0, high: 10_001 },
  );
  root.replaceChildren(
    look.group,
    grouping.group,
    element(
      "label",
      { class: "pair iteration-field", "data-field-group": true },
      element("span", {}, t("descent.iteration")),
      iteration.input,
    ),
    speed,
  );

  return {
    /** @param {DescentScreen} screen */
    update({ state, answer, place }) {
      grouping.show(state.grouping);
      speed.value = String(state.speed);
      look.show(state.view);
      look.group.hidden = answer.variables.length < 2;
      iteration.show(place.iteration);
    },
  };
}
