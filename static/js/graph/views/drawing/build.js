// Builds the elements of a drawn graph: edges, constants, nodes with their balls, and the handles that fold and
// open boxes.

/** @import { Context } from "../../types.js" */
/** @import { Box, Point } from "../../../draw/geometry.js" */
/** @import { Cubic } from "../../layout/types.js" */
/** @import { GraphAnswer, GraphEdge, GraphNode } from "../../types.js" */
/** @import { BallParts, Drawing, EdgeParts, LayerName, NodeDesign, NodeParts, Plan } from "./types.js" */
import { setText } from "../../../draw/dom.js";
import { arrowHead } from "../../../draw/geometry.js";
import { set, shape, widthOfRuns, writeRuns } from "../../../draw/svg.js";
import { nodeText } from "../../symbols.js";
import { pointsOf, routePath } from "../../layout/curves.js";
import { linkKey } from "../../layout/index.js";
import { AUTO_CAPTION_SIZE, CONSTANT_SIZE, RING, captionDrop } from "./measures.js";
import { placeOf, routeOf } from "./plan.js";
import { appendText } from "./text.js";

/** @type {readonly LayerName[]} the lowest first */
const LAYERS = ["halos", "discs", "edges", "transports", "units", "balls", "plates", "handles", "problems"];

/** The position of a group. @param {Point} point */
const translation = ({ x, y }) => `translate(${x.toFixed(1)} ${y.toFixed(1)})`;

/**
 * Draws everything that stays on the screen while the shape of the graph does.
 * @param {SVGSVGElement} svg emptied @param {Context} context @param {Plan} plan @returns {Drawing}
 */
export function buildDrawing(svg, context, plan) {
  const { answer, layout, measures } = plan;
  const layers = /** @type {Record<LayerName, SVGGElement>} */ (
    Object.fromEntries(LAYERS.map((name) => [name, shape("g", { class: name }, svg)]))
  );
  const edges = answer.edges.map((edge) => buildEdge(layers, plan, edge));
  const nodes = new Map(plan.shown.map((node) => [node.id, buildNode(layers, context, plan, node)]));
  return {
    svg,
    context,
    undefinedWord: context.t("graph.undefined"),
    plan,
    measures,
    layers,
    nodes,
    edges,
    edgeOf: new Map(edges.map((parts) => [linkKey(parts.edge), parts])),
    bodies: [...nodes.values()].flatMap((parts) => bodiesOf(parts, plan)),
    bounds: { x0: 0, y0: 0, x1: layout.width, y1: layout.height },
    labels: new Map(),
    transports: new Map(),
    edgeForm: "wide",
    edgeSpots: { key: "", spots: new Map() },
    pathLabels: { key: "", labels: [] },
    litKey: "",
  };
}

/** @param {Drawing["layers"]} layers @param {Plan} plan @param {GraphEdge} edge @returns {EdgeParts} */
function buildEdge(layers, { answer, attachedAt, designs, layout, measures }, edge) {
  const from = attachedAt.get(edge.source);
  const whole = from
    ? [stub(from, placeOf(layout, edge.target), designs.get(edge.target)?.block.rx ?? measures.R)]
    : routeOf(layout, edge);
  const route = edge.target === answer.result ? shortened(whole, RING + 1) : whole;
  const group = shape(
    "g",
    {
      class: from ? "edge quiet" : "edge",
      "data-graph-edge": linkKey(edge),
      "data-state": "idle",
      "data-focus": `d.${linkKey(edge)}`,
      "aria-hidden": "true",
    },
    layers.edges,
  );
  const d = routePath(route);
  shape("path", { class: "reach", d }, group);
  shape("path", { class: "line", d, "stroke-width": from ? 1.4 : 2.2 }, group);
  const last = route.at(-1);
  if (last && !from) {
    const angle = Math.atan2(last.to.y - last.c2.y, last.to.x - last.c2.x);
    shape("path", { class: "head", d: arrowHead(last.to, angle, measures.roomy ? 17 : 14) }, group);
  }
  return {
    edge,
    group,
    route,
    points: pointsOf(route),
    fromAttached: from !== undefined,
    look: "idle",
    spot: null,
  };
}

/** A route that ends before its end, as at the ring of the result. @param {readonly Cubic[]} route
 * @param {number} by in pixels @returns {Cubic[]} */
