// A graph of values as SVG: built once for its shape, update() restyles only what changed. Inputs are amber squares, constants
// stand small at what reads them, operations are circles, boxes carry their function; gradients are the balls behind them.
/** @import { Context, Key } from "../../core/types.js" */
/** @import { GraphAnswer, GraphEdge, GraphNode, GraphScreen } from "../types.js" */
/** @import { Block, Cubic } from "../layout/types.js" */
/** @import { Box, Point } from "../../draw/geometry.js" */
/** @import { Route } from "../../draw/pulses.js" */
/** @import { Run } from "../../draw/svg.js" */
import { setText as write } from "../../draw/dom.js";
import { arrowHead, overlap, pathOf } from "../../draw/geometry.js";
import { parallelTo, pointsOf, routePath, trimmed } from "../layout/curves.js";
import { layOut, layersOf, linkKey } from "../layout/index.js";
import { labelSpots } from "../layout/labels.js";
import { ballState, edgeState, isValueKnown, nodeState, stageOf } from "../diagram_state.js";
import { lookupOf, nodeText, symbolIn } from "../explainer.js";
import { cutRuns, flat, formulaRuns, functionRuns, signOf } from "../node_text.js";
import { formatNumber, fullNumber } from "../../math/format.js";
import { runsOf, set, shape, widthOf, widthOfRuns, writeRuns } from "../../draw/svg.js";

/**
 * The measures of a drawing. `roomy`: every edge keeps its derivatives once they are known, every ball its name.
 * @typedef {{ roomy: boolean, R: number, ball: number, off: number, gap: number, lane: number, value: number }} Measures
 */
/** Small graphs are drawn large. @type {Measures} */
const ROOMY = { roomy: true, R: 46, ball: 0.98, off: 1, gap: 150, lane: 34, value: 20 };
/** @type {Measures} */
const DENSE = { roomy: false, R: 34, ball: 0.96, off: 0.97, gap: 60, lane: 12, value: 17 };
const ROOMY_EDGES = 9;
const ROOMY_LAYERS = 5;
/** A drawing wider or higher than this would have to be made small: then its values stand closer. */
const ROOMY_SIZE = { width: 1280, height: 760 };
/** Beyond so many edges in use at once they carry no derivatives. */
const MOST_PLATES = 10;
/** Up to so many there is room for the whole rule. */
const FEW = 3;
/** Paths whose products are written at them where there is room, and factors and terms that are written out. */
const MOST_PRODUCTS = 4;
const MOST_TERMS = 4;
const MOST_TANGENTS = 3;
const TEXT = 15;
const WIDEST_RULE = 13.5;
const SMALLEST = 11.5;
/** Half the side of an input's square, in R; a long name makes it wider. */
const SQUARE = 0.82;
const LONGEST_NAME = 11;
const LINE = 20;

/**
 * @typedef {object} NodeParts
 * @property {GraphNode} node
 * @property {Point} at
 * @property {number} rx
 * @property {number} ry
 * @property {SVGGElement} group
 * @property {SVGTextElement} sign
 * @property {SVGTextElement} value
 * @property {SVGCircleElement | null} disc
 * @property {{ group: SVGGElement, symbol: SVGTextElement | null, value: SVGTextElement } | null} ball
 * @property {Run[]} title what stands in it: its name (inputs, boxes) or its sign
 * @property {string} kind input | constant | operation | box
 * @property {string} look
 */
/**
 * @typedef {object} EdgeParts
 * @property {GraphEdge} edge
 * @property {SVGGElement} group
 * @property {Cubic[]} route
 * @property {Point[]} points
 * @property {string} look
 * @property {Spot | null} spot
 */
/** @typedef {Box & { on?: Point }} Spot where a plate stands, and the point of the edge it speaks of */
/**
 * @typedef {object} GraphDrawing
 * @property {Point} origin its upper left corner
 * @property {number} width
 * @property {number} height
 * @property {number} radius
 * @property {boolean} roomy
 * @property {(screen: GraphScreen, t: number) => void} update
 * @property {(screen: GraphScreen) => Route[]} routes
 * @property {(screen: GraphScreen) => Box | null} happening where the step takes place
 */

/** What must be built anew when it changes. @param {GraphScreen} screen @param {Context} context */
export const shapeKey = ({ answer, state }, context) =>
  JSON.stringify([
    context.language(),
    state.tangents,
    answer.result,
    answer.nodes.map(({ operation, name, operands, hidden_in }) => [operation, name, operands, hidden_in]),
    answer.edges.map(({ source, target, operand }) => [source, target, operand]),
    answer.nodes.map(({ operation, value }) => (operation === "constant" ? value : 0)),
    answer.problems.map(({ node, msg }) => [node, msg]),
  ]);

/** The largest size at which a line fits. @param {readonly Run[]} runs @param {number} size @param {number} room */
const fitting = (runs, size, room) => Math.min(size, room / Math.max(0.5, widthOfRuns(runs) * 1.08));

