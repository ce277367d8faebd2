// Updates a drawn graph from a screen; elements change only if what they show does.

/** @import { GraphAnswer, GraphNode, GraphScreen } from "../../types.js" */
/** @import { BallState, NodeState } from "../../diagram_state.js" */
/** @import { Drawing, NodeParts } from "./types.js" */
import { setText } from "../../../draw/dom.js";
import { set, writeRuns } from "../../../draw/svg.js";
import { formatNumber, fullNumber } from "../../../math/format.js";
import { ballState, edgeState, isValueKnown, nodeState, stageOf } from "../../diagram_state.js";
import { nodeText } from "../../symbols.js";
import { edgeLabels, sumLabels } from "./contributions.js";
import { numberText, symbolRuns, symbolText } from "./label_text.js";
import { showLabels } from "./labels.js";
import { highlightPaths, pathLabels } from "./paths.js";
import { tangentLabels } from "./tangents.js";
import { fittingSize } from "./text.js";
import { updateTransports } from "./transports.js";

/**
 * What a node shows: its state and its ball's, whether its value and its gradient are revealed, and whether its
 * value is outside the domain.
 * @typedef {{ state: NodeState, ball: BallState, hasValue: boolean, hasGradient: boolean, failed: boolean }} NodeView
 */

/** @param {Drawing} drawing @param {GraphScreen} screen @param {number} t how far the step is, 0 to 1 */
export function updateDrawing(drawing, screen, t) {
  const stage = stageOf(t);
  for (const parts of drawing.nodes.values()) updateNode(drawing, parts, screen, stage);
  updateEdges(drawing, screen);
  highlightPaths(drawing, screen);
  updateTransports(drawing, screen);
  const atEdges = edgeLabels(drawing, screen, stage);
  showLabels(drawing, [
    ...atEdges,
    ...sumLabels(drawing, screen, stage, atEdges),
    ...tangentLabels(drawing, screen),
    ...pathLabels(drawing, screen),
  ]);
}

/** @param {Drawing} drawing @param {GraphScreen} screen */
function updateEdges({ edges, layers }, { frame }) {
  for (const parts of edges) {
    const state = edgeState(frame, parts.edge);
    if (state === parts.look) continue;
    parts.look = state;
    set(parts.group, {
      "data-state": state,
      "data-tangent": frame.phase === "tangent" && state === "signal" ? "" : null,
    });
    // Edges in use are drawn over the others.
    if (state !== "idle") layers.edges.append(parts.group);
  }
}

/** @param {Drawing} drawing @param {NodeParts} parts @param {GraphScreen} screen @param {number} stage */
function updateNode(drawing, parts, { frame, answer }, stage) {
  const node = answer.nodes[parts.node.id] ?? parts.node;
  const failed = answer.problems.some(
    (problem) => problem.node === node.id || answer.nodes[problem.node]?.hidden_in === node.id,
  );
  if (parts.kind === "constant") {
    const look = `${node.value} ${failed}`;
    if (look === parts.look) return;
    parts.look = look;
    set(parts.value, { "data-value": fullNumber(node.value) });
    set(parts.group, { "aria-label": nodeText(node.id, answer) });
    return;
  }
  const ball = ballState(frame, node.id);
  const view = {
    state: nodeState(frame, node),
    ball,
    hasValue: isValueKnown(frame, node) && !(frame.writes.has(`v.${node.id}`) && stage < 2),
    hasGradient: ball === "known" || (ball === "active" && stage === 2),
    failed,
  };
  const look = [...Object.values(view), node.value, node.gradient].join();
  if (look === parts.look) return;
  parts.look = look;
  updateBody(drawing, parts, node, view);
  set(parts.group, {
    "data-state": view.state,
    "data-problem": failed ? "" : null,
    "data-undefined": showsValue(parts, view) && node.value === null ? "" : null,
    "aria-label": nameOf(drawing, parts, node, answer, view),
  });
  updateBall(drawing, parts, node, answer, view);
}

/** Inputs show their value from the start. @param {NodeParts} parts @param {NodeView} view */
const showsValue = ({ kind }, { hasValue }) => hasValue || kind === "input";

