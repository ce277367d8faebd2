// The small picture in every neuron: what it answers over the plane or along the line; of the first layer over an image
// its weights as an image.
/** @import { Apply } from "../../forward.js" */
/** @import { MapFrame } from "../map/axes.js" */
/** @import { Palette } from "../palette.js" */
/** @import { Run } from "../../run.js" */
import { element } from "../../../draw/dom.js";
import { createForward } from "../../forward.js";
import { isRegression } from "../../task.js";
import { frameOfData } from "../map/axes.js";
import { pointsOfCurve, pointsOfPlane, roundUp } from "../map/grid.js";
import { SHADES, classShades, signedShades } from "../palette.js";
import { squareSide } from "./places.js";

/** Points of a picture across and upwards. */
const SIDE = 18;

/** @param {ArrayLike<number>} values */
function largestOf(values) {
  let largest = 0;
  for (let n = 0; n < values.length; n++) largest = Math.max(largest, Math.abs(Number(values[n])));
  return roundUp(largest);
}

/** Which points of a picture are in the circle of its neuron: what is beyond is left clear, as to clip every circle
 * takes the browser longer than to paint it. @param {number} side */
function circleOf(side) {
  const from = (/** @type {number} */ n) => (2 * n) / (side - 1) - 1;
  return Uint8Array.from({ length: side * side }, (_, n) =>
    from(n % side) ** 2 + from(Math.floor(n / side)) ** 2 <= 1 ? 1 : 0,
  );
}

/** Pictures in a row on one canvas, each filled number by number. @param {number} side @param {number} count */
function createAtlas(side, count) {
  const canvas = element("canvas", { width: side * Math.max(1, count), height: side });
  const image = new ImageData(canvas.width, side);
  const pixels = new Uint32Array(image.data.buffer);
  return {
    canvas,
    side,
    /** @param {number} k @param {ArrayLike<number>} values row by row @param {Uint32Array} shades
     * @param {number} low the number of the first shade @param {number} high of the last one
     * @param {Uint8Array} [mask] 0: left clear */
    fill(k, values, shades, low, high, mask) {
      const per = (SHADES - 1) / (high - low);
      for (let n = 0; n < side * side; n++) {
        if (mask && mask[n] === 0) continue;
        const value = Number(values[n]);
        const shade = (value - low) * per;
        pixels[Math.floor(n / side) * canvas.width + k * side + (n % side)] = /** @type {number} */ (
          shades[shade > 0 ? (shade < SHADES - 1 ? shade | 0 : SHADES - 1) : 0]
        );
      }
    },
    put: () => canvas.getContext("2d")?.putImageData(image, 0, 0),
  };
}

/**
 * The pictures of a run. A picture is drawn by its unit: `x0` the first input, `a1.3` as its address.
 * @param {Run} run @param {Map<string, Apply>} functions @param {readonly [number, number]} axes
 * @param {readonly number[]} shown how many units of each layer are shown, the inputs first
 */
export function createPictures(run, functions, axes, shown) {
  const side = squareSide(run.header.network.inputs);
  return side > 0 ? picturesOfWeights(run, side, shown) : picturesOfAnswers(run, functions, axes, shown);
}

/** @param {Run} run @param {number} side @param {readonly number[]} shown */
function picturesOfWeights(run, side, shown) {
  const count = shown[1] ?? 0;
  const atlas = createAtlas(side, count);
  const [layer] = run.layers;
  return {
    areSquare: true,
    /** @param {Float64Array} parameters @param {Palette} palette */
    update(parameters, palette) {
      const shades = signedShades(palette);
      for (let j = 0; j < count && layer; j++) {
        const start = layer.start + j * layer.inputs;
        const row = parameters.subarray(start, start + layer.inputs);
        const limit = largestOf(row);
        atlas.fill(j, row, shades, -limit, limit);
      }
      atlas.put();
    },
    /** Paints into a square. @param {CanvasRenderingContext2D} brush @param {number} l @param {number} j
     * @param {number} x @param {number} y @param {number} size @returns {boolean} whether there is a picture */
    paint(brush, l, j, x, y, size) {
      if (l !== 1) return false;
      brush.imageSmoothingEnabled = false;
      brush.drawImage(atlas.canvas, j * side, 0, side, side, x, y, size, size);
      return true;
    },
  };
}