/** @param {SVGSVGElement} svg @param {Context} context @param {GraphScreen} first @param {Measures} [asked] @returns {GraphDrawing} */
export function drawGraph(svg, context, first, asked) {
  const { t } = context;
  const say = (/** @type {string} */ key, /** @type {Record<string, string | number>} */ params = {}) =>
    t(/** @type {Key} */ (key), params);
  const undefinedWord = say("graph.undefined");
  const shown = first.answer.nodes.filter(({ hidden_in }) => hidden_in === null);
  const folded = new Set(first.answer.request.collapse);
  const kindOf = (/** @type {GraphNode} */ { id, operation }) =>
    operation === "input" || operation === "constant"
      ? operation
      : folded.has(id) && first.answer.nodes.some((node) => node.hidden_in === id)
        ? "box"
        : "operation";
  /** Nothing flows back to a constant. @param {GraphEdge} edge */
  const carries = ({ source }) => first.answer.nodes[source]?.operation !== "constant";
  const lookup = lookupOf(first.answer);
  const edgesInto = groupedBy(first.answer.edges, ({ target }) => target);

  // --- constants that only one operation reads stand at it, above for its first operand, below for the others
  /** @type {Map<number, { id: number, above: boolean, runs: Run[], half: number }[]>} */
  const satellites = new Map();
  /** @type {Map<number, { host: number, above: boolean, half: number }>} */
  const hostOf = new Map();
  for (const node of shown) {
    if (node.operation !== "constant") continue;
    const [use, ...more] = lookup.uses.get(node.id) ?? [];
    const host = first.answer.nodes[use?.target ?? -1];
    if (!use || !host || more.length || kindOf(host) === "box") continue;
    const beside = satellites.get(host.id) ?? [];
    const above = (use.operand === 0) !== beside.some((other) => other.above === (use.operand === 0));
    if (beside.length > 1) continue;
    const runs = runsOf(lookup.symbols[node.id] ?? { tag: "mn", text: "?" });
    const half = Math.max(14, (widthOfRuns(runs) * 14) / 2 + 6);
    satellites.set(host.id, [...beside, { id: node.id, above, runs, half }]);
    hostOf.set(node.id, { host: host.id, above, half });
  }
  const blocksOf = shown.filter(({ id }) => !hostOf.has(id));
  const links = first.answer.edges.filter(({ source }) => !hostOf.has(source));
  const layers = layersOf(blocksOf, links);
  const columns = Math.max(0, ...layers.values()) + 1;
  const measures = asked ?? (links.length <= ROOMY_EDGES && columns <= ROOMY_LAYERS ? ROOMY : DENSE);
  const { roomy, R } = measures;
  const offset = measures.off * R;
  const ballR = measures.ball * R;
  const tangentRoom =
    first.state.tangents && roomy ? Math.min(MOST_TANGENTS, lookup.inputs.length) * LINE + 6 : 0;

  /** How much wider a body is than its kind is as a rule: its ball moves along. @param {string} kind @param {number} rx */
  const wider = (kind, rx) => Math.max(0, rx - (kind === "input" ? SQUARE * R : R));

  // --- how large everything is
  /** @type {Map<number, { kind: string, title: Run[], caption: Run[], captionSize: number, captionX: number }>} */
  const words = new Map();
  /** @type {Block[]} */
  const blocks = blocksOf.map((node) => {
    const kind = kindOf(node);
    const symbol = runsOf(flat(lookup.symbols[node.id] ?? { tag: "mtext", text: "?" }));
    const title =
      kind === "box"
        ? cutRuns(functionRuns(first.answer, node.id), 15)
        : kind === "operation"
          ? signOf(node.operation)
          : cutRuns(symbol, LONGEST_NAME);
    const named = node.name !== null || node.id === first.answer.result || kind === "box";
    const captionSize = named ? (roomy ? 22 : 19) : 14;
    const caption = kind === "operation" || kind === "box" ? symbol : [];
    const half = (widthOfRuns(caption) * captionSize) / 2;
    const below = (satellites.get(node.id) ?? []).filter(({ above }) => !above);
    const captionX = below.length ? Math.max(0, half - 0.98 * R + 18) : 0;
    words.set(node.id, { kind, title, caption, captionSize, captionX });
    const rx =
      kind === "box"
        ? Math.max(1.25 * R, widthOfRuns(title) * 9.3 + 12)
        : kind === "input"
          ? Math.max(SQUARE * R, widthOfRuns(title) * 8.3 + 7)
          : kind === "constant"
            ? Math.max(16, (widthOfRuns(title) * 14) / 2 + 6)
            : R;
    const ry = kind === "box" ? R : kind === "input" ? SQUARE * R : kind === "constant" ? 16 : R;
    const reach = kind === "constant" ? rx : wider(kind, rx) + offset + ballR;
    const left = Math.max(
      rx,
      half - captionX,
      ...(satellites.get(node.id) ?? []).map((one) => 0.98 * R - 14 + 2 * one.half),
    );
    const several = roomy && (lookup.uses.get(node.id)?.length ?? 0) > 1;
    return {
      id: node.id,
      rx,
      ry,
      round: kind === "operation",
      left,
      right: Math.max(reach, half + captionX),
      up: kind === "constant" ? ry : Math.max(ry, offset + ballR) + (several ? 30 : 0),
      down:
        (caption.length ? ry + captionSize + (node.id === first.answer.result ? 13 : 6) : ry) +
        (kind === "constant" ? 0 : tangentRoom),
    };
  });

  // --- where everything stands; a graph with boxes keeps the order it has with all boxes open
  const widest = Math.max(
    0,
    ...links.filter(carries).map((edge) => plateWidth(plateLines(first, edge, 2, true))),
  );
  // From rim to rim there is room for the widest plate below the ball.
  const gap = roomy
    ? Math.max(
        80,
        Math.min(
          250,
          Math.max(
            widest + 14 - (offset + ballR - R),
            (1020 - blocks.length * R) / Math.max(1, columns) - 2 * R,
          ),
        ),
      )
    : measures.gap;
  const layout = layOut(blocks, links, {
    gap,
    lane: measures.lane,
    margin: 20,
    ...openRank(first.answer, blocks),
  });
  if (roomy && (layout.width > ROOMY_SIZE.width || layout.height > ROOMY_SIZE.height))
    return drawGraph(svg, context, first, DENSE);
  const at = (/** @type {number} */ id) => layout.places.get(id) ?? { x: 0, y: 0 };
  const blockOf = new Map(blocks.map((block) => [block.id, block]));
  /** @type {Map<number, Point>} */
  const satelliteAt = new Map();
  for (const [id, { host, above, half }] of hostOf) {
    const { x, y } = at(host);
    satelliteAt.set(id, { x: x - 0.98 * R + 14 - half, y: y + (above ? -1.06 : 1.06) * R });
  }

  const layer = (/** @type {string} */ name) => shape("g", { class: name }, svg);
  const [halos, discs, lines, transports, units, balls, plates, handles, notes] = [
    "halos",
    "discs",
    "edges",
    "transports",
    "units",
    "balls",
    "plates",
    "handles",
    "problems",
  ].map(layer);

  // --- edges
  /** @type {EdgeParts[]} */
  const edges = first.answer.edges.map((edge) => {
    const from = satelliteAt.get(edge.source);
    const route = from
      ? [stub(from, at(edge.target), blockOf.get(edge.target)?.rx ?? R)]
      : (layout.routes.get(linkKey(edge)) ?? []);
    const group = shape(
      "g",
      {
        class: from ? "edge quiet" : "edge",
        "data-graph-edge": linkKey(edge),
        "data-state": "idle",
        "data-focus": `d.${linkKey(edge)}`,
        "aria-hidden": "true",
      },
      lines,
    );
    const d = routePath(route);
    shape("path", { class: "reach", d }, group);
    shape("path", { class: "line", d, "stroke-width": from ? 1.4 : 2.2 }, group);
    const last = route.at(-1);
    if (last && !from)
      shape(
        "path",
        {
          class: "head",
          d: arrowHead(last.to, Math.atan2(last.to.y - last.c2.y, last.to.x - last.c2.x), roomy ? 17 : 14),
        },
        group,
      );
    return { edge, group, route, points: pointsOf(route), look: "idle", spot: null };
  });
  const partsOfEdge = new Map(edges.map((parts) => [linkKey(parts.edge), parts]));

  // --- values
  /** @type {Map<number, NodeParts>} */
  const nodes = new Map();
  for (const node of shown) {
    const place = satelliteAt.get(node.id);
    if (place) nodes.set(node.id, drawConstant(node, place, hostOf.get(node.id)?.half ?? 14));
    else nodes.set(node.id, drawNode(node));
  }

  /** @param {GraphNode} node @param {Point} place @param {number} half @returns {NodeParts} */
  function drawConstant(node, place, half) {
    const group = shape(
      "g",
      {
        class: "value constant",
        "data-node": node.id,
        "data-state": "done",
        "data-focus": `v.${node.id}`,
        transform: `translate(${place.x.toFixed(1)} ${place.y.toFixed(1)})`,
        role: "img",
      },
      units,
    );
    if (node.id === first.answer.result)
      shape("rect", { class: "ring", x: -half - 5, y: -17, width: 2 * half + 10, height: 34, rx: 17 }, group);
    shape("rect", { class: "body", x: -half, y: -12, width: 2 * half, height: 24, rx: 12 }, group);
    const runs = runsOf(lookup.symbols[node.id] ?? { tag: "mn", text: "?" });
    const value = text(group, "number", 0, 0, 14);
    writeRuns(value, runs);
    set(value, { "data-address": `v.${node.id}` });
    return {
      node,
      at: place,
      rx: half,
      ry: 12,
      group,
      sign: value,
      value,
      disc: null,
      ball: null,
      title: runs,
      kind: "constant",
      look: "",
    };
  }

  /** @param {GraphNode} node @returns {NodeParts} */
  function drawNode(node) {
    const { id } = node;
    const place = at(id);
    const { rx, ry } = blockOf.get(id) ?? { rx: R, ry: R };
    const { kind, title, caption, captionSize, captionX } = words.get(id) ?? {
      kind: "operation",
      title: [],
      caption: [],
      captionSize: 14,
      captionX: 0,
    };
    if (kind === "constant") return drawConstant(node, place, rx);
    const ball = { x: place.x + offset + wider(kind, rx), y: place.y - offset };
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
      discs,
    );
    const group = shape(
      "g",
      {
        class: `value ${kind}`,
        "data-node": id,
        "data-state": "idle",
        "data-focus": `v.${id}`,
        "data-result": id === first.answer.result ? "" : null,
        transform: `translate(${place.x.toFixed(1)} ${place.y.toFixed(1)})`,
        role: "button",
        tabindex: 0,
        "aria-pressed": "false",
      },
      units,
    );
    const body = (/** @type {string} */ name, /** @type {number} */ more) =>
      kind === "operation"
        ? shape("circle", { class: name, r: R + more }, group)
        : shape(
            "rect",
            {
              class: name,
              x: -rx - more,
              y: -ry - more,
              width: 2 * (rx + more),
              height: 2 * (ry + more),
              rx: kind === "box" ? 16 : 7,
            },
            group,
          );
    if (id === first.answer.result) body("ring", 6);
    body("body", 0);
    if (kind === "box") body("fold", -5);
    const sign = text(group, "sign", 0, 0, 20);
    const value = text(group, "number", 0, 0, measures.value);
    set(value, { "data-address": `v.${id}` });
    if (caption.length) {
      const named = captionSize > 14;
      const below = text(
        group,
        named ? "name" : "name auto",
        captionX,
        ry + captionSize * 0.72 + (id === first.answer.result ? 7 : 2),
        captionSize,
      );
      writeRuns(below, caption);
    }
    const ballGroup = shape(
      "g",
      {
        class: "ball",
        "data-state": "absent",
        "data-focus": `g.${id}`,
        "aria-hidden": "true",
        transform: `translate(${ball.x.toFixed(1)} ${ball.y.toFixed(1)})`,
      },
      balls,
    );
    const symbol = roomy ? text(ballGroup, "symbol", 0.08 * ballR, -0.56 * ballR, 16) : null;
    const gradient = text(
      ballGroup,
      "value",
      (roomy ? 0.16 : 0.06) * ballR,
      (roomy ? -0.08 : -0.3) * ballR,
      measures.value,
    );
    set(gradient, { "data-address": `g.${id}` });
    drawHandle(node, kind, place, rx, ry);
    return {
      node,
      at: place,
      rx,
      ry,
      group,
      sign,
      value,
      disc,
      ball: { group: ballGroup, symbol, value: gradient },
      title,
      kind,
      look: "",
    };
  }

  /** The small − that folds a value into one box, the + that opens it. @param {GraphNode} node @param {string} kind @param {Point} place @param {number} rx @param {number} ry */
  function drawHandle({ id }, kind, place, rx, ry) {
    const opens = kind === "box";
    if (!opens && !holdsOperations(first.answer, id)) return;
    const name = nodeText(id, first.answer);
    const out = opens ? { x: rx - 4, y: ry - 4 } : { x: 0.74 * rx, y: 0.74 * ry };
    const handle = shape(
      "g",
      {
        class: "handle",
        "data-handle": opens ? "expand" : "collapse",
        "data-of": id,
        role: "button",
        tabindex: opens ? 0 : -1,
        "aria-label": say(opens ? "graph.open_box" : "graph.fold", { name }),
        transform: `translate(${(place.x + out.x).toFixed(1)} ${(place.y + out.y).toFixed(1)})`,
      },
      handles,
    );
    shape("circle", { class: "reach", r: 16 }, handle);
    shape("circle", { class: "knob", r: 10 }, handle);
    shape("path", { class: "mark", d: opens ? "M-5 0H5M0 -5V5" : "M-5 0H5" }, handle);
    write(shape("title", {}, handle), say(opens ? "graph.open_box" : "graph.fold", { name }));
  }

  /** @param {Element} parent @param {string} kind @param {number} x @param {number} y @param {number} size */
  function text(parent, kind, x, y, size) {
    return shape(
      "text",
      {
        class: kind,
        x: x.toFixed(1),
        y: y.toFixed(1),
        dy: "0.34em",
        "text-anchor": "middle",
        "font-size": size,
      },
      parent,
    );
  }

  /** What labels must not cover. @type {Box[]} */
  const bodies = [...nodes.values()].flatMap(({ node, at: { x, y }, rx, ry, kind }) => {
    const own = { x, y, w: 2 * rx, h: 2 * ry };
    if (kind === "constant") return [own];
    const { caption = [], captionSize = 14, captionX = 0 } = words.get(node.id) ?? {};
    const ball = { x: x + offset + wider(kind, rx), y: y - offset, w: 1.8 * ballR, h: 1.8 * ballR };
    return [
      own,
      ball,
      ...(caption.length
        ? [
            {
              x: x + captionX,
              y: y + ry + captionSize * 0.72,
              w: widthOfRuns(caption) * captionSize,
              h: captionSize,
            },
          ]
        : []),
    ];
  });
  // --- sentences about values outside the domain
  let [x0, y0, x1, y1] = [0, 0, layout.width, layout.height];
  for (const problem of uniqueBy(first.answer.problems, ({ node }) => node)) {
    const parts = nodes.get(first.answer.nodes[problem.node]?.hidden_in ?? problem.node);
    if (!parts) continue;
    const size = 15;
    const sentence = wrapped(problem.msg, 24);
    const w = Math.max(...sentence.map(widthOf)) * size + 24;
    const h = sentence.length * 20 + 12;
    const x = Math.max(w / 2 + 6, Math.min(Math.max(layout.width, w + 12) - w / 2 - 6, parts.at.x));
    // Below or above its value, as near as it covers nothing else.
    const covered = (/** @type {number} */ y) =>
      bodies.reduce((sum, body) => sum + overlap(body, { x, y, w, h: h + 6 }), 0);
    const near = [parts.at.y + parts.ry + 34 + h / 2, parts.at.y - offset - ballR - 8 - h / 2];
    const far = Array.from({ length: 16 }, (_, k) => (near[0] ?? 0) + 24 * (k + 1));
    const y = [...near, ...far].reduce((best, one) => (covered(one) < covered(best) ? one : best));
    if (y > (near[0] ?? 0))
      shape(
        "path",
        {
          class: "leader",
          d: pathOf([
            { x: parts.at.x, y: parts.at.y + parts.ry },
            { x: parts.at.x, y: y - h / 2 },
          ]),
        },
        notes,
      );
    const group = shape(
      "g",
      {
        class: "sentence",
        "data-problem-of": parts.node.id,
        transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
      },
      notes,
    );
    shape("rect", { class: "plate", x: -w / 2, y: -h / 2, width: w, height: h, rx: 8 }, group);
    sentence.forEach((line, k) => write(text(group, "words", 0, -h / 2 + 16 + k * 20, size), line));
    [x0, y0, x1, y1] = [
      Math.min(x0, x - w / 2 - 6),
      Math.min(y0, y - h / 2 - 6),
      Math.max(x1, x + w / 2 + 6),
      Math.max(y1, y + h / 2 + 10),
    ];
    bodies.push({ x, y, w, h });
  }
  if (roomy) {
    const labelled = edges.filter(({ edge }) => carries(edge));
    const sums = [...nodes.values()]
      .filter(({ node }) => (lookup.uses.get(node.id)?.length ?? 0) > 1)
      .map(({ at: { x, y } }) => ({ x: x + offset, y: y - offset - ballR - 15, w: 190, h: 26 }));
    const spots = labelSpots(
      labelled.map(({ points, edge }) => {
        const content = plateLines(first, edge, 2, true);
        return { points, w: plateWidth(content), h: content.length * LINE + 8 };
      }),
      [...bodies, ...sums],
      edges.map(({ points }) => points),
      layout,
    );
    labelled.forEach((parts, k) => (parts.spot = spots[k] ?? null));
  }

  set(svg, {
    viewBox: `${x0.toFixed(1)} ${y0.toFixed(1)} ${(x1 - x0).toFixed(1)} ${(y1 - y0).toFixed(1)}`,
    "data-roomy": roomy ? "" : null,
  });

  // --- plates at the edges come and go with the step
  /** @type {Map<string, { group: SVGGElement, pointer: SVGElement | null, key: string }>} */
  const standing = new Map();
  const remove = (/** @type {{ group: SVGGElement, pointer: SVGElement | null } | undefined} */ old) => {
    old?.group.remove();
    old?.pointer?.remove();
  };
  /** A plate of a few lines, made anew only when it says something else.
   * @param {string} name @param {Spot} spot @param {PlateLine[]} content @param {string} kind */
  function plate(name, spot, content, kind) {
    const key = JSON.stringify([spot.x, spot.y, content, kind]);
    const old = standing.get(name);
    if (old?.key === key) return;
    remove(old);
    const w = plateWidth(content);
    const h = content.length * LINE + 7;
    const group = shape(
      "g",
      {
        class: `part ${kind}`,
        transform: `translate(${spot.x.toFixed(1)} ${spot.y.toFixed(1)})`,
        "aria-hidden": "true",
      },
      plates,
    );
    // A plate that stands apart from its edge points at it.
    const [dx, dy] = spot.on ? [spot.on.x - spot.x, spot.on.y - spot.y] : [0, 0];
    const apart = Math.abs(dx) > w / 2 + 9 || Math.abs(dy) > h / 2 + 9;
    const pointer =
      apart && spot.on
        ? shape("path", { class: `pointer ${kind}`, d: pathOf([spot, spot.on]) }, transports)
        : null;
    shape("rect", { class: "plate", x: -w / 2, y: -h / 2, width: w, height: h, rx: 7 }, group);
    content.forEach((line, k) => {
      const node = text(group, line.kind, 0, (k - (content.length - 1) / 2) * LINE, TEXT);
      writeRuns(node, line.runs);
      set(node, {
        "data-address": line.address,
        "data-value": line.address === null ? null : fullNumber(line.value),
      });
    });
    standing.set(name, { group, pointer, key });
  }
  /** @param {(name: string) => boolean} stays */
  function clear(stays) {
    for (const [name, old] of standing)
      if (!stays(name)) {
        remove(old);
        standing.delete(name);
      }
  }

  /** The red lines that run back beside the edges in use. @type {Map<string, SVGGElement>} */
  const running = new Map();
  /** @param {GraphScreen} screen */
  function drawTransports({ frame }) {
    const wanted = edges.filter(({ edge }) => carries(edge) && edgeState(frame, edge) === "transport");
    const names = new Set(wanted.map(({ edge }) => linkKey(edge)));
    for (const [name, group] of running)
      if (!names.has(name)) {
        group.remove();
        running.delete(name);
      }
    for (const parts of wanted) {
      const name = linkKey(parts.edge);
      if (running.has(name)) continue;
      const points = transportOf(parts);
      const group = shape("g", { class: "transport", "aria-hidden": "true" }, transports);
      const [tip, before] = [points.at(-1), points.at(-2)];
      shape("path", { class: "line", d: pathOf(trimmed(points, 0, 9)) }, group);
      if (tip && before)
        shape(
          "path",
          { class: "head", d: arrowHead(tip, Math.atan2(tip.y - before.y, tip.x - before.x), 15) },
          group,
        );
      running.set(name, group);
    }
  }
  /** @param {EdgeParts} parts from the reader back to what it read */
  const transportOf = ({ points }) => trimmed(parallelTo(points, 8), 3, 3).toReversed();

  /** The plates of the edges in use where not every edge has its own spot. @type {Map<string, Spot>} */
  let passing = new Map();
  let passingKey = "";
  /** @param {readonly EdgeParts[]} inUse @param {GraphScreen} screen */
  function spotsOf(inUse, screen) {
    const key = `${inUse.map(({ edge }) => linkKey(edge))}`;
    if (key === passingKey) return passing;
    passingKey = key;
    const near = inUse.flatMap(({ edge }) => [nodes.get(edge.source), nodes.get(edge.target)]);
    const sums = near.flatMap((parts) =>
      parts ? [{ x: parts.at.x + offset, y: parts.at.y - offset - ballR - 15, w: 200, h: 27 }] : [],
    );
    const spots = labelSpots(
      inUse.map(({ points, edge }) => {
        const content = plateLines(screen, edge, 2, inUse.length <= FEW);
        return { points, w: plateWidth(content), h: content.length * LINE + 8 };
      }),
      [...bodies, ...(inUse.length > 1 ? sums : [])],
      inUse.map(({ points }) => points),
      layout,
    );
    passing = new Map(inUse.flatMap(({ edge }, k) => (spots[k] ? [[linkKey(edge), spots[k]]] : [])));
    return passing;
  }

  /** The local derivative and the contribution at the edges. @param {GraphScreen} screen @param {number} stage */
  function drawPlates(screen, stage) {
    const { frame, answer } = screen;
    const inUse = edges.filter(({ edge }) => carries(edge) && edgeState(frame, edge) === "transport");
    const paths = pathsOf(screen);
    const labelled = roomy
      ? edges.filter(
          ({ edge, spot, group }) =>
            spot && (paths ? group.hasAttribute("data-on-path") : frame.known.has(`c.${linkKey(edge)}`)),
        )
      : !paths && inUse.length <= MOST_PLATES
        ? inUse
        : [];
    const spots = roomy ? null : spotsOf(labelled, screen);
    const names = new Set(labelled.map(({ edge }) => `e ${linkKey(edge)}`));
    // Sums stand at values with several uses; paths have products of their own.
    /** @type {Map<string, () => void>} */
    const others = new Map();
    for (const parts of nodes.values()) {
      const { node } = parts;
      const uses = (lookupOf(answer).uses.get(node.id) ?? []).filter((edge) =>
        frame.known.has(`c.${linkKey(edge)}`),
      );
      const active = frame.writes.has(`g.${node.id}`);
      if (
        uses.length < 2 ||
        !(roomy || (active && frame.active.length <= MOST_PLATES)) ||
        (active && stage < 1)
      )
        continue;
      if (paths) continue;
      const summed = sumRuns(
        uses.map(({ contribution }) => contribution),
        answer.nodes[node.id]?.gradient ?? null,
        active && stage < 2,
      );
      const content = [{ kind: "sum", runs: summed, address: null, value: null }];
      others.set(`s ${node.id}`, () =>
        plate(`s ${node.id}`, sumSpot(parts, plateWidth(content)), content, "sum"),
      );
    }
    for (const [name, draw] of tangentPlates(screen)) others.set(name, draw);
    for (const [name, draw] of pathPlates(screen)) others.set(name, draw);
    clear((name) => names.has(name) || others.has(name));
    for (const { edge, spot } of labelled) {
      const place = spot ?? spots?.get(linkKey(edge));
      const active = frame.writes.has(`c.${linkKey(edge)}`);
      const content = plateLines(screen, edge, active ? stage : 2, roomy || labelled.length <= FEW);
      if (place)
        plate(
          `e ${linkKey(edge)}`,
          place,
          paths ? content.slice(0, -1) : content,
          active && !paths ? "flow" : "flow rest",
        );
    }
    for (const draw of others.values()) draw();
  }
  /** Where the sum at a value stands: over its ball, or else below it, wherever it covers least.
   * @param {NodeParts} parts @param {number} w @returns {Box} */
  function sumSpot({ at: { x, y }, rx, ry, kind }, w) {
    const h = LINE + 7;
    const over = { x: x + offset + wider(kind, rx), y: y - offset - ballR - h / 2 - 2 };
    const right = x + rx + offset + w / 2;
    const tried = [
      over,
      { x: x - rx + w / 2, y: over.y },
      { x, y: y + ry + h / 2 + 3 },
      { x: x - rx + w / 2, y: y + ry + h / 2 + 3 },
      { x: right, y: over.y },
      { x: right, y: y + ry },
    ].map((spot) => inside({ ...spot, w, h }, w));
    const covered = (/** @type {Box} */ spot) => bodies.reduce((sum, body) => sum + overlap(body, spot), 0);
    return tried.reduce((best, spot) => (covered(spot) < covered(best) - 60 ? spot : best));
  }
  /** A spot kept within the drawing. @param {Box} spot @param {number} w @returns {Box} */
  const inside = (spot, w) => ({
    ...spot,
    x: Math.max(x0 + w / 2 + 4, Math.min(x1 - w / 2 - 4, spot.x)),
    y: Math.max(y0 + 16, spot.y),
  });

  /** ∂v/∂w of the values in the forward-mode step, of all when there is one input only. @param {GraphScreen} screen @returns {[string, () => void][]} */
  function tangentPlates({ frame, answer, state }) {
    if (!state.tangents || !answer.tangents) return [];
    const { inputs } = lookupOf(answer);
    const told = [...nodes.values()].filter(
      ({ node, kind }) =>
        kind !== "constant" &&
        (frame.writes.has(`m.${node.id}.0`) || (roomy && frame.known.has(`m.${node.id}.0`))),
    );
    if (!roomy && told.length > MOST_PLATES) return [];
    return told.map(({ node, at: { x, y }, ry }) => {
      const rates = inputs.map((input, k) => ({ k, value: answer.tangents?.[input]?.[node.id] ?? null }));
      // With many inputs those that move it most.
      const kept =
        rates.length <= MOST_TANGENTS
          ? rates
          : rates
              .filter(({ value }) => value !== 0)
              .sort((a, b) => Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0))
              .slice(0, MOST_TANGENTS)
              .sort((a, b) => a.k - b.k);
      const content = kept.map(({ k, value }) => {
        const address = `m.${node.id}.${k}`;
        return {
          kind: "rate",
          runs: [...runsOf(flat(symbolIn(address, answer))), { text: " = " }, { text: numberOr(value) }],
          address,
          value,
        };
      });
      if (kept.length < rates.length)
        content.push({ kind: "rate", runs: [{ text: "⋯" }], address: "", value: null });
      const captionSize = words.get(node.id)?.caption.length
        ? (words.get(node.id)?.captionSize ?? 0) + (node.id === answer.result ? 15 : 8)
        : 4;
      const spot = { x, y: y + ry + captionSize + (content.length * LINE + 8) / 2, w: 0, h: 0 };
      return [
        `t ${node.id}`,
        () => plate(`t ${node.id}`, inside(spot, plateWidth(content)), content, "tangent"),
      ];
    });
  }

  /** The paths that are lit: those of the chosen value, once they have arrived. @param {GraphScreen} screen */
  const pathsOf = ({ answer: { paths }, state: { selected } }) =>
    selected !== null && paths?.node === selected ? paths : null;

  /** The product along every lit path, and their sum at the chosen value. @param {GraphScreen} screen @returns {[string, () => void][]} */
  function pathPlates(screen) {
    const { answer, state } = screen;
    const paths = pathsOf(screen);
    if (!paths?.shown.length) return [];
    const counted = paths.shown.map((path) =>
      path.nodes.slice(1).map((target, k) => `${target}.${path.operands[k] ?? 0}`),
    );
    const chosen = nodes.get(paths.node);
    const key = JSON.stringify([
      state.selected,
      counted,
      paths.shown.map(({ product }) => product),
      paths.sum,
      roomy,
    ]);
    if (key !== pathKey) {
      pathKey = key;
      pathLabels = [];
      const taken = [...bodies, ...(roomy ? edges.flatMap(({ spot }) => (spot ? [spot] : [])) : [])];
      /** @param {string} name @param {Run[]} runs @param {string} kind @param {(content: PlateLine[]) => Spot | null} find */
      const place = (name, runs, kind, find) => {
        const content = [{ kind: "product", runs, address: null, value: null }];
        const spot = find(content);
        if (!spot) return false;
        taken.push(spot);
        pathLabels.push({ name, spot, content, kind });
        return true;
      };
      if (chosen && paths.count > 1) {
        const runs = sumRuns(
          paths.shown.map(({ product }) => product),
          paths.sum,
          false,
          paths.count > paths.shown.length,
        );
        place("p sum", runs, "path total", (content) => freeSpot(chosen, plateWidth(content), taken));
      }
      // A product stands where it covers nothing; the panel lists them all.
      let written = 0;
      paths.shown.forEach((path, p) => {
        const keys = counted[p] ?? [];
        if (written >= MOST_PRODUCTS || keys.length === 0) return;
        const runs = productRuns(
          keys.map((one) => answerEdge(answer, partsOfEdge.get(one)?.edge)?.local_derivative ?? null),
          path.product,
        );
        // At an edge that no other path runs along, as near to the middle as there is one.
        const own = keys
          .map((one, k) => ({ one, k, shared: counted.filter((other) => other.includes(one)).length }))
          .sort(
            (a, b) =>
              a.shared - b.shared ||
              Math.abs(a.k - keys.length / 2 + 0.5) - Math.abs(b.k - keys.length / 2 + 0.5) ||
              b.k - a.k,
          );
        const { one, shared } = own[0] ?? { one: "", shared: 0 };
        const points = partsOfEdge.get(one)?.points;
        // Where every edge is shared, one would not know which path is meant.
        if (!points || shared > 1) return;
        if (
          place(`p ${p}`, runs, "path", (content) => {
            const spot = labelSpots([{ points, w: plateWidth(content), h: LINE + 8 }], taken, [], layout)[0];
            return spot && isFree(spot, taken) ? spot : null;
          })
        )
          written++;
      });
    }
    return pathLabels.map(({ name, spot, content, kind }) => [name, () => plate(name, spot, content, kind)]);
  }
  /** Does a plate cover nothing, and does it stand within the drawing? @param {Box} spot @param {readonly Box[]} taken */
  function isFree(spot, taken) {
    const { x, y, w, h } = spot;
    return (
      x - w / 2 >= x0 &&
      x + w / 2 <= x1 &&
      y - h / 2 >= y0 &&
      y + h / 2 <= y1 &&
      taken.every((box) => overlap(box, spot) === 0)
    );
  }
  /** The nearest spot at a value that covers nothing, not even an edge where that can be helped.
   * @param {NodeParts} parts @param {number} w @param {readonly Box[]} taken @returns {Spot | null} */
  function freeSpot({ at: { x, y }, ball }, w, taken) {
    const h = LINE + 7;
    const on = ball ? { x: x + offset, y: y - offset } : { x, y };
    /** @type {Spot | null} */
    let best = null;
    let least = Infinity;
    for (let down = -12; down <= 12; down++)
      for (let right = -8; right <= 8; right++) {
        const spot = { ...inside({ x: x + right * 36, y: y + down * 22, w, h }, w), w, h, on };
        const away = Math.abs(spot.x - on.x) + 1.4 * Math.abs(spot.y - on.y);
        if (away >= least || !isFree(spot, taken)) continue;
        const crossed = edges.reduce(
          (sum, { points }) =>
            sum +
            points.filter((p) => Math.abs(p.x - spot.x) < w / 2 + 3 && Math.abs(p.y - spot.y) < h / 2 + 3)
              .length,
          0,
        );
        if (away + 40 * crossed < least) [best, least] = [spot, away + 40 * crossed];
      }
    return best;
  }
  let pathKey = "";
  /** @type {{ name: string, spot: Spot, content: PlateLine[], kind: string }[]} */
  let pathLabels = [];
  let litKey = "";

  /** @param {GraphScreen} screen */
  function lightPaths(screen) {
    const { state } = screen;
    const paths = pathsOf(screen);
    const key = JSON.stringify([
      state.selected,
      paths?.shown.map(({ nodes: ids, operands }) => [ids, operands]),
    ]);
    if (key === litKey) return;
    litKey = key;
    halos?.replaceChildren();
    const onNodes = new Set(paths?.shown.flatMap(({ nodes: ids }) => ids) ?? []);
    const onEdges = new Set(
      paths?.shown.flatMap(({ nodes: ids, operands }) =>
        ids.slice(1).map((target, k) => `${target}.${operands[k] ?? 0}`),
      ) ?? [],
    );
    set(svg, { "data-lit": paths ? "" : null });
    for (const { group, edge, route } of edges) {
      const on = onEdges.has(linkKey(edge));
      set(group, { "data-on-path": on ? "" : null });
      if (on) shape("path", { class: "halo", d: routePath(route) }, halos);
    }
    for (const { group, node, kind } of nodes.values()) {
      set(group, {
        "data-on-path": onNodes.has(node.id) ? "" : null,
        "data-selected": state.selected === node.id ? "" : null,
      });
      if (kind !== "constant") set(group, { "aria-pressed": String(state.selected === node.id) });
    }
  }

  /** @param {GraphScreen} screen @param {number} moment */
  function update(screen, moment) {
    const { frame, answer } = screen;
    const stage = stageOf(moment);
    for (const parts of nodes.values()) {
      const node = answer.nodes[parts.node.id] ?? parts.node;
      const state = nodeState(frame, node);
      const failed = answer.problems.some(
        (problem) => problem.node === node.id || answer.nodes[problem.node]?.hidden_in === node.id,
      );
      if (parts.kind === "constant") {
        const look = `${node.value} ${failed}`;
        if (look === parts.look) continue;
        parts.look = look;
        set(parts.value, { "data-value": fullNumber(node.value) });
        set(parts.group, { "aria-label": nodeText(node.id, answer) });
        continue;
      }
      const ball = ballState(frame, node.id);
      const open = isValueKnown(frame, node) && !(frame.writes.has(`v.${node.id}`) && stage < 2);
      const told = ball === "known" || (ball === "active" && stage === 2);
      const look = [state, ball, open, told, node.value, node.gradient, failed].join();
      if (look === parts.look) continue;
      parts.look = look;
      drawValue(parts, node, answer, { state, ball, open, told, failed });
    }
    for (const parts of edges) {
      const state = edgeState(frame, parts.edge);
      if (state === parts.look) continue;
      parts.look = state;
      set(parts.group, {
        "data-state": state,
        "data-tangent": frame.phase === "tangent" && state === "signal" ? "" : null,
      });
      if (state !== "idle") lines?.append(parts.group);
    }
    lightPaths(screen);
    drawTransports(screen);
    drawPlates(screen, stage);
  }

  /** @param {NodeParts} parts @param {GraphNode} node @param {GraphAnswer} answer @param {{ state: string, ball: string, open: boolean, told: boolean, failed: boolean }} now */
  function drawValue(parts, node, answer, { state, ball, open, told, failed }) {
    const { group, sign, value, title, kind, rx, ry } = parts;
    const split = open || kind === "input";
    const room = (roomy ? 1.74 : 1.86) * (kind === "box" ? rx - 6 : kind === "input" ? rx : R * 0.96);
    const [high, low] =
      kind === "box"
        ? [-0.3 * ry, 0.34 * ry]
        : kind === "input"
          ? [-0.43 * ry, 0.45 * ry]
          : [-0.38 * ry, 0.26 * ry];
    writeRuns(sign, title);
    set(sign, {
      y: (split ? high : 0).toFixed(1),
      "font-size": fitting(
        title,
        kind === "box" ? 17 : split ? (roomy ? 25 : 20) : roomy ? 30 : 25,
        kind === "operation" && split ? room * 0.8 : room,
      ).toFixed(1),
    });
    writeNumber(value, split ? node.value : undefined, room);
    set(value, { y: low.toFixed(1) });
    const name = nodeText(node.id, answer);
    const gradientName = textOf(`g.${node.id}`, answer);
    set(group, {
      "data-state": state,
      "data-problem": failed ? "" : null,
      "data-undefined": split && node.value === null ? "" : null,
      "aria-label": [
        `${split ? `${name} = ${numberOr(node.value)}` : name}${kind === "operation" ? `, ${context.find(`graph.operation_${node.operation}`, node.operation)}` : ""}`,
        ...(told ? [`${gradientName} = ${numberOr(node.gradient)}`] : []),
        ...(failed
          ? answer.problems.filter((problem) => problem.node === node.id).map(({ msg }) => msg)
          : []),
      ].join("; "),
    });
    if (parts.disc) set(parts.disc, { "data-state": ball });
    if (!parts.ball) return;
    set(parts.ball.group, { "data-state": ball });
    const visible = ball !== "absent";
    if (parts.ball.symbol) {
      const symbol = visible ? runsOf(flat(symbolIn(`g.${node.id}`, answer))) : [];
      writeRuns(parts.ball.symbol, symbol);
      set(parts.ball.symbol, { "font-size": fitting(symbol, 17, 1.25 * ballR).toFixed(1) });
    }
    writeNumber(parts.ball.value, told ? node.gradient : undefined, (roomy ? 1.6 : 1.86) * ballR);
    if (visible && !told) write(parts.ball.value, "?");
  }

  /** A number in its body, with fewer digits where it would become too small to read.
   * @param {SVGTextElement} place @param {number | null | undefined} value `undefined`: not told yet @param {number} room */
  function writeNumber(place, value, room) {
    let words = value === undefined ? "" : numberOr(value);
    for (
      let digits = 3;
      digits > 1 && value && fitting([{ text: words }], measures.value, room) < SMALLEST;
      digits--
    )
      words = formatNumber(value, digits);
    write(place, words);
    set(place, {
      "font-size": fitting([{ text: words }], measures.value, room).toFixed(1),
      "data-value": value === undefined ? null : fullNumber(value),
    });
  }

  /** A number, or that there is none. @param {number | null} value */
  function numberOr(value) {
    return value === null ? undefinedWord : formatNumber(value);
  }

  /** @typedef {{ kind: string, runs: Run[], address: string | null, value: number | null }} PlateLine */
  /** What an edge says on the way back: the local derivative, in symbols and in numbers, and what flows.
   * @param {GraphScreen} screen @param {GraphEdge} given @param {number} stage @param {boolean} wide @returns {PlateLine[]} */
  function plateLines({ answer }, given, stage, wide) {
    const edge = answerEdge(answer, given) ?? given;
    const key = linkKey(edge);
    const upstream = answer.nodes[edge.target]?.gradient ?? null;
    const symbol = runsOf(flat(symbolIn(`d.${key}`, answer)));
    const formula = edge.formula === null || isOwnAddress(edge, key) ? [] : formulaRuns(edge.formula, answer);
    const plain =
      edge.formula?.op === "number" ||
      (formula.length === 1 && formula[0]?.text === numberOr(edge.local_derivative));
    const middle = formula.length && !plain && widthOfRuns(formula) < 14 ? [{ text: " = " }, ...formula] : [];
    const lead = wide || !middle.length ? [...symbol, ...middle] : middle.slice(1);
    const number = [{ text: " = " }, { text: numberOr(edge.local_derivative), look: "factor" }];
    // A long rule has a line of its own.
    const apart = middle.length > 0 && widthOfRuns([...lead, ...number]) > WIDEST_RULE;
    return [
      ...(apart ? [{ kind: "local", runs: lead, address: null, value: null }] : []),
      {
        kind: "local",
        runs: apart ? number : [...lead, ...number],
        address: `d.${key}`,
        value: edge.local_derivative,
      },
      {
        kind: "flow",
        address: `c.${key}`,
        value: edge.contribution,
        runs:
          edge.contribution === null
            ? [{ text: numberOr(null), look: "value" }]
            : [
                { text: numberOr(upstream) },
                { text: " · " },
                { text: inBrackets(edge.local_derivative) },
                { text: " = " },
                { text: stage < 1 ? "?" : numberOr(edge.contribution), look: "value" },
              ],
      },
    ];
  }
  /** @param {number | null} value */
  function inBrackets(value) {
    return value !== null && value < 0 ? `(${numberOr(value)})` : numberOr(value);
  }
  /** a + b − c = d, long ones with dots. @param {readonly (number | null)[]} terms @param {number | null} total @param {boolean} waiting @param {boolean} [more] @returns {Run[]} */
  function sumRuns(terms, total, waiting, more = false) {
    if (terms.includes(null) || total === null) return [{ text: numberOr(null), look: "value" }];
    const long = more || terms.length > MOST_TERMS;
    const kept = long ? terms.slice(0, MOST_TERMS - 1) : terms;
    const runs = kept.flatMap((term, k) =>
      k === 0
        ? [{ text: numberOr(term) }]
        : [
            { text: term !== null && term < 0 ? " − " : " + " },
            { text: numberOr(term === null ? null : Math.abs(term)) },
          ],
    );
    const last = long && !more ? [{ text: " + " }, { text: inBrackets(terms.at(-1) ?? null) }] : [];
    return [
      ...runs,
      ...(long ? [{ text: " + ⋯" }] : []),
      ...last,
      { text: " = " },
      { text: waiting ? "?" : numberOr(total), look: "value" },
    ];
  }
  /** @param {readonly (number | null)[]} factors @param {number | null} product @returns {Run[]} */
  function productRuns(factors, product) {
    const long = factors.length > MOST_TERMS;
    const kept = long ? factors.slice(0, MOST_TERMS - 1) : factors;
    const runs = kept.flatMap((factor, k) => [
      { text: `${k ? " · " : ""}${k ? inBrackets(factor) : numberOr(factor)}` },
    ]);
    return factors.length === 1
      ? [{ text: numberOr(product), look: "value" }]
      : [
          ...runs,
          ...(long ? [{ text: ` · ⋯ · ${inBrackets(factors.at(-1) ?? null)}` }] : []),
          { text: " = " },
          { text: numberOr(product), look: "value" },
        ];
  }

  /** @param {GraphScreen} screen @returns {Route[]} */
  function routes({ frame }) {
    return edges.flatMap(routeOf);
    /** @param {EdgeParts} parts @returns {Route[]} */
    function routeOf(parts) {
      if (satelliteAt.has(parts.edge.source)) return [];
      const state = edgeState(frame, parts.edge);
      if (state === "transport") return [{ points: transportOf(parts), kind: "transport" }];
      if (state === "signal")
        return [{ points: parts.points, kind: frame.phase === "tangent" ? "update" : "signal" }];
      return [];
    }
  }

  /** @param {GraphScreen} screen @returns {Box | null} */
  function happening({ frame }) {
    const ids = new Set(
      frame.active.slice(0, 1).flatMap(({ unit }) => {
        if (unit === null) return [];
        const near =
          frame.phase === "backward"
            ? (lookup.uses.get(unit) ?? []).map(({ target }) => target)
            : (edgesInto.get(unit) ?? []).map(({ source }) => source);
        return [unit, ...near];
      }),
    );
    const found = [...ids].flatMap((id) => nodes.get(id) ?? []);
    if (!found.length) return null;
    // The sum over a ball reaches further than its value.
    const sum = found.length > 2 && frame.phase === "backward" ? 70 : 0;
    const [left, right] = [
      Math.max(x0, Math.min(...found.map(({ at: { x }, rx }) => x - rx - sum))),
      Math.max(...found.map(({ at: { x }, rx }) => x + rx + offset)),
    ];
    const [top, bottom] = [
      Math.min(...found.map(({ at: { y }, ry }) => y - ry - offset)),
      Math.max(...found.map(({ at: { y }, ry }) => y + ry + 30)),
    ];
    return { x: (left + right) / 2 - x0, y: (top + bottom) / 2 - y0, w: right - left, h: bottom - top };
  }

  return {
    origin: { x: x0, y: y0 },
    width: x1 - x0,
    height: y1 - y0,
    radius: R,
    roomy,
    update,
    routes,
    happening,
  };
}

