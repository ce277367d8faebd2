// The error balls of the flow drawing, behind the neurons and up to the right.

import { setText } from "../../../draw/dom.js";
import { set, shape, widthOf, widthOfRuns, writeRuns } from "../../../draw/svg.js";
import { formatNumber } from "../../../math/format.js";
import { ghostOf } from "../../ghost.js";
import { placeBall } from "../../layout.js";
import { ballFamily, signOf } from "../../notation.js";
import { figureRuleValueOf } from "../../trace_values.js";
import { isShown, numberOf } from "../diagram/drawing_screen.js";
import { LABEL_SIZE } from "../diagram/number_label.js";
import { showsFigureRule } from "./figure_rule.js";
import { writeNumber } from "./number_text.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Point } from "../../../draw/geometry.js" */
/** @import { UnitState } from "../../diagram_state.js" */
/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */
/** @import { Flow, FlowPlan } from "./build.js" */

/** @typedef {ReturnType<typeof buildBall>} BallNodes */

/**
 * The ball itself; its numbers stand before the neurons.
 * @param {FlowPlan} plan @param {Point} point @param {number} l @param {number} j
 */
export function buildDisc({ places: { R }, groups }, point, l, j) {
  const { x, y } = placeBall(point, R);
  return shape(
    "circle",
    { class: "disc", "data-disc": `${l}.${j}`, "data-state": "absent", cx: x, cy: y, r: R },
    groups.discs,
  );
}

/** @param {FlowPlan} plan @param {Point} point @param {number} l @param {number} j */
export function buildBall({ places: { R }, groups, roomy, depth }, point, l, j) {
  const ball = placeBall(point, R);
  const error = `error${l}.${j}`;
  const group = shape(
    "g",
    { class: "ball", "data-ball": `${l}.${j}`, "data-state": "absent", "data-focus": error, role: "img" },
    groups.balls,
  );
  if (!roomy) return { group, at: ball, numbers: null };
  /** @param {string} kind @param {number} x in R @param {number} y @param {Address | null} [address] */
  const text = (kind, x, y, address = null) =>
    shape(
      "text",
      {
        class: kind,
        x: ball.x + x * R,
        y: ball.y + y * R,
        dy: "0.34em",
        "text-anchor": "middle",
        "data-address": address,
      },
      group,
    );
  const pill = shape(
    "rect",
    { class: "pill", y: ball.y - 1.28 * R - 9, height: 18, rx: 9, visibility: "hidden" },
    group,
  );
  return {
    group,
    at: ball,
    numbers: {
      /** The plate behind `truth`. */
      pill,
      name: text("symbol", 0, -0.53),
      value: text("value", l === depth ? -0.04 : 0.16, -0.04, error),
      /** The number before the last edit. */
      ghost: text("beside", 0.42, 0.36),
      /** What the gradient gives, where the figures' rule is shown. */
      truth: text("truth", 0, -1.28),
    },
  };
}

/**
 * @param {Flow} flow @param {DrawingScreen} now @param {BallNodes} nodes @param {UnitState} unit
 * @param {number} l @param {number} j
 */
export function updateBall(flow, now, nodes, unit, l, j) {
  const address = `${ballFamily(l, now.naming)}${l}.${j}`;
  const { trace, state } = now.screen;
  const sign = signOf(address, now.naming.notation);
  const error = numberOf(now, address);
  const truth = error === null ? null : error * sign;
  const byFigureRule = showsFigureRule(now);
  const value = byFigureRule ? (figureRuleValueOf(trace, address, state.sample) ?? truth) : truth;
  const visible = unit.ball !== "absent";
  const ready = visible && isShown(now, address);
  const { runs, text } = now.symbol(address);
  set(nodes.group, {
    "data-state": unit.ball,
    "data-focus": address,
    "aria-hidden": visible ? null : "true",
    "aria-label": visible ? `${text} = ${isShown(now, address) ? formatNumber(value) : "…"}` : null,
  });
  if (!nodes.numbers) return;
  const { R } = flow.places;
  const { name, value: number, ghost, truth: aside, pill } = nodes.numbers;
  writeRuns(name, visible ? runs : []);
  const size = Math.min(17, (1.55 * R) / widthOfRuns(runs)).toFixed(1);
  name.style.setProperty("font-size", now.naming.notation === "figure" ? "" : `${size}px`);
  writeNumber(number, ready ? value : null, R * (l === flow.depth ? 1.1 : 1.35), 0.38 * R);
  if (visible && !ready) setText(number, "?");
  else if (visible && value === null) setText(number, formatNumber(value));
  set(number, { "data-address": address, "data-drawn": byFigureRule ? "" : null });
  const old = ready && !byFigureRule ? ghostOf(now.screen, address, error) : null;
  writeNumber(ghost, old === null ? null : old * sign, R * 0.8, 0.27 * R);
  const differs = ready && byFigureRule && formatNumber(truth, 3) !== formatNumber(value, 3);
  const words = differs ? now.context.t("diagram.true", { value: formatNumber(truth, 3) }) : "";
  setText(aside, words);
  const width = widthOf(words) * LABEL_SIZE + 12;
  set(pill, { x: nodes.at.x - width / 2, width, visibility: words ? null : "hidden" });
}
