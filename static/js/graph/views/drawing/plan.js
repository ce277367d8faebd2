// The plan of a drawn graph: which constants stand at their operation, how large every node is, and where it stands.

/** @import { Context } from "../../types.js" */
/** @import { Point } from "../../../draw/geometry.js" */
/** @import { Block, Layout } from "../../layout/types.js" */
/** @import { GraphAnswer, GraphEdge, GraphNode, GraphScreen } from "../../types.js" */
/** @import { AttachedConstant, Measures, NodeDesign, NodeKind, Plan } from "./types.js" */
import { at } from "../../../core/at.js";
import { runsOf, widthOfRuns } from "../../../draw/svg.js";
import { lookupOf } from "../../symbols.js";
import { layOut, layersOf, linkKey } from "../../layout/index.js";
import { cutRuns, flat, functionRuns, powerRuns, signOf } from "../../node_text.js";
import { edgeLines, labelWidth } from "./label_text.js";
import * as sizes from "./measures.js";
import { SQUARE, ballPlace } from "./measures.js";

/** The room for a drawing, in pixels; `isOpen`: its height is only a limit.
 * @typedef {{ width: number, height: number, isOpen?: boolean }} Room */

/** The way to draw a graph that is largest in its room: roomy if its labels are legible then.
 * @param {GraphScreen} screen @param {Context} context @param {Room} room @returns {Plan} */
export function planOf(screen, context, room) {
  const { answer } = screen;
  const shown = answer.nodes.filter(({ hidden_in }) => hidden_in === null);
  const attached = attachedConstants(answer, shown);
  const placed = shown.filter(({ id }) => !attached.has(id));
  const links = answer.edges.filter(({ source }) => !attached.has(source));
  const columns = Math.max(0, ...layersOf(placed, links).values()) + 1;
  const graph = { screen, context, shown, attached, placed, links, columns };
  const largest = (/** @type {readonly Measures[]} */ ways) =>
    ways
      .map((way) => spreadPlan(graph, way, room))
      .reduce((best, plan) => (scaleOf(plan.layout, room) > scaleOf(best.layout, room) * 1.02 ? plan : best));
  const isSmall = links.length <= sizes.MAX_ROOMY_EDGES && columns <= sizes.MAX_ROOMY_LAYERS;
  if (isSmall) {
    const plan = largest(sizes.ROOMY_WAYS);
    if (scaleOf(plan.layout, room) >= sizes.MIN_ROOMY_SCALE) return plan;
  }
  return largest(sizes.DENSE_WAYS);
}

/** The scale at which a drawing fits into its room. @param {Layout} layout @param {Room} room */
const scaleOf = ({ width, height }, room) =>
  Math.min(sizes.MAX_SCALE, room.width / width, room.height / height);

/**
 * A graph to be planned.
 * @typedef {object} Graph
 * @property {GraphScreen} screen
 * @property {Context} context
 * @property {GraphNode[]} shown
 * @property {Map<number, AttachedConstant>} attached
 * @property {GraphNode[]} placed all shown nodes but the attached constants
 * @property {GraphEdge[]} links between them
 * @property {number} columns
 */

/** The most that columns, and nodes in a column, are spread, in units of their own gap. */
const MAX_SPREAD = 1.2;
const MAX_LANE_SPREAD = 70;

/** The plan with its columns and rows spread over what its scale leaves free of the room.
 * @param {Graph} graph @param {Measures} measures @param {Room} room @returns {Plan} */
function spreadPlan(graph, measures, room) {
  const { screen, context, links, columns } = graph;
  const { roomy } = measures;
  const gap = roomy ? roomyGap(screen.answer, links, measures, context) : measures.gap;
  const plan = planFor(graph, { ...measures, gap });
  const scale = scaleOf(plan.layout, room);
  const free = { x: room.width / scale - plan.layout.width, y: room.height / scale - plan.layout.height };
  const inColumns = new Map();
  for (const { layer } of plan.layout.places.values()) inColumns.set(layer, (inColumns.get(layer) ?? 0) + 1);
  const rows = Math.max(1, ...inColumns.values());
  const spread = planFor(graph, {
    ...measures,
    gap: gap + Math.min(gap * MAX_SPREAD, free.x / Math.max(1, columns - 1)),
    lane: measures.lane + Math.min(MAX_LANE_SPREAD, free.y / Math.max(1, rows)),
  });
  return inRoom(scaleOf(spread.layout, room) >= scale * 0.985 ? spread : plan, room);
}

