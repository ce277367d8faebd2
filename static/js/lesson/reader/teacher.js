// Teacher's mode: one part at a time in large type, keys for on and back; and the link that hides chosen controls from a class.
/** @import { Key } from "../../core/types.js" */
/** @import { Lesson, LiveFigure } from "../types.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { attempt } from "./memory.js";

/** A walk longer than this is played, or stepped by its own buttons: the keys go on to the next slide. */
const LONGEST_WALK = 40;
/** The last slide of the section before. */
const LAST = "end";
/** What a slide shows one at a time. */
const PIECES = ":scope > figure.live, :scope > .exercise-list > .exercise";
/** Sizes of type, the largest first. Translations alone may be larger than 1; a picture grows by what type leaves it.
 *  What does not fit at the last one either is read a screenful after the other. */
const SIZES = [1.25, 1.1, 1, 0.9, 0.8, 0.7, 0.65];
/** A drawing gives way to the rest of its slide as far as this part of itself. */
const SMALLEST_DRAWING = 0.6;
/** And a line more, so that what moves with it fits too. */
const SPARE = 12;
/** So much of the screen a further screenful shows. */
const SCREENFUL = 0.85;
/** Remembers from one page to the next that the class looks at a full screen. */
const FULL = "lesson.full_screen";

/**
 * A slide: a part of the text, whole or with one of its figures or exercises alone.
 * @typedef {object} Slide
 * @property {Element} part
 * @property {Element[]} figures (or exercises) of the part that the slide shows
 * @property {boolean} alone only the heading and the figure
 */

// ---- pure ----------------------------------------------------------------------------------------------------------

/** A part with several figures is told in several slides, unless its figures belong together.
 * @template P, F @param {readonly {part: P, figures: F[], together: boolean}[]} parts
 * @returns {{part: P, figures: F[], alone: boolean}[]} */
export const slidesOf = (parts) =>
  parts.flatMap(({ part, figures, together }) =>
    together || figures.length < 2
      ? [{ part, figures, alone: false }]
      : figures.map((figure, k) => ({ part, figures: [figure], alone: k > 0 })),
  );

/** Where a link or a reload begins: a number counted from 1, or the end. @param {string | null} text @param {number} count @returns {number | null} */
export function slideIn(text, count) {
  if (text === null || count === 0) return null;
  if (text === LAST) return count - 1;
  return /^\d{1,4}$/.test(text) ? Math.max(0, Math.min(count, Number(text)) - 1) : null;
}

/** Whether the keys step through a figure before they leave its slide.
 * @param {{floor: number, ceiling: number, atEnd(): boolean, atStart(): boolean}} figure @param {"next" | "back"} way */
export const stepsOn = (figure, way) =>
  figure.ceiling - figure.floor <= LONGEST_WALK && !(way === "next" ? figure.atEnd() : figure.atStart());

/** How far a slide that is longer than the screen moves on: a screenful, or the rest.
 * @param {{top: number, height: number, whole: number}} view scrolled to `top`, `height` of `whole` seen
 * @param {"next" | "back"} way */
export function scrollOf({ top, height, whole }, way) {
  const rest = way === "next" ? whole - height - top : top;
  // Less than a line is not worth a key.
  if (rest < 4) return 0;
  return (way === "next" ? 1 : -1) * Math.min(rest, Math.round(height * SCREENFUL));
}

/** How high a drawing is to be, so that what is cut off fits; null where that would be too small.
 * @param {number} height the drawing's @param {number} cut */
export const drawingHeight = (height, cut) =>
  height - cut >= height * SMALLEST_DRAWING ? Math.floor(height - cut - SPARE) : null;

/** The size to try after one at which a slide did not fit; null after the last. @param {number} size */
export const smallerThan = (size) => SIZES.find((smaller) => smaller < size) ?? null;

/** An address with some of its controls hidden. @param {string} href @param {readonly string[]} names */
export function hiding(href, names) {
  const address = new URL(href);
  if (names.length === 0) address.searchParams.delete("hide");
  else address.searchParams.set("hide", names.join(","));
  // A comma needs no escape here, and a link is read by people too.
  return address.href.replaceAll("%2C", ",");
}

// ---- the page ------------------------------------------------------------------------------------------------------

/** @param {string} name @param {string | null} value */
function rewrite(name, value) {
  const address = new URL(location.href);
  if (value === null) address.searchParams.delete(name);
  else address.searchParams.set(name, value);
  history.replaceState(null, "", address.href.replaceAll("%2C", ","));
}

