// A hatching of its own for each class, so that no class is told by its colour alone.
import { element } from "../../../draw/dom.js";

/** The side of a tile of a hatching, in CSS pixels. */
const TILE = 10;

/** @typedef {(brush: CanvasRenderingContext2D, s: number) => void} Draw draws a tile of side `s` */

/** Lines from a to b, in shares of the tile. @param {...readonly [number, number, number, number]} lines
 * @returns {Draw} */
const strokes =
  (...lines) =>
  (brush, s) => {
    brush.beginPath();
    for (const [x1, y1, x2, y2] of lines) {
      brush.moveTo(x1 * s, y1 * s);
      brush.lineTo(x2 * s, y2 * s);
    }
    brush.stroke();
  };
// What leaves a tile at one corner enters it at the other.
const RISING = /** @type {const} */ ([-0.25, 1.25, 1.25, -0.25]);
const RISING_CORNERS = /** @type {const} */ ([
  [-0.25, 0.25, 0.25, -0.25],
  [0.75, 1.25, 1.25, 0.75],
]);
const FALLING = /** @type {const} */ ([-0.25, -0.25, 1.25, 1.25]);
const FALLING_CORNERS = /** @type {const} */ ([
  [0.75, -0.25, 1.25, 0.25],
  [-0.25, 0.75, 0.25, 1.25],
]);

/** @param {number} radius as a share of the tile @param {"fill" | "stroke"} how @returns {Draw} */
const round = (radius, how) => (brush, s) => {
  brush.beginPath();
  brush.arc(s / 2, s / 2, radius * s, 0, 2 * Math.PI);
  brush[how]();
};

/** By class; further ones begin again. @type {readonly Draw[]} */
const HATCHINGS = [
  strokes(RISING, ...RISING_CORNERS),
  strokes(FALLING, ...FALLING_CORNERS),
  strokes([0, 0.5, 1, 0.5]),
  round(0.13, "fill"),
  strokes([0.5, 0, 0.5, 1]),
  strokes([0.5, 0, 0.5, 1], [0, 0.5, 1, 0.5]),
  strokes(RISING, ...RISING_CORNERS, FALLING, ...FALLING_CORNERS),
  strokes([0, 0.7, 0.5, 0.3], [0.5, 0.3, 1, 0.7]),
  round(0.26, "stroke"),
  strokes([0.2, 0.25, 0.8, 0.25], [-0.3, 0.75, 0.3, 0.75], [0.7, 0.75, 1.3, 0.75]),
];

/** The pattern of a class. @param {CanvasRenderingContext2D} brush that will paint with it
 * @param {number} k @param {string} colour @param {number} density pixels of the canvas for a CSS pixel
 * @param {boolean} isStrong nothing else tells the classes apart */
export function hatchingOf(brush, k, colour, density, isStrong) {
  const side = Math.round(TILE * density);
  const tile = element("canvas", { width: side, height: side });
  const pen = tile.getContext("2d");
  if (pen) {
    pen.strokeStyle = pen.fillStyle = colour;
    pen.globalAlpha = isStrong ? 0.9 : 0.4;
    pen.lineWidth = density;
    HATCHINGS[k % HATCHINGS.length]?.(pen, side);
  }
  return brush.createPattern(tile, "repeat");
}