/** The plan with its drawing grown to the shape of the room, so that labels may stand around the graph.
 * @param {Plan} plan @param {Room} room @returns {Plan} */
function inRoom(plan, room) {
  const { layout, attachedAt } = plan;
  const scale = scaleOf(layout, room);
  const width = Math.max(layout.width, room.width / scale);
  const height = room.isOpen ? layout.height : Math.max(layout.height, room.height / scale);
  const [dx, dy] = [(width - layout.width) / 2, (height - layout.height) / 2];
  /** @template {Point} P @param {P} point @returns {P} */
  const moved = (point) => ({ ...point, x: point.x + dx, y: point.y + dy });
  /** @template K @template {Point} P @param {ReadonlyMap<K, P>} points @returns {Map<K, P>} */
  const allMoved = (points) => new Map([...points].map(([key, point]) => [key, moved(point)]));
  const routes = [...layout.routes].map(
    ([key, route]) =>
      /** @type {const} */ ([
        key,
        route.map(({ from, c1, c2, to }) => ({
          from: moved(from),
          c1: moved(c1),
          c2: moved(c2),
          to: moved(to),
        })),
      ]),
  );
  return {
    ...plan,
    attachedAt: allMoved(attachedAt),
    layout: { width, height, places: allMoved(layout.places), routes: new Map(routes) },
  };
}

/** @param {Graph} graph @param {Measures} measures @returns {Plan} */
function planFor({ screen, shown, attached, placed, links }, measures) {
  const { answer, state } = screen;
  const tangents = state.tangents && measures.roomy ? tangentRoom(answer) : 0;
  const designs = placed.map((node) => {
    const constants = [...attached.values()].filter(({ host }) => host === node.id);
    return designOf(node, answer, constants, measures, tangents);
  });
  const blocks = designs.map(({ block }) => block);
  const { gap, lane, above } = measures;
  const layout = layOut(blocks, links, {
    gap,
    lane,
    margin: 20,
    ...(above ? ABOVE : BESIDE),
    ...expandedRank(answer, blocks),
  });
  return {
    answer,
    measures,
    shown,
    attached,
    attachedAt: attachedPlaces(attached, layout, measures),
    designs: new Map(designs.map((design) => [design.node.id, design])),
    layout,
  };
}

/** The largest angles upwards at which edges leave and enter a node: they run past its ball. */
const BESIDE = { leaveUp: 0.1, enterUp: 1.05 };
const ABOVE = { leaveUp: 0.4, enterUp: 0.5 };

/** @param {GraphAnswer} answer @param {GraphNode} node @returns {NodeKind} */
function kindOf({ nodes, request }, { id, operation }) {
  if (operation === "input" || operation === "constant") return operation;
  return request.collapse.includes(id) && nodes.some(({ hidden_in }) => hidden_in === id)
    ? "box"
    : "operation";
}

/** Whether a gradient flows back along an edge: not to a constant.
 * @param {GraphAnswer} answer @param {GraphEdge} edge */
export const carriesGradient = ({ nodes }, { source }) => nodes[source]?.operation !== "constant";

/** The constants that only one operation reads: at most two at each, the first operand above, the others below.
 * @param {GraphAnswer} answer @param {readonly GraphNode[]} shown @returns {Map<number, AttachedConstant>} by id */
