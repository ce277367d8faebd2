// The ends of the flow drawing: inputs on the left; outputs, targets and their comparison on the right.

import { at } from "../../../core/at.js";
import { setText } from "../../../draw/dom.js";
import { set, shape, writeRuns } from "../../../draw/svg.js";
import { formatNumber, fullNumber } from "../../../math/format.js";
import { placeComparison } from "../../layout.js";
import { drawArrow } from "../diagram/arrows.js";
import { isShown, numberOf } from "../diagram/drawing_screen.js";
import { fillGivenNumber, makeNumberLabel } from "../diagram/number_label.js";

/** @import { Point } from "../../../draw/geometry.js" */
/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */
/** @import { Flow, FlowPlan } from "./build.js" */

/** @typedef {ReturnType<typeof buildInput>} InputNodes */
/** @typedef {ReturnType<typeof buildOutput>} OutputNodes */

/** The size of a name beside the drawing. @param {FlowPlan} plan */
const nameSize = ({ roomy, places: { R } }) => (roomy ? 20 : Math.max(8, R * 0.9));

/** @param {FlowPlan} plan @param {Point} point @param {number} i */
export function buildInput(plan, point, i) {
  const { places, roomy } = plan;
  const { R } = places;
  const group = shape("g", { class: "terminal", "data-input": i, "data-focus": `x.${i}` }, plan.groups.notes);
  const { dot, name, label } = plan.withSymbols
    ? {
        dot: { class: "rim", r: places.inputRadius },
        name: { x: point.x, y: point.y - (roomy ? R * 0.22 : -4), "text-anchor": "middle" },
        label: { x: point.x, y: point.y + R * 0.28 },
      }
    : {
        dot: { class: "dot", r: Math.max(2, R * 0.09) },
        name: { x: point.x - R * 0.28, y: point.y - (roomy ? 2 : -3), "text-anchor": "end" },
        label: { x: point.x - R * 0.95, y: point.y + 18 },
      };
  shape("circle", { class: dot.class, cx: point.x, cy: point.y, r: dot.r }, group);
  return {
    name: shape("text", { class: "name", ...name, "font-size": nameSize(plan) }, group),
    numberLabel: roomy ? makeNumberLabel(group, { ...label, w: 56, h: 20 }, `x.${i}`) : null,
  };
}

/** @param {FlowPlan} plan @param {Point} point of the output unit @param {number} k */
export function buildOutput(plan, point, k) {
  const { groups, roomy, depth } = plan;
  const { R } = plan.places;
  const place = placeComparison(point, R);
  const group = shape(
    "g",
    { class: "comparison", "data-compare": k, "data-state": "idle", "aria-hidden": "true" },
    groups.transports,
  );
  drawArrow(group, { class: "output" }, place.output);
  drawArrow(group, { class: "lime" }, place.fromTarget);
  drawArrow(group, { class: "lime" }, place.fromOutput);
  const size = Math.max(8, R * 0.5);
  const [targetSign, outputSign] = /** @type {const} */ ([place.plus, place.minus]).map(({ x, y }) =>
    shape("text", { class: "sign", x, y, "text-anchor": "middle", dy: "0.34em", "font-size": size }, group),
  );
  const terminal = shape("g", { class: "terminal out", "data-output": k }, groups.notes);
  const x = place.target.x + R * 0.2;
  const output = `a${depth}.${k}`;
  return {
    group,
    place,
    targetSign,
    outputSign,
    target: shape(
      "text",
      { class: "name target", x, y: place.target.y + 5, "font-size": nameSize(plan), "data-focus": `t.${k}` },
      terminal,
    ),
    targetLabel: roomy
      ? makeNumberLabel(terminal, { x: x + 58, y: place.target.y, w: 58, h: 20 }, `t.${k}`)
      : null,
    output: shape(
      "text",
      { class: "name", x, y: point.y + 6, "font-size": nameSize(plan), "data-focus": output },
      terminal,
    ),
    outputValue: shape(
      "text",
      { class: "number", x: x + (plan.withSymbols ? 46 : 33), y: point.y + 5, "data-address": output },
      terminal,
    ),
  };
}

/** @param {Flow} flow @param {DrawingScreen} now */
export function updateInputs({ inputs }, now) {
  inputs.forEach(({ name, numberLabel }, i) => {
    writeRuns(name, now.symbol(`x.${i}`).runs);
    if (numberLabel) fillGivenNumber(now, numberLabel, `x.${i}`, "given");
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
export function updateOutputs({ outputs, depth, roomy }, now) {
  const signs = isDifference(now) ? "" : null;
  // The figures' δ = z − y is minus the derivative a − t.
  const [ofTarget, ofOutput] = now.naming.notation === "figure" ? ["+", "−"] : ["−", "+"];
  outputs.forEach(({ group, targetSign, outputSign, target, targetLabel, output, outputValue }, k) => {
    if (targetSign) setText(targetSign, ofTarget);
    if (outputSign) setText(outputSign, ofOutput);
    const { comparing } = at(at(now.states, depth - 1), k);
    const state = comparing ? "active" : "idle";
    set(group, { "data-state": state, "data-signs": signs });
    writeRuns(target, now.symbol(`t.${k}`).runs);
    set(target, { "data-state": state });
    if (targetLabel) fillGivenNumber(now, targetLabel, `t.${k}`, comparing ? "compare" : "given");
    const address = `a${depth}.${k}`;
    writeRuns(output, now.symbol(address).runs);
    set(output, { "data-state": state });
    const value = numberOf(now, address);
    const shown = isShown(now, address);
    setText(outputValue, shown && roomy ? formatNumber(value) : "");
    set(outputValue, { "data-value": shown ? fullNumber(value) : null });
  });
}
