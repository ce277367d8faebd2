// The cost after the step that is shown, as the title of an animated descent.
/** @import { Context } from "../types.js" */
/** @import { DescentScreen } from "../types.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { stepCount } from "../runs.js";
import { fullNumber } from "../../math/format.js";

/** Decimals are fixed, so that a cost that hardly changes does not change its length. */
const DECIMALS = 3;

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, { t }) {
  const title = element("p", { class: "cost-title" });
  root.replaceChildren(title);
  /** @param {DescentScreen} screen */
  function update({ answer, completed, run: followed }) {
    const run = answer.runs[followed];
    const step = Math.min(completed, stepCount(run));
    const cost = run?.value[step];
    setText(title, t("descent.cost_at", { step, cost: cost === undefined ? "·" : cost.toFixed(DECIMALS) }));
    setAttribute(title, "data-step", step);
    setAttribute(title, "data-value", fullNumber(cost));
  }
  return { update, animate: update };
}
