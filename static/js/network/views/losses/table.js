// The loss of every round as a table, to read and to copy.
/** @import { Context } from "../../types.js" */
import { element, scrollBox, setText } from "../../../draw/dom.js";
import { formatNumber, fullNumber } from "../../../math/format.js";
import { copyButton } from "../samples_table.js";
import { COPIES } from "../tables/quantities.js";

/** So many rounds are shown; a copy holds all. */
const MOST = 200;

/** @param {Context} context @param {() => readonly number[]} losses by round */
export function lossTable(context, losses) {
  const { t } = context;
  const heads = [t("loss.axis_round"), t("loss.before")];
  const body = element("tbody", {});
  const more = element("p", { class: "hint" });
  const table = element(
    "table",
    { class: "samples-table" },
    element("thead", {}, element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)))),
    body,
  );
  const box = scrollBox(t("loss.table"), table);
  box.classList.add("loss-table");
  const copy = copyButton(
    context,
    "csv",
    () =>
      COPIES.csv(
        heads,
        losses().map((loss) => [loss]),
      ),
    "losses-csv",
  );
  const root = element(
    "details",
    { class: "folding" },
    element("summary", {}, t("loss.table")),
    box,
    more,
    copy,
  );
  /** @type {readonly number[]} */
  let shown = [];
  const update = () => {
    const all = losses();
    if (all === shown || !root.open) return;
    shown = all;
    body.replaceChildren(
      ...all
        .slice(0, MOST)
        .map((loss, n) =>
          element(
            "tr",
            {},
            element("th", { scope: "row" }, String(n + 1)),
            element("td", { title: fullNumber(loss) }, formatNumber(loss)),
          ),
        ),
    );
    setText(more, all.length > MOST ? t("loss.more", { count: all.length - MOST }) : "");
  };
  root.addEventListener("toggle", update);
  return { root, update };
}
