// The labels of a drawing: small plates of a few lines, and the places where they cover least.

/** @import { Box, Point } from "../../../draw/geometry.js" */
/** @import { Drawing, DrawnLabel, Label, NodeParts, Spot } from "./types.js" */
import { pathOf } from "../../../draw/geometry.js";
import { lengthInside, overlap } from "../../../draw/labels.js";
import { set, shape, writeRuns } from "../../../draw/svg.js";
import { fullNumber } from "../../../math/format.js";
import { leaderOf } from "../../layout/labels.js";
import { labelWidth } from "./label_text.js";
import { LABEL_SIZE, LINE_HEIGHT } from "./measures.js";
import { appendText } from "./text.js";

/** The height of a label with so many lines. @param {number} lines */
const labelHeight = (lines) => lines * LINE_HEIGHT + 7;

/** Shows these labels and no others. @param {Drawing} drawing @param {readonly Label[]} labels */
export function showLabels(drawing, labels) {
  const names = new Set(labels.map(({ name }) => name));
  for (const [name, drawn] of drawing.labels) {
    if (names.has(name)) continue;
    remove(drawn);
    drawing.labels.delete(name);
  }
  for (const label of labels) showLabel(drawing, label);
}

/** Draws a label anew if it has changed. @param {Drawing} drawing @param {Label} label */
function showLabel({ labels, layers }, { name, spot, content, kind }) {
  const key = JSON.stringify([spot.x, spot.y, content, kind]);
  const old = labels.get(name);
  if (old?.key === key) return;
  if (old) remove(old);
  const [w, h] = [labelWidth(content), labelHeight(content.length)];
  const group = shape(
    "g",
    {
      class: `part ${kind}`,
      "data-label": name,
      transform: `translate(${spot.x.toFixed(1)} ${spot.y.toFixed(1)})`,
      "aria-hidden": "true",
    },
    layers.plates,
  );
  // A label at a distance from its edge has a line to it, which passes below the balls and their numbers.
  const leader = leaderOf({ ...spot, w, h });
  const pointer = leader
    ? shape("path", { class: `pointer ${kind}`, "data-of": name, d: pathOf(leader) }, layers.halos)
    : null;
  shape("rect", { class: "plate", x: -w / 2, y: -h / 2, width: w, height: h, rx: 7 }, group);
  content.forEach((line, k) => {
    const node = appendText(group, line.kind, 0, (k - (content.length - 1) / 2) * LINE_HEIGHT, LABEL_SIZE);
    writeRuns(node, line.runs);
    set(node, {
      "data-address": line.address,
      "data-value": line.address === null ? null : fullNumber(line.value),
    });
  });
  labels.set(name, { group, pointer, key, box: { x: spot.x, y: spot.y, w, h } });
}

/** @param {DrawnLabel} label */
function remove({ group, pointer }) {
  group.remove();
  pointer?.remove();
}

/** A spot moved into the drawing.
 * @param {Drawing} drawing @param {Spot} spot @param {number} w the width of the label @returns {Spot} */
export const movedInside = ({ bounds: { x0, y0, x1 } }, spot, w) => ({
  ...spot,
  x: Math.max(x0 + w / 2 + 4, Math.min(x1 - w / 2 - 4, spot.x)),
  y: Math.max(y0 + 16, spot.y),
});

/** How much less another spot must cover to be preferred to the first one, in area. */
const SUM_PREFERENCE = 60;

/** The spot of a sum of contributions: over the ball of its node, or else near the node, wherever it covers least.
 * @param {Drawing} drawing @param {NodeParts} parts @param {number} w the width of the label
 * @param {readonly Box[]} taken by other labels @returns {Spot} */
export function sumSpot(drawing, parts, w, taken) {
  const { middle, ballMiddle, rx, ry } = parts;
  const { x, y } = middle;
  const { ballR } = drawing.measures;
  const bodies = [...drawing.bodies, ...taken];
  const h = labelHeight(1);
  const over = { x: ballMiddle.x, y: ballMiddle.y - ballR - h / 2 - 2 };
  const below = y + ry + h / 2 + 3;
  const right = Math.max(x + rx, ballMiddle.x + ballR) + 4 + w / 2;
  const spots = [
    over,
    { x: x - rx + w / 2, y: over.y },
    { x, y: below },
    { x: x - rx + w / 2, y: below },
    { x: right, y: over.y },
    { x: right, y: y + ry },
  ].map((spot) => movedInside(drawing, { ...spot, w, h }, w));
  const covered = (/** @type {Box} */ spot) => bodies.reduce((sum, body) => sum + overlap(body, spot), 0);
  const best = spots.reduce((one, spot) => (covered(spot) < covered(one) - SUM_PREFERENCE ? spot : one));
  return covered(best) === 0 ? best : (freeSpot(drawing, parts, w, bodies) ?? best);
}

/** Whether a label covers nothing and lies within the drawing.
 * @param {Drawing} drawing @param {Box} spot @param {readonly Box[]} taken */
export function isFree({ bounds: { x0, y0, x1, y1 } }, spot, taken) {
  const { x, y, w, h } = spot;
  return (
    x - w / 2 >= x0 &&
    x + w / 2 <= x1 &&
    y - h / 2 >= y0 &&
    y + h / 2 <= y1 &&
    taken.every((box) => overlap(box, spot) === 0)
  );
}

/** The grid of spots around a node that are tried, and the cost of a point of an edge below a label. */
const [GRID_COLUMNS, GRID_ROWS] = [8, 12];
const [GRID_WIDTH, GRID_HEIGHT] = [36, 22];
const CROSSING_COST = 40;

/** The nearest free spot to a node, over few edges. @param {Drawing} drawing @param {NodeParts} parts
 * @param {number} w the width of the label
 * @param {readonly Box[]} taken
 * @returns {Spot | null} null: there is none */
export function freeSpot(drawing, { middle: { x, y }, ballMiddle: on }, w, taken) {
  const h = labelHeight(1);
  /** @type {Spot | null} */
  let best = null;
  let least = Infinity;
  for (let row = -GRID_ROWS; row <= GRID_ROWS; row++)
    for (let column = -GRID_COLUMNS; column <= GRID_COLUMNS; column++) {
      const wanted = { x: x + column * GRID_WIDTH, y: y + row * GRID_HEIGHT, w, h };
      const spot = { ...movedInside(drawing, wanted, w), on };
      const distance = Math.abs(spot.x - on.x) + 1.4 * Math.abs(spot.y - on.y);
      if (distance >= least || !isFree(drawing, spot, taken)) continue;
      const crossed = taken.filter((box) => !isIn(on, box) && lengthInside(on, spot, box) > 0).length;
      const cost = distance + CROSSING_COST * (pointsUnder(drawing, spot) + 4 * crossed);
      if (cost < least) [best, least] = [spot, cost];
    }
  return best;
}

/** @param {Point} point @param {Box} box */
const isIn = ({ x, y }, box) => Math.abs(x - box.x) <= box.w / 2 && Math.abs(y - box.y) <= box.h / 2;

/** How many points of the edges lie under a label. @param {Drawing} drawing @param {Box} spot */
const pointsUnder = ({ edges }, { x, y, w, h }) =>
  edges.reduce(
    (sum, { points }) =>
      sum + points.filter((p) => Math.abs(p.x - x) < w / 2 + 3 && Math.abs(p.y - y) < h / 2 + 3).length,
    0,
  );
