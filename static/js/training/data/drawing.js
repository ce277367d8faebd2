// What the reader draws: a tool at a place of the map makes other points of them. Pure functions.
/** @import { Catalog, Drawing, TrainRequest } from "../types.js" */
/** @import { Shape } from "./fitting.js" */
/** @import { Point } from "./points.js" */
import { outputsOf, shapeOf, withShapedData } from "./fitting.js";
import { asClasses, dataOf, everyOf, targetsOf, withPoint } from "./points.js";

/** So many classes have a colour and a key of their own. */
export const MOST_CLASSES = 10;

/** What one's own points may be. @type {Record<string, Shape>} */
export const KINDS = {
  classes: { inputs: 2, outputs: 1, classes: 2 },
  curve: { inputs: 1, outputs: 1, classes: null },
  plane: { inputs: 2, outputs: 1, classes: null },
};

/** Which of them a shape is; "": none that can be drawn. @param {Shape} shape */
export function kindOf({ inputs, outputs, classes }) {
  if (classes !== null) return inputs === 2 ? "classes" : "";
  return outputs !== 1 ? "" : inputs === 1 ? "curve" : inputs === 2 ? "plane" : "";
}

/** The shape with as many classes as a label needs. @param {Shape} shape @param {number} label @returns {Shape} */
export function widened(shape, label) {
  if (shape.classes === null || label < shape.classes) return shape;
  const classes = Math.min(MOST_CLASSES, label + 1);
  return { ...shape, classes, outputs: outputsOf(classes) };
}

/** Points with one more at a place. @param {readonly Point[]} points @param {readonly [number, number]} place
 * @param {Shape} shape `widened` @param {Omit<Drawing, "tool">} drawing @returns {Point[]} */
export function drawnAt(points, place, { inputs, classes }, { label, target, every: chosen }) {
  const every = everyOf(points, chosen);
  if (classes !== null)
    return withPoint(asClasses(points, classes), [...place], targetsOf(label, classes), every);
  return inputs === 1
    ? withPoint(points, [place[0]], [place[1]], every)
    : withPoint(points, [...place], [target], every);
}

/** What changes in the request for other points of a shape.
 * @param {TrainRequest} request @param {readonly Point[]} points @param {Shape} shape
 * @param {Pick<Catalog, "datasets" | "losses">} catalog */
export const withPoints = (request, points, shape, catalog) =>
  withShapedData(request, dataOf(points), shape, shapeOf(request, catalog), catalog);
