// What part of a picture its pane shows: numbers in, numbers out, no DOM. All lengths are in CSS pixels.

/** @import { Box, Point } from "../../draw/geometry.js" */

/** @typedef {{ width: number, height: number }} Size */
/**
 * @typedef {object} View
 * @property {number} scale pixels of the pane for one of the content
 * @property {number} x of the content's upper left corner in the pane
 * @property {number} y
 */
/** @typedef {{ pane: Size, content: Size }} Sizes */

/** Distance that something brought into sight keeps from the rim of the pane, if there is room. */
const MARGIN = 12;

/** The scale at which the content just fits into the pane, but not more than `largest`.
 * @param {Sizes} sizes @param {number} largest */
export const wholeScale = ({ pane, content }, largest) =>
  Math.min(largest, pane.width / content.width, pane.height / content.height);

/** The content in the middle of the pane. @param {number} scale @param {Sizes} sizes @returns {View} */
export const centredView = (scale, { pane, content }) => ({
  scale,
  x: (pane.width - content.width * scale) / 2,
  y: (pane.height - content.height * scale) / 2,
});

/** Of content larger than the pane its beginning, where reading begins. @param {number} scale @param {Sizes} sizes
 * @returns {View} */
export function firstView(scale, sizes) {
  const { x, y } = centredView(scale, sizes);
  return { scale, x: Math.max(0, x), y };
}

/** The nearest view in which the content covers the middle of the pane, so that it cannot be lost.
 * @param {View} view @param {Sizes} sizes @returns {View} */
export const keptView = ({ scale, x, y }, { pane, content }) => ({
  scale,
  x: keptCorner(x, pane.width / 2, content.width * scale),
  y: keptCorner(y, pane.height / 2, content.height * scale),
});

/** @param {number} corner @param {number} middle of the pane @param {number} length */
const keptCorner = (corner, middle, length) => Math.max(middle - length, Math.min(middle, corner));

/** The nearest view that wastes no room: content larger than the pane covers it, smaller content is in its middle.
 * @param {View} view @param {Sizes} sizes @returns {View} */
export const clampedView = ({ scale, x, y }, { pane, content }) => ({
  scale,
  x: clampedCorner(x, pane.width, content.width * scale),
  y: clampedCorner(y, pane.height, content.height * scale),
});

/** @param {number} corner @param {number} room @param {number} length */
const clampedCorner = (corner, room, length) =>
  length <= room ? (room - length) / 2 : Math.max(room - length, Math.min(0, corner));

/** The view at another scale; the point `around` of the pane stays on the same part of the content.
 * @param {View} view @param {number} scale @param {Point} around @returns {View} */
export function scaledView(view, scale, { x, y }) {
  const ratio = scale / view.scale;
  return { scale, x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio };
}

/** @param {View} view @param {number} dx @param {number} dy @returns {View} */
export const movedView = ({ scale, x, y }, dx, dy) => ({ scale, x: x + dx, y: y + dy });

/** The view moved no further than needed to show a box of the content; of a box larger than the pane, its middle.
 * @param {View} view @param {Box} box in pixels of the content @param {Size} pane @returns {View} */
export const revealingView = ({ scale, x, y }, box, pane) => ({
  scale,
  x: revealingCorner(x, box.x * scale, box.w * scale, pane.width),
  y: revealingCorner(y, box.y * scale, box.h * scale, pane.height),
});

/** @param {number} corner @param {number} middle @param {number} length @param {number} room */
function revealingCorner(corner, middle, length, room) {
  if (length > room) return room / 2 - middle;
  const margin = Math.min(MARGIN, (room - length) / 2);
  const [low, high] = [margin - middle + length / 2, room - margin - middle - length / 2];
  return Math.max(low, Math.min(high, corner));
}

/** Whether the content reaches beyond the pane. @param {View} view @param {Sizes} sizes */
export const isLarger = ({ scale }, { pane, content }) =>
  content.width * scale > pane.width + 1 || content.height * scale > pane.height + 1;

/** The view a part of the way from one to another, `part` from 0 to 1.
 * @param {View} from @param {View} to @param {number} part @returns {View} */
export const viewBetween = (from, to, part) => ({
  scale: from.scale + (to.scale - from.scale) * part,
  x: from.x + (to.x - from.x) * part,
  y: from.y + (to.y - from.y) * part,
});
