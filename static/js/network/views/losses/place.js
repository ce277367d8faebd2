// The place of the chart of the losses. The chart is a script of its own, loaded with the second round: most readers
// look at one.
/** @import { Context, Screen } from "../../types.js" */
import { loadLater } from "../../../core/browser/later.js";
import { element } from "../../../draw/dom.js";

/**
 * @typedef {object} Losses
 * @property {readonly number[]} losses of all rounds that were computed for the network, also of those after this one
 * @property {number} round from 1
 *
 * @typedef {{ update(losses: Losses): void }} LossView
 */

/** Tells the losses of an answer; those of later rounds stay while only the round changes. */
function createHistory() {
  /** By the network of a request: an edit that is undone, and a round that is looked back at, lose none.
   * @type {WeakMap<object, {of: readonly unknown[], losses: readonly number[]}>} */
  const known = new WeakMap();
  return (/** @type {Screen} */ { trace, state }) => {
    const { network, inputs, targets, optimizer, reduction, rule } = trace.request;
    const of = [network, inputs, targets, optimizer, reduction, rule];
    const before = known.get(network);
    const isSame = before?.of.every((part, k) => part === of[k]);
    const losses =
      before && isSame && before.losses.length > trace.losses.length ? before.losses : trace.losses;
    known.set(network, { of, losses });
    return { losses, round: state.request.round ?? 1 };
  };
}

/** @param {Context} context */
export function chartPlace(context) {
  const historyOf = createHistory();
  const body = element("div", {});
  const hint = element("p", { class: "hint" }, context.t("loss.curve_hint"));
  /** @type {Losses} */
  let shown = { losses: [], round: 1 };
  /** @type {LossView | null} */
  let made = null;
  let isAsked = false;
  /** With so many losses the script did not come. */
  let failedAt = 0;
  async function load() {
    isAsked = true;
    try {
      made = await loadLater("loss_chart", { root: body, context });
      made?.update(shown);
    } catch {
      // Another number of rounds asks again; the losses are in the table meanwhile.
      isAsked = false;
      failedAt = shown.losses.length;
      context.dispatch("say", { key: "page.error.network" });
    }
  }
  return {
    root: element("div", { class: "loss-chart-place" }, body, hint),
    losses: () => shown.losses,
    /** @param {Screen} screen */
    update(screen) {
      shown = historyOf(screen);
      const isOne = shown.losses.length < 2;
      body.hidden = isOne;
      hint.hidden = !isOne;
      if (!isOne && !isAsked && shown.losses.length !== failedAt) void load();
      made?.update(shown);
    },
  };
}
