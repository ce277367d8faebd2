// The step in formulas, as on every page. While iterations run by, its heading counts them, and what stands below it,
// which is that of an earlier one, is dimmed.
/** @import { Context } from "../types.js" */
/** @import { DescentScreen } from "../types.js" */
import { setText } from "../../draw/dom.js";
import { mount as mountPanel } from "../../panels/formula_panel.js";

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  const panel = mountPanel(root, context);
  return {
    /** @param {DescentScreen} screen */
    update(screen) {
      panel.update(screen);
      root.toggleAttribute("data-behind", false);
    },
    /** @param {DescentScreen} screen */
    count({ explainer }) {
      const heading = root.querySelector(".formula-panel-heading");
      const words = explainer.heading?.();
      if (!heading || !words || heading.textContent === words) return;
      setText(heading, words);
      root.toggleAttribute("data-behind", true);
    },
  };
}
