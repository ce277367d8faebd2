// The axes of a plot: frame, ticks, numbers and the names of the variables; and the layout that leaves room for them.
/** @import { Plot, Range } from "../../../draw/plot/scale.js" */
/** @import { Run } from "../../../draw/svg.js" */
import { acrossOf, cornersOf, downOf, plotOf, tickText, ticksOf } from "../../../draw/plot/scale.js";
import { set, shape, writeRuns } from "../../../draw/svg.js";

/** Margins of a plot, in letter sizes; the right one in pixels. Where buttons stand above a plot they need more. */
const TOP = 2;
export const BAND = 3.3;
export const BOTTOM = 3.4;
const RIGHT = 16;

/**
 * A plot in a drawing, with room for its axes; sets the size of the drawing, of its ground and of its clip path.
 * @param {{ svg: SVGSVGElement, ground: SVGRectElement, clip: SVGRectElement }} drawing
 * @param {{ x: Range, y: Range }} view
 * @param {{ width: number, tallest: number, aspect?: number }} room in pixels; see `plotOf`
 * @param {number} size of the letters in pixels @param {number} [above] the plot, in letter sizes
 * @returns {Plot}
 */
export function fitPlot({ svg, ground, clip }, view, room, size, above = TOP) {
  const plot = plotOf(view, {
    ...room,
    left: roomForNumbers(view.y, size),
    right: RIGHT,
    top: size * above,
    bottom: size * BOTTOM,
  });
  const { width } = room;
  const height = Math.round(plot.top + plot.height + size * BOTTOM);
  set(svg, { width, height, viewBox: `0 0 ${width} ${height}` });
  for (const node of [ground, clip])
    set(node, { x: plot.left, y: plot.top, width: plot.width, height: plot.height });
  return plot;
}

/** Where a style sheet sets this to 1, the sheet of a plot has a height of its own. */
const FILLS = "--plot-fills";

/**
 * The space for a plot.
 * @param {HTMLElement} sheet @param {number} tallest its height where the sheet has none of its own, in pixels
 */
export function roomOf(sheet, tallest) {
  const fills = getComputedStyle(sheet).getPropertyValue(FILLS).trim() === "1";
  return { width: sheet.clientWidth, tallest: fills ? sheet.clientHeight : tallest };
}

/** Tells the style sheet how much higher a sheet is than its drawing. @param {HTMLElement} sheet
 * @param {number} height of the drawing in pixels */
export const setSpare = (sheet, height) =>
  sheet.parentElement?.style.setProperty("--spare", `${Math.max(0, sheet.clientHeight - height)}px`);

/** A plot before its size is known. @returns {Plot} */
export const emptyPlot = () =>
  plotOf({ x: [-1, 1], y: [-1, 1] }, { width: 400, tallest: 400, left: 0, right: 0, top: 0, bottom: 0 });

/**
 * The width in pixels of the numbers beside a vertical axis of any height.
 * @param {Range} range @param {number} size of the letters
 */
export function roomForNumbers(range, size) {
  const ticks = [4, 8, 16].flatMap((about) => ticksOf(range, about));
  return 16 + size * 0.6 * Math.max(...ticks.map((value) => tickText(value).length));
}

/**
 * @param {Element} group that is filled
 * @param {Plot} plot
 * @param {readonly [string, string]} names of the variables
 * @param {number} size of the letters in pixels
 * @param {{ grid?: boolean, weights?: readonly (string | null)[] }} [how] `grid`: with lines across the plot;
 *   `weights`:
 *   the addresses of the network's parameters that the variables stand for
 */
export function drawAxes(group, plot, [nameX, nameY], size, { grid = false, weights = [] } = {}) {
  group.replaceChildren();
  const { left, right, top, bottom } = cornersOf(plot);
  const number = (
    /** @type {number} */ value,
    /** @type {number} */ x,
    /** @type {number} */ y,
    anchor = "",
  ) => {
    const attributes = { class: "tick", x: x.toFixed(1), y: y.toFixed(1), "text-anchor": anchor };
    shape("text", attributes, group).textContent = tickText(value);
  };
  let marks = "";
  let lines = "";
  for (const value of ticksOf(plot.x, Math.max(2, plot.width / (size * 5)))) {
    const x = acrossOf(plot, value);
    marks += `M${x.toFixed(1)} ${bottom}v5`;
    lines += `M${x.toFixed(1)} ${top}V${bottom}`;
    number(value, x, bottom + 6 + size, "middle");
  }
  for (const value of ticksOf(plot.y, Math.max(2, plot.height / (size * 3)))) {
    const y = downOf(plot, value);
    marks += `M${left} ${y.toFixed(1)}h-5`;
    lines += `M${left} ${y.toFixed(1)}H${right}`;
    number(value, left - 8, y + size * 0.35, "end");
  }
  if (grid) shape("path", { class: "grid", d: lines }, group);
  shape("path", { class: "axis", d: `M${left} ${top}V${bottom}H${right}V${top}Z${marks}` }, group);
  const name = (/** @type {number} */ x, /** @type {number} */ y, /** @type {string | null} */ anchor) =>
    shape("text", { class: "axis-name", x: x.toFixed(1), y: y.toFixed(1), "text-anchor": anchor }, group);
  writeName(name(right, bottom + 10 + size * 2.1, "end"), nameX, weights[0]);
  writeName(name(left - 4, top - size * 0.75, null), nameY, weights[1]);
}

/**
 * Writes the name of a variable and, if it stands for a parameter of a network, which one: x = w(1)1,3.
 * @param {SVGTextElement} node @param {string} name @param {string | null} [weight] an address such as w1.0.2
 */
function writeName(node, name, weight = null) {
  const [, letters = name, digits = ""] = /^([A-Za-z]+)_?(\d*)$/.exec(name) ?? [];
  /** @type {Run[]} */
  const runs = [{ text: letters, kind: "italic" }];
  if (digits) runs.push({ text: digits, kind: "lowered" });
  const [, kind = "", layer = "", ...indices] = /^([wb])(\d+)\.(\d+)(?:\.(\d+))?$/.exec(weight ?? "") ?? [];
  if (kind)
    runs.push(
      { text: " = " },
      { text: kind, kind: "italic" },
      { text: `(${layer})`, kind: "raised" },
      {
        text: indices
          .filter((index) => index !== undefined)
          .map((index) => Number(index) + 1)
          .join(","),
        kind: "lowered",
      },
    );
  writeRuns(node, runs);
}