function attachedConstants(answer, shown) {
  const { uses, symbols } = lookupOf(answer);
  /** @type {Map<number, AttachedConstant>} */
  const attached = new Map();
  for (const { id, operation } of shown) {
    if (operation !== "constant") continue;
    const [use, ...more] = uses.get(id) ?? [];
    const host = use && answer.nodes[use.target];
    if (!use || !host || more.length || kindOf(answer, host) === "box") continue;
    const others = [...attached.values()].filter((other) => other.host === host.id);
    if (others.length > 1) continue;
    const isFirst = use.operand === 0;
    const above = isFirst !== others.some((other) => other.above === isFirst);
    const runs = runsOf(at(symbols, id));
    const half = Math.max(sizes.MIN_CONSTANT_HALF, constantHalf(runs));
    attached.set(id, { id, host: host.id, above, runs, half });
  }
  return attached;
}

/** @param {Parameters<typeof widthOfRuns>[0]} runs */
const constantHalf = (runs) => (widthOfRuns(runs) * sizes.CONSTANT_SIZE) / 2 + 6;

/** @param {ReadonlyMap<number, AttachedConstant>} attached @param {Layout} layout
 * @param {Measures} measures @returns {Map<number, Point>} */
function attachedPlaces(attached, layout, { R, above: isBallAbove }) {
  return new Map(
    [...attached.values()].map(({ id, host, above, half }) => {
      const { x, y } = placeOf(layout, host);
      const right = x - 0.98 * R + (isBallAbove && above ? 4 : 14);
      return [id, { x: right - half, y: y + (above ? -1.06 : 1.06) * R }];
    }),
  );
}

/** @param {Layout} layout @param {number} id */
export function placeOf(layout, id) {
  const place = layout.places.get(id);
  if (!place) throw new RangeError(`node ${id} has no place`);
  return place;
}

/** The route of an edge between two placed nodes. @param {Layout} layout @param {GraphEdge} edge */
export function routeOf(layout, edge) {
  const route = layout.routes.get(linkKey(edge));
  if (!route) throw new RangeError(`edge ${linkKey(edge)} has no route`);
  return route;
}

/** The height of the tangents below a node. @param {GraphAnswer} answer */
const tangentRoom = (answer) =>
  Math.min(sizes.MAX_TANGENTS, lookupOf(answer).inputs.length) * sizes.LINE_HEIGHT + 6;

/**
 * @param {GraphNode} node @param {GraphAnswer} answer @param {readonly AttachedConstant[]} constants at this node
 * @param {Measures} measures @param {number} tangents the height of the tangents below it
 * @returns {NodeDesign}
 */
function designOf(node, answer, constants, measures, tangents) {
  const { roomy, R, ballR } = measures;
  const { symbols, uses } = lookupOf(answer);
  const kind = kindOf(answer, node);
  const isResult = node.id === answer.result;
  const symbol = runsOf(flat(at(symbols, node.id)));
  const title = titleOf(kind, node, answer, symbol);
  const isNamed = node.name !== null || isResult || kind === "box";
  const nameSize = roomy ? sizes.CAPTION_SIZE : sizes.DENSE_CAPTION_SIZE;
  const captionSize = isNamed ? nameSize : sizes.AUTO_CAPTION_SIZE;
  const caption = kind === "operation" || kind === "box" ? symbol : [];
  const half = (widthOfRuns(caption) * captionSize) / 2;
  const captionX = constants.some(({ above }) => !above) ? Math.max(0, half - 0.98 * R + 18) : 0;
  const { rx, ry } = bodySize(kind, title, R);
  const ball = ballPlace(kind, isResult, rx, ry, measures);
  const reach = kind === "constant" ? rx : ball.x + ballR;
  // The sum of several contributions stands over the ball.
  const sumRoom = (uses.get(node.id)?.length ?? 0) > 1 ? 30 : 0;
  const block = {
    id: node.id,
    rx,
    ry,
    round: kind === "operation",
    left: Math.max(
      rx,
      half - captionX,
      kind === "constant" ? 0 : ballR - ball.x,
      ...constants.map((one) => 0.98 * R - 14 + 2 * one.half),
    ),
    right: Math.max(rx, reach, half + captionX),
    up: kind === "constant" ? ry : ballR - ball.y + sumRoom,
    down:
      (caption.length ? ry + captionSize + (isResult ? 13 : 6) : ry) + (kind === "constant" ? 0 : tangents),
  };
  return { node, kind, title, caption, captionSize, captionX, ball, block };
}

