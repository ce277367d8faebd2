// What a control or a word means, said where it stands: a "?" that opens a sentence. It works by pointer, touch and
// keyboard; Escape closes it. Its place is found by panels/menus.js.
/** @import { Key } from "../../core/types.js" */
/** @import { Context } from "../types.js" */
import { element, uniqueId } from "../../draw/dom.js";

/** What there is a sentence about: `training.about_<name>`. @typedef {KeyEnd<Key, "training.about_">} Explained */
/** @template {string} K @template {string} P @typedef {K extends `${P}${infer Rest}` ? Rest : never} KeyEnd */

/**
 * A button that opens the sentence `training.about_<key>`.
 * @param {Pick<Context, "t">} context @param {Explained} key
 * @param {string | Element} of the name of what is explained, or what has it as its text, which may change
 * @returns {HTMLElement} the button together with its sentence
 */
export function explained({ t }, key, of) {
  const id = uniqueId("about");
  const label = typeof of === "string" ? t("training.explain_name", { name: of }) : t("training.explain");
  const sentence = element("p", {}, t(/** @type {Key} */ (`training.about_${key}`)));
  const menu = element("div", { id, class: "menu about", popover: true, role: "note" }, sentence);
  const button = element(
    "button",
    {
      type: "button",
      class: "about-button",
      "data-key": `about-${key}`,
      "aria-label": label,
      title: label,
      popovertarget: id,
      // Inside a label a click would go on to its control.
      onclick: (/** @type {Event} */ event) => event.stopPropagation(),
    },
    "?",
  );
  if (typeof of !== "string") {
    button.id = `${id}-button`;
    of.id ||= `${id}-of`;
    button.setAttribute("aria-labelledby", `${button.id} ${of.id}`);
  }
  return element("span", { class: "about-place" }, button, menu);
}

/** A word with its explanation beside it. @param {Pick<Context, "t">} context @param {Explained} key
 * @param {string} text */
export const explainedWord = (context, key, text) =>
  element("span", { class: "about-word" }, element("span", {}, text), explained(context, key, text));

/** A heading or control with its explanation beside it. @param {Pick<Context, "t">} context @param {Explained} key
 * @param {Element} node */
export const withExplanation = (context, key, node) =>
  element("div", { class: "about-word" }, node, explained(context, key, node));
