// Paints what the network answers over the plane: the hue and the hatching of a class, the shade of a number, and the
// line where the answer changes.
/** @import { Palette } from "../palette.js" */
import { element } from "../../../draw/dom.js";
import { FORCED, SHADES, classShades, colourOfClass, signedShades } from "../palette.js";
import { SIDE, classify, eachBoundary, eachStretch } from "./grid.js";
import { hatchingOf } from "./hatching.js";

/** The width of the line, in CSS pixels, and of the rim of the ground around it. */
const LINE = 1.6;
const RIM = 3.6;

/** What the painter of a canvas makes once for a palette. @param {CanvasRenderingContext2D} brush
 * @param {Palette} palette @param {number} count of classes @param {number} density */
function toolsOf(brush, palette, count, density) {
  const kinds = Array.from({ length: count }, (_, k) => k);
  return {
    key: `${palette.key} ${count} ${density}`,
    shades: kinds.map((k) => classShades(palette, k)),
    hatchings: kinds.map((k) => hatchingOf(brush, k, colourOfClass(palette, k), density, FORCED.matches)),
    signed: signedShades(palette),
  };
}

/** @param {CanvasRenderingContext2D} brush of the canvas that is filled */
export function createArea(brush) {
  const image = new ImageData(SIDE, SIDE);
  const pixels = new Uint32Array(image.data.buffer);
  const small = element("canvas", { width: SIDE, height: SIDE });
  const smallBrush = small.getContext("2d");
  const classes = new Uint8Array(SIDE * SIDE);
  const sureness = new Uint8Array(SIDE * SIDE);
  /** @type {ReturnType<typeof toolsOf> | null} */
  let tools = null;

  /** @param {Palette} palette @param {number} count @param {number} density */
  function toolsFor(palette, count, density) {
    if (tools?.key !== `${palette.key} ${count} ${density}`) tools = toolsOf(brush, palette, count, density);
    return tools;
  }

  /** The small image over the whole canvas: its outermost points are on the borders. */
  function enlarge() {
    const { width, height } = brush.canvas;
    smallBrush?.putImageData(image, 0, 0);
    brush.imageSmoothingEnabled = true;
    brush.drawImage(small, 0.5, 0.5, SIDE - 1, SIDE - 1, 0, 0, width, height);
  }

  /** @param {readonly Float32Array[]} outputs @param {Palette} palette @param {number} density
   * @param {number} [level] */
  function paintBoundary(outputs, palette, density, level) {
    const across = brush.canvas.width / (SIDE - 1);
    const down = brush.canvas.height / (SIDE - 1);
    brush.beginPath();
    eachBoundary(
      classes,
      outputs,
      SIDE,
      (x1, y1, x2, y2) => {
        brush.moveTo(x1 * across, y1 * down);
        brush.lineTo(x2 * across, y2 * down);
      },
      level,
    );
    brush.lineWidth = RIM * density;
    brush.strokeStyle = palette.surface;
    brush.stroke();
    brush.lineWidth = LINE * density;
    brush.strokeStyle = palette.text;
    brush.stroke();
  }

  /** @param {readonly (CanvasPattern | null)[]} hatchings */
  function hatch(hatchings) {
    const across = brush.canvas.width / (SIDE - 1);
    const down = brush.canvas.height / (SIDE - 1);
    /** The stretches of each class, four numbers each. @type {number[][]} */
    const stretches = hatchings.map(() => []);
    eachStretch(classes, SIDE, (k, row, from, to) => stretches[k]?.push(row, from, to));
    stretches.forEach((list, k) => {
      const pattern = hatchings[k];
      if (!pattern || list.length === 0) return;
      brush.fillStyle = pattern;
      brush.beginPath();
      for (let n = 0; n < list.length; n += 3) {
        const [row = 0, from = 0, to = 0] = [list[n], list[n + 1], list[n + 2]];
        const left = Math.round((from - 0.5) * across);
        const top = Math.round((row - 0.5) * down);
        brush.rect(left, top, Math.round((to - 0.5) * across) - left, Math.round((row + 0.5) * down) - top);
      }
      brush.fill();
    });
  }

  return {
    /** The class at every point. @param {readonly Float32Array[]} outputs @param {number} count of classes
     * @param {Palette} palette @param {number} density */
    paintClasses(outputs, count, palette, density) {
      const { shades, hatchings } = toolsFor(palette, count, density);
      classify(outputs, classes, sureness);
      for (let n = 0; n < pixels.length; n++)
        pixels[n] = /** @type {number} */ (
          shades[/** @type {number} */ (classes[n])]?.[/** @type {number} */ (sureness[n])]
        );
      enlarge();
      hatch(hatchings);
      paintBoundary(outputs, palette, density);
    },
    /** A number at every point, and the line where it is 0. @param {Float32Array} values
     * @param {number} limit the number of the strongest shade @param {Palette} palette @param {number} density */
    paintNumbers(values, limit, palette, density) {
      const { signed } = toolsFor(palette, 0, density);
      const [middle, perUnit] = [(SHADES - 1) / 2, (SHADES - 1) / 2 / limit];
      for (let n = 0; n < pixels.length; n++) {
        const value = /** @type {number} */ (values[n]);
        const shade = middle + value * perUnit;
        pixels[n] = /** @type {number} */ (
          signed[shade > 0 ? (shade < SHADES - 1 ? (shade + 0.5) | 0 : SHADES - 1) : 0]
        );
        classes[n] = value >= 0 ? 1 : 0;
      }
      enlarge();
      paintBoundary([values], palette, density, 0);
    },
  };
}

/** Paints a curve. @param {CanvasRenderingContext2D} brush @param {Float32Array} values from border to border
 * @param {import("./axes.js").Range} range of the height @param {Palette} palette @param {number} density */
export function paintCurve(brush, values, [low, high], palette, density) {
  const { width, height } = brush.canvas;
  brush.clearRect(0, 0, width, height);
  brush.strokeStyle = palette.curve;
  brush.lineWidth = 2.5 * density;
  brush.lineJoin = "round";
  brush.beginPath();
  for (let n = 0; n < values.length; n++)
    brush.lineTo(
      (width * n) / (values.length - 1),
      (height * (high - /** @type {number} */ (values[n]))) / (high - low),
    );
  brush.stroke();
}
