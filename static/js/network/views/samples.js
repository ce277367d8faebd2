// The choice of the sample on the screen, where there are several.
/** @import { View } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
import { element, setOptions } from "../../draw/dom.js";
import { formatNumber } from "../../math/format.js";

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, { dispatch, t }) {
  const picker = element("select", {
    "data-key": "sample",
    id: "sample-picker",
    onchange: () => dispatch("setSample", Number(picker.value)),
  });
  root.replaceChildren(element("label", { for: "sample-picker" }, t("editor.sample")), picker);
  return {
    /** @param {Screen} screen */
    update(screen) {
      const { inputs } = screen.state.request;
      setOptions(
        picker,
        inputs.map((row, n) => ({
          value: String(n),
          text: t("editor.sample_n", {
            n: n + 1,
            count: inputs.length,
            numbers: row.length > 4 ? "…" : row.map((value) => formatNumber(value, 3)).join(", "),
          }),
        })),
        String(screen.state.sample),
      );
      root.hidden = inputs.length < 2;
    },
  };
}
