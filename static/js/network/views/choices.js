// The controls of how the steps are shown: by neuron, layer or phase, speed, notation, the figures' rule.
/** @import { Key, View } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
import { SPEEDS } from "../../core/editing.js";
import { element, setAttribute, setText } from "../../draw/dom.js";
import { segmented } from "../../panels/choices.js";

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, { dispatch, t }) {
  const grouping = segmented(
    t("control.grouping"),
    "grouping",
    /** @type {const} */ (["neuron", "layer", "phase"]).map((value) => ({
      value,
      text: t(/** @type {Key} */ (`control.by_${value}`)),
    })),
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
  const notation = segmented(
    t("control.notation"),
    "notation",
    /** @type {const} */ (["figure", "derivation"]).map((value) => ({
      value,
      text: t(/** @type {Key} */ (`control.notation_${value}`)),
    })),
    (value) => dispatch("setNotation", value),
  );
  const figureRule = element(
    "button",
    {
      type: "button",
      role: "switch",
      class: "switch",
      "data-key": "drawn",
      "aria-checked": "false",
      onclick: () => {
        if (figureRule.getAttribute("aria-disabled") !== "true")
          dispatch("setFigureRule", figureRule.getAttribute("aria-checked") !== "true");
      },
    },
    t("control.as_drawn"),
  );
  const why = element("p", { class: "why", id: "drawn-why" });
  root.replaceChildren(grouping.group, speed, notation.group, figureRule, why);

  return {
    /** @param {Screen} screen */
    update(screen) {
      const { state } = screen;
      grouping.show(state.grouping);
      notation.show(state.notation);
      speed.value = String(state.speed);
      const refusal =
        screen.figureRuleRefusal ?? (state.notation === "figure" ? null : "control.drawn_needs_figure");
      setAttribute(figureRule, "aria-checked", String(state.figureRule && refusal === null));
      setAttribute(figureRule, "aria-disabled", refusal === null ? null : "true");
      setAttribute(figureRule, "aria-describedby", refusal === null ? null : "drawn-why");
      setAttribute(figureRule, "title", refusal === null ? t("control.as_drawn_title") : t(refusal));
      setText(why, refusal === null ? "" : t(refusal));
    },
  };
}
