// The red lines that run back beside the edges in use, and the curves of the pulses.

/** @import { Route } from "../../../draw/pulses.js" */
/** @import { GraphScreen } from "../../types.js" */
/** @import { Drawing, EdgeParts } from "./types.js" */
import { arrowHead, pathOf } from "../../../draw/geometry.js";
import { shape } from "../../../draw/svg.js";
import { edgeState } from "../../diagram_state.js";
import { parallelTo, trimmed } from "../../layout/curves.js";
import { linkKey } from "../../layout/index.js";
import { edgesInUse } from "./contributions.js";

/** The distance of a red line from its edge, the room at its ends, and the length of its head. */
const DISTANCE = 8;
const END_ROOM = 3;
const HEAD_ROOM = 9;
const HEAD = 15;

/** Draws the red lines of a step and removes those of others. @param {Drawing} drawing @param {GraphScreen} screen */
export function updateTransports(drawing, screen) {
  const { layers, transports } = drawing;
  const inUse = new Map(edgesInUse(drawing, screen).map((parts) => [linkKey(parts.edge), parts]));
  for (const [key, group] of transports) {
    if (inUse.has(key)) continue;
    group.remove();
    transports.delete(key);
  }
  for (const [key, parts] of inUse) {
    if (transports.has(key)) continue;
    const points = transportOf(parts);
    const group = shape("g", { class: "transport", "aria-hidden": "true" }, layers.transports);
    shape("path", { class: "line", d: pathOf(trimmed(points, 0, HEAD_ROOM)) }, group);
    const [tip, before] = [points.at(-1), points.at(-2)];
    if (tip && before) {
      const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
      shape("path", { class: "head", d: arrowHead(tip, angle, HEAD) }, group);
    }
    transports.set(key, group);
  }
}

/** The red line of an edge, from its target back to its source. @param {EdgeParts} parts */
const transportOf = ({ points }) => trimmed(parallelTo(points, DISTANCE), END_ROOM, END_ROOM).toReversed();

/** The curves of the pulses in the step of a screen.
 * @param {Drawing} drawing @param {GraphScreen} screen @returns {Route[]} */
export function routesOf({ edges }, { frame }) {
  return edges.flatMap((parts) => {
    if (parts.fromAttached) return [];
    const state = edgeState(frame, parts.edge);
    if (state === "transport") return { points: transportOf(parts), kind: "transport" };
    if (state === "signal")
      return { points: parts.points, kind: frame.phase === "tangent" ? "update" : "signal" };
    return [];
  });
}