function shortened(route, by) {
  return route.map((part, k) => {
    if (k < route.length - 1) return part;
    const { c2, to } = part;
    const angle = Math.atan2(to.y - c2.y, to.x - c2.x);
    const back = (/** @type {Point} */ { x, y }) => ({
      x: x - by * Math.cos(angle),
      y: y - by * Math.sin(angle),
    });
    return { ...part, c2: back(c2), to: back(to) };
  });
}

/** A straight line from a constant to the rim of the operation that reads it.
 * @param {Point} from @param {Point} to its middle @param {number} radius @returns {Cubic} */
function stub(from, to, radius) {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const end = { x: to.x - radius * Math.cos(angle), y: to.y - radius * Math.sin(angle) };
  return {
    from,
    to: end,
    c1: { x: (2 * from.x + end.x) / 3, y: (2 * from.y + end.y) / 3 },
    c2: { x: (from.x + 2 * end.x) / 3, y: (from.y + 2 * end.y) / 3 },
  };
}

/** @param {Drawing["layers"]} layers @param {Context} context @param {Plan} plan @param {GraphNode} node
 * @returns {NodeParts} */
function buildNode(layers, context, plan, node) {
  const [constant, place] = [plan.attached.get(node.id), plan.attachedAt.get(node.id)];
  if (constant && place) return buildConstant(layers, plan, node, constant.runs, place, constant.half);
  const design = plan.designs.get(node.id);
  if (!design) throw new RangeError(`node ${node.id} has no design`);
  const middle = placeOf(plan.layout, node.id);
  return design.kind === "constant"
    ? buildConstant(layers, plan, node, design.title, middle, design.block.rx)
    : buildValue(layers, context, plan, design, middle);
}

/** @param {Drawing["layers"]} layers @param {Plan} plan @param {GraphNode} node @param {NodeParts["title"]} title
 * @param {Point} middle @param {number} half @returns {NodeParts} */
function buildConstant(layers, { answer }, node, title, middle, half) {
  const group = shape(
    "g",
    {
      class: "value constant",
      "data-node": node.id,
      "data-state": "done",
      "data-focus": `v.${node.id}`,
      transform: translation(middle),
      role: "img",
    },
    layers.units,
  );
  if (node.id === answer.result)
    shape("rect", { class: "ring", x: -half - 5, y: -17, width: 2 * half + 10, height: 34, rx: 17 }, group);
  shape("rect", { class: "body", x: -half, y: -12, width: 2 * half, height: 24, rx: 12 }, group);
  const value = appendText(group, "number", 0, 0, CONSTANT_SIZE);
  writeRuns(value, title);
  set(value, { "data-address": `v.${node.id}` });
  return {
    node,
    kind: "constant",
    middle,
    ballMiddle: middle,
    rx: half,
    ry: 12,
    title,
    captionHeight: 0,
    group,
    sign: value,
    value,
    ball: null,
    look: "",
  };
}

/**
 * An input, an operation or a box.
 * @param {Drawing["layers"]} layers @param {Context} context @param {Plan} plan @param {NodeDesign} design
 * @param {Point} middle @returns {NodeParts}
 */
function buildValue(layers, context, plan, design, middle) {
  const { node, kind, title, caption, captionSize, captionX, block } = design;
  const { id } = node;
  const { rx, ry } = block;
  const isResult = id === plan.answer.result;
  const group = shape(
    "g",
    {
      class: `value ${kind}`,
      "data-node": id,
      "data-state": "idle",
      "data-focus": `v.${id}`,
      "data-result": isResult ? "" : null,
      transform: translation(middle),
      role: "button",
      tabindex: 0,
      "aria-pressed": "false",
    },
    layers.units,
  );
  if (isResult) appendBody(group, "ring", design, RING);
  appendBody(group, "body", design, 0);
  if (kind === "box") appendBody(group, "fold", design, -5);
  const sign = appendText(group, "sign", 0, 0, 20);
  const value = appendText(group, "number", 0, 0, plan.measures.value);
  set(value, { "data-address": `v.${id}` });
  if (caption.length) {
    const look = captionSize > AUTO_CAPTION_SIZE ? "name" : "name auto";
    const y = ry + captionDrop(captionSize, isResult);
    writeRuns(appendText(group, look, captionX, y, captionSize), caption);
  }
  const ballMiddle = { x: middle.x + design.ball.x, y: middle.y + design.ball.y };
  const ball = buildBall(layers, plan, id, ballMiddle);
  buildHandle(layers, context, plan.answer, design, middle);
  return {
    node,
    kind,
    middle,
    ballMiddle,
    rx,
    ry,
    title,
    captionHeight: caption.length ? captionSize : 0,
    group,
    sign,
    value,
    ball,
    look: "",
  };
}

