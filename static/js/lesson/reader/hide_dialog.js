// The dialog for a link for a class: to the figures as they are here, without the teacher's controls and whatever
// else is chosen; and the note on a page opened by such a link.
/** @import { Lesson } from "../types.js" */
import { copyText } from "../../core/browser/clipboard.js";
import { url } from "../../core/url_hash.js";
import { element, setAttribute, setText } from "../../draw/dom.js";
import { hiding } from "./slides.js";

/** What every link for a class hides: the ways into teacher's mode and to this dialog. */
const TEACHER = "teacher";

/** @param {HTMLElement} main @param {Lesson} lesson @param {string[]} hidden the names hidden now
 * @param {() => string | null} place the id of what the link leads to
 * @returns {() => void} opens the dialog */
export function mountHideDialog(main, lesson, hidden, place) {
  const { t, find } = lesson;
  const names = (main.dataset["hideable"] ?? "").split(" ").filter(Boolean);
  const boxes = names.map((name) =>
    element("input", { type: "checkbox", value: name, checked: hidden.includes(name) }),
  );
  const link = () => {
    const names = boxes.filter(({ checked }) => checked).map(({ value }) => value);
    const to = new URL(lesson.link(place() ?? ""));
    to.searchParams.delete("teach");
    return hiding(to.href, [...names, TEACHER]);
  };
  const address = element("output", { class: "hide-address", tabindex: "0", "aria-label": t("hide.title") });
  const button = (/** @type {string} */ text, /** @type {() => void} */ onclick, primary = false) =>
    element("button", { type: "button", ...(primary ? { class: "primary" } : {}), onclick }, text);
  const copy = async () => {
    const text = link();
    dialog.close();
    if (await copyText(text)) lesson.notify("hide.copied");
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
  for (const link of document.querySelectorAll(`a[href^="${url("/lesson")}"]`)) {
    const href = new URL(link.getAttribute("href") ?? "", location.href).href;
    link.setAttribute("href", new URL(hiding(href, hidden)).href.replace(location.origin, ""));
  }
  // What the teacher alone uses is missed by nobody, and stays hidden.
  const stay = hidden.filter((name) => name === TEACHER);
  if (stay.length === hidden.length) return;
  const show = element(
    "a",
    {
      href: hiding(location.href, stay),
      // The address may have changed since.
      onclick: () => setAttribute(show, "href", hiding(location.href, stay)),
    },
    t("hide.show"),
  );
  main.append(element("p", { class: "hide-note" }, `${t("hide.note")} `, show));
}
