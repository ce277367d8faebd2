// Printing: figures in light colours and scaled to the width of the page. A style sheet (lesson/print.css) does the
// rest; this module redraws what is drawn by script in the colours of the screen or laid out for its width.
/** @import { LiveFigure } from "../types.js" */
import { media } from "../../core/browser/media.js";
import { element } from "../../draw/dom.js";
import { addSteps } from "./paper_steps.js";

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

/** What is on its way when the page is printed, and needs only turns of the queue of promises to be there.
 * @typedef {object} PaperPage
 * @property {() => Iterable<LiveFigure>} figures all figures of the page that are built
 * @property {(root: Element) => void} reach builds those inside an element that are not
 * @property {() => boolean} isIdle no answer is waited for
 * @property {(atOnce: boolean) => void} hurry whether requests are to be answered before the page goes on */

/** Of the queue of promises: so many are waited for at the most, and so many pass before the page counts as still. */
const MAX_TURNS = 5000;
const STILL_TURNS = 100;

/** Ends when everything is drawn, or cannot be: there is no answer. @param {PaperPage} page */
async function untilDrawn({ figures, reach, isIdle }) {
  const isDrawn = () => isIdle() && [...figures()].every(({ root }) => root.dataset["ready"] === "true");
  for (let turn = 0, still = 0; turn < MAX_TURNS && still < STILL_TURNS; turn++) {
    // What was built may hold more that waits.
    reach(document.documentElement);
    still = isDrawn() ? still + 1 : 0;
    await null;
  }
}

/** Lays the figures out for the width of the page. */
function measure() {
  for (const place of document.querySelectorAll(LAID_OUT)) {
    if (!(place instanceof HTMLElement) || place.offsetWidth === 0) continue;
    place.style.setProperty("--screen-width", `${place.offsetWidth}px`);
    place.style.setProperty("--print-zoom", zoomOf(place.offsetWidth).toFixed(4));
  }
}

/** Everything on the page as it is to be printed. Nothing in it may wait for a task: the browser lays the paper out
 * when the promises that can be kept are kept.
 * @param {PaperPage} paper @returns {Promise<(() => void)[]>} what brings the screen back */
async function prepare(paper) {
  const page = document.documentElement;
  await untilDrawn(paper);
  measure();
  const restore = [];
  const { theme } = page.dataset;
  const isDark = theme === "dark" || (theme !== "light" && media("(prefers-color-scheme: dark)").matches);
  if (isDark) {
    page.dataset["theme"] = "light";
    restore.push(() => {
      if (theme === undefined) delete page.dataset["theme"];
      else page.dataset["theme"] = theme;
    });
  }
  for (const live of paper.figures()) {
    if (live.model.answer === null) continue;
    live.settle();
    const screen = live.holdAt({});
    if (live.root.matches("[data-figure]")) restore.push(addSteps(live, screen));
  }
  const canvases = [...document.querySelectorAll("canvas")].filter((canvas) => !canvas.matches(".pulses"));
  restore.push(...canvases.map(replaceByImage));
  return restore;
}

/** @param {PaperPage} paper */
export function mountPaper(paper) {
  /** @type {Promise<(() => void)[]>} */
  let prepared = Promise.resolve([]);
  window.addEventListener("beforeprint", () => {
    paper.hurry(true);
    prepared = prepare(paper).finally(() => paper.hurry(false));
  });
  window.addEventListener("afterprint", () => {
    void prepared.then((restore) => {
      for (const step of restore) step();
      for (const live of paper.figures()) live.release();
    });
    prepared = Promise.resolve([]);
  });
}
