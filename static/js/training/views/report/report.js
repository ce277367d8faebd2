// Printing the page prints a report of the run; and the buttons for it and for its record.
/** @import { View } from "../../../core/types.js" */
/** @import { Context, TrainScreen } from "../../types.js" */
import { element } from "../../../draw/dom.js";
import { reportOf } from "./sheet.js";

/** Ends the listeners of the view that was mounted before, in another language. */
let listening = new AbortController();

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { t, dispatch } = context;
  const button = (
    /** @type {string} */ key,
    /** @type {string} */ words,
    /** @type {() => void} */ onclick,
  ) => element("button", { type: "button", "data-key": key, onclick }, words);
  root.replaceChildren(
    element(
      "div",
      { class: "buttons" },
      button("report", t("training.print_report"), () => window.print()),
      button("record", t("training.save_record"), () => dispatch("save")),
    ),
    element("p", { class: "hint" }, t("training.record_hint")),
  );
  /** @type {TrainScreen | null} */
  let screen = null;
  /** @type {HTMLElement | null} */
  let sheet = null;
  listening.abort();
  listening = new AbortController();
  const { signal } = listening;
  window.addEventListener(
    "beforeprint",
    () => {
      sheet?.remove();
      if (!screen) return;
      const report = reportOf(screen, context);
      sheet = report.root;
      document.body.append(sheet);
      report.draw();
    },
    { signal },
  );
  window.addEventListener("afterprint", () => sheet?.remove(), { signal });
  return {
    /** @param {TrainScreen} shown */
    update(shown) {
      screen = shown;
    },
  };
}