/** The title and the value of a node, one above the other.
 * @param {Drawing} drawing @param {NodeParts} parts @param {GraphNode} node @param {NodeView} view */
function updateBody(drawing, parts, node, view) {
  const { roomy, R } = drawing.measures;
  const { sign, value, title, kind, rx, ry } = parts;
  const hasValue = showsValue(parts, view);
  const width = (roomy ? 1.74 : 1.86) * (kind === "box" ? rx - 6 : kind === "input" ? rx : R * 0.96);
  const [high, low] =
    kind === "box"
      ? [-0.3 * ry, 0.34 * ry]
      : kind === "input"
        ? [-0.43 * ry, 0.45 * ry]
        : [-0.38 * ry, 0.26 * ry];
  const largest = kind === "box" ? 17 : hasValue ? (roomy ? 25 : 20) : roomy ? 30 : 25;
  const titleWidth = kind === "operation" && hasValue ? width * 0.8 : width;
  writeRuns(sign, title);
  set(sign, {
    y: (hasValue ? high : 0).toFixed(1),
    "font-size": fittingSize(title, largest, titleWidth).toFixed(1),
  });
  writeNumber(drawing, value, hasValue ? node.value : undefined, width);
  set(value, { y: low.toFixed(1) });
}

/**
 * The state of a ball, its symbol and the gradient.
 * @param {Drawing} drawing @param {NodeParts} parts @param {GraphNode} node @param {GraphAnswer} answer
 * @param {NodeView} view
 */
function updateBall(drawing, { ball }, node, answer, view) {
  if (!ball) return;
  const { roomy, ballR } = drawing.measures;
  const isVisible = view.ball !== "absent";
  set(ball.disc, { "data-state": view.ball });
  set(ball.group, { "data-state": view.ball });
  if (ball.symbol) {
    const symbol = isVisible ? symbolRuns(`g.${node.id}`, answer) : [];
    writeRuns(ball.symbol, symbol);
    set(ball.symbol, { "font-size": fittingSize(symbol, 17, 1.5 * ballR).toFixed(1) });
  }
  const gradient = view.hasGradient ? node.gradient : undefined;
  writeNumber(drawing, ball.value, gradient, 1.8 * ballR);
  if (isVisible && !view.hasGradient) setText(ball.value, "?");
}

/**
 * What a screen reader announces for a node.
 * @param {Drawing} drawing @param {NodeParts} parts @param {GraphNode} node @param {GraphAnswer} answer
 * @param {NodeView} view
 */
function nameOf({ context, undefinedWord }, parts, node, answer, view) {
  const number = (/** @type {number | null} */ value) => numberText(value, undefinedWord);
  const name = nodeText(node.id, answer);
  const value = showsValue(parts, view) ? `${name} = ${number(node.value)}` : name;
  const operation = context.find(`graph.operation_${node.operation}`, node.operation);
  return [
    parts.kind === "operation" ? `${value}${context.t("speech.comma")}${operation}` : value,
    ...(view.hasGradient ? [`${symbolText(`g.${node.id}`, answer)} = ${number(node.gradient)}`] : []),
    ...answer.problems.filter((problem) => problem.node === node.id).map(({ msg }) => msg),
  ].join(context.t("speech.semicolon"));
}

/** Writes a number with as many digits as are legible in a width.
 * @param {Drawing} drawing @param {SVGTextElement} text @param {number | null | undefined} value undefined: not
 * revealed yet
 * @param {number} width */
function writeNumber({ measures, undefinedWord }, text, value, width) {
  const sizeOf = (/** @type {string} */ words) => fittingSize([{ text: words }], measures.value, width);
  let words = value === undefined ? "" : numberText(value, undefinedWord);
  for (let digits = 3; digits > 1 && value && sizeOf(words) < measures.least; digits--)
    words = formatNumber(value, digits);
  setText(text, words);
  set(text, {
    "font-size": sizeOf(words).toFixed(1),
    "data-value": value === undefined ? null : fullNumber(value),
  });
}
