// The axes of the map: ticks, numbers and the names of the inputs; and the scale of shades.
/** @import { MapFrame } from "./axes.js" */
/** @import { Palette } from "../palette.js" */
import { set, shape, writeRuns } from "../../../draw/svg.js";
import { tickText, ticksOf } from "../../../draw/plot/scale.js";
import { signedShades } from "../palette.js";
import { element } from "../../../draw/dom.js";

/** The box of the plot, in CSS pixels from the upper left corner of its room.
 * @typedef {{ left: number, top: number, width: number, height: number }} Box */
/** Room for the numbers beside and below the plot, and at its right for half a number. */
export const MARGINS = { left: 38, right: 4, top: 4, bottom: 21 };
const LETTER = 11;

/** The plot in its room: a square where it is a plane. @param {number} width @param {number} height
 * @param {boolean} isSquare @returns {Box} */
export function boxIn(width, height, isSquare) {
  const most = {
    width: Math.max(20, width - MARGINS.left - MARGINS.right),
    height: Math.max(20, height - MARGINS.top - MARGINS.bottom),
  };
  const side = Math.min(most.width, most.height);
  const size = isSquare ? { width: side, height: side } : most;
  return { ...size, left: MARGINS.left + (most.width - size.width) / 2, top: MARGINS.top };
}

/** x₁ as an italic letter with an index. @param {number} k from 0 */
const nameOfInput = (k) => [
  { text: "x", kind: /** @type {const} */ ("italic") },
  { text: String(k + 1), kind: /** @type {const} */ ("lowered") },
];

/** @param {SVGSVGElement} svg @param {Box} box @param {Pick<MapFrame, "x" | "y" | "axes" | "isCurve">} frame
 * @param {string} upwards what a curve's height is, in letters */
export function drawAxes(svg, { left, top, width, height }, { x, y, axes, isCurve }, upwards) {
  svg.replaceChildren();
  const [right, bottom] = [left + width, top + height];
  let marks = `M${left} ${top}H${right}V${bottom}H${left}Z`;
  const number = (/** @type {number} */ value, /** @type {object} */ place) => {
    shape("text", { class: "tick", ...place }, svg).textContent = tickText(value);
  };
  for (const value of ticksOf(x, Math.max(2, width / 55))) {
    const at = left + (width * (value - x[0])) / (x[1] - x[0]);
    marks += `M${at.toFixed(1)} ${bottom}v4`;
    // Where the name of the axis is, no number is.
    if (at < right - 22) number(value, { x: at.toFixed(1), y: bottom + LETTER + 5, "text-anchor": "middle" });
  }
  for (const value of ticksOf(y, Math.max(2, height / 40))) {
    const at = top + (height * (y[1] - value)) / (y[1] - y[0]);
    marks += `M${left} ${at.toFixed(1)}h-4`;
    if (at > top + 16) number(value, { x: left - 7, y: (at + 4).toFixed(1), "text-anchor": "end" });
  }
  shape("path", { class: "axis", d: marks }, svg);
  const name = (/** @type {object} */ place) => shape("text", { class: "axis-name", ...place }, svg);
  writeRuns(name({ x: right, y: bottom + LETTER + 5, "text-anchor": "end" }), nameOfInput(axes[0]));
  writeRuns(
    name({ x: left - 7, y: top + LETTER, "text-anchor": "end" }),
    isCurve ? [{ text: upwards, kind: "italic" }] : nameOfInput(axes[1]),
  );
}

/** A bar of the shades with its numbers. @param {string} label */
export function createScale(label) {
  const canvas = element("canvas", { width: 96, height: 1, class: "scale-bar" });
  const numbers = ["low", "middle", "high"].map((name) => element("span", { class: `scale-${name}` }));
  let key = "";
  return {
    root: element(
      "span",
      { class: "scale", role: "img", "aria-label": label },
      ...numbers.slice(0, 1),
      canvas,
      ...numbers.slice(2),
    ),
    /** @param {number} limit @param {Palette} palette */
    show(limit, palette) {
      if (key === `${limit} ${palette.key}`) return;
      key = `${limit} ${palette.key}`;
      const shades = signedShades(palette);
      const image = new ImageData(canvas.width, 1);
      const pixels = new Uint32Array(image.data.buffer);
      for (let n = 0; n < pixels.length; n++)
        pixels[n] = shades[Math.round((n * (shades.length - 1)) / (pixels.length - 1))] ?? 0;
      canvas.getContext("2d")?.putImageData(image, 0, 0);
      const [low, , high] = numbers;
      if (low) low.textContent = tickText(-limit);
      if (high) high.textContent = tickText(limit);
    },
  };
}

/** @param {SVGSVGElement} svg @param {number} width @param {number} height */
export const resizeAxes = (svg, width, height) =>
  set(svg, { width, height, viewBox: `0 0 ${width} ${height}` });