/** The outline of a node, larger by `margin` on every side.
 * @param {SVGGElement} group @param {string} look @param {NodeDesign} design @param {number} margin */
function appendBody(group, look, { kind, block: { rx, ry } }, margin) {
  if (kind === "operation") shape("circle", { class: look, r: rx + margin }, group);
  else
    shape(
      "rect",
      {
        class: look,
        x: -rx - margin,
        y: -ry - margin,
        width: 2 * (rx + margin),
        height: 2 * (ry + margin),
        rx: kind === "box" ? 16 : 7,
      },
      group,
    );
}

/**
 * The ball of a gradient.
 * @param {Drawing["layers"]} layers @param {Plan} plan @param {number} id of its node @param {Point} ball its middle
 * @returns {BallParts}
 */
function buildBall(layers, { measures }, id, ball) {
  const { roomy, ballR, value: size } = measures;
  const disc = shape(
    "circle",
    {
      class: "disc",
      "data-ball": id,
      "data-state": "absent",
      "data-focus": `g.${id}`,
      cx: ball.x,
      cy: ball.y,
      r: ballR,
    },
    layers.discs,
  );
  const group = shape(
    "g",
    {
      class: "ball",
      "data-state": "absent",
      "data-focus": `g.${id}`,
      "aria-hidden": "true",
      transform: translation(ball),
    },
    layers.balls,
  );
  const symbol = roomy ? appendText(group, "symbol", 0, -0.38 * ballR, 16) : null;
  const value = appendText(group, "value", 0, roomy ? 0.28 * ballR : 0, size);
  set(value, { "data-address": `g.${id}` });
  return { disc, group, symbol, value };
}

/** The − that folds a node and what it is computed from into a box, or the + that opens it.
 * @param {Drawing["layers"]} layers @param {Context} context @param {GraphAnswer} answer @param {NodeDesign}
 * design @param {Point} middle */
function buildHandle(layers, { t }, answer, { node: { id }, kind, block: { rx, ry } }, middle) {
  const isBox = kind === "box";
  if (!isBox && !holdsOperations(answer, id)) return;
  const label = t(isBox ? "graph.open_box" : "graph.fold", { name: nodeText(id, answer) });
  const corner = isBox ? { x: rx - 4, y: ry - 4 } : { x: 0.74 * rx, y: 0.74 * ry };
  const handle = shape(
    "g",
    {
      class: "handle",
      "data-handle": isBox ? "expand" : "collapse",
      "data-of": id,
      role: "button",
      tabindex: isBox ? 0 : -1,
      "aria-label": label,
      transform: translation({ x: middle.x + corner.x, y: middle.y + corner.y }),
    },
    layers.handles,
  );
  shape("circle", { class: "reach", r: 16 }, handle);
  shape("circle", { class: "knob", r: 10 }, handle);
  shape("path", { class: "mark", d: isBox ? "M-5 0H5M0 -5V5" : "M-5 0H5" }, handle);
  setText(shape("title", {}, handle), label);
}

/** Whether an operation would disappear into a box of this node. @param {GraphAnswer} answer @param {number} id */
const holdsOperations = ({ nodes }, id) =>
  nodes.some(({ inside, operands, hidden_in }) => inside === id && operands.length > 0 && hidden_in === null);

/** The boxes of a node that labels must not cover: its body, ball and caption.
 * @param {NodeParts} parts @param {Plan} plan @returns {Box[]} */
function bodiesOf({ node, kind, middle: { x, y }, ballMiddle, rx, ry }, { answer, designs, measures }) {
  const body = { x, y, w: 2 * rx, h: 2 * ry };
  const design = designs.get(node.id);
  if (kind === "constant" || !design) return [body];
  const { ballR } = measures;
  const { caption, captionSize, captionX } = design;
  const ball = { ...ballMiddle, w: 1.9 * ballR, h: 1.9 * ballR };
  if (!caption.length) return [body, ball];
  const size = { w: widthOfRuns(caption) * captionSize, h: captionSize * 1.1 };
  const drop = captionDrop(captionSize, node.id === answer.result);
  return [body, ball, { x: x + captionX, y: y + ry + drop, ...size }];
}