/** @param {Run} run @param {MapFrame} frame @param {number} l from 0: the inputs @param {Palette} palette
 * @param {number} j */
function shadesOf(run, frame, l, palette, j) {
  const units = run.layers.at(-1)?.units ?? 1;
  if (frame.isRegression || l !== run.layers.length) return null;
  return units === 1 ? signedShades(palette) : classShades(palette, j);
}

/** @param {Run} run @param {Map<string, Apply>} functions @param {readonly [number, number]} axes
 * @param {readonly number[]} shown */
function picturesOfAnswers(run, functions, axes, shown) {
  const frame = frameOfData(run, isRegression(run), axes);
  const points = frame.isCurve ? pointsOfCurve(frame, SIDE) : pointsOfPlane(frame, SIDE);
  const forward = createForward(run.layers, functions, points);
  const starts = shown.map((_, l) => shown.slice(0, l).reduce((sum, count) => sum + count, 0));
  const atlas = createAtlas(
    SIDE,
    shown.reduce((sum, count) => sum + count, 0),
  );
  const circle = circleOf(SIDE);
  /** The answers that were computed last, by layer and unit; the inputs first. @type {readonly Float32Array[][]} */
  let values = [];
  /** @type {Palette | null} */
  let colours = null;
  /** What depends on the palette.
   * @type {{ key: string, signed: Uint32Array, outputs: (Uint32Array | null)[] } | null} */
  let shades = null;
  return {
    areSquare: false,
    /** @param {Float64Array} parameters @param {Palette} palette */
    update(parameters, palette) {
      colours = palette;
      values = [points, ...forward.outputs(parameters)];
      if (frame.isCurve) return;
      if (shades?.key !== palette.key)
        shades = {
          key: palette.key,
          signed: signedShades(palette),
          outputs: Array.from({ length: shown.at(-1) ?? 0 }, (_, j) =>
            shadesOf(run, frame, run.layers.length, palette, j),
          ),
        };
      const now = shades;
      shown.forEach((count, l) => {
        for (let j = 0; j < count; j++) {
          const column = values[l]?.[j];
          if (!column) continue;
          const own = l === run.layers.length ? (now.outputs[j] ?? null) : null;
          const limit = own ? 1 : largestOf(column);
          const mask = l === 0 ? undefined : circle;
          atlas.fill((starts[l] ?? 0) + j, column, own ?? now.signed, own ? 0 : -limit, limit, mask);
        }
      });
      atlas.put();
    },
    /** @param {CanvasRenderingContext2D} brush @param {number} l @param {number} j
     * @param {number} x @param {number} y @param {number} size @returns {boolean} whether there is a picture */
    paint(brush, l, j, x, y, size) {
      if (frame.isCurve) {
        const column = values[l]?.[j];
        if (column && colours) paintLine(brush, column, colours, x, y, size);
        return true;
      }
      const k = (starts[l] ?? 0) + j;
      brush.imageSmoothingEnabled = true;
      brush.drawImage(atlas.canvas, k * SIDE + 0.5, 0.5, SIDE - 1, SIDE - 1, x, y, size, size);
      return true;
    },
  };
}

/** How much of the square of a picture a curve takes, so that it is within the circle. */
const [CURVE_WIDTH, CURVE_HEIGHT] = [0.8, 0.55];

/** @param {CanvasRenderingContext2D} brush @param {Float32Array} values @param {Palette} palette
 * @param {number} x @param {number} y @param {number} size */
function paintLine(brush, values, palette, x, y, size) {
  const limit = largestOf(values);
  const [middle, half] = [x + size / 2, y + size / 2];
  brush.beginPath();
  for (let n = 0; n < values.length; n++)
    brush.lineTo(
      middle + CURVE_WIDTH * size * (n / (values.length - 1) - 0.5),
      half - (CURVE_HEIGHT * size * /** @type {number} */ (values[n])) / limit / 2,
    );
  brush.strokeStyle = palette.curve;
  brush.lineWidth = Math.max(1.2, size / 16);
  brush.stroke();
}

/** @typedef {ReturnType<typeof createPictures>} Pictures */
