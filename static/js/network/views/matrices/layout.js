// Where the matrices of a large network stand: a row of weights, pre-activations and activations, their gradients
// below. Pure: numbers in, numbers out.

import { at } from "../../../core/at.js";

/** @import { Trace } from "../../types.js" */

/** @typedef {{ x: number, y: number, w: number, h: number }} Rectangle by its left upper corner */
/**
 * A matrix, or a column of numbers.
 * @typedef {object} BlockPlace
 * @property {string} array "w1", "dw1", "a1", "delta1", "x", "t"
 * @property {number} rows
 * @property {number} columns
 * @property {Rectangle} box
 */
/**
 * Where the texts of a layer stand.
 * @typedef {{ caption: number, shape: { x: number, y: number } }} TextPlace
 */
/**
 * @typedef {object} MatrixPlaces
 * @property {number} width
 * @property {number} height
 * @property {BlockPlace[]} blocks
 * @property {{ x: number, layer: number }[]} wires the arrows in front of the layers
 * @property {TextPlace} inputs
 * @property {TextPlace[]} layers
 * @property {{ caption: number }} targets
 * @property {Rectangle} legend the bar of colours
 */

/** A matrix is drawn at most this large; beyond, several numbers share a dot. */
export const MAX_WIDTH = 150;
export const MAX_HEIGHT = 190;
/** The size of a number in a small matrix, and the smallest side of one. */
const CELL = 6;
const MIN_SIDE = 26;
/** The width of a column of numbers, and the gap after it. */
const COLUMN = 13;
const GAP = 15;
const LEFT = 36;
/** The height of the middle of the upper row, and of the top of the lower one. */
export const MIDDLE = 78 + MAX_HEIGHT / 2;
const LOWER = MIDDLE + MAX_HEIGHT / 2 + 72;

/** @param {number} units */
const heightOf = (units) => Math.max(MIN_SIDE, Math.min(MAX_HEIGHT, units * CELL));
/** @param {number} columns */
const widthOf = (columns) => Math.max(MIN_SIDE, Math.min(MAX_WIDTH, columns * CELL));
/** Under a block of the upper row. @param {number} units */
const below = (units) => MIDDLE + heightOf(units) / 2 + 18;

/** The sides of images that inputs may be: 8 × 8 and 28 × 28 pixels, as the usual sets of digits have them. */
const IMAGE_SIDES = [8, 28];
/** The side of an image in the drawing. */
const IMAGE_SIZE = 112;

/** The side of the image that so many inputs are, in pixels; null: they are none. @param {number} inputs */
export const imageSide = (inputs) => IMAGE_SIDES.find((side) => side * side === inputs) ?? null;

/** The inputs as a column, or as the pixels of an image. @param {number} inputs @returns {BlockPlace} */
function inputsBlock(inputs) {
  const side = imageSide(inputs);
  if (side === null) return column("x", inputs, LEFT);
  const box = { x: LEFT, y: MIDDLE - IMAGE_SIZE / 2, w: IMAGE_SIZE, h: IMAGE_SIZE };
  return { array: "x", rows: side, columns: side, box };
}

/** @param {Trace["network"]} network @returns {MatrixPlaces} */
export function placeMatrices({ inputs, layers }) {
  const sizes = [inputs, ...layers.map(({ units }) => units)];
  const first = inputsBlock(inputs);
  /** @type {BlockPlace[]} */
  const blocks = [first];
  const wires = [];
  const texts = [];
  let x = after(first);
  for (let layer = 1; layer < sizes.length; layer++) {
    const placed = placeLayer(layer, at(sizes, layer - 1), at(sizes, layer), x + 18);
    blocks.push(...placed.blocks);
    wires.push({ x: x + 18, layer });
    texts.push(placed.text);
    x = placed.end;
  }
  const last = column("t", at(sizes, sizes.length - 1), x);
  blocks.push(last);
  const lowest = LOWER + Math.max(...layers.map(({ units }) => heightOf(units)));
  return {
    width: Math.max(after(last) + 24, 560),
    height: lowest + 70,
    blocks,
    wires,
    inputs: {
      caption: first.box.x + first.box.w / 2,
      shape: { x: first.box.x + first.box.w / 2, y: first.box.y + first.box.h + 18 },
    },
    layers: texts,
    targets: { caption: after(last) - 20 },
    legend: { x: LEFT, y: lowest + 30, w: 160, h: 12 },
  };
}

/** @param {string} array @param {number} units @param {number} x @returns {BlockPlace} */
const column = (array, units, x) => {
  const h = heightOf(units);
  return { array, rows: units, columns: 1, box: { x, y: MIDDLE - h / 2, w: COLUMN, h } };
};

/** Where the next block may begin. @param {BlockPlace} block */
const after = ({ box }) => box.x + box.w + GAP;

/**
 * W, z and a in the upper row; ∂C/∂W, ∂C/∂z and ∂C/∂a below them.
 * @param {number} layer @param {number} fanIn @param {number} units @param {number} x where it begins
 * @returns {{ blocks: BlockPlace[], text: TextPlace, end: number }}
 */
function placeLayer(layer, fanIn, units, x) {
  const [w, h] = [widthOf(fanIn), heightOf(units)];
  const z = column(`z${layer}`, units, x + w + 14);
  const a = column(`a${layer}`, units, after(z));
  const end = after(a);
  return {
    blocks: [
      { array: `w${layer}`, rows: units, columns: fanIn, box: { x, y: MIDDLE - h / 2, w, h } },
      { array: `dw${layer}`, rows: units, columns: fanIn, box: { x, y: LOWER, w, h } },
      z,
      a,
      { array: `delta${layer}`, rows: units, columns: 1, box: { x: z.box.x, y: LOWER, w: COLUMN, h } },
      { array: `error${layer}`, rows: units, columns: 1, box: { x: end - 14, y: LOWER, w: COLUMN, h } },
    ],
    text: { caption: (x + end) / 2, shape: { x: x + w / 2, y: below(units) } },
    end: end + 14,
  };
}