/** @param {readonly { runs: readonly Run[], [more: string]: unknown }[]} content */
const plateWidth = (content) => Math.max(...content.map(({ runs }) => widthOfRuns(runs))) * TEXT * 1.01 + 16;

/** The edge of the newest answer. @param {GraphAnswer} answer @param {GraphEdge | undefined} edge */
const answerEdge = (answer, edge) => (edge ? lookupOf(answer).edges.get(linkKey(edge)) : undefined);

/** A box's local derivative has no formula but its name. @param {GraphEdge} edge @param {string} key */
const isOwnAddress = (edge, key) => edge.formula?.op === "address" && edge.formula.address === `d.${key}`;

/** @param {string} address @param {GraphAnswer} answer */
const textOf = (address, answer) =>
  runsOf(flat(symbolIn(address, answer)))
    .map(({ text }) => text)
    .join("");

/** Does anything but inputs and constants disappear into it? @param {GraphAnswer} answer @param {number} id */
const holdsOperations = ({ nodes }, id) =>
  nodes.some(({ inside, operands, hidden_in }) => inside === id && operands.length > 0 && hidden_in === null);

/** @param {readonly GraphEdge[]} edges @param {(edge: GraphEdge) => number} key */
function groupedBy(edges, key) {
  /** @type {Map<number, GraphEdge[]>} */
  const found = new Map();
  for (const edge of edges) found.set(key(edge), [...(found.get(key(edge)) ?? []), edge]);
  return found;
}
/** @template T @param {readonly T[]} list @param {(one: T) => unknown} key */
const uniqueBy = (list, key) =>
  list.filter((one, k) => list.findIndex((other) => key(other) === key(one)) === k);

