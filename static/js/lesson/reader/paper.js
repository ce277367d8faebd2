// Printing: figures in light colours and scaled to the width of the page. A style sheet (lesson/print.css) does the
// rest; this module redraws what is drawn by script in the colours of the screen or laid out for its width.
/** @import { LiveFigure } from "../types.js" */
import { media } from "../../core/browser/media.js";
import { element } from "../../draw/dom.js";

/** The width of A4 paper between its margins, in CSS pixels; on other paper figures are a little too small or
 * too large. */
export const PAGE_WIDTH = 686;
/** Elements that scripts have laid out for their width on the screen. */
const LAID_OUT = ".descent-figure, .graph-figure, .exercise-place:has(.plot, .graph)";

/** The scale of an element on paper, at most 1. @param {number} width on the screen, in CSS pixels */
export const zoomOf = (width) => (width > PAGE_WIDTH ? PAGE_WIDTH / width : 1);

/** Replaces a canvas by an image of it: some browsers do not print what was drawn on a canvas just before printing.
 * @param {HTMLCanvasElement} canvas @returns {() => void} restores the canvas */
function replaceByImage(canvas) {
  if (canvas.offsetWidth === 0 || canvas.width === 0) return () => {};
  const image = element("img", { class: `${canvas.className} pictured`, alt: "", src: canvas.toDataURL() });
  image.style.cssText = canvas.style.cssText;
  canvas.after(image);
  canvas.hidden = true;
  return () => {
    image.remove();
    canvas.hidden = false;
  };
}

/** @param {() => Iterable<LiveFigure>} figures all figures of the page that are built
 * @param {(root: Element) => void} reach builds those inside an element that are not */
export function mountPaper(figures, reach) {
  const page = document.documentElement;
  const isDark = () =>
    page.dataset["theme"] === "dark" ||
    (page.dataset["theme"] !== "light" && media("(prefers-color-scheme: dark)").matches);
  /** The theme to restore; undefined while it is not changed. @type {{theme: string | undefined} | undefined} */
  let before;
  /** @type {(() => void)[]} */
  let restoreCanvases = [];
  function redraw() {
    for (const live of figures()) live.update();
  }
  window.addEventListener("beforeprint", () => {
    reach(page);
    for (const place of document.querySelectorAll(LAID_OUT)) {
      if (!(place instanceof HTMLElement) || place.offsetWidth === 0) continue;
      place.style.setProperty("--screen-width", `${place.offsetWidth}px`);
      place.style.setProperty("--print-zoom", zoomOf(place.offsetWidth).toFixed(4));
    }
    if (!isDark()) return;
    before = { theme: page.dataset["theme"] };
    page.dataset["theme"] = "light";
    redraw();
    // The views draw in a microtask of their own, queued before this one.
    queueMicrotask(() => {
      restoreCanvases = [...document.querySelectorAll("canvas")].map(replaceByImage);
    });
  });
  window.addEventListener("afterprint", () => {
    if (before === undefined) return;
    if (before.theme === undefined) delete page.dataset["theme"];
    else page.dataset["theme"] = before.theme;
    before = undefined;
    for (const restore of restoreCanvases) restore();
    restoreCanvases = [];
    redraw();
  });
}
