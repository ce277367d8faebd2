// Teacher's mode: shows one slide at a time in a large font, with keys for the next and the previous one.
/** @import { Key } from "../../core/types.js" */
/** @import { Lesson, LiveFigure } from "../types.js" */
/** @import { SlideFit } from "./slide_fit.js" */
/** @import { Way } from "./slides.js" */
import { addressOf } from "../../core/browser/address.js";
import { url } from "../../core/url_hash.js";
import { at } from "../../core/at.js";
import { element, setAttribute, setText } from "../../draw/dom.js";
import { keysDialog } from "../../panels/dialogs.js";
import { enterFullScreen, keepFullScreen, leaveFullScreen } from "./full_screen.js";
import { mountHideDialog, mountHideNote } from "./hide_dialog.js";
import { createSlideFit, endFit, fitSlide } from "./slide_fit.js";
import { LAST_SLIDE, hiding, scrollOf, slideIn, slidesOf, stepsOn, withCommas } from "./slides.js";

/** What has a slide of its own: figures, tools, questions and exercises. */
const PIECES = ":scope > :is(figure.live, .lesson-tool, .question), :scope > .exercise-list > .exercise";
/** The words of a part. */
const WORDS = ":scope > :not(h2, figure, .lesson-tool, .question, .exercise-list, .exercises-hint, .loading)";

/** What the keys do here; outside of teacher's mode they are those of the figures.
 * @type {readonly (readonly [readonly string[], Key])[]} */
const HELP = [
  [["→", "PageDown", "Space"], "teach.key_next"],
  [["←", "PageUp"], "teach.key_back"],
  [["Home", "End"], "teach.key_ends"],
  [["B"], "teach.key_black"],
  [["Esc"], "teach.leave"],
  [["?"], "control.key_help"],
];

/** A slide: the words of a part, or one of its pieces. @typedef {{part: Element, piece: Element | null}} Slide */
/**
 * @typedef {object} TeacherState
 * @property {Lesson} lesson
 * @property {HTMLElement} page
 * @property {string[]} hidden names of the hidden parts of the page
 * @property {Slide[]} slides
 * @property {number | null} index of the slide shown; null outside of teacher's mode
 * @property {boolean} isLeavingPage on the way to another section
 * @property {TeacherParts} parts
 * @property {SlideFit} fit
 */
/** @typedef {ReturnType<typeof buildParts>} TeacherParts */

/** @param {Lesson} lesson */
export function mountTeacher(lesson) {
  const page = document.documentElement;
  const main = /** @type {HTMLElement} */ (document.getElementById("main"));
  const hidden = (main.dataset["hide"] ?? "").split(" ").filter(Boolean);
  /** @type {TeacherState} */
  const state = {
    lesson,
    page,
    hidden,
    slides: slidesOf(
      [...document.querySelectorAll("section.part")]
        .filter((part) => !(part.id === "exercises" && hidden.includes("exercises")))
        .map((part) => ({
          part,
          pieces: [...part.querySelectorAll(PIECES)],
          hasWords: part.querySelector(WORDS) !== null,
        })),
    ),
    index: null,
    isLeavingPage: false,
    parts: buildParts(lesson),
    fit: createSlideFit(page),
  };
  const { parts } = state;
  document.querySelector("[data-lesson-tools]")?.append(parts.start, parts.openHide);
  main.append(parts.bar, parts.black, parts.help);
  listen(
    state,
    mountHideDialog(main, lesson, hidden, () => placeOf(state)),
  );
  mountHideNote(main, lesson, hidden);
  const linked = slideIn(new URL(location.href).searchParams.get("teach"), state.slides.length);
  if (linked !== null) showSlide(state, linked);
}

