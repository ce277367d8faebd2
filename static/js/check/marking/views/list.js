// All that the marking has to say, one line for each number that is not simply right; a line leads to its cell.
/** @import { Naming } from "../../../network/notation.js" */
/** @import { Context, Screen } from "../../types.js" */
import { element } from "../../../draw/dom.js";
import { mathOf } from "../../../panels/formula_sections.js";
import { numberSymbol } from "../names.js";
import { VERDICTS } from "../verdicts.js";
import { goToCell } from "./cells.js";

/** More lines than this are counted. */
const MOST = 60;

/** @param {Screen} screen @param {Naming} naming @param {Context} context @returns {HTMLElement | null} */
export function verdictList({ verdicts, state }, naming, context) {
  const { t, dispatch } = context;
  const told = [...verdicts.values()].filter(({ verdict }) => !verdict.startsWith("right"));
  if (state.shown !== "all" || told.length === 0) return null;
  return element(
    "section",
    { class: "verdict-list", "aria-label": t("checking.all") },
    element("h3", {}, t("checking.all")),
    element(
      "ol",
      {},
      ...told.slice(0, MOST).map(({ address, verdict, mistakes, text }) =>
        element(
          "li",
          { "data-verdict": verdict },
          element(
            "button",
            {
              type: "button",
              class: "quiet",
              onclick: () => {
                const sample = Number(/@(\d+)$/.exec(address)?.[1] ?? state.sample);
                if (sample !== state.sample) dispatch("setSample", sample);
                goToCell(address);
              },
            },
            element("span", { class: "verdict-sign", "aria-hidden": "true" }, VERDICTS[verdict].sign),
            mathOf(numberSymbol(address, naming), context),
            ` ${state.answers[address] ?? ""}`,
          ),
          element("span", {}, mistakes[0]?.text ?? text),
        ),
      ),
    ),
    told.length > MOST
      ? element("p", { class: "hint" }, t("checking.more_of_them", { count: told.length - MOST }))
      : null,
  );
}
