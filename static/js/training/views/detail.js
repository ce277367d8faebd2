// How many frames of the run the page holds.
/** @import { View } from "../../core/types.js" */
/** @import { Context, TrainScreen } from "../types.js" */
import { element, setOptions, setText } from "../../draw/dom.js";
import { explained } from "./explained.js";
import { formatNumber } from "../../math/format.js";
import { framesOf } from "../state.js";

const DETAILS = /** @type {const} */ (["usual", "most"]);
const MEGABYTE = 1e6;

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { dispatch, t, catalog } = context;
  const menu = element("select", {
    id: "run-detail",
    "data-key": "detail",
    onchange: () => dispatch("setDetail", DETAILS.find((one) => one === menu.value) ?? "usual"),
  });
  const held = element("p", { class: "hint" });
  root.replaceChildren(
    element(
      "div",
      { class: "about-word" },
      element("label", { class: "field", for: "run-detail" }, t("training.detail")),
      explained(context, "detail", t("training.detail")),
    ),
    menu,
    held,
  );
  return {
    /** @param {TrainScreen} screen */
    update({ state, run, answer }) {
      const most = run.header.steps + 1;
      setOptions(
        menu,
        DETAILS.map((detail) => ({
          value: detail,
          text: t("training.detail_frames", {
            count: Math.min(most, framesOf({ request: state.request, detail }, catalog)),
          }),
        })),
        state.detail,
      );
      setText(
        held,
        t("training.detail_held", {
          count: answer.count,
          steps: run.header.steps,
          size: formatNumber(run.bytes() / MEGABYTE, 2),
        }),
      );
    },
  };
}
