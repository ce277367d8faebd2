// The axes, lines and flags of a chart over the epochs, drawn into its groups.
/** @import { Range } from "../../../draw/plot/scale.js" */
/** @import { ValueScale } from "../../../draw/plot/series.js" */
import { clamp, tickText, ticksOf } from "../../../draw/plot/scale.js";
import { heightOf, seriesPath, textOfTick, valueScale, valueTicks } from "../../../draw/plot/series.js";
import { set, shape, widthOfWords } from "../../../draw/svg.js";

/**
 * One line: its places across, its numbers (NaN: none) and how it looks.
 * @typedef {object} Line
 * @property {string} name
 * @property {string} look a class that gives colour and dashes
 * @property {Float64Array} x in epochs, ascending
 * @property {Float64Array} y
 */
/** A place across with a word: a change of the settings, or the end. @typedef {{ x: number, text: string }} Flag */
/**
 * @typedef {object} Picture what a chart shows
 * @property {readonly Line[]} lines
 * @property {number} last the end of the horizontal axis
 * @property {boolean} log
 * @property {Range | null} range of the vertical axis where it is not that of the lines
 * @property {boolean} isShare its numbers are shares, shown in per cent
 * @property {string} beyond the words where lines leave the plot upwards or downwards
 * @property {readonly Flag[]} flags
 * @property {Flag | null} end
 */
/** The plot within its sheet, in pixels.
 * @typedef {{ left: number, top: number, width: number, height: number, last: number, scale: ValueScale }} Box */

/** The size of the letters, and the margins, in pixels. */
export const LETTERS = 11;
const TOP = 8;
const BOTTOM = 30;
const RIGHT = 12;
/** Charts of numbers of usual length begin at the same place. */
const LEAST_LEFT = 46;
/** Farther than this from the plot, in pixels, nothing is drawn. */
const FAR = 1e4;
/** Pixels for a tick, up and across. */
const TICK_HEIGHT = 20;
const TICK_WIDTH = 56;

/** @param {Picture} picture @returns {ValueScale} */
function scaleOf({ lines, log, range }) {
  if (range) return { range, log: false, base: 0 };
  const series = lines.map(({ y }) => [...y].filter((value) => Number.isFinite(value)));
  return valueScale(
    series.filter((values) => values.length > 0),
    log,
  );
}

/** The ticks upwards: their heights and their words. @param {Picture} picture @param {ValueScale} scale
 * @param {number} height */
function ticksUp({ isShare }, scale, height) {
  const about = Math.max(2, height / TICK_HEIGHT);
  if (!isShare)
    return valueTicks(scale, about).map((tick) => ({ height: tick.height, text: textOfTick(tick) }));
  const percent = /** @type {Range} */ ([100 * scale.range[0], 100 * scale.range[1]]);
  return ticksOf(percent, about).map((value) => ({ height: value / 100, text: `${tickText(value)} %` }));
}

/** @param {Box} box @param {number} x in epochs @returns {number} in pixels from the left */
export const acrossOf = (box, x) => box.left + (box.width * x) / box.last;
/** @param {Box} box @param {number} value @returns {number | null} in pixels from the top; null: nowhere */
export function downOf(box, value) {
  const up = heightOf(box.scale, value);
  const [low, high] = box.scale.range;
  if (up === null || Number.isNaN(up)) return null;
  return clamp(box.top + (box.height * (high - up)) / (high - low), [-FAR, FAR]);
}

/** Draws the axes of a picture in a place of some size. @param {Element} axes @param {Picture} shown
 * @param {{ width: number, height: number }} size @param {string} axisName @returns {Box} */
export function drawAxes(axes, shown, size, axisName) {
  const scale = scaleOf(shown);
  const height = Math.max(20, size.height - TOP - BOTTOM);
  const ticks = ticksUp(shown, scale, height);
  const left = Math.max(
    LEAST_LEFT,
    12 + LETTERS * Math.max(1.5, ...ticks.map(({ text }) => widthOfWords(text))),
  );
  const width = Math.max(20, size.width - left - RIGHT);
  const box = { left, top: TOP, width, height, last: shown.last, scale };
  const right = left + width;
  const bottom = TOP + height;
  let grid = "";
  let lines = `M${left} ${TOP}V${bottom}H${right}`;
  axes.replaceChildren();
  const write = (
    /** @type {string} */ text,
    /** @type {number} */ x,
    /** @type {number} */ y,
    /** @type {"start" | "middle" | "end"} */ anchor,
  ) => {
    shape("text", { x: x.toFixed(1), y: y.toFixed(1), "text-anchor": anchor }, axes).textContent = text;
  };
  for (const tick of ticks) {
    const [low, high] = scale.range;
    const y = TOP + (height * (high - tick.height)) / (high - low);
    grid += `M${left} ${y.toFixed(1)}H${right}`;
    lines += `M${left} ${y.toFixed(1)}h-4`;
    write(tick.text, left - 6, y + 4, "end");
  }
  const named = right - LETTERS * (widthOfWords(axisName) + 0.6);
  for (const x of ticksOf([0, shown.last], Math.max(1, width / TICK_WIDTH))) {
    const at = acrossOf(box, x);
    lines += `M${at.toFixed(1)} ${bottom}v4`;
    write(tickText(x), at, bottom + 15, "middle");
  }
  write(axisName, Math.max(named, left), bottom + 27, "start");
  shape("path", { class: "grid", d: grid }, axes);
  shape("path", { class: "axis", d: lines }, axes);
  return box;
}

