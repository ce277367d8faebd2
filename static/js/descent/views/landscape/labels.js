// The labels beside the arrows, which are kept within the plot.
/** @import { Point } from "../../../draw/geometry.js" */
/** @import { Landscape } from "./build.js" */
import { cornersOf } from "../../../draw/plot/scale.js";
import { set, widthOfWords } from "../../../draw/svg.js";

/** In a plot narrower than this, in pixels, every second level is labelled and other labels are short. */
export const NARROW = 420;

/** The distance of labels from the border, in pixels. */
const MARGIN = 4;

/** Is a label at a place too wide for the room towards the border?
 * @param {Landscape} landscape @param {SVGTextElement} label @param {Point} place
 * @param {Point} from where its arrow begins
 */
export function isCramped({ plot, size }, label, place, from) {
  const { left, right } = cornersOf(plot, -MARGIN);
  const width = widthOfWords(label.textContent) * size;
  return place.x < from.x ? place.x - width < left : place.x + width > right;
}

/** Moves a label to a place beyond the tip of an arrow, on the side to which it points and inside the plot.
 * @param {Landscape} landscape @param {SVGTextElement} label @param {Point} place
 * @param {Point} from where the arrow begins
 * @returns {Point} where it is now, to a tenth of a pixel */
export function placeLabel({ plot, size }, label, place, from) {
  const { left, right, top, bottom } = cornersOf(plot, -MARGIN);
  const width = widthOfWords(label.textContent) * size;
  const leftwards = place.x < from.x;
  const x = leftwards
    ? Math.max(left + width, Math.min(right, place.x))
    : Math.max(left, Math.min(right - width, place.x));
  const y = Math.max(top + size, Math.min(bottom - 4, place.y + size * 0.35));
  const [textX, textY] = [x.toFixed(1), y.toFixed(1)];
  set(label, { x: textX, y: textY, "text-anchor": leftwards ? "end" : "start" });
  return { x: Number(textX), y: Number(textY) };
}
