// The contents of the lesson: the progress in each section, a link to the last one, and a button that forgets the
// progress.
import { url } from "../core/url_hash.js";
import { element } from "../draw/dom.js";
import { createTranslations, readTranslations } from "../core/i18n.js";
import { createProgress } from "../lesson/reader/progress.js";

const translations = createTranslations(document, (language) =>
  readTranslations(document, async (path) => (await fetch(url(path))).json(), language, "lesson"),
);
await translations.use(translations.language);
const { t, find } = translations;
const progress = createProgress(() => localStorage);
/** Restores the progress that was just forgotten. @type {(() => void) | null} */
let restore = null;

/** @param {string} name */
const place = (name) => /** @type {HTMLElement} */ (document.querySelector(`[data-${name}]`));

function update() {
  for (const card of document.querySelectorAll(".section-cards > [data-section]")) updateCard(card);
  updateLastSection();
  updateForget();
}

/** @param {Element} card of a section */
function updateCard(card) {
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

function updateLastSection() {
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
      { class: "button primary", href: `${url(`/lesson/${last}`)}?lang=${translations.language}` },
      t("lesson.go_on", { number: last, title }),
    ),
  );
}

/** The button forgets the progress, and then restores it. */
function updateForget() {
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
    update();
    /** @type {HTMLElement | null} */ (place("forget").querySelector("button"))?.focus();
  });
  place("forget").replaceChildren(button);
}

progress.subscribe(update);
update();
for (const event of ["storage", "pageshow"]) window.addEventListener(event, () => progress.refresh());
document.documentElement.dataset["ready"] = "true";
