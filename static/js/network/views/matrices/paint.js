// Paints numbers as colours on the canvas under the matrices.

import { largestSize } from "../../../draw/widths.js";
import { signOf } from "../../notation.js";
import { PIXELS_PER_UNIT } from "./build.js";
import { MAX_HEIGHT, MAX_WIDTH } from "./layout.js";
import { rowsOf } from "./numbers.js";

/** @import { Screen } from "../../types.js" */
/** @import { divergingRamp } from "../../../math/colour.js" */
/** @import { Block, Matrices } from "./build.js" */
/** @import { Rectangle } from "./layout.js" */

/** @typedef {ReturnType<typeof divergingRamp>} Ramp the colour of a number from -1 to 1 */

/**
 * Paints the numbers of a block that are shown, relative to the largest of all; where several share a dot, the one of
 * the largest size.
 * @param {Matrices} matrices @param {Block} block @param {Screen} screen @param {Ramp} ramp
 * @param {(row: number) => boolean} isRowShown
 */
export function paintBlock(matrices, block, { trace, state }, ramp, isRowShown) {
  const values = rowsOf(block, trace, state.sample);
  const largest = (largestSize(values) || 1) * signOf(block.array, state.notation);
  const columns = Math.min(block.columns, MAX_WIDTH * PIXELS_PER_UNIT);
  const rows = Math.min(block.rows, MAX_HEIGHT * PIXELS_PER_UNIT);
  const dots = new Float64Array(columns * rows);
  values.forEach((row, j) => {
    const start = Math.floor((j * rows) / block.rows) * columns;
    const visible = isRowShown(j);
    row.forEach((value, i) => {
      const dot = start + Math.floor((i * columns) / block.columns);
      if (!visible || Number.isNaN(value)) dots[dot] = Number.NaN;
      else if (Math.abs(value) > Math.abs(/** @type {number} */ (dots[dot]))) dots[dot] = value;
    });
  });
  const relative = dots.map((value) => value / largest);
  paintDots(matrices, block.box, relative, columns, ramp);
}

/**
 * The bar of all colours, from the lowest number to the highest.
 * @param {Matrices} matrices @param {Ramp} ramp
 */
export function paintLegend(matrices, ramp) {
  const steps = Float64Array.from({ length: 81 }, (_, k) => (k - 40) / 40);
  paintDots(matrices, matrices.places.legend, steps, steps.length, ramp);
}

/**
 * Fills a box with rows of dots, given by numbers from -1 to 1; NaN leaves the paper.
 * @param {Matrices} matrices @param {Rectangle} box @param {Float64Array} dots @param {number} columns
 * @param {Ramp} ramp
 */
function paintDots({ painter }, box, dots, columns, ramp) {
  const rows = dots.length / columns;
  const small = document.createElement("canvas");
  small.width = columns;
  small.height = rows;
  const brush = small.getContext("2d");
  const image = brush?.createImageData(columns, rows);
  if (!brush || !image || !painter) return;
  dots.forEach((value, k) => {
    if (!Number.isNaN(value)) image.data.set([...ramp(value), 255], k * 4);
  });
  brush.putImageData(image, 0, 0);
  painter.imageSmoothingEnabled = false;
  painter.save();
  painter.scale(PIXELS_PER_UNIT, PIXELS_PER_UNIT);
  painter.clearRect(box.x, box.y, box.w, box.h);
  painter.drawImage(small, box.x, box.y, box.w, box.h);
  painter.restore();
}