/** @param {Lesson} lesson */
function buildParts({ t }) {
  /** @param {string} name @param {Key} title @param {string} sign */
  const button = (name, title, sign) =>
    element("button", { type: "button", "data-key": name, "aria-label": t(title), title: t(title) }, sign);
  const place = element("p", { class: "teach-place", "aria-live": "polite" });
  const progress = element("div", { class: "teach-progress", "aria-hidden": "true" });
  const back = button("teach-back", "teach.back", "←");
  const next = button("teach-next", "teach.next", "→");
  const fresh = button("teach-fresh", "teach.fresh", "↺");
  const openHideInBar = button("teach-link", "hide.title", t("hide.short"));
  const leave = button("teach-leave", "teach.leave", "✕");
  return {
    place,
    progress,
    back,
    next,
    fresh,
    openHideInBar,
    leave,
    bar: element(
      "nav",
      { class: "teach-bar", "aria-label": t("teach.title"), hidden: true },
      back,
      place,
      next,
      fresh,
      openHideInBar,
      leave,
      progress,
    ),
    black: element(
      "button",
      { type: "button", class: "teach-black", hidden: true },
      element("span", { class: "unseen" }, t("teach.light")),
    ),
    start: element(
      "button",
      { type: "button", "data-key": "teach", title: t("teach.about") },
      t("teach.title"),
    ),
    openHide: element("button", { type: "button", "data-key": "hide" }, t("hide.title")),
    help: keysDialog(t, HELP, "teach-help-title"),
  };
}

/** @param {TeacherState} state @param {() => void} openHideDialog */
function listen(state, openHideDialog) {
  const { parts, page } = state;
  parts.back.addEventListener("click", () => go(state, "back"));
  parts.next.addEventListener("click", () => go(state, "next"));
  parts.fresh.addEventListener("click", () => {
    state.lesson.begin();
    state.lesson.notify("teach.is_fresh");
  });
  parts.openHideInBar.addEventListener("click", openHideDialog);
  parts.openHide.addEventListener("click", openHideDialog);
  parts.leave.addEventListener("click", () => leave(state));
  parts.black.addEventListener("click", () => darken(state, false));
  parts.start.addEventListener("click", () => begin(state));
  keepFullScreen(
    page,
    () => state.index !== null,
    () => {
      if (!state.isLeavingPage) leave(state);
    },
  );
  // In the capture phase, before the keys of the figures: the arrow keys go through the slides.
  document.addEventListener("keydown", (event) => onKey(state, event), true);
  document.addEventListener("click", (event) => followReference(state, event));
}

// ---- the slide -----------------------------------------------------------------------------------------------

/** @param {TeacherState} state @param {number | null} index null: the whole page */
function showSlide(state, index) {
  const { page, slides, parts, fit, lesson } = state;
  state.index = index;
  const slide = index === null ? null : at(slides, index);
  setAttribute(page, "data-teach", slide !== null);
  parts.bar.hidden = slide === null;
  for (const part of document.querySelectorAll("section.part")) {
    const isShown = part === slide?.part;
    setAttribute(part, "data-on", isShown);
    setAttribute(part, "data-alone", isShown && slide?.piece !== null);
    for (const piece of part.querySelectorAll(PIECES))
      setAttribute(piece, "data-off", isShown && slide?.piece !== piece);
  }
  endFit(fit);
  if (slide === null || index === null) return;
  const heading = slide.part.querySelector("h2")?.textContent ?? "";
  setText(parts.place, lesson.t("teach.place", { k: index + 1, count: slides.length, heading }));
  parts.progress.style.setProperty("--done", String((index + 1) / slides.length));
  writeAddress(String(index + 1));
  // So that its keys and its size are those of the slide from the start.
  lesson.reach(slide.part);
  fitSlide(fit, slide.part);
  window.scrollTo(0, 0);
}

/** The part of the page that is on the slide, by its id; null outside of teacher's mode. @param {TeacherState} state */
function placeOf({ index, slides }) {
  if (index === null) return null;
  const { part, piece } = at(slides, index);
  return piece?.id || part.id;
}

/** Writes the slide into the address. @param {string | null} slide null: none */
function writeAddress(slide) {
  const address = addressOf(window);
  const to = new URL(address.href);
  if (slide === null) to.searchParams.delete("teach");
  else to.searchParams.set("teach", slide);
  address.write(withCommas(to));
}

/** Starts teacher's mode at the part that is being read. @param {TeacherState} state */
function begin(state) {
  const { page, slides, parts } = state;
  const first = slides.findIndex(({ part }) => part.getBoundingClientRect().bottom > 80);
  showSlide(state, Math.max(0, first));
  enterFullScreen(page);
  parts.next.focus();
}

/** @param {TeacherState} state */
function leave(state) {
  const { index, slides, parts } = state;
  if (index === null) return;
  darken(state, false);
  showSlide(state, null);
  writeAddress(null);
  leaveFullScreen();
  at(slides, index).part.scrollIntoView();
  parts.start.focus({ preventScroll: true });
}

