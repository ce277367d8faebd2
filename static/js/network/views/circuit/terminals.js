// The ends of the circuit drawing: inputs on the left; outputs and their targets on the right.

import { at } from "../../../core/at.js";
import { set, shape, widthOfRuns, writeRuns } from "../../../draw/svg.js";
import { formatSigned, fullNumber } from "../../../math/format.js";
import { MIN_TEXT } from "../../columns.js";
import { drawArrow } from "../diagram/arrows.js";
import { isShown, numberOf, printedOf } from "../diagram/drawing_screen.js";
import { fillGivenNumber, makeNumberLabel, moveNumberLabel, roomLeftOf } from "../diagram/number_label.js";
import { EDGE, writeNumber } from "../diagram/number_text.js";
import { isLit, lightGroupWith, lightWith } from "./highlight.js";
import { inputSize, placeExit, placeInput, placeTextAbove } from "./layout.js";
import { leadOf, runsOfNumber } from "./symbols.js";

/** @import { Point } from "../../../draw/geometry.js" */
/** @import { Run } from "../../../draw/svg.js" */
/** @import { CircuitPlaces } from "./layout.js" */
/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */
/** @import { Circuit, CircuitPlan } from "./build.js" */

/** The gap between a name and its number, in font sizes. */
const GAP = 0.5;

/** @typedef {ReturnType<typeof buildInput>} InputNodes */
/** @typedef {ReturnType<typeof buildOutput>} OutputNodes */

/** @param {CircuitPlan} plan @param {Point} input @param {number} i */
export function buildInput({ places, groups, roomy, highlights }, input, i) {
  const address = `x.${i}`;
  const { x, y } = placeInput(places, input);
  const half = inputSize(places);
  const { text } = places;
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
  shape("rect", { class: "plate", x: -half, y: -half, width: 2 * half, height: 2 * half, rx: 3 }, group);
  const size = Math.max(MIN_TEXT, text);
  const label = { x: x + half, y: y + half + 0.75 * text, w: 3.5 * text, h: 1.25 * text };
  return {
    name: shape("text", { class: "symbol", dy: "0.34em", "text-anchor": "middle", "font-size": size }, group),
    numberLabel: roomy
      ? lightGroupWith(highlights, makeNumberLabel(groups.units, label, address, "end"), address)
      : null,
  };
}

/** @param {CircuitPlan} plan @param {Point} unit @param {number} k */
export function buildOutput({ places, groups, roomy, depth, highlights }, unit, k) {
  const { R, text } = places;
  const [output, error, target] = [`a${depth}.${k}`, `error${depth}.${k}`, `t.${k}`];
  const { out, back } = placeExit(places, unit);
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
  const x = out.to.x + 0.3 * text;
  const targetY = unit.y - 1.7 * text;
  const size = Math.max(MIN_TEXT, text);
  return {
    group,
    back,
    start: x,
    name: shape(
      "text",
      { class: "name", x, y: unit.y, dy: "0.34em", "font-size": size, "data-focus": output },
      terminal,
    ),
    target: shape(
      "text",
      { class: "name target", x, y: targetY, dy: "0.34em", "font-size": size, "data-focus": target },
      terminal,
    ),
    numberLabel: roomy
      ? makeNumberLabel(terminal, { x, y: targetY, w: 3.5 * text, h: 1.25 * text }, target, "start")
      : null,
    value: shape(
      "text",
      { class: "number", x, y: unit.y, dy: "0.34em", "font-size": text, "data-address": output },
      terminal,
    ),
    error:
      roomy && places.parts.tall ? makeTextAbove(terminal, places, unit, 1, { "data-address": error }) : null,
  };
}

/**
 * A line of text over a triangle.
 * @param {Element} parent @param {CircuitPlaces} places @param {Point} unit @param {number} line counted upwards from 0
 * @param {import("../../../draw/svg.js").Attributes} attributes
 */
export const makeTextAbove = (parent, places, unit, line, attributes) =>
  shape(
    "text",
    {
      class: "slope",
      ...placeTextAbove(places, unit, line),
      "text-anchor": "end",
      "font-size": places.text,
      ...attributes,
    },
    parent,
  );

/** @param {Circuit} circuit @param {DrawingScreen} now */
export function updateInputs({ inputs, places: { text } }, now) {
  inputs.forEach(({ name, numberLabel }, i) => {
    writeRuns(name, runsOfNumber(now, `x.${i}`));
    if (numberLabel) fillGivenNumber(now, numberLabel, `x.${i}`, "given", text, roomLeftOf(numberLabel));
  });
}

/** @param {Circuit} circuit @param {DrawingScreen} now */
export function updateOutputs({ outputs, depth, roomy, highlights, places }, now) {
  const { text, width } = places;
  outputs.forEach((nodes, k) => {
    const [output, error] = [`a${depth}.${k}`, `error${depth}.${k}`];
    const { comparing, ball } = at(at(now.states, depth - 1), k);
    set(nodes.group, { "data-state": comparing ? "active" : "idle" });
    const named = runsOfNumber(now, output);
    const targetNamed = runsOfNumber(now, `t.${k}`);
    writeRuns(nodes.name, named);
    writeRuns(nodes.target, targetNamed);
    /** Where the number behind a name begins. @param {readonly Run[]} runs */
    const behind = (runs) => nodes.start + (widthOfRuns(runs) * 1.05 + (runs.length > 0 ? GAP : 0)) * text;
    if (nodes.numberLabel) {
      moveNumberLabel(nodes.numberLabel, { ...nodes.numberLabel.spot, x: behind(targetNamed) });
      const room = width - behind(targetNamed) - EDGE;
      fillGivenNumber(now, nodes.numberLabel, `t.${k}`, comparing ? "compare" : "given", text, room);
    }
    set(nodes.value, { x: behind(named).toFixed(1) });
    const value = roomy && isShown(now, output) ? numberOf(now, output) : null;
    writeNumber(nodes.value, value, width - behind(named) - EDGE, text);
    if (!nodes.error) return;
    const lit = isLit(highlights, error);
    const shown = isShown(now, error) && (ball === "active" || lit);
    const written = shown ? formatSigned(printedOf(now, error), 3) : "?";
    writeRuns(nodes.error, shown || lit ? [...leadOf(now, error), { text: written }] : []);
    set(nodes.error, { "data-value": shown ? fullNumber(printedOf(now, error)) : null });
  });
}
