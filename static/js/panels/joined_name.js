// A hint under a typed text: xy is one name, and a button that writes x*y.

/** @import { Context } from "../core/types.js" */
/** @import { JoinedName } from "../math/joined_names.js" */
import { element, setText } from "../draw/dom.js";
import { joinedName } from "../math/joined_names.js";

/** @param {Pick<Context<any, any>, "t">} context @param {(text: string) => void} apply takes the changed text */
export function joinedNameHint({ t }, apply) {
  /** @type {JoinedName | null} */
  let shown = null;
  const words = element("span", {});
  const button = element("button", {
    type: "button",
    "data-key": "joined-name",
    onclick: () => {
      if (shown) apply(shown.text);
    },
  });
  const node = element("p", { class: "joined-name hint", role: "note", hidden: true }, words, " ", button);
  return {
    node,
    /** @param {string} text as it was sent */
    show(text) {
      shown = joinedName(text);
      node.hidden = shown === null;
      setText(words, shown ? t("expression.joined", { name: shown.name, product: shown.product }) : "");
      setText(button, shown ? t("expression.fix", { text: shown.product }) : "");
    },
  };
}
