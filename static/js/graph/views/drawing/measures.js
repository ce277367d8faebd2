// The sizes of a drawn graph, and how many labels it carries.

/** @import { Point } from "../../../draw/geometry.js" */
/** @import { Measures, NodeKind } from "./types.js" */

/** Small graphs are drawn large. @type {Measures} */
const ROOMY = { roomy: true, above: false, R: 46, ballR: 39, gap: 60, lane: 30, value: 20, least: 15 };
/** @type {Measures} */
const DENSE = { roomy: false, above: false, R: 34, ballR: 31, gap: 60, lane: 12, value: 17, least: 16.5 };
/** The ways to draw a graph: the balls beside their nodes, or above them, which is narrower and higher. */
export const ROOMY_WAYS = [ROOMY, { ...ROOMY, above: true }];
export const DENSE_WAYS = [DENSE, { ...DENSE, above: true }];
/** A graph with at most so many edges and layers may be drawn roomy, */
export const MAX_ROOMY_EDGES = 9;
export const MAX_ROOMY_LAYERS = 6;
/** unless it would have to be scaled down below this. */
export const MIN_ROOMY_SCALE = 0.74;
/** A drawing is not scaled up beyond this. */
export const MAX_SCALE = 2.2;

/** With more edges in use at once than this, a drawing that is not roomy shows no labels at them. */
export const MAX_EDGE_LABELS = 10;
/** Up to so many edges in use, a label holds the whole rule. */
export const MAX_WIDE_LABELS = 3;
/** Paths whose products are written at them. */
export const MAX_PRODUCTS = 4;
/** Terms of a sum or factors of a product that are written out. */
export const MAX_TERMS = 4;
/** Inputs whose tangents are written below a node. */
export const MAX_TANGENTS = 3;

/** The font size and the line height of a label. */
export const LABEL_SIZE = 17;
export const LINE_HEIGHT = 22;
/** A rule wider than this, in em, has a line of its own; a formula wider than the other is left out. */
export const MAX_RULE_WIDTH = 10.5;
export const MAX_FORMULA_WIDTH = 14;

/** Half the side of an input's square, in R; a long name makes it wider. */
export const SQUARE = 0.82;
/** Longest name in an input or a constant, and longest function in a box, in em. */
export const MAX_NAME_WIDTH = 11;
export const MAX_FUNCTION_WIDTH = 15;
/** Font sizes of a caption: a name, a name in a dense drawing, the letter of a value without a name. */
export const CAPTION_SIZE = 22;
export const DENSE_CAPTION_SIZE = 19;
export const AUTO_CAPTION_SIZE = 17;
/** Font size and least half width of a constant. */
export const CONSTANT_SIZE = 17;
export const MIN_CONSTANT_HALF = 14;

/** How far the ring of the result is outside its body. */
export const RING = 6;

/** How far the middle of a caption is below the body of its node.
 * @param {number} size of its font @param {boolean} isResult */
export const captionDrop = (size, isResult) => size * 0.72 + (isResult ? RING + 1 : 2);

/** The middle of the ball of a gradient, from that of its node: it touches the node and covers nothing of it.
 * @param {NodeKind} kind @param {boolean} isResult whether the node has a ring
 * @param {number} rx half the width of the node @param {number} ry @param {Measures} measures
 * @returns {Point} */
export function ballPlace(kind, isResult, rx, ry, { above, ballR }) {
  const distance = ballR + 1 + (isResult ? RING : 0);
  if (above) return { x: 0, y: -ry - distance };
  const part = Math.SQRT1_2;
  return kind === "operation"
    ? { x: (rx + distance) * part, y: -(ry + distance) * part }
    : { x: rx + distance * part, y: -ry - distance * part };
}
