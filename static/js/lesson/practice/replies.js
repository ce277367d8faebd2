// The replies to an answer, and buttons that are inactive once a question is answered.
/** @import { Key, Problem, Translate } from "../../core/types.js" */
import { problemText } from "../../core/problems.js";
import { element, setAttribute, uniqueId } from "../../draw/dom.js";

/** The sign of a reply; "told": the answer was shown on request. */
const SIGNS = { right: "✓", wrong: "✗", told: "→", note: "" };
/** @typedef {keyof typeof SIGNS} ReplyKind */

/** The place of the reply to an answer; changes are read out. @param {Translate} t */
export function replyBox(t) {
  const id = uniqueId("reply");
  const node = element("div", { class: "reply", id, role: "status", "aria-live": "polite" });
  return {
    id,
    node,
    /** @param {ReplyKind} kind @param {Key | null} spokenSign what the sign means, for screen readers
     * @param {(Node | string)[][]} paragraphs */
    show(kind, spokenSign, paragraphs) {
      setAttribute(node, "data-verdict", kind);
      const [first = [], ...more] = paragraphs;
      const sign =
        SIGNS[kind] === ""
          ? null
          : element("span", { class: "verdict-sign", "aria-hidden": "true" }, SIGNS[kind]);
      node.replaceChildren(
        element(
          "p",
          {},
          sign,
          spokenSign === null ? null : element("span", { class: "unseen" }, t(spokenSign), " "),
          ...first,
        ),
        ...more.map((paragraph) => element("p", {}, ...paragraph)),
      );
    },
    /** @param {ReplyKind} kind @param {string} text */
    showText(kind, text) {
      this.show(kind, null, [[document.createTextNode(text)]]);
    },
    clear() {
      setAttribute(node, "data-verdict", null);
      node.replaceChildren();
    },
  };
}

/** The text of a `Problem` that was thrown. Throws again what is an `Error`.
 * @param {unknown} thrown @param {Translate} t */
export function thrownText(thrown, t) {
  if (thrown instanceof Error) throw thrown;
  return problemText(/** @type {Problem} */ (thrown), t);
}

/** An inactive button keeps the focus, which `disabled` would take away.
 * @param {HTMLElement} button @param {boolean} inactive */
export const setInactive = (button, inactive) =>
  setAttribute(button, "aria-disabled", inactive ? "true" : null);
/** @param {HTMLElement} button */
export const isInactive = (button) => button.getAttribute("aria-disabled") === "true";
