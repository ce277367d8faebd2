// The tabs of the page's parts, and which of them is shown: what belongs to another part (`data-of-part`) is hidden.
/** @import { View } from "../../core/types.js" */
/** @import { Context, Part, Screen } from "../types.js" */
import { element, setAttribute } from "../../draw/dom.js";
import { segmented } from "../../panels/choices.js";
import { openTab } from "../marking/views/incoming.js";
import { PARTS } from "../parts.js";

/** @param {HTMLElement} root @param {Context} context @returns {View<Screen>} */
export function mount(root, { dispatch, t }) {
  const tabs = segmented(
    t("checking.parts"),
    "part",
    PARTS.map(({ name, word }) => ({ value: name, text: t(word) })),
    (name) => dispatch("setPart", /** @type {Part} */ (name)),
  );
  root.replaceChildren(element("div", {}, tabs.group));
  return {
    update({ state }) {
      tabs.show(state.part);
      const main = root.closest("main");
      if (!main) return;
      // The tabs beside the first are of the marking; whoever opens a link to numbers looks for their result.
      const isOpened = main.dataset["part"] === undefined && Object.keys(state.answers).length > 0;
      if (isOpened || (state.part !== "marking" && main.dataset["part"] !== state.part)) openTab("step");
      setAttribute(main, "data-part", state.part);
      for (const one of main.querySelectorAll("[data-of-part]"))
        setAttribute(one, "hidden", one.getAttribute("data-of-part") !== state.part);
      // The tabs of the panel whose pane is another part's go with it; the first one is every part's.
      for (const tab of /** @type {NodeListOf<HTMLElement>} */ (main.querySelectorAll(".panel [data-tab]"))) {
        const pane = main.querySelector(`[data-pane="${tab.dataset["tab"]}"]`);
        tab.hidden =
          pane !== null &&
          pane.childElementCount > 0 &&
          [...pane.children].every((one) => one.hasAttribute("hidden"));
        if (tab.hidden && tab.getAttribute("aria-selected") === "true")
          /** @type {HTMLElement | null} */ (main.querySelector(".panel [data-tab]"))?.click();
      }
    },
  };
}
