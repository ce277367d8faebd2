// The contents of the lesson: how far the reader has come, where to go on, and how to begin anew.
/** @import { Key } from "../core/types.js" */
import { element } from "../draw/dom.js";
import { createTranslations, lessonTranslations } from "../core/i18n.js";
import { createProgress } from "../lesson/reader/progress.js";

const translations = createTranslations(document, (language) =>
  lessonTranslations(async (path) => (await fetch(path)).json(), language),
);
await translations.use(translations.language);
const { t } = translations;
const progress = createProgress(() => localStorage);
/** @type {(() => void) | null} */
let undo = null;

/** @param {string} name */
const place = (name) => /** @type {HTMLElement} */ (document.querySelector(`[data-${name}]`));

function show() {
  for (const card of document.querySelectorAll(".section-cards > [data-section]")) {
    const section = Number(card.getAttribute("data-section"));
    const count = Number(card.getAttribute("data-questions"));
    const solved = Math.min(count, progress.solvedIn(section));
    const done = card.querySelector("[data-section-done]");
    const read = progress.isVisited(section);
    card.toggleAttribute("data-read", read);
    card.toggleAttribute("data-all", solved >= count);
    if (done)
      done.textContent = `${solved >= count ? "✓ " : ""}${t(read ? "lesson.done" : "lesson.not_begun", { solved, count })}`;
  }
  const kept = progress.last();
  // A section that there is: what was kept may be of another edition.
  const last = document.querySelector(`.section-cards > [data-section="${kept}"]`) ? kept : null;
  place("go-on").replaceChildren(
    ...(last === null
      ? []
      : [
          element(
            "a",
            { class: "button primary", href: `/lesson/${last}?lang=${translations.language}` },
            t("lesson.go_on", { number: last, title: translations.find(`lesson.title_${last}`, "") }),
          ),
        ]),
  );
  const forget = /** @type {Key} */ (undo ? "lesson.remember_again" : "lesson.forget");
  place("forget").replaceChildren(
    ...(progress.any() || undo
      ? [
          element(
            "button",
            {
              type: "button",
              onclick: () => {
                if (undo) {
                  undo();
                  undo = null;
                } else undo = progress.reset();
                show();
                /** @type {HTMLElement | null} */ (place("forget").querySelector("button"))?.focus();
              },
            },
            t(forget),
          ),
        ]
      : []),
  );
}
progress.subscribe(show);
show();
for (const event of ["storage", "pageshow"]) window.addEventListener(event, () => progress.refresh());
document.documentElement.dataset["ready"] = "true";