/** @param {TeacherState} state @param {boolean} dark */
function darken({ parts: { black } }, dark) {
  black.hidden = !dark;
  if (dark) black.focus();
}

// ---- moving through the slides -------------------------------------------------------------------------------

/** The visible part of the page; the bar covers the rest. @param {TeacherState} state */
const viewOf = ({ page, parts: { bar } }) => ({
  top: window.scrollY,
  height: window.innerHeight - bar.offsetHeight,
  whole: page.scrollHeight - bar.offsetHeight,
});

/** Whether a figure is visible, and not only its edge. @param {TeacherState} state @param {LiveFigure} figure */
function isVisible(state, { root }) {
  const { top, bottom } = root.getBoundingClientRect();
  const { height } = viewOf(state);
  return top < height / 2 && bottom > height / 2;
}

/** One step of the slide's figure; else scrolls a long slide; else goes to another slide, or to another section.
 * @param {TeacherState} state @param {Way} way */
function go(state, way) {
  const { lesson, index, slides } = state;
  if (index === null) return;
  const { piece } = at(slides, index);
  const figure = lesson.figures().find(({ root }) => root === piece);
  if (figure && stepsOn(figure, way) && isVisible(state, figure)) {
    figure.dispatch(way);
    return;
  }
  const distance = scrollOf(viewOf(state), way);
  if (distance !== 0) {
    window.scrollBy(0, distance);
    return;
  }
  const to = index + (way === "next" ? 1 : -1);
  if (to >= 0 && to < slides.length) showSlide(state, to);
  else goToSection(state, way);
}

/** @param {TeacherState} state @param {Way} way */
function goToSection(state, way) {
  const link = document.querySelector(way === "next" ? ".neighbours .next" : ".neighbours .previous");
  const href = link?.getAttribute("href") ?? "";
  if (!href.startsWith(url("/lesson/"))) return;
  const address = new URL(href, location.href);
  address.searchParams.set("teach", way === "next" ? "1" : LAST_SLIDE);
  state.isLeavingPage = true;
  location.assign(hiding(address.href, state.hidden));
}

/** A reference to a figure leads to its slide, one to another section stays in teacher's mode.
 * @param {TeacherState} state @param {Event} event */
function followReference(state, event) {
  if (state.index === null || !(event.target instanceof Element)) return;
  const reference = event.target.closest("a.reference");
  if (!reference) return;
  const address = new URL(reference.getAttribute("href") ?? "", location.href);
  const to = state.slides.findIndex(({ piece }) => address.hash === `#${piece?.id}`);
  if (address.hash !== "" && to >= 0) {
    event.preventDefault();
    showSlide(state, to);
  } else if (address.pathname !== location.pathname) {
    address.searchParams.set("teach", "1");
    reference.setAttribute("href", address.href);
  }
}

// ---- keys ----------------------------------------------------------------------------------------------------

/** @type {Record<string, (state: TeacherState) => void>} */
const KEYS = {
  ArrowRight: (state) => go(state, "next"),
  PageDown: (state) => go(state, "next"),
  " ": (state) => go(state, "next"),
  ArrowLeft: (state) => go(state, "back"),
  PageUp: (state) => go(state, "back"),
  Home: (state) => showSlide(state, 0),
  End: (state) => showSlide(state, state.slides.length - 1),
  Escape: leave,
  "?": ({ parts }) => parts.help.showModal(),
  b: (state) => darken(state, true),
  B: (state) => darken(state, true),
};

/** Fields and sliders use the keys themselves. @param {EventTarget | null} target */
const usesKeys = (target) =>
  target instanceof Element && target.closest('input, select, textarea, [role="slider"]') !== null;
/** @param {EventTarget | null} target */
const isPressable = (target) =>
  target instanceof Element && target.closest("button, a, summary, [role=button]") !== null;

/** @param {TeacherState} state @param {KeyboardEvent} event */
function onKey(state, event) {
  const { index, parts } = state;
  if (index === null || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  const action = KEYS[event.key];
  if (!action || (usesKeys(event.target) && event.key !== "Escape")) return;
  if (event.key === " " && isPressable(event.target) && parts.black.hidden) return;
  event.preventDefault();
  event.stopPropagation();
  // On a black screen any of the keys only brings the slide back.
  if (parts.black.hidden) action(state);
  else darken(state, false);
}