/** From a constant to the rim of what reads it. @param {Point} from @param {Point} to @param {number} radius @returns {Cubic} */
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

/** The heights that the shown values have with all boxes open: their order stays when a box closes. @param {GraphAnswer} answer @param {readonly Block[]} blocks */
function openRank({ nodes }, blocks) {
  if (nodes.every(({ hidden_in }) => hidden_in === null)) return {};
  const size = new Map(blocks.map((block) => [block.id, block]));
  const all = nodes.map(
    ({ id }) => size.get(id) ?? { id, rx: 34, ry: 34, round: true, left: 34, right: 62, up: 62, down: 56 },
  );
  // A box names what it reads from outside; inside, what nothing else reads is read by the box itself.
  const read = new Set(nodes.flatMap(({ operands }) => operands));
  const reads = nodes.map(({ id, operands }) => [
    ...operands,
    ...nodes.flatMap((node) => (node.hidden_in === id && !read.has(node.id) ? [node.id] : [])),
  ]);
  const links = reads.flatMap((operands, target) =>
    operands.map((source, operand) => ({ source, target, operand })),
  );
  return { rank: new Map([...layOut(all, links).places].map(([id, { y }]) => [id, y])) };
}

/** A sentence in lines of at most so many em; Chinese may break anywhere. @param {string} sentence @param {number} room */
function wrapped(sentence, room) {
  /** @type {string[]} */
  const lines = [""];
  for (const word of sentence.match(/[⺀-鿿＀-￯]|\s+|[^\s⺀-鿿＀-￯]+/g) ?? []) {
    const last = lines.length - 1;
    if (widthOf(lines[last] + word) > room && lines[last]?.trim() && !/^[，。；：、）]/.test(word))
      lines.push(word.trimStart());
    else lines[last] += word;
  }
  return lines.map((line) => line.trim()).filter(Boolean);
}
