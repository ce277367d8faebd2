// The choice of the sample on the screen; buttons to add and remove one.
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
  const add = element(
    "button",
    { type: "button", "data-key": "sample-add", onclick: () => dispatch("addSample") },
    t("editor.add_sample"),
  );
  const remove = element(
    "button",
    { type: "button", "data-key": "sample-remove", onclick: () => dispatch("removeSample") },
    t("editor.remove_sample"),
  );
  root.replaceChildren(element("label", { for: "sample-picker" }, t("editor.sample")), picker, add, remove);
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
      remove.disabled = inputs.length < 2;
    },
  };
}
