// The dialog for a link that hides parts of the page from a class, and the note on a page opened by such a link.
/** @import { Lesson } from "../types.js" */
import { addressOf } from "../../core/browser/address.js";
import { copyText } from "../../core/browser/clipboard.js";
import { url } from "../../core/url_hash.js";
import { element, setAttribute, setText } from "../../draw/dom.js";
import { hiding } from "./slides.js";

/** @param {HTMLElement} main @param {Lesson} lesson @param {string[]} hidden the names hidden now
 * @returns {() => void} opens the dialog */
export function mountHideDialog(main, lesson, hidden) {
  const { t, find } = lesson;
  const names = (main.dataset["hideable"] ?? "").split(" ").filter(Boolean);
  const boxes = names.map((name) =>
    element("input", { type: "checkbox", value: name, checked: hidden.includes(name) }),
  );
  const link = () =>
    hiding(
      addressOf(window).href,
      boxes.filter(({ checked }) => checked).map(({ value }) => value),
    );
  const address = element("output", { class: "hide-address" });
  const button = (/** @type {string} */ text, /** @type {() => void} */ onclick, primary = false) =>
    element("button", { type: "button", ...(primary ? { class: "primary" } : {}), onclick }, text);
  const copy = async () => {
    const text = link();
    dialog.close();
    if (await copyText(text)) lesson.notify("control.copied_link");
  };
  const dialog = element(
    "dialog",
    { class: "hide-dialog", "aria-labelledby": "hide-title" },
    element("h2", { id: "hide-title" }, t("hide.title")),
    element("p", {}, t("hide.about")),
    element(
      "fieldset",
      { onchange: () => setText(address, link()) },
      element("legend", {}, t("hide.legend")),
      ...boxes.map((box) =>
        element("label", { class: "hide-choice" }, box, find(`hide.${box.value}`, box.value)),
      ),
    ),
    address,
    element(
      "div",
      { class: "hide-buttons" },
      button(t("hide.copy"), copy, true),
      button(t("hide.apply"), () => location.assign(link())),
      button(t("control.close"), () => dialog.close()),
    ),
  );
  main.append(dialog);
  return () => {
    setText(address, link());
    dialog.showModal();
  };
}

/** On a page with hidden parts: a note with a link that shows them, and the links to other sections hide the same.
 * @param {HTMLElement} main @param {Lesson} lesson @param {string[]} hidden */
export function mountHideNote(main, { t }, hidden) {
  if (hidden.length === 0) return;
  const show = element(
    "a",
    {
      href: hiding(location.href, []),
      // The address may have changed since.
      onclick: () => setAttribute(show, "href", hiding(location.href, [])),
    },
    t("hide.show"),
  );
  main.append(element("p", { class: "hide-note" }, `${t("hide.note")} `, show));
  for (const link of document.querySelectorAll(`a[href^="${url("/lesson")}"]`)) {
    const href = new URL(link.getAttribute("href") ?? "", location.href).href;
    link.setAttribute("href", new URL(hiding(href, hidden)).href.replace(location.origin, ""));
  }
}
