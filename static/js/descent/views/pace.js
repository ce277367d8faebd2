// How a run is stepped through: by line, by iteration or as a whole, how fast, and from which iteration; and whether
// contours or the surface are shown. Line by line the speed is that of every player, else one of the paces of pace.js.
/** @import { Context } from "../types.js" */
/** @import { DescentScreen } from "../types.js" */
import { narrow } from "../../core/browser/media.js";
import { element } from "../../draw/dom.js";
import { segmented, speedMenu } from "../../panels/choices.js";
import { numberInput } from "../../panels/number.js";
import { RATES, RUN_SECONDS, WHOLE_RUN } from "../pace.js";

/** One more than the most steps of a run: the iteration that does not finish. */
const MAX_ITERATION = 10_001;

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, { dispatch, t }) {
  const grouping = segmented(
    t("control.grouping"),
    "grouping",
    [
      { value: "layer", text: t("descent.by_iteration") },
      { value: "phase", text: t("descent.by_run") },
      { value: "neuron", text: t("descent.by_line") },
    ],
    (value) => dispatch("setGrouping", value),
  );
  const speed = speedMenu(t, (value) => dispatch("setSpeed", value));
  const pace = element(
    "select",
    {
      "aria-label": t("control.speed"),
      title: t("descent.pace_title"),
      "data-key": "pace",
      onchange: () => dispatch("setPace", Number(pace.value)),
    },
    element("option", { value: WHOLE_RUN }, t("descent.pace_whole", { seconds: RUN_SECONDS })),
    ...RATES.map((rate) => element("option", { value: rate }, t("descent.pace_rate", { rate }))),
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
  const field = element(
    "label",
    { class: "pair iteration-field", "data-field-group": true },
    element("span", {}, t("descent.iteration")),
    iteration.input,
  );
  root.replaceChildren(picture.group, grouping.group);
  const player = document.querySelector(".playbar");
  /** On a narrow window there is more room for them in the player. */
  const place = () => (narrow.matches && player ? player : root).append(field, pace, speed);
  narrow.addEventListener("change", place);
  place();

  /** @param {DescentScreen} screen */
  const count = ({ explainer }) => iteration.show(explainer.standing?.().k ?? 0);
  return {
    count,
    /** @param {DescentScreen} screen */
    update(screen) {
      const { state, answer } = screen;
      grouping.show(state.grouping);
      speed.value = String(state.speed);
      pace.value = String(state.pace);
      speed.hidden = state.grouping !== "neuron";
      pace.hidden = !speed.hidden;
      picture.show(state.view);
      picture.group.hidden = answer.variables.length < 2;
      count(screen);
    },
  };
}
