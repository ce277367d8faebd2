// The points at which the network is asked for the map, and what its answers there make: which class, how sure, where
// it changes. No DOM.
/** @import { MapFrame } from "./axes.js" */
import { classAt } from "../../answers.js";
import { SHADES } from "../palette.js";

/** Points of the map across and upwards; of a curve across. */
export const SIDE = 100;
export const ACROSS = 200;

/** Points from border to border of a plane, row by row from above, in columns, one for each input.
 * @param {MapFrame} frame @param {number} [side] */
export function pointsOfPlane({ x, y, axes, means }, side = SIDE) {
  const columns = means.map((mean) => new Float32Array(side * side).fill(mean));
  const [across, up] = [columns[axes[0]], columns[axes[1]]];
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const n = row * side + column;
      if (across) across[n] = x[0] + ((x[1] - x[0]) * column) / (side - 1);
      if (up) up[n] = y[1] - ((y[1] - y[0]) * row) / (side - 1);
    }
  return columns;
}

/** Points from border to border of a curve. @param {MapFrame} frame @param {number} [across] */
export const pointsOfCurve = ({ x }, across = ACROSS) => [
  Float32Array.from({ length: across }, (_, n) => x[0] + ((x[1] - x[0]) * n) / (across - 1)),
];

/** Fills in the class at every point and how sure the network is of it, from 0 to `SHADES` − 1.
 * @param {readonly Float32Array[]} outputs @param {Uint8Array} classes @param {Uint8Array} sureness */
export function classify(outputs, classes, sureness) {
  const least = 1 / Math.max(2, outputs.length);
  const perShare = (SHADES - 1) / (1 - least);
  const single = outputs.length === 1 ? /** @type {Float32Array} */ (outputs[0]) : null;
  for (let n = 0; n < classes.length; n++) {
    const k = single === null ? classAt(outputs, n) : /** @type {number} */ (single[n]) >= 0.5 ? 1 : 0;
    const output = /** @type {number} */ ((single ?? outputs[k])?.[n]);
    const share = single !== null && k === 0 ? 1 - output : output;
    classes[n] = k;
    sureness[n] = Math.max(0, Math.min(SHADES - 1, (share - least) * perShare));
  }
}

/**
 * The pieces of the line where the answer changes, in points from the upper left corner. Where it passes between two
 * neighbours of different classes it is as far from each as their outputs say.
 * @param {Uint8Array} classes @param {readonly Float32Array[]} outputs @param {number} side
 * @param {(x1: number, y1: number, x2: number, y2: number) => void} line is told each piece
 * @param {number} [level] at which a single output changes its class
 */
export function eachBoundary(classes, outputs, side, line, level = 0.5) {
  const number = (/** @type {ArrayLike<number> | undefined} */ list, /** @type {number} */ n) =>
    /** @type {number} */ (list?.[n]);
  const isSingle = outputs.length === 1;
  /** How far the change is on the way between two points. @param {number} n @param {number} m */
  const share = (n, m) => {
    const a = isSingle ? outputs[0] : outputs[number(classes, n)];
    const b = isSingle ? null : outputs[number(classes, m)];
    const before = number(a, n) - (b ? number(b, n) : level);
    const after = number(a, m) - (b ? number(b, m) : level);
    const part = before / (before - after);
    return part >= 0 && part <= 1 ? part : 0.5;
  };
  const xs = [0, 0, 0, 0];
  const ys = [0, 0, 0, 0];
  for (let row = 0; row + 1 < side; row++)
    for (let column = 0; column + 1 < side; column++) {
      const n = row * side + column;
      const [a, b, c, d] = [classes[n], classes[n + 1], classes[n + side], classes[n + side + 1]];
      if (a === b && a === c && a === d) continue;
      let count = 0;
      const add = (/** @type {number} */ x, /** @type {number} */ y) => {
        xs[count] = x;
        ys[count++] = y;
      };
      if (a !== b) add(column + share(n, n + 1), row);
      if (c !== d) add(column + share(n + side, n + side + 1), row + 1);
      if (a !== c) add(column, row + share(n, n + side));
      if (b !== d) add(column + 1, row + share(n + 1, n + side + 1));
      if (count === 2) line(number(xs, 0), number(ys, 0), number(xs, 1), number(ys, 1));
      else {
        // Three regions meet, or two across a saddle: in the middle of the crossings.
        let [x, y] = [0, 0];
        for (let k = 0; k < count; k++) [x, y] = [x + number(xs, k) / count, y + number(ys, k) / count];
        for (let k = 0; k < count; k++) line(x, y, number(xs, k), number(ys, k));
      }
    }
}

/** The stretches of one class in the rows of a grid. @param {Uint8Array} classes @param {number} side
 * @param {(k: number, row: number, from: number, to: number) => void} stretch is told each, `to` not in it */
export function eachStretch(classes, side, stretch) {
  for (let row = 0; row < side; row++) {
    let from = 0;
    for (let column = 1; column <= side; column++) {
      const k = /** @type {number} */ (classes[row * side + from]);
      if (column < side && classes[row * side + column] === k) continue;
      stretch(k, row, from, column);
      from = column;
    }
  }
}

/** A round number not below the largest size of the values: 1, 2 or 5 times a power of ten.
 * @param {Float32Array} values */
export function roundLimit(values) {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return roundUp(largest);
}

/** @param {number} size */
export function roundUp(size) {
  if (!(size > 0) || !Number.isFinite(size)) return 1;
  const power = 10 ** Math.floor(Math.log10(size * 0.9999));
  return ([1, 2, 5].find((n) => n * power >= size * 0.9999) ?? 10) * power;
}
