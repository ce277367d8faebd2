// All steps on paper: for each its picture, what it does in a sentence, the rule, the rule with its numbers, and the
// result.
/** @import { Context, PageScreen } from "../../core/types.js" */
/** @import { Markup } from "../markup.js" */
import { element } from "../../draw/dom.js";
import { placeText } from "../../panels/timeline.js";
import { prefixed } from "../markup.js";
import { linesOf } from "./caption.js";
import { inTheme, pictureOf } from "./picture.js";

/** More steps than this are no handout: about a hundred pages. */
export const MOST_STEPS = 300;
/** So many milliseconds the page is busy at once. */
const AT_ONCE = 150;
const SVG = "http://www.w3.org/2000/svg";

/** A part of a file as an element. @param {Markup | string} node @returns {Node} */
function nodeOf(node) {
  if (typeof node === "string") return document.createTextNode(node);
  const made = document.createElementNS(SVG, node.tag);
  for (const [name, value] of Object.entries(node.attributes))
    if (value !== null && value !== undefined && value !== "") made.setAttribute(name, String(value));
  made.append(...node.children.map(nodeOf));
  return made;
}

/** @param {PageScreen} screen at the step @param {Element} stage @param {Context} context */
function stepOf(screen, stage, context) {
  const { position, active } = screen.frame;
  const { width, height, viewBox, children } = pictureOf(stage);
  const prefix = `handout-${position}-`;
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", viewBox ?? `0 0 ${width} ${height}`);
  picture.setAttribute("aria-hidden", "true");
  picture.append(...children.map((child) => nodeOf(prefixed(child, prefix))));
  return element(
    "section",
    { class: "handout-step" },
    element("figure", {}, picture),
    element(
      "div",
      {},
      element("h2", {}, placeText(screen, context.t)),
      ...active.flatMap((step) => [
        element("p", {}, screen.explainer.narrate(step)),
        ...linesOf(screen, step, context),
      ]),
    ),
  );
}

/**
 * The handout of a walkthrough, which the page shows on paper alone.
 * @param {object} parts
 * @param {(position: number) => PageScreen} parts.at draws the page at a step, 0 before the first
 * @param {number} parts.count of the steps
 * @param {Element} parts.stage what is drawn
 * @param {Context} parts.context
 * @param {string} parts.title
 * @param {string} parts.link that leads back to what is shown
 * @param {(done: number) => Promise<void>} parts.pause called after some steps, so that the page can go on. Its
 * rejection ends the work
 */
export async function handoutOf({ at, count, stage, context, title, link, pause }) {
  const root = element(
    "article",
    { class: "handout" },
    element("h1", {}, title),
    element("p", { class: "handout-link", translate: "no" }, link),
  );
  for (let position = 0; position <= count; ) {
    // Going over to the light colours and back takes longer than a step.
    inTheme("light", () => {
      const start = performance.now();
      do {
        root.append(stepOf(at(position), stage, context));
        position += 1;
      } while (position <= count && performance.now() - start < AT_ONCE);
    });
    await pause(position);
  }
  return root;
}

/** Prints a handout, and takes it off the page again. @param {HTMLElement} handout */
export function printed(handout) {
  window.addEventListener("afterprint", () => handout.remove(), { once: true });
  document.querySelector(".handout")?.remove();
  document.body.append(handout);
  window.print();
}
