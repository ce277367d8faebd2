// From where a change of the settings holds, and the changes in the midst of the run.
/** @import { View } from "../../core/types.js" */
/** @import { Context, TrainScreen } from "../types.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { explained } from "./explained.js";
import { eventsOf } from "../events.js";
import { eventText } from "../sentences.js";

const CHOICES = /** @type {const} */ (["start", "here"]);

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { dispatch, t } = context;
  const choices = CHOICES.map((value) =>
    element("button", {
      type: "button",
      "data-key": `changes-${value}`,
      onclick: () => dispatch("setChanges", value),
    }),
  );
  const list = element("ul", { class: "run-events" });
  const hint = element("p", { class: "hint" }, t("training.changes_hint"));
  root.replaceChildren(
    element(
      "div",
      { class: "about-word changes-name" },
      element("span", {}, t("training.changes")),
      explained(context, "changes", t("training.changes")),
    ),
    element("div", { class: "segmented", role: "group", "aria-label": t("training.changes") }, ...choices),
    hint,
    list,
  );
  /** What the list shows. @type {unknown} */
  let listed = null;
  return {
    /** @param {TrainScreen} screen */
    update({ state: { changes, request }, run, at }) {
      choices.forEach((button, n) => setAttribute(button, "aria-pressed", String(CHOICES[n] === changes)));
      const step = run.scalar("step", at);
      if (choices[0]) setText(choices[0], t("training.changes_start"));
      if (choices[1]) setText(choices[1], t("training.changes_here", { step }));
      hint.hidden = changes === "start";
      if (listed === request.events) return;
      listed = request.events;
      list.replaceChildren(
        ...eventsOf(request).map((event, index) =>
          element(
            "li",
            {},
            element(
              "button",
              { type: "button", class: "quiet", onclick: () => dispatch("seek", run.frameOf(event.step)) },
              t("training.event_at", { step: event.step, change: eventText(event, context) }),
            ),
            element(
              "button",
              {
                type: "button",
                class: "quiet",
                "aria-label": t("training.event_remove"),
                title: t("training.event_remove"),
                onclick: () => dispatch("removeEvent", index),
              },
              "×",
            ),
          ),
        ),
      );
    },
  };
}
