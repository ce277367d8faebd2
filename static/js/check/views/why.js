// The question of the lesson that explains a mistake: templates/check.html lists them by the code of the mistake.
/** @import { Translate } from "../../core/types.js" */
import { url } from "../../core/url_hash.js";
import { element } from "../../draw/dom.js";

/** @type {Record<string, string> | null} */
let anchors = null;

/** @returns {Record<string, string>} by code */
const readAnchors = () => JSON.parse(document.getElementById("why")?.textContent ?? "{}");

/** "Why?"; null where no question is about the mistake. @param {string} code @param {Translate} t
 * @returns {HTMLElement | null} */
export function whyLink(code, t) {
  anchors ??= readAnchors();
  const anchor = anchors[code];
  if (anchor === undefined) return null;
  const href = `${url("/lesson/questions")}${location.search}#${anchor}`;
  // In a tab of its own, as its sign says: here one is in the midst of marking.
  return element(
    "a",
    { class: "why", href, target: "_blank", "data-why": code },
    t("checking.why"),
    element("span", { "aria-hidden": "true" }, " ↗"),
    element("span", { class: "unseen" }, ` ${t("checking.new_tab")}`),
  );
}
