// A button beside the refusal of a typed text: it writes what the refusal names into the field.

/** @import { Context, Fix } from "../../core/types.js" */
import { element, setText } from "../../draw/dom.js";

/** The text with the replacement made; its places count code points. @param {string} text @param {Fix} fix */
export const mended = (text, { start, end, text: instead }) =>
  [...text].toSpliced(start, end - start, instead).join("");

/** Characters of the button's words, which are those that the text will have. */
const LONGEST = 24;

/** What the button writes, cut short. @param {string} text */
function shortened(text) {
  const line = text.replace(/\s+/g, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** @param {Pick<Context<any, any>, "t">} context @param {(fix: Fix) => void} apply */
export function fixButton({ t }, apply) {
  /** @type {Fix | undefined} */
  let shown;
  const node = element("button", {
    type: "button",
    class: "fix",
    "data-key": "fix",
    hidden: true,
    onclick: () => {
      if (shown) apply(shown);
    },
  });
  return {
    node,
    /** @param {Fix | undefined} fix */
    show(fix) {
      shown = fix;
      node.hidden = fix === undefined;
      setText(node, fix ? t("expression.fix", { text: shortened(fix.text) }) : "");
    },
  };
}
