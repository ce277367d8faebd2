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

/** Gives a figure that waits for its answer the turns of the queue that it needs to be drawn: all is there but the
 * promises. Ends without it where there is no answer. @param {() => Iterable<LiveFigure>} figures */
async function untilDrawn(figures) {
  const isDrawn = () => [...figures()].every(({ root }) => root.dataset["ready"] === "true");
  for (let turn = 0; turn < MAX_TURNS && !isDrawn(); turn++) await null;
}
const MAX_TURNS = 1000;

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
 * @param {() => Iterable<LiveFigure>} figures @param {(root: Element) => void} reach
 * @returns {Promise<(() => void)[]>} what brings the screen back */
async function prepare(figures, reach) {
  const page = document.documentElement;
  reach(page);
  for (const live of figures()) if (live.model.answer === null) live.ask({ hurried: true });
  await untilDrawn(figures);
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
  for (const live of figures()) {
    if (live.model.answer === null) continue;
    live.settle();
    const screen = live.holdAt({});
    if (live.root.matches("[data-figure]")) restore.push(addSteps(live, screen));
  }
  const canvases = [...document.querySelectorAll("canvas")].filter((canvas) => !canvas.matches(".pulses"));
  restore.push(...canvases.map(replaceByImage));
  return restore;
}

/**
 * @param {object} page
 * @param {() => Iterable<LiveFigure>} page.figures all figures of the page that are built
 * @param {(root: Element) => void} page.reach builds those inside an element that are not
 * @param {(atOnce: boolean) => void} page.hurry whether requests are to be answered before the page goes on
 */
export function mountPaper({ figures, reach, hurry }) {
  /** @type {Promise<(() => void)[]>} */
  let prepared = Promise.resolve([]);
  window.addEventListener("beforeprint", () => {
    hurry(true);
    prepared = prepare(figures, reach).finally(() => hurry(false));
  });
  window.addEventListener("afterprint", () => {
    void prepared.then((restore) => {
      for (const step of restore) step();
      for (const live of figures()) live.release();
    });
    prepared = Promise.resolve([]);
  });
}
