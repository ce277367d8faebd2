// How a run is stepped through: by line, by iteration or as a whole, how fast, and from which iteration; and whether
// contours or the surface are shown.
/** @import { Context } from "../types.js" */
/** @import { DescentScreen } from "../types.js" */
import { element } from "../../draw/dom.js";
import { SPEEDS } from "../../core/editing.js";
import { segmented } from "../../panels/choices.js";
import { numberInput } from "../../panels/number.js";

/** One more than the most steps of a run: the iteration that does not finish. */
const MAX_ITERATION = 10_001;

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
  const picture = segmented(
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
    { whole: true, low: 0, high: MAX_ITERATION },
  );
  root.replaceChildren(
    picture.group,
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
      picture.show(state.view);
      picture.group.hidden = answer.variables.length < 2;
      iteration.show(place.iteration);
    },
  };
}
