// The surface of an answer, ready to be painted: places in space, colours of cells, contour lines and paths by cell.
// No DOM.
/** @import { DescentAnswer } from "../../types.js" */
/** @import { Grid } from "../../../draw/plot/scale.js" */
/** @import { CellSegment } from "../../../draw/projection.js" */
/** @import { Colour } from "../../../math/colour.js" */
import { at } from "../../../core/at.js";
import { contourCells, rampOf, rangeOf, shareOf, stopsOf, valueAt } from "../../../draw/plot/contour.js";
import { spanOf } from "../../../draw/plot/scale.js";
import { heightsOf, lightOf, segmentsOf } from "../../../draw/projection.js";
import { mixColours } from "../../../math/colour.js";
import { columnOf, twoVariables } from "../../runs.js";
import { viewOf } from "../plots/map.js";

/** The height of the highest point over the lowest one; the ground is at most two wide. */
export const HEIGHT = 0.95;
/** The ground of a view whose sides differ by more than this factor is a square. */
const MAX_RATIO = 3;
/** The number of colours and of brightnesses: neighbours that agree in both are painted together. */
const SHADES = 48;
const LIGHTS = 24;
/** Slopes darker than this are mixed with the shadow colour, brighter ones with the shine colour. */
const PLAIN_LIGHT = 0.7;

/** A segment of a run's path. @typedef {CellSegment & { run: number }} PathSegment */
/** @typedef {{ ramp: Colour[], shadow: Colour, shine: Colour }} SolidColours */

/**
 * @typedef {object} Solid
 * @property {number} columns cells across
 * @property {number} rows
 * @property {Float64Array} xs the places of the columns of points in space
 * @property {Float64Array} ys
 * @property {Float64Array} heights of the points by row, from −HEIGHT/2 to HEIGHT/2; NaN: no value
 * @property {Float64Array} px the points on the screen, in pixels, of the frame that is painted
 * @property {Float64Array} py
 * @property {string[]} colours CSS colours by cell, "" for a cell that is not painted
 * @property {Map<number, number[]>} contours by cell; see `contourCells`
 * @property {Map<number, PathSegment[]>} paths by cell
 * @property {(x: number) => number} across a number of the view as a place in space
 * @property {(y: number) => number} back
 * @property {(x: number, y: number) => number | null} heightAt
 * @property {number} radius the distance of the corners of the ground from its middle
 * @property {boolean} logarithmic whether heights are logarithms of values
 */

/**
 * @param {DescentAnswer} answer
 * @param {number} stride 1 for all points, n for every n-th
 * @param {SolidColours} colours
 * @returns {Solid | null} null for an answer without a surface
 */
export function solidOf(answer, stride, colours) {
  const { surface } = answer;
  if (!surface) return null;
  const grid = thinned(surface, stride);
  const view = viewOf(answer);
  const [spanX, spanY] = [spanOf(view.x), spanOf(view.y)];
  const longest = Math.max(spanX, spanY);
  const isSquare = longest / Math.min(spanX, spanY) > MAX_RATIO;
  const [halfX, halfY] = isSquare ? [1, 1] : [spanX / longest, spanY / longest];
  const across = (/** @type {number} */ x) => halfX * ((2 * (x - view.x[0])) / spanX - 1);
  const back = (/** @type {number} */ y) => halfY * ((2 * (y - view.y[0])) / spanY - 1);
  // All strides map values to heights alike, so that the coarse surface has the same shape.
  const { height, logarithmic } = heightsOf(surface.values);
  const toHeight = (/** @type {number | null} */ value) =>
    value === null ? Number.NaN : HEIGHT * (height(value) - 0.5);
  const heights = Float64Array.from(grid.values.flatMap((row) => row.map(toHeight)));
  const xs = Float64Array.from(grid.x.map(across));
  const ys = Float64Array.from(grid.y.map(back));
  const stops = stopsOf(answer.contours, rangeOf(surface));
  const [columns, rows] = [grid.x.length - 1, grid.y.length - 1];
  const levels = answer.contours.map(({ level }) => level);
  return {
    columns,
    rows,
    xs,
    ys,
    heights,
    px: new Float64Array(heights.length),
    py: new Float64Array(heights.length),
    colours: withoutCut(cellColours(grid, { xs, ys, heights }, stops, colours), surface.cut, columns, stride),
    contours: contourCells(grid, levels),
    paths: pathsOf(answer, columns, rows),
    across,
    back,
    heightAt: (x, y) => {
      const value = valueAt(surface, x, y);
      return value === null ? null : toHeight(value);
    },
    radius: Math.hypot(halfX, halfY),
    logarithmic,
  };
}

