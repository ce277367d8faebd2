// The head of the map: what it shows, and what is marked on it.
/** @import { Context, Look, TrainScreen } from "../../types.js" */
import { element, setAttribute, setOptions, setText } from "../../../draw/dom.js";
import { inputName, unitOf } from "../../task.js";
import { explained } from "../explained.js";
import { axesWithin } from "./axes.js";

/** @param {Context} context */
export function createHead(context) {
  const { dispatch, t } = context;
  const title = element("h3", { class: "map-title" });
  const unpin = element(
    "button",
    {
      type: "button",
      class: "quiet",
      "data-key": "unpin",
      "aria-label": t("training.whole_network"),
      title: t("training.whole_network"),
      onclick: () => dispatch("setLook", { pinned: null }),
    },
    "✕",
  );
  /** @type {Look["axes"]} */
  let axes = [0, 1];
  /** A menu of the inputs, for one of the axes; the other axis takes what this one had if both were the same.
   * @param {0 | 1} side */
  const menu = (side) => {
    const select = element("select", {
      "data-key": `axis-${side}`,
      "aria-label": t(side === 0 ? "training.axis_across" : "training.axis_up"),
      onchange: () => {
        const chosen = Number(select.value);
        const other = axes[1 - side] === chosen ? axes[side] : /** @type {number} */ (axes[1 - side]);
        dispatch("setLook", { axes: side === 0 ? [chosen, other] : [other, chosen] });
      },
    });
    return select;
  };
  const menus = [menu(0), menu(1)];
  const plane = element(
    "span",
    { class: "map-plane", title: t("training.held_at_mean") },
    ...menus,
    element("span", { class: "hint" }, t("training.held_at_mean")),
  );
  const aboutPlane = explained(context, "map", title);
  const aboutCurve = explained(context, "curve", title);
  const name = element("span", { class: "about-word" }, title, aboutPlane, aboutCurve);
  const root = element("div", { class: "map-head" }, name, unpin, plane);

  /** The neuron that is shown: the one pointed at, else the pinned one. @param {TrainScreen} screen */
  const unitAddress = ({ focus, state, run }) => (unitOf(run, focus) ? focus : state.look.pinned);

  /** @param {TrainScreen} screen */
  function titleOf(screen) {
    const unit = unitOf(screen.run, unitAddress(screen));
    return unit
      ? t("training.map_of_neuron", { neuron: unit.unit + 1, layer: unit.layer })
      : t("training.map_of_network");
  }

  return {
    root,
    unitAddress,
    title: titleOf,
    /** @param {TrainScreen} screen */
    show(screen) {
      const { run, state } = screen;
      const inputs = run.header.network.inputs;
      setText(title, titleOf(screen));
      setAttribute(unpin, "hidden", unitOf(run, state.look.pinned) === null);
      setAttribute(plane, "hidden", inputs <= 2);
      aboutPlane.hidden = inputs === 1;
      aboutCurve.hidden = inputs !== 1;
      if (inputs <= 2) return;
      axes = axesWithin(state.look.axes, inputs);
      const options = Array.from({ length: inputs }, (_, i) => ({ value: String(i), text: inputName(i) }));
      menus.forEach((select, side) => setOptions(select, options, String(axes[side])));
    },
  };
}
