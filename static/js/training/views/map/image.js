// A sample of many inputs as a small image.
/** @import { Palette } from "../palette.js" */
import { element } from "../../../draw/dom.js";
import { mixColours, parseColour } from "../../../math/colour.js";
import { packedColour } from "../palette.js";

/** One sheet for all images. @type {HTMLCanvasElement | null} */
let sheet = null;

/** Paints numbers as shades, the larger the more ink. @param {CanvasRenderingContext2D} brush
 * @param {ArrayLike<number>} values row by row @param {number} x @param {number} y @param {number} size
 * @param {Palette} palette */
export function paintImage(brush, values, x, y, size, palette) {
  const side = Math.round(Math.sqrt(values.length));
  if (side < 1) return;
  const small = (sheet ??= element("canvas", {}));
  if (small.width !== side) [small.width, small.height] = [side, side];
  let [low, high] = [Infinity, -Infinity];
  for (let n = 0; n < values.length; n++)
    [low, high] = [Math.min(low, Number(values[n])), Math.max(high, Number(values[n]))];
  const image = new ImageData(side, side);
  const pixels = new Uint32Array(image.data.buffer);
  const ink = parseColour(palette.text);
  for (let n = 0; n < pixels.length; n++)
    pixels[n] = packedColour(mixColours(palette.ground, ink, (Number(values[n]) - low) / (high - low || 1)));
  small.getContext("2d")?.putImageData(image, 0, 0);
  brush.imageSmoothingEnabled = false;
  brush.drawImage(small, x, y, size, size);
  brush.strokeStyle = palette.muted;
  brush.lineWidth = 1;
  brush.strokeRect(x, y, size, size);
}