/** @param {Element} clip @param {Picture} shown @param {Box} box */
export function drawLines(clip, shown, box) {
  set(clip, { x: box.left, y: box.top - 2, width: box.width + 2, height: box.height + 4 });
  set(clip, { viewBox: `${box.left} ${box.top - 2} ${box.width + 2} ${box.height + 4}` });
  clip.replaceChildren(
    ...shown.lines.map(({ look, x, y }) =>
      shape("path", {
        class: `run-line ${look}`,
        d: seriesPath(
          Array.from(y, (value) => downOf(box, value)),
          (k) => acrossOf(box, /** @type {number} */ (x[k])),
        ),
      }),
    ),
  );
}

/** A curve of which a larger share is out of sight is told of. */
const MUCH = 0.05;
/** Where lines leave the plot: said there, as what is not in sight is easily taken for what is not.
 * @param {Element} marks @param {Picture} shown @param {Box} box */
function drawBeyond(marks, { lines, beyond }, box) {
  const heights = lines.flatMap(({ y }) =>
    Array.from(y, (value) => heightOf(box.scale, value) ?? Number.NaN),
  );
  const [low, high] = box.scale.range;
  const x = (box.left + box.width / 2).toFixed(1);
  const say = (/** @type {string} */ arrow, /** @type {number} */ y) => {
    shape("text", { class: "beyond", x, y, "text-anchor": "middle" }, marks).textContent =
      `${arrow} ${beyond}`;
  };
  const isMuch = (/** @type {(height: number) => boolean} */ isOut) =>
    heights.filter(isOut).length > MUCH * heights.length;
  if (isMuch((height) => height > high)) say("↑", box.top + LETTERS);
  if (isMuch((height) => height < low)) say("↓", box.top + box.height - 5);
}

/** A flag and the words beside it are so high, in pixels; words of an end stand in the lowest such row. */
const ROW = LETTERS + 3;

/** How far down lines are between two places across, at each point and where they come from and go to.
 * @param {readonly Line[]} lines @param {Box} box @param {number} from @param {number} to in pixels
 * @returns {Range[]} of each piece of a line the highest and the lowest place, in pixels from the top */
function piecesBetween(lines, box, from, to) {
  /** @type {Range[]} */
  const pieces = [];
  for (const { x, y } of lines)
    for (let k = 0; k < x.length; k++) {
      const [start, end] = [Math.max(0, k - 1), k].map((n) => /** @type {number} */ (x[n]));
      if (acrossOf(box, end ?? 0) < from || acrossOf(box, start ?? 0) > to) continue;
      const downs = [Math.max(0, k - 1), k].map((n) => downOf(box, y[n] ?? Number.NaN));
      const known = downs.filter((down) => down !== null);
      if (known.length > 0) pieces.push([Math.min(...known), Math.max(...known)]);
    }
  return pieces;
}

/** The top of the first row in which no line runs between two places across; where lines run in each, the first.
 * @param {readonly Line[]} lines @param {Box} box @param {number} from @param {number} to in pixels */
function freeRow(lines, box, from, to) {
  const pieces = piecesBetween(lines, box, from, to);
  for (let top = box.top; top + 2 * ROW <= box.top + box.height; top += ROW / 2)
    if (pieces.every(([high, low]) => low < top - 1 || high > top + ROW)) return top;
  return box.top;
}

/** @param {Element} marks @param {Picture} shown @param {Box} box */
export function drawFlags(marks, shown, box) {
  const { flags, end, lines } = shown;
  marks.replaceChildren();
  drawBeyond(marks, shown, box);
  const bottom = box.top + box.height;
  let free = -Infinity;
  for (const { x, text } of flags) {
    const at = acrossOf(box, x);
    const width = LETTERS * widthOfWords(text) + 10;
    shape("path", { class: "flag-pole", d: `M${at.toFixed(1)} ${box.top}V${bottom}` }, marks);
    // Its words stand where there is room, beside the lines and before the next flag; all of them are in the tip.
    const isBefore = flags.every((next) => next.x <= x || acrossOf(box, next.x) >= at + width);
    const isTold = at >= free && at + width <= box.left + box.width && isBefore;
    const top = isTold ? freeRow(lines, box, at, at + width) : box.top;
    const flag = `M${at.toFixed(1)} ${(top + 1).toFixed(1)}l7 3.5l-7 3.5Z`;
    shape("path", { class: "flag", d: flag }, marks);
    if (!isTold) continue;
    free = at + width + 6;
    shape("text", { x: (at + 9).toFixed(1), y: (top + 9).toFixed(1) }, marks).textContent = text;
  }
  if (!end) return;
  const at = acrossOf(box, end.x);
  shape("path", { class: "end-pole", d: `M${at.toFixed(1)} ${box.top}V${bottom}` }, marks);
  const isLeft = at > box.left + box.width / 2;
  const words = { x: at + (isLeft ? -5 : 5), y: bottom - 5, "text-anchor": isLeft ? "end" : "start" };
  shape("text", { class: "end-word", ...words }, marks).textContent = end.text;
}
