// The choice of the sample on the screen, where there are several; and the way back to the run that it is from.
/** @import { View } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
import { shownLast } from "../../core/browser/doors.js";
import { url } from "../../core/url_hash.js";
import { element, setAttribute, setOptions, setText } from "../../draw/dom.js";
import { formatNumber } from "../../math/format.js";

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, { dispatch, t, language }) {
  const picker = element("select", {
    "data-key": "sample",
    id: "sample-picker",
    onchange: () => dispatch("setSample", Number(picker.value)),
  });
  const label = element("label", { for: "sample-picker" }, t("editor.sample"));
  const back = element("a", { "data-key": "to-run" });
  root.replaceChildren(label, picker, back);
  return {
    /** @param {Screen} screen */
    update(screen) {
      const { origin } = screen.state;
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
      label.hidden = picker.hidden = inputs.length < 2;
      back.hidden = origin === undefined;
      if (origin) {
        // What the page of the run showed last in this tab.
        const hash = shownLast("/training");
        setAttribute(back, "href", `${url("/training")}?lang=${language()}${hash}`);
        setText(back, t("editor.to_run", { epoch: origin[0], step: origin[1] }));
      }
      root.hidden = inputs.length < 2 && origin === undefined;
    },
  };
}
