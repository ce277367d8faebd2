// The sizes of a drawn graph, and how many labels it carries.

/** @import { Measures, NodeKind } from "./types.js" */

/** Small graphs are drawn large. @type {Measures} */
export const ROOMY = { roomy: true, R: 46, ballR: 0.98 * 46, offset: 46, gap: 150, lane: 34, value: 20 };
/** @type {Measures} */
export const DENSE = {
  roomy: false,
  R: 34,
  ballR: 0.96 * 34,
  offset: 0.97 * 34,
  gap: 60,
  lane: 12,
  value: 17,
};
/** A graph with at most so many edges and layers is drawn roomy, */
export const MAX_ROOMY_EDGES = 9;
export const MAX_ROOMY_LAYERS = 5;
/** unless its drawing would be larger than this: it would have to be scaled down. */
export const MAX_ROOMY_SIZE = { width: 1280, height: 760 };

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
export const LABEL_SIZE = 15;
export const LINE_HEIGHT = 20;
/** A rule wider than this, in em, has a line of its own; a formula wider than the other is left out. */
export const MAX_RULE_WIDTH = 13.5;
export const MAX_FORMULA_WIDTH = 14;
/** A number that would be smaller than this font size is written with fewer digits. */
export const MIN_VALUE_SIZE = 11.5;

/** Half the side of an input's square, in R; a long name makes it wider. */
export const SQUARE = 0.82;
/** Longest name in an input or a constant, and longest function in a box, in em. */
export const MAX_NAME_WIDTH = 11;
export const MAX_FUNCTION_WIDTH = 15;
/** Font sizes of a caption: a name, a name in a dense drawing, the letter of a value without a name. */
export const CAPTION_SIZE = 22;
export const DENSE_CAPTION_SIZE = 19;
export const AUTO_CAPTION_SIZE = 14;
/** Font size and least half width of a constant. */
export const CONSTANT_SIZE = 14;
export const MIN_CONSTANT_HALF = 14;

/** How much further right than usual the ball of a wide node stands.
 * @param {NodeKind} kind @param {number} rx half the width of the node @param {Measures} measures */
export const extraWidth = (kind, rx, { R }) => Math.max(0, rx - (kind === "input" ? SQUARE * R : R));
