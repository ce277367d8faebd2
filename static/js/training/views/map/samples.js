// The samples on the map. Where they are does not change while a run plays: they are painted once; a canvas above them
// has what changes: the batch of the step, and what is answered wrongly.
/** @import { Answers } from "../../answers.js" */
/** @import { MapFrame } from "./axes.js" */
/** @import { Palette } from "../palette.js" */
/** @import { Samples } from "../../samples.js" */
import { classOf } from "../../task.js";
import { addShape, paintMark } from "./marks.js";

/** The cross on what is answered wrongly: its arms, in radii of a mark, leave the mark of the class in sight. */
const WRONG = { from: 0.85, to: 1.6 };
const CORNERS = /** @type {const} */ ([
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
]);

/**
 * The samples in pixels of the canvas.
 * @typedef {object} Spots
 * @property {Samples} [data] whose they are
 * @property {Float32Array} x @property {Float32Array} y
 * @property {Uint8Array} classes of the targets; of numbers 0
 * @property {number} train how many of them are learnt from; the others follow
 * @property {number} radius of a mark
 */

/** @param {MapFrame} frame @param {Samples} data @param {number} width @param {number} height
 * @param {number} radius of a mark, in pixels of the canvas @returns {Spots} */
export function spotsOf(frame, data, width, height, radius) {
  const { inputs, targets, test_inputs, test_targets } = data;
  const rows = [...(inputs ?? []), ...(test_inputs ?? [])];
  const wanted = [...(targets ?? []), ...(test_targets ?? [])];
  const { x, y, axes, isCurve } = frame;
  return {
    data,
    x: Float32Array.from(rows, (row) => (width * ((row[axes[0]] ?? Number.NaN) - x[0])) / (x[1] - x[0])),
    y: Float32Array.from(rows, (row, n) => {
      const up = (isCurve ? wanted[n]?.[0] : row[axes[1]]) ?? Number.NaN;
      return (height * (y[1] - up)) / (y[1] - y[0]);
    }),
    classes: Uint8Array.from(wanted, (target) => (frame.isRegression ? 0 : classOf(target))),
    train: inputs?.length ?? 0,
    radius,
  };
}

/** @param {CanvasRenderingContext2D} brush @param {Spots} spots
 * @param {{ ground: string, rim: string, showTest: boolean, colourOf: (n: number) => string }} how */
export function paintSamples(brush, { x, y, classes, train, radius }, { ground, rim, showTest, colourOf }) {
  brush.clearRect(0, 0, brush.canvas.width, brush.canvas.height);
  // Those that are learnt from are above.
  for (let n = (showTest ? x.length : train) - 1; n >= 0; n--)
    paintMark(brush, x[n] ?? 0, y[n] ?? 0, radius, {
      k: classes[n] ?? 0,
      colour: colourOf(n),
      ground,
      rim,
      isTest: n >= train,
    });
}

/**
 * What changes with every frame.
 * @param {CanvasRenderingContext2D} brush @param {Spots} spots @param {Palette} palette @param {number} density
 * @param {object} shown
 * @param {ArrayLike<number>} shown.batch
 * @param {readonly Answers[]} shown.answers of training and test; empty: nothing is marked as wrong
 * @param {number | null} shown.pointed a sample
 * @param {{ u: number, v: number } | null} [shown.cross] the point of the map that is pointed at, from 0 to 1
 */
export function paintStates(brush, spots, palette, density, { batch, answers, pointed, cross = null }) {
  const { x, y, classes, train, radius } = spots;
  brush.clearRect(0, 0, brush.canvas.width, brush.canvas.height);
  if (batch.length < train) {
    brush.beginPath();
    for (let k = 0; k < batch.length; k++) {
      const n = /** @type {number} */ (batch[k]);
      addShape(
        brush,
        classes[n] ?? 0,
        /** @type {number} */ (x[n]),
        /** @type {number} */ (y[n]),
        1.75 * radius,
      );
    }
    stroke(brush, palette.text, 2 * density, palette.surface);
  }
  if (answers.length > 0) {
    const [from, to] = [WRONG.from * radius, WRONG.to * radius];
    brush.beginPath();
    answers.forEach((part, p) => {
      for (let k = 0; k < part.count; k++) {
        if (part.classes[k] === part.targets[k]) continue;
        const n = p * train + k;
        const [left, top] = [/** @type {number} */ (x[n]), /** @type {number} */ (y[n])];
        for (const [x1, y1] of CORNERS) {
          brush.moveTo(left + x1 * from, top + y1 * from);
          brush.lineTo(left + x1 * to, top + y1 * to);
        }
      }
    });
    stroke(brush, palette.text, 1.5 * density, palette.surface);
  }
  if (cross !== null) {
    const { width, height } = brush.canvas;
    const [left, top, arm] = [cross.u * width, cross.v * height, 7 * density];
    brush.beginPath();
    brush.moveTo(left - arm, top);
    brush.lineTo(left + arm, top);
    brush.moveTo(left, top - arm);
    brush.lineTo(left, top + arm);
    stroke(brush, palette.text, 1.2 * density, palette.surface);
  }
  if (pointed === null) return;
  brush.beginPath();
  brush.arc(
    /** @type {number} */ (x[pointed]),
    /** @type {number} */ (y[pointed]),
    2.4 * radius,
    0,
    2 * Math.PI,
  );
  stroke(brush, palette.text, 2 * density, palette.surface);
}

/** Strokes the path with a rim of the ground. @param {CanvasRenderingContext2D} brush @param {string} colour
 * @param {number} width @param {string} rim */
function stroke(brush, colour, width, rim) {
  brush.lineWidth = 2 * width;
  brush.strokeStyle = rim;
  brush.stroke();
  brush.lineWidth = width;
  brush.strokeStyle = colour;
  brush.stroke();
}
