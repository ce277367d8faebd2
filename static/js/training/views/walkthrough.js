// The way from a step of the run to its walkthrough.
/** @import { View } from "../../core/types.js" */
/** @import { Context, TrainScreen } from "../types.js" */
import { addedParts } from "../../core/answers/run_origin.js";
import { LONGEST } from "../../core/url_hash.js";
import { element, setAttribute, setText } from "../../draw/dom.js";
import { walkthroughOf } from "../walkthrough.js";

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, { dispatch, t, catalog }) {
  const most = catalog.limits["samples"] ?? 1;
  const hint = element("p", { class: "hint", id: "walkthrough-hint" });
  const open = element(
    "button",
    {
      type: "button",
      "data-key": "open-walkthrough",
      "aria-describedby": "walkthrough-hint",
      onclick: () => dispatch("openWalkthrough"),
    },
    t("training.open_walkthrough"),
  );
  root.replaceChildren(open, hint);
  return {
    /** @param {TrainScreen} screen */
    update({ run, at, answer }) {
      const { isTooLarge, samples, added } = walkthroughOf(run, at, answer.request, catalog);
      setAttribute(open, "aria-disabled", isTooLarge ? "true" : null);
      const parts = addedParts(added, t);
      const what = isTooLarge
        ? t("training.walkthrough_too_large", { samples: most, signs: LONGEST })
        : t("training.open_walkthrough_hint", { count: samples });
      setText(hint, parts && !isTooLarge ? `${what} ${t("training.walkthrough_adds", { parts })}` : what);
    },
  };
}
