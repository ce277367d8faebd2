// Reads out the number under the pointer.

import { setText } from "../../../draw/dom.js";
import { runsOf, set, writeRuns } from "../../../draw/svg.js";
import { isKnown } from "../../../core/frame.js";
import { formatNumber, fullNumber } from "../../../math/format.js";
import { signOf, symbolOf } from "../../notation.js";
import { valueAt } from "../../trace_values.js";
import { addressIn } from "./numbers.js";

/** @import { Block, Matrices } from "./build.js" */

/** @param {Matrices} matrices */
export function listen(matrices) {
  for (const block of matrices.blocks) {
    block.group.addEventListener("pointermove", (event) => readOut(matrices, block, event));
    block.group.addEventListener("pointerleave", () => setText(matrices.readout, ""));
  }
}

/** @param {Matrices} matrices @param {Block} block @param {PointerEvent} event */
function readOut({ latest, readout }, block, { clientX, clientY }) {
  if (!latest) return;
  const { screen, naming } = latest;
  const { trace, frame, state } = screen;
  const box = block.border.getBoundingClientRect();
  const row = cellUnder(clientY - box.top, box.height, block.rows);
  const column = cellUnder(clientX - box.left, box.width, block.columns);
  const address = addressIn(block, row, column);
  const own = block.known && isKnown(frame, address) ? valueAt(trace, address, state.sample) : null;
  const value = own === null ? null : own * signOf(address, state.notation);
  writeRuns(readout, [...runsOf(symbolOf(address, naming)), { text: ` = ${formatNumber(value)}` }]);
  set(block.group, { "data-address": address });
  set(readout, { "data-address": address, "data-value": fullNumber(value) });
}

/**
 * The index of the cell at a place along a side of the block.
 * @param {number} place @param {number} side @param {number} cells
 */
const cellUnder = (place, side, cells) =>
  Math.max(0, Math.min(cells - 1, Math.floor((place / side) * cells)));
