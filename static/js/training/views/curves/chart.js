// A chart of lines over the epochs that is a slider of the run: its axes and lines are drawn when there is more of the
// run, at most ten times a second; at every frame only the mark of the frame on the screen moves.
/** @import { Box, Picture } from "./plot.js" */
import { element, setAttribute, setText } from "../../../draw/dom.js";
import { clamp } from "../../../draw/plot/scale.js";
import { set, shape } from "../../../draw/svg.js";
import { formatNumber } from "../../../math/format.js";
import { LETTERS, acrossOf, downOf, drawAxes, drawFlags, drawLines } from "./plot.js";

/** @typedef {ReturnType<typeof createChart>} Chart */

/** Out of sight. */
const OUT = "translate(-99px, -99px)";
/** Between two drawings of lines that grow, in milliseconds. */
const BETWEEN = 100;
/** A number of a chart in words. @param {number} value @param {boolean} isShare @param {number} [digits] */
export const valueText = (value, isShare, digits = 4) =>
  Number.isNaN(value)
    ? "–"
    : isShare
      ? `${formatNumber(100 * value, Math.min(3, digits))} %`
      : formatNumber(value, digits);

/** The index of the last place that is not after `x`. @param {Float64Array} places ascending @param {number} x */
export function indexAt(places, x) {
  let [low, high] = [0, places.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (/** @type {number} */ (places[middle]) <= x) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
/** The index of the place nearest to `x`. @param {Float64Array} places @param {number} x */
export function nearestIndex(places, x) {
  const k = indexAt(places, x);
  return (places[k + 1] ?? Infinity) - x < x - (places[k] ?? 0) ? k + 1 : k;
}

/** A short piece of a line, for a legend. @param {string} look */
export function lineSample(look) {
  const svg = shape("svg", { class: "line-sample", width: 22, height: 10, "aria-hidden": "true" });
  shape("path", { class: `run-line ${look}`, d: "M0 5H22" }, svg);
  return svg;
}

/** @param {string} key @param {string} label */
function buildNodes(key, label) {
  const svg = shape("svg", {
    class: "run-chart-drawing",
    role: "slider",
    tabindex: 0,
    "data-key": key,
    "aria-label": label,
  });
  const axes = shape("g", { class: "axes", "aria-hidden": "true" }, svg);
  const clip = shape("svg", { class: "run-chart-lines", "aria-hidden": "true" }, svg);
  const marks = shape("g", { class: "flags", "aria-hidden": "true" }, svg);
  const here = element("div", { class: "here" });
  const pointer = element("div", { class: "pointer", hidden: true });
  const tip = element("p", { class: "run-chart-tip", hidden: true });
  const dots = element("div", { class: "dots" });
  const sheet = element(
    "div",
    { class: "run-chart-sheet" },
    /** @type {Node} */ (svg),
    here,
    pointer,
    dots,
    tip,
  );
  return { svg, axes, clip, marks, here, pointer, tip, dots, sheet };
}

/**
 * @param {object} how
 * @param {string} how.key of the slider
 * @param {string} how.label of the slider
 * @param {string} how.across the name of the horizontal axis
 * @param {boolean} [how.hasDots] a dot runs on each line
 */
export function createChart({ key, label, across: axisName, hasDots = true }) {
  const { svg, axes, clip, marks, here, pointer, tip, dots, sheet } = buildNodes(key, label);
  /** @type {Box} */
  let box = { left: 0, top: 0, width: 1, height: 1, last: 1, scale: { range: [0, 1], log: false, base: 0 } };
  const size = { width: 0, height: 0 };
  /** @type {Picture | null} */
  let picture = null;
  let place = 0;
  let drawn = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;

  function draw() {
    clearTimeout(waiting);
    waiting = undefined;
    if (!picture || size.width === 0) return;
    drawn = performance.now();
    set(svg, { viewBox: `0 0 ${size.width} ${size.height}` });
    box = drawAxes(axes, picture, size, axisName);
    drawLines(clip, picture, box);
    drawFlags(marks, picture, box);
    if (hasDots && dots.childElementCount !== picture.lines.length)
      dots.replaceChildren(...picture.lines.map(({ look }) => element("span", { class: `dot ${look}` })));
    move(place);
  }

  /** Shows the frame at an epoch. @param {number} x */
  function move(x) {
    place = x;
    if (!picture || size.width === 0) return;
    const across = Math.min(acrossOf(box, x), box.left + box.width);
    here.style.transform = `translate(${across.toFixed(1)}px, ${box.top}px)`;
    here.style.blockSize = `${box.height}px`;
    if (!hasDots) return;
    picture.lines.forEach((line, n) => {
      const dot = /** @type {HTMLElement | undefined} */ (dots.children[n]);
      const down = downOf(box, /** @type {number} */ (line.y[indexAt(line.x, x)]) ?? Number.NaN);
      const isSeen = down !== null && down >= box.top - 2 && down <= box.top + box.height + 2;
      if (dot) dot.style.transform = isSeen ? `translate(${across.toFixed(1)}px, ${down.toFixed(1)}px)` : OUT;
    });
  }

  new ResizeObserver(() => {
    Object.assign(size, { width: sheet.clientWidth, height: sheet.clientHeight });
    draw();
  }).observe(sheet);

  return {
    sheet,
    svg,
    move,
    /** @param {Picture} shown @param {boolean} isGrowing more of it comes soon */
    show(shown, isGrowing) {
      picture = shown;
      const rest = drawn + BETWEEN - performance.now();
      if (!isGrowing || rest <= 0) draw();
      else waiting ??= setTimeout(draw, rest);
    },
    /** For screen readers: the frame, the last one, and the numbers. @param {number} at @param {number} last
     * @param {string} text */
    tell: (at, last, text) =>
      set(svg, { "aria-valuemin": 0, "aria-valuemax": last, "aria-valuenow": at, "aria-valuetext": text }),
    /** The epoch at a place of the window. @param {number} clientX */
    epochAt: (clientX) => {
      const x = clientX - svg.getBoundingClientRect().left;
      return clamp(((x - box.left) * box.last) / box.width, [0, box.last]);
    },
    /** Shows the numbers at an epoch under the pointer, or none. @param {number | null} x @param {string} text */
    point(x, text) {
      setAttribute(pointer, "hidden", x === null);
      setAttribute(tip, "hidden", x === null);
      if (x === null) return;
      const across = acrossOf(box, x);
      setText(tip, text);
      pointer.style.transform = `translate(${across.toFixed(1)}px, ${box.top}px)`;
      pointer.style.blockSize = `${box.height}px`;
      const isLeft = across > size.width / 2;
      tip.style.insetInlineStart = isLeft ? "auto" : `${across + 8}px`;
      tip.style.insetInlineEnd = isLeft ? `${size.width - across + 8}px` : "auto";
    },
    /** The flags near a place of the window. @param {number} x */
    flagsNear: (x) =>
      (picture?.flags ?? []).filter(
        (flag) => Math.abs(acrossOf(box, flag.x) - acrossOf(box, x)) < LETTERS / 2,
      ),
  };
}