/** Fields and sliders keep the keys that move within them. @param {EventTarget | null} target */
const isBusy = (target) =>
  target instanceof Element && target.closest('input, select, textarea, [role="slider"]') !== null;
/** @param {EventTarget | null} target */
const isPressable = (target) =>
  target instanceof Element && target.closest("button, a, summary, [role=button]") !== null;

/** @param {Lesson} lesson */
export function mountTeacher(lesson) {
  const { t } = lesson;
  const page = document.documentElement;
  const main = /** @type {HTMLElement} */ (document.getElementById("main"));
  const hidden = (main.dataset["hide"] ?? "").split(" ").filter(Boolean);

  /** @type {Slide[]} */
  const slides = slidesOf(
    [...document.querySelectorAll("section.part")]
      .filter((part) => !(part.id === "exercises" && hidden.includes("exercises")))
      .map((part) => ({
        part,
        figures: [...part.querySelectorAll(PIECES)],
        together: part.classList.contains("together"),
      })),
  );
  /** @type {number | null} */
  let at = null;
  /** On the way to another section. */
  let going = false;

  const button = (
    /** @type {string} */ name,
    /** @type {Key} */ key,
    /** @type {string} */ sign,
    /** @type {() => void} */ does,
  ) =>
    element(
      "button",
      { type: "button", "data-key": name, "aria-label": t(key), title: t(key), onclick: does },
      sign,
    );
  const place = element("p", { class: "teach-place", "aria-live": "polite" });
  const progress = element("div", { class: "teach-progress", "aria-hidden": "true" });
  const black = element(
    "button",
    { type: "button", class: "teach-black", hidden: true, onclick: () => darken(false) },
    element("span", { class: "unseen" }, t("teach.light")),
  );
  const bar = element(
    "nav",
    { class: "teach-bar", "aria-label": t("teach.title"), hidden: true },
    button("teach-back", "teach.back", "←", () => go("back")),
    place,
    button("teach-next", "teach.next", "→", () => go("next")),
    button("teach-link", "hide.title", t("hide.short"), () => openLink()),
    button("teach-leave", "teach.leave", "✕", () => leave()),
    progress,
  );
  const start = element(
    "button",
    { type: "button", "data-key": "teach", title: t("teach.about"), onclick: () => begin() },
    t("teach.title"),
  );
  const link = element(
    "button",
    { type: "button", "data-key": "hide", onclick: () => openLink() },
    t("hide.title"),
  );
  document.querySelector("[data-lesson-tools]")?.append(start, link);
  main.append(bar, black);

  // --- slides

  /** @param {Slide} slide @returns {LiveFigure | null} */
  const figureOf = ({ figures }) => lesson.figures().find(({ root }) => figures.includes(root)) ?? null;

  function show() {
    const slide = at === null ? null : slides[at];
    setAttribute(page, "data-teach", slide !== null);
    bar.hidden = slide === null;
    for (const part of document.querySelectorAll("section.part")) {
      setAttribute(part, "data-on", part === slide?.part);
      setAttribute(part, "data-alone", part === slide?.part && slide.alone);
      for (const figure of part.querySelectorAll(PIECES))
        setAttribute(figure, "data-off", slide?.part === part && !slide.figures.includes(figure));
    }
    grown.disconnect();
    if (!slide || at === null) return;
    const heading = slide.part.querySelector("h2")?.textContent ?? "";
    setText(place, t("teach.place", { k: at + 1, count: slides.length, heading }));
    progress.style.setProperty("--done", String((at + 1) / slides.length));
    rewrite("teach", String(at + 1));
    fit();
    grown.observe(slide.part);
    window.scrollTo(0, 0);
  }

  // --- as large as fits

  /** Whether type is measured by the screen at all: on a narrow one it is read as ever. */
  const wide = matchMedia("(min-width: 70rem) and (min-height: 34rem)");
  let size = 1;
  /** Nothing more is tried for this slide. */
  let settled = false;
  let frame = 0;
  /** @param {number} wanted */
  function setSize(wanted) {
    size = wanted;
    page.style.setProperty("--fit", String(size));
  }
  const cut = () => Math.max(0, page.scrollHeight - window.innerHeight);
  /** @param {number | null} height */
  const setDrawing = (height) =>
    height === null
      ? page.style.removeProperty("--drawing-height")
      : page.style.setProperty("--drawing-height", `${height}px`);
  /** Tries one size after the other, then a smaller drawing. What draws itself needs a frame to follow a new size. */
  function shrink() {
    cancelAnimationFrame(frame);
    if (at === null || settled || cut() === 0) return;
    const smaller = smallerThan(size);
    if (smaller !== null) setSize(smaller);
    else {
      const drawing = [...(slides[at]?.part.querySelectorAll(".sheet") ?? [])].find(
        (sheet) => sheet.getClientRects().length > 0,
      );
      settled = true;
      setDrawing(drawing ? drawingHeight(drawing.clientHeight, cut()) : null);
    }
    frame = requestAnimationFrame(() => requestAnimationFrame(shrink));
  }
  function fit() {
    const slide = at === null ? null : slides[at];
    if (!slide || !wide.matches) return;
    settled = false;
    setDrawing(null);
    setSize(
      slide.part.querySelector(":scope > :is(figure.live, .lesson-tool, .question, .exercise-list)")
        ? 1
        : (SIZES[0] ?? 1),
    );
    shrink();
  }
  // A figure that is drawn, an exercise that arrives, a formula of more lines: what is there when it can be, all of it.
  const grown = new ResizeObserver(() => {
    cancelAnimationFrame(frame);
    if (wide.matches) frame = requestAnimationFrame(shrink);
  });
  window.addEventListener("resize", () => {
    if (at !== null) fit();
  });

  // --- the whole screen

  /** Another page of the lesson leaves the full screen: a first key or click there asks for it again. */
  function fill() {
    if (at === null || document.fullscreenElement || !attempt(() => sessionStorage.getItem(FULL))) return;
    page.requestFullscreen?.().catch(() => {});
  }
  /** @param {boolean} full */
  const remember = (full) =>
    attempt(() => (full ? sessionStorage.setItem(FULL, "1") : sessionStorage.removeItem(FULL)));
  for (const event of /** @type {const} */ (["keydown", "pointerdown"])) {
    document.addEventListener(
      event,
      (happened) => {
        // Escape leaves; it never fills.
        if (!(happened instanceof KeyboardEvent && happened.key === "Escape")) fill();
      },
      true,
    );
  }

  function begin() {
    // The part one is reading is the slide one begins with.
    const reading = slides.findIndex(({ part }) => part.getBoundingClientRect().bottom > 80);
    at = Math.max(0, reading);
    show();
    remember(true);
    fill();
    /** @type {HTMLElement | null} */ (bar.querySelector('[data-key="teach-next"]'))?.focus();
  }
  function leave() {
    if (at === null) return;
    const part = slides[at]?.part;
    at = null;
    remember(false);
    darken(false);
    show();
    rewrite("teach", null);
    if (document.fullscreenElement) void document.exitFullscreen();
    part?.scrollIntoView();
    start.focus({ preventScroll: true });
  }

  /** What is seen of the slide: the bar below covers the rest. */
  const seen = () => ({
    top: window.scrollY,
    height: window.innerHeight - bar.offsetHeight,
    whole: page.scrollHeight - bar.offsetHeight,
  });
  /** Whether a figure's picture is before the class, and not only its edge. @param {LiveFigure} figure */
  function isSeen({ root }) {
    const { top, bottom } = root.getBoundingClientRect();
    const { height } = seen();
    return top < height / 2 && bottom > height / 2;
  }

  /** One step of the slide's figure, else a screenful of a long slide, else one slide; at the end of the section the next one.
   * @param {"next" | "back"} way */
  function go(way) {
    if (at === null) return;
    const slide = slides[at];
    const figure = slide ? figureOf(slide) : null;
    if (figure && stepsOn(figure, way) && isSeen(figure)) {
      figure.dispatch(way);
      return;
    }
    const further = scrollOf(seen(), way);
    if (further !== 0) {
      window.scrollBy(0, further);
      return;
    }
    const to = at + (way === "next" ? 1 : -1);
    if (slides[to]) {
      at = to;
      show();
      return;
    }
    const door = document.querySelector(way === "next" ? ".neighbours .next" : ".neighbours .previous");
    const href = door?.getAttribute("href") ?? "";
    if (!/^\/lesson\/\d/.test(href)) return;
    const address = new URL(href, location.href);
    address.searchParams.set("teach", way === "next" ? "1" : LAST);
    going = true;
    location.assign(hiding(address.href, hidden));
  }
  /** @param {boolean} dark */
  function darken(dark) {
    black.hidden = !dark;
    if (dark) black.focus();
  }

  /** @type {Record<string, () => void>} */
  const KEYS = {
    ArrowRight: () => go("next"),
    PageDown: () => go("next"),
    " ": () => go("next"),
    ArrowLeft: () => go("back"),
    PageUp: () => go("back"),
    Home: () => jump(0),
    End: () => jump(slides.length - 1),
    Escape: () => leave(),
    b: () => darken(true),
    B: () => darken(true),
  };
  /** @param {number} to */
  function jump(to) {
    at = to;
    show();
  }
  // Before the figures' own keys: the arrows of a class in full screen go through the slides.
  document.addEventListener(
    "keydown",
    (event) => {
      if (
        at === null ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        document.querySelector("dialog[open]")
      )
        return;
      const does = KEYS[event.key];
      if (!does || (isBusy(event.target) && event.key !== "Escape")) return;
      if (event.key === " " && isPressable(event.target) && black.hidden) return;
      event.preventDefault();
      event.stopPropagation();
      // Behind a black screen nothing moves; any of the keys brings the light back.
      if (black.hidden) does();
      else darken(false);
    },
    true,
  );
  // A reference leads to the slide of its figure, or to a section in the same mode.
  document.addEventListener("click", (event) => {
    const reference =
      at === null || !(event.target instanceof Element) ? null : event.target.closest("a.reference");
    if (!reference) return;
    const address = new URL(reference.getAttribute("href") ?? "", location.href);
    const to = slides.findIndex(({ figures }) => figures.some(({ id }) => address.hash === `#${id}`));
    if (address.hash !== "" && to >= 0) {
      event.preventDefault();
      jump(to);
    } else if (address.pathname !== location.pathname) {
      address.searchParams.set("teach", "1");
      reference.setAttribute("href", address.href);
    }
  });
  let wasFull = false;
  document.addEventListener("fullscreenchange", () => {
    if (wasFull && !document.fullscreenElement && !going) leave();
    wasFull = document.fullscreenElement !== null;
  });

  // --- the link that hides

  const names = (main.dataset["hideable"] ?? "").split(" ").filter(Boolean);
  const boxes = new Map(
    names.map((name) => [
      name,
      element("input", { type: "checkbox", value: name, checked: hidden.includes(name) }),
    ]),
  );
  const chosen = () => [...boxes].flatMap(([name, box]) => (box.checked ? [name] : []));
  const address = element("output", { class: "hide-address" });
  const target = () => hiding(location.href, chosen());
  const dialog = element(
    "dialog",
    { class: "hide-dialog", "aria-labelledby": "hide-title" },
    element("h2", { id: "hide-title" }, t("hide.title")),
    element("p", {}, t("hide.about")),
    element(
      "fieldset",
      { onchange: () => setText(address, target()) },
      element("legend", {}, t("hide.legend")),
      ...[...boxes].map(([name, box]) =>
        element("label", { class: "hide-choice" }, box, lesson.find(`hide.${name}`, name)),
      ),
    ),
    address,
    element(
      "div",
      { class: "hide-buttons" },
      element(
        "button",
        {
          type: "button",
          class: "primary",
          onclick: () => {
            navigator.clipboard.writeText(target()).then(
              () => lesson.notify("control.copied_link"),
              () => lesson.notify("control.copy_failed"),
            );
            dialog.close();
          },
        },
        t("hide.copy"),
      ),
      element("button", { type: "button", onclick: () => location.assign(target()) }, t("hide.apply")),
      element("button", { type: "button", onclick: () => dialog.close() }, t("control.close")),
    ),
  );
  main.append(dialog);
  function openLink() {
    setText(address, target());
    dialog.showModal();
  }
  if (hidden.length > 0) {
    const show = element(
      "a",
      {
        href: hiding(location.href, []),
        onclick: () => setAttribute(show, "href", hiding(location.href, [])),
      },
      t("hide.show"),
    );
    main.append(element("p", { class: "hide-note" }, `${t("hide.note")} `, show));
    // Whoever goes on to another section sees it as it was sent.
    for (const way of document.querySelectorAll('a[href^="/lesson"]')) {
      way.setAttribute(
        "href",
        new URL(hiding(new URL(way.getAttribute("href") ?? "", location.href).href, hidden)).href.replace(
          location.origin,
          "",
        ),
      );
    }
  }

  at = slideIn(new URL(location.href).searchParams.get("teach"), slides.length);
  if (at !== null) show();
}
