// What the step changes: the loss before and after, the loss of every round, and the check of the gradient.
/** @import { Key, View } from "../../core/types.js" */
/** @import { Check, Context, Screen } from "../types.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { formatNumber } from "../../math/format.js";
import { segmented, titled } from "../../panels/choices.js";
import { isAsInFigures } from "../letters.js";
import { changeList } from "./losses/changes.js";
import { chartPlace } from "./losses/place.js";
import { lossTable } from "./losses/table.js";

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const chart = chartPlace(context);
  const parts = [
    changeList(context),
    ruleChoice(context),
    chart,
    lossTable(context, () => chart.losses()),
    gradientCheck(context),
  ];
  root.replaceChildren(element("h2", {}, context.t("loss.title")), ...parts.map((part) => part.root));
  return {
    /** @param {Screen} screen */
    update(screen) {
      for (const part of parts) part.update(screen);
    },
  };
}

/** Which rule makes the updates: a choice where the figures' rule can be shown, or is in use.
 * @param {Context} context */
function ruleChoice({ dispatch, t }) {
  const rule = segmented(
    t("loss.rule"),
    "rule",
    [
      { value: "gradient", text: t("loss.rule_gradient") },
      { value: "as_drawn", text: t("loss.rule_drawn") },
    ],
    (value) => dispatch("setRule", value),
  );
  const root = titled(t("loss.rule"), rule.group);
  return {
    root,
    /** @param {Screen} screen */
    update({ state, figureRuleRefusal }) {
      const inUse = state.request.rule === "as_drawn";
      setAttribute(root, "hidden", !inUse && (!isAsInFigures(state) || figureRuleRefusal !== null));
      rule.show(state.request.rule ?? "gradient");
      for (const button of rule.group.querySelectorAll("button")) {
        const refusal = button.getAttribute("data-key") === "rule-as_drawn" ? figureRuleRefusal : null;
        button.disabled = refusal !== null;
        setAttribute(button, "title", refusal === null ? null : t(refusal));
      }
    },
  };
}

/** How well the gradient agrees with the numerical one; a large network is checked on request.
 * @param {Context} context */
function gradientCheck({ dispatch, t }) {
  const result = element("p", { class: "check" });
  const now = element(
    "button",
    { type: "button", "data-key": "check", onclick: () => dispatch("check") },
    t("loss.check_now"),
  );
  return {
    root: element("div", { class: "checked" }, result, now),
    /** @param {Screen} screen */
    update({ trace: { check }, isCheckDue }) {
      now.hidden = check !== undefined || isCheckDue;
      setText(result, check ? checkSentence(check, t) : isCheckDue ? t("loss.check_later") : "");
      result.classList.toggle("good", check !== undefined && check.verdict !== "wrong");
      result.classList.toggle("bad", check?.verdict === "wrong");
    },
  };
}

/** @param {Check} check @param {Context["t"]} t */
function checkSentence(check, t) {
  const verdicts = check.layers.flatMap((layer) =>
    [layer.weight_verdicts, layer.bias_verdicts ?? []].flat(2),
  );
  return t(SENTENCES[check.verdict], {
    error: formatNumber(check.max_relative_error, 2),
    bound: formatNumber(check.bound),
    count: verdicts.filter((verdict) => verdict === check.verdict).length,
    all: verdicts.length,
  });
}
/** @type {Record<Check["verdict"], Key>} */
const SENTENCES = {
  fine: "loss.check_fine",
  kink: "loss.check_kink",
  saturated: "loss.check_saturated",
  cancellation: "loss.check_cancellation",
  wrong: "loss.check_wrong",
};
