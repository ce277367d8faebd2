// The controls of how the steps are shown: by neuron, layer or phase, speed, letters, drawing, the figures' rule. To
// add one, add a row to CONTROLS; `controlsOf` makes some of them for another place.
/** @import { Key, View } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { segmented, speedMenu, titled } from "../../panels/choices.js";
import { LETTERS, drawingOf, isAsInFigures } from "../letters.js";

/**
 * @typedef {object} Control
 * @property {HTMLElement[]} nodes
 * @property {(screen: Screen) => void} show
 */

/** Buttons of which one is pressed.
 * @template {string} T @param {Context} context @param {"grouping" | "letters" | "drawing"} key
 * @param {Record<T, Key>} words of every button @param {(value: T) => void} choose
 * @param {(screen: Screen) => T} chosen @returns {Control} */
function choice({ t }, key, words, choose, chosen) {
  const buttons = /** @type {[T, Key][]} */ (Object.entries(words)).map(([value, word]) => ({
    value,
    text: t(word),
  }));
  const name = t(`control.${key}`);
  const { group, show } = segmented(name, key, buttons, choose);
  return { nodes: [titled(name, group)], show: (screen) => show(chosen(screen)) };
}

/** @param {Context} context @returns {Control} */
function speedControl({ dispatch, t }) {
  const speed = speedMenu(t, (value) => dispatch("setSpeed", value));
  return {
    nodes: [titled(t("control.speed"), speed)],
    show: ({ state }) => void (speed.value = String(state.speed)),
  };
}

/** Only where the figures' rule can be shown. @param {Context} context @returns {Control} */
function figureRuleControl({ dispatch, t }) {
  const rule = element(
    "button",
    {
      type: "button",
      role: "switch",
      class: "switch",
      "data-key": "drawn",
      "aria-checked": "false",
      title: t("control.as_drawn_title"),
      onclick: () => dispatch("setFigureRule", rule.getAttribute("aria-checked") !== "true"),
    },
    t("control.as_drawn"),
  );
  const why = element("p", { class: "why" });
  return {
    nodes: [rule, why],
    show: ({ state, figureRuleRefusal }) => {
      const offered = isAsInFigures(state) && figureRuleRefusal === null;
      setAttribute(rule, "hidden", !offered);
      setAttribute(rule, "aria-checked", String(offered && state.figureRule));
      // Whoever has turned it on is told why it is not shown.
      const reason = figureRuleRefusal ?? (offered ? null : "control.drawn_needs_figure");
      setText(why, state.figureRule && reason !== null ? t(reason) : "");
    },
  };
}

/** In the order of the menu. @type {Record<string, (context: Context) => Control>} */
export const CONTROLS = {
  grouping: (context) =>
    choice(
      context,
      "grouping",
      { neuron: "control.by_neuron", layer: "control.by_layer", phase: "control.by_phase" },
      (value) => context.dispatch("setGrouping", value),
      ({ state }) => state.grouping,
    ),
  speed: speedControl,
  letters: (context) =>
    choice(
      context,
      "letters",
      { textbook: "control.letters_textbook", figure: "control.letters_figure" },
      (value) => context.dispatch("setNotation", value),
      ({ state }) => LETTERS[state.notation].offered,
    ),
  drawing: (context) =>
    choice(
      context,
      "drawing",
      { flow: "control.drawing_flow", circuit: "control.drawing_circuit" },
      (value) => context.dispatch("setDrawing", value),
      ({ state }) => drawingOf(state),
    ),
  figureRule: figureRuleControl,
};

/** Some of the controls, as one view. @param {Context} context @param {readonly string[]} [names] */
export function controlsOf(context, names = Object.keys(CONTROLS)) {
  const controls = names.flatMap((name) => CONTROLS[name]?.(context) ?? []);
  return {
    nodes: controls.flatMap(({ nodes }) => nodes),
    update: (/** @type {Screen} */ screen) => {
      for (const { show } of controls) show(screen);
    },
  };
}

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { nodes, update } = controlsOf(context);
  const { dispatch, t } = context;
  const press = () => dispatch("openOwnNetwork");
  const own = element(
    "button",
    { type: "button", class: "narrow-only", "data-key": "menu-own", onclick: press },
    t("own.open"),
  );
  root.replaceChildren(...nodes, own);
  return { update };
}
