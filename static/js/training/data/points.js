// Samples of one's own as a list of points: drawn, moved, deleted, shared out between training and test. Pure
// functions.
/** @import { OwnData } from "../types.js" */
/** @import { Shape } from "./fitting.js" */
import { outputsOf } from "./fitting.js";
import { classOf } from "../task.js";

/** @typedef {{ inputs: number[], targets: number[], isTest: boolean }} Point */

/** The targets of a class. @param {number} label from 0 @param {number} classes how many there are */
export const targetsOf = (label, classes) =>
  classes === 2 ? [label] : Array.from({ length: classes }, (_, k) => (k === label ? 1 : 0));

/** Of so many samples, how often one is for testing: every k-th, or 0: none. Few samples may be shared out likewise by
 * more than one k: that which the reader has chosen counts, if it fits, else the smallest.
 * @param {number} train @param {number} test @param {number} chosen 0: none */
function spacing(train, test, chosen) {
  const all = train + test;
  if (chosen >= 2 && Math.floor(all / chosen) === test) return chosen;
  if (test === 0) return 0;
  const least = Math.max(2, Math.floor(all / (test + 1)) + 1);
  return Math.floor(all / least) === test ? least : Math.max(2, Math.round(all / test));
}

/** @param {readonly Point[]} points @param {number} [chosen] by the reader */
export function everyOf(points, chosen = 0) {
  const test = points.filter(({ isTest }) => isTest).length;
  return spacing(points.length - test, test, chosen);
}

/** The points of data in the order in which every k-th is for testing. @param {OwnData} data
 * @param {number} [chosen] k as the reader has chosen it @returns {Point[]} */
export function pointsOf({ inputs, targets, test_inputs, test_targets }, chosen = 0) {
  /** @param {readonly number[][]} rows @param {readonly number[][]} answers @param {boolean} isTest */
  const list = (rows, answers, isTest) =>
    rows.map((row, n) => ({ inputs: row, targets: answers[n] ?? [], isTest }));
  const train = list(inputs, targets, false);
  const test = list(test_inputs ?? [], test_targets ?? [], true);
  const every = spacing(train.length, test.length, chosen);
  /** @type {Point[]} */
  const points = [];
  let [learnt, tested] = [0, 0];
  while (learnt < train.length || tested < test.length) {
    const isTurn = every > 0 && (points.length + 1) % every === 0;
    const point = (isTurn && test[tested]) || train[learnt] || test[tested];
    if (!point) break;
    points.push(point);
    if (point.isTest) tested += 1;
    else learnt += 1;
  }
  return points;
}

/** @param {readonly Point[]} points @returns {OwnData} at least one is learnt from, if there is one */
export function dataOf(points) {
  const train = points.filter(({ isTest }) => !isTest);
  const test = points.filter(({ isTest }) => isTest);
  if (train.length === 0) train.push(...test.splice(0, 1));
  const rows = (/** @type {readonly Point[]} */ list) => list.map(({ inputs }) => inputs);
  const answers = (/** @type {readonly Point[]} */ list) => list.map(({ targets }) => targets);
  return {
    inputs: rows(train),
    targets: answers(train),
    ...(test.length > 0 ? { test_inputs: rows(test), test_targets: answers(test) } : {}),
  };
}

/** Every k-th point is for testing; 0: none. @param {readonly Point[]} points @param {number} every */
export const shared = (points, every) =>
  points.map((point, n) => ({ ...point, isTest: every > 0 && (n + 1) % every === 0 }));

/** With one more, which is for testing when it is its turn. @param {readonly Point[]} points
 * @param {number[]} inputs @param {number[]} targets @param {number} every @returns {Point[]} */
export const withPoint = (points, inputs, targets, every) => [
  ...points,
  { inputs, targets, isTest: every > 0 && (points.length + 1) % every === 0 },
];

/** @param {readonly Point[]} points @param {number} index */
export const withoutPoint = (points, index) => points.filter((_, n) => n !== index);

/** @param {readonly Point[]} points @param {number} index @param {Partial<Point>} change @returns {Point[]} */
export const withChange = (points, index, change) =>
  points.map((point, n) => (n === index ? { ...point, ...change } : point));

/** Points of classes told apart by another number of outputs. @param {readonly Point[]} points
 * @param {number} classes @returns {Point[]} */
export const asClasses = (points, classes) =>
  points.map((point) =>
    point.targets.length === outputsOf(classes)
      ? point
      : { ...point, targets: targetsOf(Math.min(classes - 1, classOf(point.targets)), classes) },
  );

/** How many classes points need at least. @param {readonly Point[]} points */
export const usedClasses = (points) =>
  points.reduce((most, { targets }) => Math.max(most, classOf(targets) + 1), 2);

/** Where a point is on the map: its inputs, or its only input and its target.
 * @param {Point} point @returns {[number, number]} */
export const placeOf = ({ inputs, targets }) =>
  inputs.length === 1 ? [inputs[0] ?? 0, targets[0] ?? 0] : [inputs[0] ?? 0, inputs[1] ?? 0];

/** A point put at a place of the map. @param {Point} point @param {readonly [number, number]} place @returns {Point} */
export const movedTo = (point, [x, y]) =>
  point.inputs.length === 1
    ? { ...point, inputs: [x], targets: [y] }
    : { ...point, inputs: [x, y, ...point.inputs.slice(2)] };

/**
 * The point nearest to a place, within a distance. @param {readonly Point[]} points
 * @param {readonly [number, number]} place @param {number} reach
 * @param {(dx: number, dy: number) => number} distance in the unit of `reach`
 * @returns {number} its index, or −1
 */
export function nearest(points, place, reach, distance) {
  let [best, least] = [-1, reach];
  points.forEach((point, n) => {
    const [x, y] = placeOf(point);
    const far = distance(x - place[0], y - place[1]);
    if (far <= least) [best, least] = [n, far];
  });
  return best;
}

/** A drawn number has no more digits than its place on the screen. @param {number} value @param {number} span */
export function roundedTo(value, span) {
  const digits = Math.max(0, Math.min(12, 3 - Math.floor(Math.log10(span || 1))));
  return Number(value.toFixed(digits));
}

/** Whether points of a shape can be drawn on a map: one or two inputs, and one number or a class.
 * @param {Shape} shape */
export const isDrawnOnMap = ({ inputs, outputs, classes }) =>
  inputs <= 2 && (classes !== null ? inputs === 2 : outputs === 1);
