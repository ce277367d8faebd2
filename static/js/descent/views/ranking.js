// All runs by the value of f that they reached, the lowest first.
/** @import { Context, DescentScreen } from "../types.js" */
import { element } from "../../draw/dom.js";
import { formatNumber } from "../../math/format.js";
import { runNames } from "../run_names.js";
import { ranked } from "../summary.js";

/** @param {Context} context */
export function buildRanking({ t, find }) {
  const body = element("tbody", {});
  const heads = [t("descent.rank"), t("descent.rank_run"), "f", t("descent.rank_count")];
  const node = element(
    "table",
    { class: "run-ranking" },
    element("caption", {}, t("descent.ranking")),
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    body,
  );
  return {
    node,
    /** @param {DescentScreen} screen */
    show({ state, answer }) {
      const names = runNames(state.request.runs, find);
      node.hidden = answer.runs.length < 2;
      body.replaceChildren(
        ...ranked(answer.runs).map(({ run, place, count, value }) =>
          element(
            "tr",
            { "data-ranked": run },
            element("td", {}, place === null ? t("descent.rank_none") : String(place)),
            element("th", { scope: "row" }, names[run] ?? String(run + 1)),
            element("td", {}, formatNumber(value)),
            element("td", {}, String(count)),
          ),
        ),
      );
    },
  };
}
