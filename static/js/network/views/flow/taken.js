// What the labels of the flow drawing must not cover: always, and in a step.

import { at } from "../../../core/at.js";
import { headBox } from "../diagram/edges.js";
import { placeBall, placeLoop, placeTransport } from "../../layout.js";

/** @import { Box } from "../../../draw/geometry.js" */
/** @import { Disc, Segment, Taken } from "../../../draw/labels.js" */
/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */
/** @import { EdgeNode } from "../diagram/edges.js" */
/** @import { Flow, FlowPlan } from "./build.js" */

/** How much more than another line a red one counts that labels would hide. */
const IN_SIGHT = 6;

/** Neurons, inputs, biases, and the texts at both sides. @param {FlowPlan} plan */
function fixed({ places, withSymbols, depth }) {
  const { R, text, inputRadius, units, inputs, biases, width, height, captions } = places;
  /** @type {Disc[]} */
  const discs = [
    ...units.flat().map((point) => ({ ...point, r: R })),
    ...biases.flatMap((point) => (point ? [{ ...point, r: 0.55 * R }] : [])),
    ...(withSymbols ? inputs.map((point) => ({ ...point, r: inputRadius })) : []),
  ];
  /** @type {Box[]} */
  const boxes = [
    ...inputs.map(({ x, y }) => ({ x: x / 2, y: y + 0.3 * text, w: x, h: 2.9 * text })),
    ...at(units, depth - 1).map((point) => {
      const { x, y, r } = placeBall(places, point);
      return { x: (x + r + width) / 2, y: (y + point.y) / 2, w: width - x - r, h: point.y - y + 2 * text };
    }),
  ];
  boxes.push(...captions.map(({ x, y }) => ({ x, y: y - 0.35 * text, w: 6 * text, h: 1.2 * text })));
  return { discs, boxes, sheet: { w: width, h: height } };
}

/**
 * What stands there at rest, before there are errors.
 * @param {FlowPlan} plan @param {readonly EdgeNode[]} edges @returns {Taken}
 */
export function takenAtRest(plan, edges) {
  const { discs, boxes, sheet } = fixed(plan);
  return { discs, sheet, boxes: [...boxes, ...edges.map(({ place }) => headBox(place))] };
}

/** The line of a loop as boxes. @param {FlowPlan} plan @param {number} layer @param {number} unit @returns {Box[]} */
function loopBoxes({ places }, layer, unit) {
  const { points } = placeLoop(places, layer, unit);
  return points.slice(1).map((to, k) => {
    const from = at(points, k);
    return {
      x: (from.x + to.x) / 2,
      y: (from.y + to.y) / 2,
      w: Math.abs(to.x - from.x) + 4,
      h: Math.abs(to.y - from.y) + 4,
    };
  });
}

/** What `takenNow` depends on, as a key. @param {DrawingScreen} now */
export const stageOf = ({ states }) =>
  states
    .map((column) =>
      column
        .map(({ ball, collecting, looping }) => `${ball === "absent" ? 0 : 1}${+collecting}${+looping}`)
        .join(),
    )
    .join(";");

/** What stands there in a step. @param {Flow} flow @param {DrawingScreen} now @returns {Taken} */
export function takenNow(flow, { states }) {
  const { places, edges, network, spots, factors } = flow;
  const { discs, boxes, sheet } = fixed(flow);
  /** @type {Segment[]} */
  const lines = [];
  const all = {
    discs: [...discs],
    boxes: [
      ...boxes,
      ...edges.map(({ place }) => headBox(place)),
      ...[...spots, ...factors.values()].flatMap((spot) => spot ?? []),
    ],
    lines,
    sheet,
  };
  states.forEach((column, index) =>
    column.forEach((unit, j) => {
      const l = index + 1;
      if (unit.ball !== "absent") all.discs.push(placeBall(places, at(at(places.units, index), j)));
      if (unit.looping) all.boxes.push(...loopBoxes(flow, l, j));
      if (unit.collecting)
        for (let k = 0; k < at(network.layers, l).units; k++) {
          const arrow = placeTransport(places, l + 1, k, j);
          all.boxes.push(headBox(arrow));
          lines.push(...Array.from({ length: IN_SIGHT }, () => arrow));
        }
    }),
  );
  return all;
}
