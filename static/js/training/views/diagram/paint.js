// Paints the network of a frame: edges as wide as their weights, dashed where these are negative, and the neurons with
// their pictures and biases.
/** @import { Palette } from "../palette.js" */
/** @import { Pictures } from "./pictures.js" */
/** @import { Run } from "../../run.js" */
/** @import { Unit } from "../../task.js" */
/** @import { Column } from "./places.js" */

/** Edges are grouped by so many widths, each painted at once; the widest is this wide in CSS pixels. */
const WIDTHS = 10;
const WIDEST = 7;
/** The width of a weight of size 1, and of one of size 0. */
const PER_WEIGHT = 1.4;
const THINNEST = 0.35;
/** Dashes cost as much as there are of them: they are long, and the thinnest edges have none. */
const DASHES = [11, 6];

/** @param {readonly [number, number, number]} colour */
const css = ([red, green, blue]) => `rgb(${red} ${green} ${blue})`;

/** The numbers that the edges show. @typedef {{ values: Float64Array, perUnit: number }} Shown */

/** The weights of a frame, or their change since the frame before it; null: that is not one step away.
 * @param {Run} run @param {number} at @param {"weights" | "change"} what @returns {Shown | null} */
export function shownNumbers(run, at, what) {
  const now = run.parametersAt(at);
  if (what === "weights") return { values: now, perUnit: PER_WEIGHT };
  if (at === 0 || run.scalar("step", at) - run.scalar("step", at - 1) !== 1) return null;
  const before = run.parametersAt(at - 1);
  const values = now.map((value, k) => value - /** @type {number} */ (before[k]));
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return { values, perUnit: (WIDEST - THINNEST) / Math.max(largest, 1e-300) };
}

/**
 * @param {CanvasRenderingContext2D} brush scaled to CSS pixels @param {Run} run @param {readonly Column[]} columns
 * @param {Shown} shown @param {Palette} palette @param {Unit | null} unit whose edges stand out
 */
export function paintEdges(brush, run, columns, { values, perUnit }, palette, unit) {
  /** Lines by sign, whether they stand out, and width; four numbers each. @type {number[][]} */
  const groups = Array.from({ length: 4 * WIDTHS }, () => []);
  run.layers.forEach(({ inputs, start }, l) => {
    const [from, to] = [columns[l], columns[l + 1]];
    if (!from || !to) return;
    for (let j = 0; j < to.ys.length; j++)
      for (let i = 0; i < from.ys.length; i++) {
        const value = /** @type {number} */ (values[start + j * inputs + i]);
        const width = Math.min(WIDTHS - 1, Math.floor((Math.abs(value) * perUnit * WIDTHS) / WIDEST));
        const isLit =
          unit === null ||
          (unit.layer === l + 1 && unit.unit === j) ||
          (unit.layer === l && unit.unit === i && l > 0);
        groups[(value < 0 ? 2 * WIDTHS : 0) + (isLit ? WIDTHS : 0) + width]?.push(
          /** @type {number} */ (from.xs[i]),
          /** @type {number} */ (from.ys[i]),
          /** @type {number} */ (to.xs[j]),
          /** @type {number} */ (to.ys[j]),
        );
      }
  });
  groups.forEach((lines, k) => {
    if (lines.length === 0) return;
    const isNegative = k >= 2 * WIDTHS;
    const isLit = Math.floor(k / WIDTHS) % 2 === 1;
    const width = k % WIDTHS;
    brush.beginPath();
    for (let n = 0; n < lines.length; n += 4) {
      brush.moveTo(/** @type {number} */ (lines[n]), /** @type {number} */ (lines[n + 1]));
      brush.lineTo(/** @type {number} */ (lines[n + 2]), /** @type {number} */ (lines[n + 3]));
    }
    brush.strokeStyle = css(isNegative ? palette.ramp.negative : palette.ramp.positive);
    brush.globalAlpha = (isLit ? 1 : 0.18) * Math.min(1, 0.35 + 0.13 * width);
    brush.lineWidth = THINNEST + ((width + 0.5) * (WIDEST - THINNEST)) / WIDTHS;
    brush.setLineDash(isNegative && width > 0 ? DASHES : []);
    brush.stroke();
  });
  brush.globalAlpha = 1;
  brush.setLineDash([]);
}

/** From the picture that the inputs are to the neurons of the first layer.
 * @param {CanvasRenderingContext2D} brush @param {readonly Column[]} columns @param {Palette} palette */
export function paintFan(brush, columns, palette) {
  const [from, to] = columns;
  if (!from || !to || from.side === 0) return;
  const middle = from.restY;
  brush.beginPath();
  to.ys.forEach((y, j) => {
    brush.moveTo(from.x + from.side / 2, middle);
    brush.lineTo((to.xs[j] ?? to.x) - to.radius, y);
  });
  brush.strokeStyle = palette.edge;
  brush.globalAlpha = 0.5;
  brush.lineWidth = 1;
  brush.stroke();
  brush.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} brush @param {Run} run @param {readonly Column[]} columns
 * @param {Float64Array} parameters @param {Palette} palette @param {Pictures | null} pictures @param {Unit | null} unit
 */
export function paintNeurons(brush, run, columns, parameters, palette, pictures, unit) {
  const isCurve = run.header.network.inputs === 1;
  columns.forEach(({ xs, ys, radius }, l) => {
    const layer = run.layers[l - 1];
    ys.forEach((y, j) => {
      const x = /** @type {number} */ (xs[j]);
      const outline = () => {
        brush.beginPath();
        // Inputs are no neurons: they have corners; and so has an image of weights.
        if (l === 0 || (l === 1 && pictures?.areSquare))
          brush.roundRect(x - radius, y - radius, 2 * radius, 2 * radius, radius / 3);
        else brush.arc(x, y, radius, 0, 2 * Math.PI);
      };
      outline();
      brush.fillStyle = isCurve ? palette.surface : palette.neuron;
      brush.fill();
      pictures?.paint(brush, l, j, x - radius, y - radius, 2 * radius);
      const isLit = unit !== null && unit.layer === l && unit.unit === j;
      outline();
      brush.strokeStyle = isLit ? palette.text : palette.line;
      brush.lineWidth = isLit ? 3 : 1.4;
      brush.stroke();
      if (layer?.hasBiases)
        paintBias(
          brush,
          x - 0.71 * radius,
          y + 0.71 * radius,
          parameters[layer.start + layer.units * layer.inputs + j] ?? 0,
          palette,
          radius,
        );
    });
  });
}

/** A bias is a disc on the rim, the larger the bias the larger; a negative one is open.
 * @param {CanvasRenderingContext2D} brush @param {number} x @param {number} y @param {number} bias
 * @param {Palette} palette @param {number} radius of the neuron */
function paintBias(brush, x, y, bias, palette, radius) {
  const size = Math.min(0.34 * radius, 1 + 1.6 * Math.sqrt(Math.abs(bias)));
  if (size < 1.2) return;
  brush.beginPath();
  brush.arc(x, y, size, 0, 2 * Math.PI);
  const colour = css(bias < 0 ? palette.ramp.negative : palette.ramp.positive);
  brush.fillStyle = bias < 0 ? palette.surface : colour;
  brush.fill();
  brush.strokeStyle = colour;
  brush.lineWidth = 1.3;
  brush.stroke();
}
