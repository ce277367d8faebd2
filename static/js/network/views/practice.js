// Two ways to practise: to be asked before a step, and to do the backward pass oneself. What they switch on is a script
// with sentences and a style sheet of its own, loaded when one of them is used first.
/** @import { Key, View } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
import { loadLater } from "../../core/browser/later.js";
import { element, setAttribute } from "../../draw/dom.js";

/** @param {HTMLElement} root @param {Context} context @returns {View<Screen>} */
export function mount(root, context) {
  const { dispatch, t } = context;
  const buttons = (root.dataset["ways"] ?? "ask act").split(" ").map((name) => {
    const button = element(
      "button",
      {
        type: "button",
        "data-key": `practise-${name}`,
        onclick: () =>
          dispatch("practise", {
            state: { practice: button.getAttribute("aria-pressed") === "true" ? undefined : name },
          }),
      },
      t(/** @type {Key} */ (`control.practise_${name}`)),
    );
    return { name, button };
  });
  const place = element("div", { class: "practice" });
  root.replaceChildren(
    element("div", { class: "welcome-starts" }, ...buttons.map(({ button }) => button)),
    place,
  );
  /** @type {Promise<View | null> | null} */
  let loaded = null;
  /** @type {View | null} */
  let made = null;
  /** @type {Screen | null} */
  let shown = null;
  async function load() {
    try {
      made = await (loaded = loadLater("practice", { root: place, context }));
    } catch {
      loaded = null;
      dispatch("practise", { state: { practice: undefined } });
      dispatch("say", { key: "page.error.network" });
    }
    if (shown) made?.update(shown);
  }
  return {
    update(screen) {
      shown = screen;
      const { practice } = screen.state;
      for (const { name, button } of buttons)
        setAttribute(button, "aria-pressed", String(practice?.startsWith(name) === true));
      if (practice !== undefined && loaded === null) void load();
      made?.update(screen);
    },
  };
}
