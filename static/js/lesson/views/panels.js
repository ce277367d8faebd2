// The network at several steps, two side by side, as the document's figures show it; where there is no room for two, at
// the present step alone. A panel that is not the present one is moved to by a click on its head.
/** @import { Key, Step, View } from "../../core/types.js" */
/** @import { Context, Screen } from "../../network/types.js" */
/** @import { Figure } from "../types.js" */
import { at } from "../../core/at.js";
import { frameAt } from "../../core/frame.js";
import { element, setAttribute, setText } from "../../draw/dom.js";
import * as diagram from "../../network/views/diagram.js";
import { writerIn } from "../step_range.js";

/** The least width of a panel whose numbers can be read, in em. */
const MIN_WIDTH = 48;
/** Where a style sheet sets this to 1, panels that need not be seen together are shown one at a time. */
const ALONE = "--panel-alone";

/**
 * @typedef {object} Panel
 * @property {HTMLElement} root
 * @property {HTMLButtonElement} head
 * @property {View} view
 * @property {number} position the figure's, at which the panel's step is done
 */

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  root.classList.add("panels");
  /** @type {Panel[]} */
  let panels = [];
  /** @type {(Screen & {figure: Figure}) | null} */
  let last = null;
  const isWide = () => {
    const style = getComputedStyle(root);
    if (!last?.figure.stacked && style.getPropertyValue(ALONE).trim() === "1") return false;
    return root.clientWidth >= 2 * MIN_WIDTH * Number.parseFloat(style.fontSize);
  };

  /** @param {Figure} figure */
  function build({ panels: addresses }) {
    panels = (addresses ?? []).map(() => {
      const head = element("button", { type: "button", class: "panel-head" });
      const drawing = element("div", { class: "panel-drawing" });
      const panel = element("div", { class: "panel" }, head, drawing);
      const made = { root: panel, head, view: diagram.mount(drawing, context), position: 0 };
      head.addEventListener("click", () => context.dispatch("seek", made.position));
      return made;
    });
    root.replaceChildren(...panels.map((panel) => panel.root));
  }

  /** The panel of the present step; before the first step, the first one. @param {number} position */
  const presentOf = (position) => panels.findLast((panel) => panel.position <= position) ?? panels[0];

  /** @param {Screen & {figure: Figure}} screen */
  function update(screen) {
    last = screen;
    const { steps, state, figure } = screen;
    if (panels.length === 0) build(figure);
    panels.forEach((panel, k) => {
      panel.position = writerIn(steps, at(figure.panels ?? [], k)) + 1;
    });
    const present = presentOf(state.position);
    const wide = isWide();
    setAttribute(root, "data-wide", wide ? "" : null);
    panels.forEach((panel, k) => {
      const isPresent = panel === present;
      panel.root.hidden = !wide && !figure.stacked && !isPresent;
      setAttribute(panel.root, "data-present", isPresent ? "" : null);
      setAttribute(panel.head, "aria-current", isPresent ? "step" : null);
      setText(panel.head, titleOf(screen, at(steps, panel.position - 1), context));
      if (panel.root.hidden) return;
      const { pick } = screen;
      const lights = pick?.panels?.[k];
      const picked = pick && lights ? { ...screen, pick: { ...pick, lights } } : screen;
      panel.view.update(isPresent ? picked : moved(picked, panel.position));
    });
  }
  new ResizeObserver(() => {
    if (last && isWide() !== root.hasAttribute("data-wide")) update(last);
  }).observe(root);
  return {
    update,
    animate: (screen) => {
      // So that a change of the width draws the step as it is now, not as it began.
      last = screen;
      const present = presentOf(screen.state.position);
      if (present && present.position === screen.state.position) present.view.animate?.(screen);
    },
  };
}

/** A whole phase at once is no step of a single neuron.
 * @param {Screen} screen @param {Step} step @param {Context} context */
const titleOf = ({ explainer, state }, step, { t }) =>
  state.grouping === "phase"
    ? t(/** @type {Key} */ (`phase.${step.phase}`))
    : (explainer.shortTitle?.(step) ?? explainer.title(step));

/** The screen after another step. @param {Screen} screen @param {number} position @returns {Screen} */
const moved = (screen, position) => ({
  ...screen,
  state: { ...screen.state, position },
  frame: frameAt(screen.steps, position, 1, screen.state.grouping),
});
