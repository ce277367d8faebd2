// The ends of the circuit drawing: inputs on the left; outputs and their targets on the right.

import { at } from "../../../core/at.js";
import { setText } from "../../../draw/dom.js";
import { set, shape, writeRuns } from "../../../draw/svg.js";
import { formatNumber, formatSigned, fullNumber } from "../../../math/format.js";
import { drawArrow } from "../diagram/arrows.js";
import { isShown, numberOf, printedOf } from "../diagram/drawing_screen.js";
import { fillGivenNumber, makeNumberLabel } from "../diagram/number_label.js";
import { isLit, lightGroupWith, lightWith } from "./highlight.js";
import { placeExit, placeInput, placeTextAbove } from "./layout.js";
import { NUMBER_SIZE } from "./square.js";
import { leadOf, runsOfNumber } from "./symbols.js";

/** @import { Point } from "../../../draw/geometry.js" */
/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */
/** @import { Circuit, CircuitPlan } from "./build.js" */

/** @typedef {ReturnType<typeof buildInput>} InputNodes */
/** @typedef {ReturnType<typeof buildOutput>} OutputNodes */

/** @param {CircuitPlan} plan @param {Point} input @param {number} i */
export function buildInput({ places: { R }, groups, roomy, highlights }, input, i) {
  const address = `x.${i}`;
  const { x, y } = placeInput(input, R);
  const group = shape(
    "g",
    {
      class: "square given",
      "data-input": i,
      "data-focus": address,
      transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
    },
    groups.units,
  );
  lightWith(highlights, group, address);
  const [corner, side] = [-R * 0.6, R * 1.2];
  shape("rect", { class: "plate", x: corner, y: corner, width: side, height: side, rx: 3 }, group);
  const size = Math.max(7, Math.min(17, R * 0.6));
  const label = { x, y: y + R * 0.6 + 14, w: 60, h: 25 };
  return {
    name: shape("text", { class: "symbol", dy: "0.34em", "text-anchor": "middle", "font-size": size }, group),
    numberLabel: roomy
      ? lightGroupWith(highlights, makeNumberLabel(groups.units, label, address), address)
      : null,
  };
}

/** @param {CircuitPlan} plan @param {Point} unit @param {number} k */
export function buildOutput({ places: { R }, groups, roomy, depth, highlights }, unit, k) {
  const [output, error, target] = [`a${depth}.${k}`, `error${depth}.${k}`, `t.${k}`];
  const { out, back } = placeExit(unit, R);
  const group = shape(
    "g",
    { class: "comparison", "data-compare": k, "data-state": "idle", "aria-hidden": "true" },
    groups.transports,
  );
  lightWith(highlights, group, output, error);
  drawArrow(group, { class: "output" }, out);
  drawArrow(group, { class: "lime back" }, back);
  const terminal = shape("g", { class: "terminal out", "data-output": k }, groups.units);
  lightWith(highlights, terminal, output, error, target);
  const x = unit.x + 3.9 * R;
  const targetY = unit.y - 1.35 * R;
  const size = roomy ? 20 : 8;
  return {
    group,
    back,
    name: shape(
      "text",
      { class: "name", x, y: unit.y + 5, "font-size": size, "data-focus": output },
      terminal,
    ),
    target: shape(
      "text",
      { class: "name target", x, y: targetY + 5, "font-size": size, "data-focus": target },
      terminal,
    ),
    numberLabel: roomy ? makeNumberLabel(terminal, { x: x + 76, y: targetY, w: 60, h: 25 }, target) : null,
    value: shape(
      "text",
      { class: "number", x: x + 46, y: unit.y + 6, "font-size": NUMBER_SIZE, "data-address": output },
      terminal,
    ),
    error: roomy ? makeTextAbove(terminal, unit, R, 1, { "data-address": error }) : null,
  };
}

/**
 * A line of text over a triangle.
 * @param {Element} parent @param {Point} unit @param {number} R @param {number} line counted upwards from 0
 * @param {import("../../../draw/svg.js").Attributes} attributes
 */
export const makeTextAbove = (parent, unit, R, line, attributes) =>
  shape(
    "text",
    {
      class: "slope",
      ...placeTextAbove(unit, R, line),
      "text-anchor": "end",
      "font-size": NUMBER_SIZE,
      ...attributes,
    },
    parent,
  );

/** @param {Circuit} circuit @param {DrawingScreen} now */
export function updateInputs({ inputs }, now) {
  inputs.forEach(({ name, numberLabel }, i) => {
    writeRuns(name, runsOfNumber(now, `x.${i}`));
    if (numberLabel) fillGivenNumber(now, numberLabel, `x.${i}`, "given", NUMBER_SIZE);
  });
}

/** @param {Circuit} circuit @param {DrawingScreen} now */
export function updateOutputs({ outputs, depth, roomy, highlights }, now) {
  outputs.forEach((nodes, k) => {
    const [output, error] = [`a${depth}.${k}`, `error${depth}.${k}`];
    const { comparing, ball } = at(at(now.states, depth - 1), k);
    set(nodes.group, { "data-state": comparing ? "active" : "idle" });
    writeRuns(nodes.name, runsOfNumber(now, output));
    writeRuns(nodes.target, runsOfNumber(now, `t.${k}`));
    if (nodes.numberLabel)
      fillGivenNumber(now, nodes.numberLabel, `t.${k}`, comparing ? "compare" : "given", NUMBER_SIZE);
    const known = roomy && isShown(now, output);
    setText(nodes.value, known ? formatNumber(numberOf(now, output)) : "");
    set(nodes.value, { "data-value": known ? fullNumber(numberOf(now, output)) : null });
    if (!nodes.error) return;
    const lit = isLit(highlights, error);
    const shown = isShown(now, error) && (ball === "active" || lit);
    const text = shown ? formatSigned(printedOf(now, error), 3) : "?";
    writeRuns(nodes.error, shown || lit ? [...leadOf(now, error), { text }] : []);
    set(nodes.error, { "data-value": shown ? fullNumber(printedOf(now, error)) : null });
  });
}
