// On paper a figure cannot be played: its steps stand side by side, each with its picture and its numbers.
/** @import { Grouping, PageScreen } from "../../core/types.js" */
/** @import { LiveFigure } from "../types.js" */
import { at } from "../../core/at.js";
import { nextPosition } from "../../core/frame.js";
import { element } from "../../draw/dom.js";
import { mount as mountCaption } from "../../panels/step_caption.js";

/** Views that show one step, and are printed for each of them: its picture, and its formulas below. */
const PICTURES = ["diagram", "graph", "panels"];
const CAPTIONS = ["step_caption", "lines"];
/** Of a longer run some steps are chosen: 1, 2, 5, 10, 20, 50, … and the last. */
const MAX_STEPS = 24;
const ROUND_NUMBERS = [1, 2, 5];
/** Lines with more characters than this are too long for half of the page. */
const MAX_LINE_LENGTH = 70;

/** Which of so many steps are printed, counted from 1. @param {number} count @returns {number[]} */
export function printedSteps(count) {
  if (count <= MAX_STEPS) return Array.from({ length: count }, (_, k) => k + 1);
  const steps = [];
  for (let power = 1; power <= count; power *= 10)
    steps.push(...ROUND_NUMBERS.map((digit) => digit * power).filter((step) => step < count));
  return [...steps, count];
}

/** The states after each step that is printed. Of a long run what is computed together, such as an iteration, is one.
 * @param {LiveFigure} live @param {PageScreen} screen */
function printedStates({ floor, ceiling }, { steps, state }) {
  const positionsBy = (/** @type {Grouping} */ grouping) => {
    const positions = [];
    for (let position = floor; position < ceiling; ) {
      position = Math.min(ceiling, nextPosition(steps, position, grouping));
      positions.push(position);
    }
    return positions;
  };
  const single = positionsBy(state.grouping);
  const isLong = single.length > MAX_STEPS;
  const grouping = isLong ? "layer" : state.grouping;
  const positions = isLong ? positionsBy(grouping) : single;
  return printedSteps(positions.length).map((step) => ({ position: at(positions, step - 1), grouping }));
}

/** A canvas is not copied with its picture. @param {Element} view @param {Element} copy */
function copyCanvases(view, copy) {
  const drawn = [...view.querySelectorAll("canvas")];
  copy.querySelectorAll("canvas").forEach((canvas, k) => {
    const original = drawn[k];
    if (!original || original.width === 0 || original.matches(".pulses")) canvas.remove();
    else
      canvas.replaceWith(element("img", { class: original.className, alt: "", src: original.toDataURL() }));
  });
}

/** A view as it is now, without what only works on a screen. Of panels for several steps, that of the present one.
 * @param {Element} view */
function copyOf(view) {
  const copy = /** @type {Element} */ (view.cloneNode(true));
  copy.removeAttribute("data-view");
  copy.removeAttribute("data-wide");
  for (const other of copy.querySelectorAll(".panel:not([data-present]), .panel-head")) other.remove();
  copyCanvases(view, copy);
  for (const named of copy.querySelectorAll("[id]:not(defs [id])")) named.removeAttribute("id");
  return copy;
}

/** The views of these names that a figure has. @param {LiveFigure} live @param {readonly string[]} names */
const viewsOf = ({ root }, names) =>
  names.flatMap((name) => [...root.querySelectorAll(`:scope > .figure-views > [data-view="${name}"]`)]);

/** Draws a figure at its last step and puts all its steps into it, unless it has only one.
 * @param {LiveFigure} live @param {PageScreen} present @returns {() => void} takes them out again */
export function addSteps(live, present) {
  const { root, figure } = live;
  const states = printedStates(live, present);
  if (states.length < 2 || !figure.plays) return () => {};
  const pictures = viewsOf(live, PICTURES);
  const captions = viewsOf(live, CAPTIONS);
  const ownCaption = element("div");
  const ownView = captions.length === 0 ? mountCaption(ownCaption, live.context) : null;
  const place = root.querySelector(".stepper-place");
  const cells = states.map((state) => {
    const screen = live.holdAt(state);
    ownView?.update(screen);
    const views = [...pictures, ...captions, ...(ownView ? [ownCaption] : [])];
    return element(
      "li",
      { class: "paper-step" },
      element("p", { class: "paper-step-place" }, place?.textContent ?? ""),
      ...views.map(copyOf),
    );
  });
  const list = element("ol", { class: "paper-steps" }, ...cells);
  const lengths = [...list.querySelectorAll(".step-caption-numbers")].map(
    ({ textContent }) => textContent?.length ?? 0,
  );
  list.classList.toggle("wide", Math.max(0, ...lengths) > MAX_LINE_LENGTH);
  root.querySelector(":scope > .figure-views")?.after(list);
  root.dataset["paper"] = pictures.length > 0 ? "pictures" : "numbers";
  return () => {
    list.remove();
    delete root.dataset["paper"];
  };
}
