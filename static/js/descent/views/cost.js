// The title of an animated descent: the cost at the step that one sees.
/** @import { Context } from "../../core/types.js" */
/** @import { DescentScreen } from "../types.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { takenBy } from "../listing.js";
import { fullNumber } from "../../math/format.js";

/** So many decimals: a cost that hardly changes any more still shows that it does. */
const DECIMALS = 3;

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, { t }) {
  const title = element("p", { class: "cost-title" });
  root.replaceChildren(title);
  /** @param {DescentScreen} screen */
  function update({ answer, arrived, run: followed }) {
    const run = answer.runs[followed];
    const step = run ? Math.min(arrived, takenBy(run)) : 0;
    const cost = run?.value[step];
    setText(title, t("descent.cost_at", { step, cost: cost === undefined ? "·" : cost.toFixed(DECIMALS) }));
    setAttribute(title, "data-step", step);
    setAttribute(title, "data-value", fullNumber(cost));
  }
  return { update, animate: update };
}
