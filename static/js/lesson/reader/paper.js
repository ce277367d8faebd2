// On paper: every figure in its present state, in light colours, as wide as the page. The style sheet lesson_print.css does the
// rest; here is only what it cannot: what is painted has to be painted anew, and plots are laid out by the width of the screen.
/** @import { LiveFigure } from "../types.js" */
import { element } from "../../draw/dom.js";

/** A page of A4 between its margins, in CSS pixels; on other paper a figure is a little smaller or larger than it could be. */
export const PAGE_WIDTH = 686;
/** What is laid out by script for the width that it has on the screen. */
const LAID_OUT = ".descent-figure, .graph-figure, .exercise-place:has(.plot, .graph)";

/** How much smaller something is on paper. @param {number} width on the screen */
export const zoomOf = (width) => (width > PAGE_WIDTH ? PAGE_WIDTH / width : 1);

/** A painted picture as an image in its place: what is painted anew just before it is printed, some browsers leave out.
 * @param {HTMLCanvasElement} canvas @returns {() => void} takes it away again */
function pictured(canvas) {
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

/** @param {() => Iterable<LiveFigure>} figures every figure that stands in the page */
export function mountPaper(figures) {
  const page = document.documentElement;
  const isDark = () =>
    page.dataset["theme"] === "dark" ||
    (page.dataset["theme"] !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  /** The theme to come back to; undefined while nothing was changed. @type {{theme: string | undefined} | undefined} */
  let before;
  /** @type {(() => void)[]} */
  let images = [];
  function repaint() {
    for (const live of figures()) live.update();
  }
  window.addEventListener("beforeprint", () => {
    for (const place of document.querySelectorAll(LAID_OUT)) {
      if (!(place instanceof HTMLElement) || place.offsetWidth === 0) continue;
      place.style.setProperty("--screen-width", `${place.offsetWidth}px`);
      place.style.setProperty("--print-zoom", zoomOf(place.offsetWidth).toFixed(4));
    }
    if (!isDark()) return;
    before = { theme: page.dataset["theme"] };
    page.dataset["theme"] = "light";
    repaint();
    // The views draw in the next microtask.
    queueMicrotask(() => {
      images = [...document.querySelectorAll("canvas")].map(pictured);
    });
  });
  window.addEventListener("afterprint", () => {
    if (before === undefined) return;
    if (before.theme === undefined) delete page.dataset["theme"];
    else page.dataset["theme"] = before.theme;
    before = undefined;
    for (const takeAway of images) takeAway();
    images = [];
    repaint();
  });
}