/**
 * Every n-th row and column of a grid, and the last ones.
 * @param {Grid} grid
 * @param {number} stride
 * @returns {Grid}
 */
function thinned(grid, stride) {
  if (stride === 1) return grid;
  const isKept = (
    /** @type {unknown} */ _,
    /** @type {number} */ k,
    /** @type {readonly unknown[]} */ list,
  ) => k % stride === 0 || k === list.length - 1;
  return {
    x: grid.x.filter(isKept),
    y: grid.y.filter(isKept),
    values: grid.values.filter(isKept).map((row) => row.filter(isKept)),
  };
}

/**
 * The colours of the cells: that of their mean value, lit by their slope.
 * @param {Grid} grid
 * @param {{ xs: Float64Array, ys: Float64Array, heights: Float64Array }} places
 * @param {readonly number[]} stops see `shareOf`
 * @param {SolidColours} colours
 */
function cellColours({ values }, { xs, ys, heights }, stops, { ramp: rampColours, shadow, shine }) {
  const ramp = rampOf(rampColours);
  const columns = xs.length - 1;
  return Array.from({ length: columns * (ys.length - 1) }, (_, cell) => {
    const i = cell % columns;
    const j = (cell - i) / columns;
    const [below, above] = [at(values, j), at(values, j + 1)];
    const corners = [at(below, i), at(below, i + 1), at(above, i), at(above, i + 1)];
    if (corners.some((value) => value === null)) return "";
    const mean = corners.reduce((/** @type {number} */ sum, value) => sum + Number(value) / 4, 0);
    const point = j * (columns + 1) + i;
    const [a, b] = [at(heights, point), at(heights, point + 1)];
    const [c, d] = [at(heights, point + columns + 1), at(heights, point + columns + 2)];
    const light = quantized(
      lightOf(
        (b - a + d - c) / (2 * (at(xs, i + 1) - at(xs, i))),
        (c - a + d - b) / (2 * (at(ys, j + 1) - at(ys, j))),
      ),
      LIGHTS,
    );
    const base = ramp(quantized(shareOf(stops, mean), SHADES));
    const lit =
      light < PLAIN_LIGHT
        ? mixColours(base, shadow, (PLAIN_LIGHT - light) * 0.8)
        : mixColours(base, shine, (light - PLAIN_LIGHT) * 0.6);
    return `rgb(${lit.map((part) => Math.round(part)).join(" ")})`;
  });
}

/**
 * No colour for the cells across which the function jumps or has a pole: they are not painted.
 * @param {string[]} colours by cell @param {readonly [number, number][]} cut [row, column] of the whole grid
 * @param {number} columns of the grid that is painted @param {number} stride
 */
function withoutCut(colours, cut, columns, stride) {
  const painted = [...colours];
  for (const [row, column] of cut)
    painted[Math.floor(row / stride) * columns + Math.floor(column / stride)] = "";
  return painted;
}

/** @param {number} share @param {number} steps */
const quantized = (share, steps) => Math.round(share * steps) / steps;

/**
 * The paths of the runs, cut into segments by cell.
 * @param {DescentAnswer} answer @param {number} columns @param {number} rows
 */
export function pathsOf(answer, columns, rows) {
  const view = viewOf(answer);
  const [nameX, nameY] = twoVariables(answer);
  /** @type {Map<number, PathSegment[]>} */
  const paths = new Map();
  answer.runs.forEach((run, r) => {
    const us = columnOf(run, nameX).map((x) => ((x - view.x[0]) / spanOf(view.x)) * columns);
    const vs = columnOf(run, nameY).map((y) => ((y - view.y[0]) / spanOf(view.y)) * rows);
    for (const segment of segmentsOf(us, vs, columns, rows)) {
      const known = paths.get(segment.cell) ?? [];
      known.push({ run: r, ...segment });
      paths.set(segment.cell, known);
    }
  });
  return paths;
}
