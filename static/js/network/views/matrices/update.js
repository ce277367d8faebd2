// Draws a screen on the matrices: which blocks are known, and which are being read or written.

import { isKnown } from "../../../core/frame.js";
import { runsOf, set, writeRuns } from "../../../draw/svg.js";
import { divergingRamp, parseColour } from "../../../math/colour.js";
import { symbolOf, textOf } from "../../notation.js";
import { MAX_HEIGHT, MIDDLE } from "./layout.js";
import { addressIn } from "./numbers.js";
import { paintBlock, paintLegend } from "./paint.js";

/** @import { Frame } from "../../../core/types.js" */
/** @import { Screen } from "../../types.js" */
/** @import { Route } from "../../../draw/pulses.js" */
/** @import { Naming } from "../../notation.js" */
/** @import { Block, Matrices } from "./build.js" */
/** @import { Ramp } from "./paint.js" */

/** Up to so many rows each one appears with its own step. */
const MAX_SINGLE_ROWS = 64;
/** Pulses between two layers: one for each of these heights, relative to the middle. */
const PULSES = [-36, -18, 0, 18, 36];

/** @param {Matrices} matrices @param {Screen} screen @param {Naming} naming @param {boolean} arrived */
export function updateMatrices(matrices, screen, naming, arrived) {
  matrices.latest = { screen, naming };
  const style = getComputedStyle(matrices.svg);
  const colours = ["--ramp-negative", "--ramp-zero", "--ramp-positive"].map((name) =>
    style.getPropertyValue(name),
  );
  const [negative, zero, positive] = colours.map(parseColour);
  if (!negative || !zero || !positive) return;
  const ramp = divergingRamp(negative, zero, positive);
  const key = colours.join();
  if (matrices.colours !== key) {
    matrices.colours = key;
    paintLegend(matrices, ramp);
  }
  for (const block of matrices.blocks) updateBlock(matrices, block, screen, naming, arrived, ramp);
}

/**
 * @param {Matrices} matrices @param {Block} block @param {Screen} screen @param {Naming} naming
 * @param {boolean} arrived @param {Ramp} ramp
 */
function updateBlock(matrices, block, screen, naming, arrived, ramp) {
  const { frame, trace, state } = screen;
  const { array, rows, columns, group } = block;
  const single = rows <= MAX_SINGLE_ROWS;
  /** @param {number} row */
  const isShown = (row) => isRowShown(block, single, row, frame, arrived);
  let shown = 0;
  for (let row = 0; row < (single ? rows : 1); row++) if (isShown(row)) shown++;
  block.known = shown > 0;
  set(group, { "data-state": stateOf(matrices, block, frame), "data-phase": frame.phase });
  const look = `${shown} ${state.sample} ${matrices.colours} ${state.notation}`;
  if (block.look !== look || block.trace !== trace) {
    block.look = look;
    block.trace = trace;
    paintBlock(matrices, block, screen, ramp, single ? isShown : () => shown > 0);
  }
  const renewed =
    array.startsWith("w") && (frame.known.has(`new_${array}`) || frame.known.has(`new_${array}.0.0`));
  writeRuns(block.name, runsOf(symbolOf(renewed ? `new_${array}` : array, naming)));
  set(group, { role: "img", "aria-label": `${textOf(array, naming)} ${rows} × ${columns}` });
}

/**
 * @param {Block} block @param {boolean} single each row is known for itself, else the whole block at once
 * @param {number} row @param {Frame} frame @param {boolean} arrived
 */
function isRowShown(block, single, row, frame, arrived) {
  const { array } = block;
  if (!isKnown(frame, single ? addressIn(block, row, 0) : array)) return false;
  const first = `${array}.${row}`;
  return arrived || !(frame.writes.has(array) || frame.writes.has(first) || frame.writes.has(`${first}.0`));
}

/**
 * What the step does with a block; found once for a frame, since it goes through all that the step writes.
 * @param {Matrices} matrices @param {Block} block @param {Frame} frame
 */
function stateOf({ states }, block, frame) {
  let ofFrame = states.get(frame.writes);
  if (!ofFrame) states.set(frame.writes, (ofFrame = new Map()));
  let state = ofFrame.get(block.array);
  if (state === undefined) ofFrame.set(block.array, (state = findState(block, frame)));
  return state;
}

/** @param {Block} block @param {Frame} frame @returns {"writes" | "reads" | "known" | "absent"} */
function findState({ array, known }, frame) {
  const touches = (/** @type {ReadonlySet<string>} */ addresses) =>
    addresses.has(array) || [...addresses].some((address) => address.startsWith(`${array}.`));
  if (touches(frame.writes) || frame.writes.has(`new_${array}`)) return "writes";
  if (touches(frame.reads)) return "reads";
  return known ? "known" : "absent";
}

/**
 * Pulses through the layer of the step; of an update, below it.
 * @param {Matrices} matrices @param {Screen} screen @returns {Route[]}
 */
export function matrixRoutes({ blocks }, { frame }) {
  const step = frame.active[0];
  if (!step) return [];
  const block = blocks.find(({ array }) => array === `w${step.layer}`);
  const next = blocks.find(({ array }) => array === `w${step.layer + 1}`) ?? blocks.at(-1);
  if (!block || !next) return [];
  return PULSES.map((off) => {
    const below = frame.phase === "update" ? MAX_HEIGHT + 40 : 0;
    const y = MIDDLE + off + below;
    const from = { x: block.box.x - 20, y };
    const to = { x: next.box.x - 6, y };
    return frame.phase === "forward"
      ? { points: [from, to], kind: "signal" }
      : { points: [to, from], kind: frame.phase === "update" ? "update" : "transport" };
  });
}
