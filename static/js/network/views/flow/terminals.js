// The ends of the flow drawing: inputs on the left; outputs, targets and their comparison on the right.

import { at } from "../../../core/at.js";
import { setText } from "../../../draw/dom.js";
import { set, shape, widthOfRuns, writeRuns } from "../../../draw/svg.js";
import { fullNumber } from "../../../math/format.js";
import { MIN_TEXT } from "../../columns.js";
import { placeComparison } from "../../layout.js";
import { drawArrow } from "../diagram/arrows.js";
import { isShown, numberOf } from "../diagram/drawing_screen.js";
import { fillGivenNumber, makeNumberLabel, moveNumberLabel, roomLeftOf } from "../diagram/number_label.js";
import { EDGE, writeNumber } from "../diagram/number_text.js";

/** @import { Point } from "../../../draw/geometry.js" */
/** @import { Run } from "../../../draw/svg.js" */
/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */
/** @import { Flow, FlowPlan } from "./build.js" */

/** @typedef {ReturnType<typeof buildInput>} InputNodes */
/** @typedef {ReturnType<typeof buildOutput>} OutputNodes */

/** The size of a name beside the drawing, in font sizes; and the gap between it and its number. */
const NAME_SIZE = 1.15;
const GAP = 0.5;

/** @param {FlowPlan} plan */
const nameSize = ({ roomy, places: { R, text } }) => (roomy ? NAME_SIZE * text : Math.max(MIN_TEXT, R * 0.9));

/** @param {FlowPlan} plan @param {Point} point @param {number} i */
export function buildInput(plan, point, i) {
  const { places, roomy } = plan;
  const { R, text } = places;
  const group = shape("g", { class: "terminal", "data-input": i, "data-focus": `x.${i}` }, plan.groups.notes);
  const { dot, name, label } = plan.withSymbols
    ? {
        dot: { class: "rim", r: places.inputRadius },
        name: { x: point.x, y: point.y - (roomy ? R * 0.22 : -4), "text-anchor": "middle" },
        label: { x: point.x, y: point.y + R * 0.28, align: /** @type {const} */ ("middle") },
      }
    : {
        dot: { class: "dot", r: Math.max(2, R * 0.09) },
        name: { x: point.x - 0.7 * text, y: point.y - (roomy ? 0.2 * text : -3), "text-anchor": "end" },
        label: { x: point.x - 0.5 * text, y: point.y + 0.95 * text, align: /** @type {const} */ ("end") },
      };
  shape("circle", { class: dot.class, cx: point.x, cy: point.y, r: dot.r }, group);
  return {
    name: shape("text", { class: "name", ...name, "font-size": nameSize(plan) }, group),
    numberLabel: roomy
      ? makeNumberLabel(group, { ...label, w: 3.5 * text, h: 1.3 * text }, `x.${i}`, label.align)
      : null,
  };
}

/** @param {FlowPlan} plan @param {Point} point of the output unit @param {number} k */
export function buildOutput(plan, point, k) {
  const { groups, roomy, depth } = plan;
  const { places } = plan;
  const { text } = places;
  const place = placeComparison(places, point);
  const group = shape(
    "g",
    { class: "comparison", "data-compare": k, "data-state": "idle", "aria-hidden": "true" },
    groups.transports,
  );
  drawArrow(group, { class: "output" }, place.output);
  drawArrow(group, { class: "lime" }, place.fromTarget);
  drawArrow(group, { class: "lime" }, place.fromOutput);
  const [targetSign, outputSign] = /** @type {const} */ ([place.plus, place.minus]).map(({ x, y }) =>
    shape("text", { class: "sign", x, y, "text-anchor": "middle", dy: "0.34em", "font-size": text }, group),
  );
  const terminal = shape("g", { class: "terminal out", "data-output": k }, groups.notes);
  const x = place.target.x + 0.45 * text;
  const output = `a${depth}.${k}`;
  return {
    group,
    place,
    targetSign,
    outputSign,
    target: shape(
      "text",
      {
        class: "name target",
        x,
        y: place.target.y,
        dy: "0.34em",
        "font-size": nameSize(plan),
        "data-focus": `t.${k}`,
      },
      terminal,
    ),
    targetLabel: roomy
      ? makeNumberLabel(terminal, { x, y: place.target.y, w: 3.5 * text, h: 1.3 * text }, `t.${k}`, "start")
      : null,
    output: shape(
      "text",
      { class: "name", x, y: point.y, dy: "0.34em", "font-size": nameSize(plan), "data-focus": output },
      terminal,
    ),
    outputValue: shape(
      "text",
      {
        class: "number",
        x,
        y: point.y,
        dy: "0.34em",
        "font-size": plan.roomy ? text : null,
        "data-address": output,
      },
      terminal,
    ),
  };
}

/** @param {Flow} flow @param {DrawingScreen} now */
export function updateInputs({ inputs, places: { text } }, now) {
  inputs.forEach(({ name, numberLabel }, i) => {
    writeRuns(name, now.symbol(`x.${i}`).runs);
    if (numberLabel) fillGivenNumber(now, numberLabel, `x.${i}`, "given", text, roomLeftOf(numberLabel));
  });
}

/** Whether the comparison may be drawn as a difference of output and target. @param {DrawingScreen} now */
function isDifference({ screen: { trace }, context }) {
  const samples = trace.request.inputs.length;
  return (
    trace.network.loss === context.catalog.as_drawn.loss &&
    (samples === 1 || trace.request.reduction === "sum")
  );
}

/** @param {Flow} flow @param {DrawingScreen} now */
export function updateOutputs({ outputs, depth, roomy, places }, now) {
  const { text, width } = places;
  const signs = isDifference(now) ? "" : null;
  // The figures' δ = z − y is minus the derivative a − t.
  const [ofTarget, ofOutput] = now.naming.notation === "figure" ? ["+", "−"] : ["−", "+"];
  outputs.forEach(({ group, place, targetSign, outputSign, target, targetLabel, output, outputValue }, k) => {
    const start = place.target.x + 0.45 * text;
    /** Where the number behind a name begins. @param {readonly Run[]} runs */
    const behind = (runs) => start + (widthOfRuns(runs) * NAME_SIZE + GAP) * text;
    if (targetSign) setText(targetSign, ofTarget);
    if (outputSign) setText(outputSign, ofOutput);
    const { comparing } = at(at(now.states, depth - 1), k);
    const state = comparing ? "active" : "idle";
    set(group, { "data-state": state, "data-signs": signs });
    const named = now.symbol(`t.${k}`).runs;
    writeRuns(target, named);
    set(target, { "data-state": state });
    if (targetLabel) {
      moveNumberLabel(targetLabel, { ...targetLabel.spot, x: behind(named) });
      const room = width - behind(named) - EDGE;
      fillGivenNumber(now, targetLabel, `t.${k}`, comparing ? "compare" : "given", text, room);
    }
    const address = `a${depth}.${k}`;
    const { runs } = now.symbol(address);
    writeRuns(output, runs);
    set(output, { "data-state": state });
    set(outputValue, { x: behind(runs).toFixed(1) });
    const value = isShown(now, address) ? numberOf(now, address) : null;
    writeNumber(outputValue, roomy ? value : null, width - behind(runs) - EDGE, text);
    set(outputValue, { "data-value": value === null ? null : fullNumber(value) });
  });
}
