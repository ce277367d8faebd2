// The contents of the lesson: the progress in each section, a link to the last one, and a button that forgets the
// progress.
import { lasting } from "../core/browser/memory.js";
import { begin } from "../core/browser/loading.js";
import { pageTranslations } from "../core/browser/sentences.js";
import { url } from "../core/url_hash.js";
import { element } from "../draw/dom.js";
import { createProgress } from "../lesson/reader/progress.js";

/** @typedef {Awaited<ReturnType<typeof pageTranslations>>} Translations */

const progress = createProgress(lasting);
/** Restores the progress that was just forgotten. @type {(() => void) | null} */
let restore = null;

/** @param {string} name */
const place = (name) => /** @type {HTMLElement} */ (document.querySelector(`[data-${name}]`));

/** @param {Translations} translations */
function update(translations) {
  for (const card of document.querySelectorAll(".section-cards > [data-section]"))
    updateCard(card, translations);
  updateLastSection(translations);
  updateForget(translations);
}

/** @param {Element} card of a section @param {Translations} translations */
function updateCard(card, { t }) {
  const section = Number(card.getAttribute("data-section"));
  const count = Number(card.getAttribute("data-questions"));
  // What was kept may be of another edition, with more questions.
  const solved = Math.min(count, progress.solvedIn(section));
  const isVisited = progress.isVisited(section);
  const isComplete = solved >= count;
  card.toggleAttribute("data-read", isVisited);
  card.toggleAttribute("data-all", isComplete);
  const done = card.querySelector("[data-section-done]");
  const text = t(isVisited ? "lesson.done" : "lesson.not_begun", { solved, count });
  if (done) done.textContent = `${isComplete ? "✓ " : ""}${text}`;
}

/** @param {Translations} translations */
function updateLastSection({ t, find, language }) {
  const last = progress.last();
  // What was kept may be of another edition, with other sections.
  const exists = document.querySelector(`.section-cards > [data-section="${last}"]`) !== null;
  if (last === null || !exists) {
    place("go-on").replaceChildren();
    return;
  }
  const title = find(`lesson.title_${last}`, "");
  place("go-on").replaceChildren(
    element(
      "a",
      { class: "button primary", href: `${url(`/lesson/${last}`)}?lang=${language}` },
      t("lesson.go_on", { number: last, title }),
    ),
  );
}

/** The button forgets the progress, and then restores it. @param {Translations} translations */
function updateForget(translations) {
  const { t } = translations;
  if (!progress.any() && !restore) {
    place("forget").replaceChildren();
    return;
  }
  const button = element(
    "button",
    { type: "button" },
    t(restore ? "lesson.remember_again" : "lesson.forget"),
  );
  button.addEventListener("click", () => {
    if (restore) {
      restore();
      restore = null;
    } else restore = progress.reset();
    update(translations);
    /** @type {HTMLElement | null} */ (place("forget").querySelector("button"))?.focus();
  });
  place("forget").replaceChildren(button);
}

await begin(document, async () => {
  const translations = await pageTranslations(document, "lesson");
  progress.subscribe(() => update(translations));
  update(translations);
  for (const event of ["storage", "pageshow"]) window.addEventListener(event, () => progress.refresh());
  document.documentElement.dataset["ready"] = "true";
});
