// The part of a drawing where a step takes place.

/** @import { Box } from "../../../draw/geometry.js" */
/** @import { GraphScreen } from "../../types.js" */
/** @import { Drawing } from "./types.js" */
import { lookupOf } from "../../symbols.js";

/** How far the sum over a ball reaches beyond its node. */
const SUM_REACH = 70;
/** Room for the caption below a node. */
const CAPTION_ROOM = 30;

/** The node of a step with its operands, or in the backward pass with the nodes that read it.
 * @param {Drawing} drawing @param {GraphScreen} screen @returns {Box | null} relative to the drawing's corner;
 * null: no step */
export function activeArea({ nodes, bounds, labels, measures: { ballR, roomy } }, { frame, answer }) {
  const { uses, operands } = lookupOf(answer);
  const unit = frame.active[0]?.unit ?? null;
  if (unit === null) return null;
  const isBackward = frame.phase === "backward";
  const near = isBackward
    ? (uses.get(unit) ?? []).map(({ target }) => target)
    : (operands.get(unit) ?? []).map(({ source }) => source);
  const found = [...new Set([unit, ...near])].flatMap((id) => nodes.get(id) ?? []);
  if (!found.length) return null;
  const sumReach = found.length > 2 && isBackward ? SUM_REACH : 0;
  const left = Math.max(bounds.x0, Math.min(...found.map(({ middle: { x }, rx }) => x - rx - sumReach)));
  const right = Math.max(
    ...found.map(({ middle, ballMiddle, rx }) => Math.max(middle.x + rx, ballMiddle.x + ballR)),
  );
  const top = Math.min(
    ...found.map(({ middle, ballMiddle, ry }) => Math.min(middle.y - ry, ballMiddle.y - ballR)),
  );
  const bottom = Math.max(...found.map(({ middle: { y }, ry }) => y + ry + CAPTION_ROOM));
  // In a drawing that is not roomy the labels are those of the step.
  const boxes = roomy ? [] : [...labels.values()].map(({ box }) => box);
  const x0 = Math.min(left, ...boxes.map(({ x, w }) => x - w / 2));
  const x1 = Math.max(right, ...boxes.map(({ x, w }) => x + w / 2));
  const y0 = Math.min(top, ...boxes.map(({ y, h }) => y - h / 2));
  const y1 = Math.max(bottom, ...boxes.map(({ y, h }) => y + h / 2));
  return { x: (x0 + x1) / 2 - bounds.x0, y: (y0 + y1) / 2 - bounds.y0, w: x1 - x0, h: y1 - y0 };
}
