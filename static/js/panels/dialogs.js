// What the page says to the reader: the keys, short notices, problems with a way on.
/** @import { Context, Key, PageScreen, View } from "../core/types.js" */
import { element, setAttribute, setText } from "../draw/dom.js";
import { problemText } from "../core/problems.js";
import { inMenuWords } from "./number.js";
import { placeText } from "./timeline.js";

/** What each key of every page does; a page has its own besides. @type {[string[], Key][]} */
const KEYS = [
  [["Space"], "control.key_play"],
  [["→"], "control.key_next"],
  [["←"], "control.key_back"],
  [["Home", "End"], "control.key_ends"],
  [["1", "2", "3"], "control.key_grouping"],
];
/** @type {[string[], Key][]} */
const LAST_KEYS = [
  [["+", "−", "0"], "zoom.key_scale"],
  [["Shift", "←", "↑", "→", "↓"], "zoom.key_pan"],
  [["F"], "zoom.key_full"],
  [["G", "Ctrl C"], "control.key_card"],
  [["Ctrl Z", "Ctrl Y"], "control.key_undo"],
  [["↑", "↓"], "control.key_number"],
  [["?"], "control.key_help"],
];

/** What the keys do, as a dialog. @param {Pick<Context, "t" | "help">} context */
export const helpDialog = ({ t, help }) =>
  element(
    "dialog",
    { class: "help", "aria-labelledby": "help-title" },
    element("h2", { id: "help-title" }, t("control.keys")),
    element(
      "dl",
      {},
      ...[...KEYS, ...help, ...LAST_KEYS].flatMap(([keys, meaning]) => [
        element("dt", {}, ...keys.map((key) => element("kbd", {}, key))),
        element("dd", {}, t(meaning)),
      ]),
    ),
    element("form", { method: "dialog" }, element("button", { class: "primary" }, t("control.close"))),
  );

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { dispatch, t, catalog } = context;
  const help = helpDialog(context);
  const spoken = element("p", { class: "unseen", "aria-live": "polite", "data-spoken": true });
  const notice = element("p", { class: "notice", role: "status" });
  const problem = element("div", { class: "problem", role: "alert" });
  const problemWords = element("p", {});
  const retry = element("button", { type: "button", onclick: () => dispatch("retry") }, t("control.retry"));
  const undo = element("button", { type: "button", onclick: () => dispatch("undo") }, t("control.undo"));
  root.replaceChildren(element("div", { class: "toasts" }, notice, problem), spoken, help);
  problem.append(problemWords, retry, undo);

  return {
    /** @param {PageScreen} screen */
    update(screen) {
      const step = screen.frame.active.at(-1);
      const place = placeText(screen, t);
      setText(spoken, step ? `${place}. ${screen.explainer.narrate(step)}` : place);
      // Steps that run by faster than they can be read out would only pile up.
      setAttribute(spoken, "aria-live", screen.playing && screen.state.speed > 1 ? "off" : "polite");
      setText(notice, screen.notice ? t(screen.notice.key, screen.notice.params) : "");
      const { problem: refusal } = screen;
      // A refused edit is shown beside its field; here only what has no field of its own.
      setText(problemWords, refusal === null ? "" : inMenuWords(problemText(refusal, t), catalog));
      setAttribute(problem, "hidden", refusal === null);
      retry.hidden = refusal !== null && refusal.status > 0 && refusal.status < 500;
      undo.hidden = !screen.canUndo;
    },
  };
}
