// Fits a slide into the window: a smaller font, then a smaller drawing.
/** @import { Media } from "../../core/browser/media.js" */
import { media } from "../../core/browser/media.js";
import { MAX_FONT_SIZE, drawingHeight, smallerThan } from "./slides.js";

/**
 * @typedef {object} SlideFit
 * @property {HTMLElement} page gets the custom properties --fit and --drawing-height
 * @property {Media} wide whether slides are fitted at all: on a narrow screen they are scrolled
 * @property {Element | null} part the one that is fitted
 * @property {number} size the font size, as a factor
 * @property {boolean} isSettled nothing more is tried for this slide
 * @property {number} frame the animation frame of the next try
 * @property {ResizeObserver} observer of the part: tries again when something in it is drawn or arrives
 */

/** @param {HTMLElement} page @returns {SlideFit} */
export function createSlideFit(page) {
  /** @type {SlideFit} */
  const fit = {
    page,
    wide: media("(min-width: 70rem) and (min-height: 34rem)"),
    part: null,
    size: 1,
    isSettled: false,
    frame: 0,
    observer: new ResizeObserver(() => {
      cancelAnimationFrame(fit.frame);
      if (fit.wide.matches) fit.frame = requestAnimationFrame(() => shrink(fit));
    }),
  };
  window.addEventListener("resize", () => start(fit));
  return fit;
}

/** Fits the slide of a part, also after changes. @param {SlideFit} fit @param {Element} part */
export function fitSlide(fit, part) {
  fit.part = part;
  start(fit);
  fit.observer.observe(part);
}

/** Ends the fitting. @param {SlideFit} fit */
export function endFit(fit) {
  fit.part = null;
  fit.observer.disconnect();
}

/** @param {SlideFit} fit */
function start(fit) {
  if (fit.part === null || !fit.wide.matches) return;
  fit.isSettled = false;
  setDrawingHeight(fit, null);
  // A picture uses the space that a smaller font leaves.
  setFontSize(fit, fit.part.hasAttribute("data-alone") ? 1 : MAX_FONT_SIZE);
  shrink(fit);
}

/** Tries the next smaller font, at last a smaller drawing; again after two frames, in which views draw at the new size.
 * @param {SlideFit} fit */
function shrink(fit) {
  cancelAnimationFrame(fit.frame);
  if (fit.part === null || fit.isSettled || cutOf(fit) === 0) return;
  const smaller = smallerThan(fit.size);
  if (smaller !== null) setFontSize(fit, smaller);
  else {
    const drawing = [...fit.part.querySelectorAll(".sheet")].find(
      (sheet) => sheet.getClientRects().length > 0,
    );
    fit.isSettled = true;
    const kind = drawing?.closest(".exercise") ? "exercise" : "figure";
    setDrawingHeight(fit, drawing ? drawingHeight(drawing.clientHeight, cutOf(fit), kind) : null);
  }
  fit.frame = requestAnimationFrame(() => requestAnimationFrame(() => shrink(fit)));
}

/** By how much the slide is longer than the window, in CSS pixels. @param {SlideFit} fit */
const cutOf = ({ page }) => Math.max(0, page.scrollHeight - window.innerHeight);

/** @param {SlideFit} fit @param {number} size */
function setFontSize(fit, size) {
  fit.size = size;
  fit.page.style.setProperty("--fit", String(size));
}

/** @param {SlideFit} fit @param {number | null} height null: that of the style sheet */
function setDrawingHeight({ page }, height) {
  if (height === null) page.style.removeProperty("--drawing-height");
  else page.style.setProperty("--drawing-height", `${height}px`);
}