/** A power wider than this, in em, is written with letters of its own. */
const MAX_POWER_WIDTH = 2.6;

/** @param {NodeKind} kind @param {GraphNode} node @param {GraphAnswer} answer @param {NodeDesign["title"]} symbol */
function titleOf(kind, { id, operation, operands }, answer, symbol) {
  const [base = id, exponent = id] = operands;
  if (operation === "power" && answer.nodes[exponent]?.operation === "constant" && kind === "operation") {
    const { symbols } = lookupOf(answer);
    const power = powerRuns(runsOf(flat(at(symbols, base))), runsOf(at(symbols, exponent)));
    if (widthOfRuns(power) < MAX_POWER_WIDTH) return power;
  }
  if (kind === "box") return cutRuns(functionRuns(answer, id), sizes.MAX_FUNCTION_WIDTH);
  return kind === "operation" ? signOf(operation) : cutRuns(symbol, sizes.MAX_NAME_WIDTH);
}

/**
 * Half the width and height of a body.
 * @param {NodeKind} kind
 * @param {NodeDesign["title"]} title
 * @param {number} R
 */
function bodySize(kind, title, R) {
  const width = widthOfRuns(title);
  if (kind === "box") return { rx: Math.max(1.25 * R, width * 9.3 + 12), ry: R };
  if (kind === "input") return { rx: Math.max(SQUARE * R, width * 8.3 + 7), ry: SQUARE * R };
  if (kind === "constant") return { rx: Math.max(16, constantHalf(title)), ry: 16 };
  return { rx: R, ry: R };
}

/** Room for the heads at both ends of an edge beside its label. */
const LABEL_MARGIN = 56;
/** Least and largest gap between the columns of a roomy drawing. */
const [MIN_ROOMY_GAP, MAX_ROOMY_GAP] = [60, 250];

/** The gap between columns: from body to body there is room for the widest label below the ball.
 * @param {GraphAnswer} answer @param {readonly GraphEdge[]} links
 * @param {Measures} measures @param {Context} context */
function roomyGap(answer, links, { R, ballR, above }, context) {
  const undefinedWord = context.t("graph.undefined");
  const widths = links
    .filter((edge) => carriesGradient(answer, edge))
    .map((edge) => labelWidth(edgeLines(answer, edge, 2, "wide", undefinedWord)));
  const beside = above ? 0 : (R + ballR) * Math.SQRT1_2 + ballR - R;
  return Math.max(MIN_ROOMY_GAP, Math.min(MAX_ROOMY_GAP, Math.max(0, ...widths) + LABEL_MARGIN - beside));
}

/** The extents of a node inside a collapsed box, where only its place in the order matters. */
const HIDDEN_BLOCK = { rx: 34, ry: 34, round: true, left: 34, right: 62, up: 62, down: 56 };

/** The heights of the shown nodes with all boxes expanded: their order stays when a box is collapsed.
 * @param {GraphAnswer} answer @param {readonly Block[]} blocks @returns {{ rank?: Map<number, number> }} */
function expandedRank({ nodes }, blocks) {
  if (nodes.every(({ hidden_in }) => hidden_in === null)) return {};
  const shown = new Map(blocks.map((block) => [block.id, block]));
  const all = nodes.map(({ id }) => shown.get(id) ?? { ...HIDDEN_BLOCK, id });
  // A box has its outer operands only; inside, what nothing else reads is read by the box itself.
  const used = new Set(nodes.flatMap(({ operands }) => operands));
  const links = nodes.flatMap(({ id: target, operands }) => {
    const inner = nodes.filter(({ id, hidden_in }) => hidden_in === target && !used.has(id));
    return [...operands, ...inner.map(({ id }) => id)].map((source, operand) => ({
      source,
      target,
      operand,
    }));
  });
  return { rank: new Map([...layOut(all, links).places].map(([id, { y }]) => [id, y])) };
}
