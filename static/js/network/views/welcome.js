// What a first visit is offered: one sentence and three ways to start. Gone once one of them was taken.
/** @import { View } from "../../core/types.js" */
/** @import { Context } from "../types.js" */
import { lasting } from "../../core/browser/memory.js";
import { url } from "../../core/url_hash.js";
import { element } from "../../draw/dom.js";

const KEY = "deltaflow.started";

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, { dispatch, t, language }) {
  const isOver = () => lasting.get(KEY) !== null;
  const finish = () => {
    lasting.set(KEY, "yes");
    root.hidden = true;
  };
  const lesson = element(
    "a",
    {
      class: "button",
      href: `${url("/lesson")}?lang=${language()}`,
      "data-key": "start-lesson",
      onclick: finish,
    },
    t("welcome.lesson"),
  );
  /** @param {string} key @param {string} look @param {string} text @param {() => void} act */
  const start = (key, look, text, act) =>
    element(
      "button",
      {
        type: "button",
        class: look,
        "data-key": key,
        onclick: () => {
          finish();
          act();
        },
      },
      text,
    );
  root.classList.add("welcome");
  root.replaceChildren(
    element("p", {}, t("welcome.sentence")),
    element(
      "div",
      { class: "welcome-starts" },
      start("start-watch", "primary", t("welcome.watch"), () => {
        dispatch("play");
        // Space pauses from there, and the arrow keys step.
        document.querySelector(/** @type {"button"} */ ('[data-key="play"]'))?.focus();
      }),
      start("start-own", "", t("welcome.own"), () => dispatch("openOwnNetwork")),
      lesson,
    ),
  );
  root.hidden = isOver();
  return {
    update(screen) {
      // Whoever walks on without the offer has started, too. A link may bring a network to look at.
      if (!root.hidden && screen.state.position > 0) finish();
      if (screen.state.preset === "") root.hidden = true;
    },
  };
}
