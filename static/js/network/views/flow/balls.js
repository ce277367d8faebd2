// The error balls of the flow drawing, at the neurons, up to the right.

import { setText } from "../../../draw/dom.js";
import { set, shape, widthOf, widthOfRuns, writeRuns } from "../../../draw/svg.js";
import { formatNumber } from "../../../math/format.js";
import { ghostOf } from "../../ghost.js";
import { placeBall } from "../../layout.js";
import { ballFamily, signOf } from "../../notation.js";
import { figureRuleValueOf } from "../../trace_values.js";
import { isShown, numberOf } from "../diagram/drawing_screen.js";
import { FROM } from "../diagram/number_label.js";
import { showsFigureRule } from "./figure_rule.js";
import { chord, writeNumber } from "../diagram/number_text.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Point } from "../../../draw/geometry.js" */
/** @import { UnitState } from "../../diagram_state.js" */
/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */
/** @import { Flow, FlowPlan } from "./build.js" */

/** @typedef {ReturnType<typeof buildBall>} BallNodes */

/** Down to which part of the font size the symbol in a ball may be drawn. */
const SMALLEST_SYMBOL = 0.95;

/** Where the number stands, in radii below the middle. */
const VALUE_LINE = 0.16;

/**
 * The ball itself; its numbers stand before the neurons.
 * @param {FlowPlan} plan @param {Point} point @param {number} l @param {number} j
 */
export function buildDisc({ places, groups }, point, l, j) {
  const { x, y, r } = placeBall(places, point);
  return shape(
    "circle",
    { class: "disc", "data-disc": `${l}.${j}`, "data-state": "absent", cx: x, cy: y, r },
    groups.discs,
  );
}

/** @param {FlowPlan} plan @param {Point} point @param {number} l @param {number} j */
export function buildBall({ places, groups, roomy }, point, l, j) {
  const ball = placeBall(places, point);
  const { text: size } = places;
  const error = `error${l}.${j}`;
  const group = shape(
    "g",
    { class: "ball", "data-ball": `${l}.${j}`, "data-state": "absent", "data-focus": error, role: "img" },
    groups.balls,
  );
  if (!roomy) return { group, at: ball, numbers: null };
  /** @param {string} kind @param {number} y in radii @param {Address | null} [address] */
  const text = (kind, y, address = null) =>
    shape(
      "text",
      {
        class: kind,
        x: ball.x,
        y: ball.y + y * ball.r,
        dy: "0.34em",
        "text-anchor": "middle",
        "data-address": address,
      },
      group,
    );
  const pill = shape(
    "rect",
    {
      class: "pill",
      y: ball.y - ball.r - 1.2 * size,
      height: 1.2 * size,
      rx: 0.6 * size,
      visibility: "hidden",
    },
    group,
  );
  return {
    group,
    at: ball,
    numbers: {
      /** The plate behind `truth`. */
      pill,
      name: text("symbol", -0.5),
      value: text("value", VALUE_LINE, error),
      /** The number before the last edit. */
      ghost: text("beside", 0.68),
      /** What the gradient gives, where the figures' rule is shown. */
      truth: text("truth", -1 - (0.6 * size) / ball.r),
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
  const { r } = nodes.at;
  const size = flow.places.text;
  const { name, value: number, ghost, truth: aside, pill } = nodes.numbers;
  const isTight = flow.letters === "none" || (1.4 * r) / widthOfRuns(runs) < SMALLEST_SYMBOL * size;
  // Without its index where there is no room for it: the ball stands at its neuron.
  const letters = isTight ? runs.filter(({ text: letter }) => letter === "δ").slice(0, 1) : runs;
  writeRuns(name, visible ? letters : []);
  name.style.setProperty(
    "font-size",
    `${Math.min(1.1 * size, (1.4 * r) / widthOfRuns(letters)).toFixed(1)}px`,
  );
  writeNumber(number, ready ? value : null, chord(r, VALUE_LINE * r + 0.35 * size), size);
  if (visible && !ready) setText(number, "?");
  else if (visible && value === null) setText(number, formatNumber(value));
  set(number, { "data-address": address, "data-drawn": byFigureRule ? "" : null });
  const old = ready && !byFigureRule ? ghostOf(now.screen, address, error) : null;
  writeNumber(ghost, old === null ? null : old * sign, 1.1 * r, 0.7 * size, FROM);
  const differs = ready && byFigureRule && formatNumber(truth, 3) !== formatNumber(value, 3);
  const words = differs ? now.context.t("diagram.true", { value: formatNumber(truth, 3) }) : "";
  setText(aside, words);
  const width = widthOf(words) * 0.94 * size + 12;
  set(pill, { x: nodes.at.x - width / 2, width, visibility: words ? null : "hidden" });
}
