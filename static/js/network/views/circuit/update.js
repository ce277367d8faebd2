// Draws a screen on the circuit drawing: complete, and the same whatever was drawn before.

import { at } from "../../../core/at.js";
import { diagramStateOf, edgeState } from "../../diagram_state.js";
import { set } from "../../../draw/svg.js";
import { apart, unitsOfStep } from "../diagram/apart.js";
import { removeOthers } from "../diagram/arrows.js";
import { drawingScreen, symbolsFor } from "../diagram/drawing_screen.js";
import { updateStepNodes } from "./backward.js";
import { updateEdges } from "./edges.js";
import { updateHighlights } from "./highlight.js";
import { placeCircuitLoop } from "./layout.js";
import { updateInputs, updateOutputs } from "./terminals.js";
import { lookOf, updateUnit } from "./units.js";

/** @import { Screen } from "../../types.js" */
/** @import { Route } from "../../../draw/pulses.js" */
/** @import { Naming } from "../../notation.js" */
/** @import { Circuit } from "./build.js" */

/** @param {Circuit} circuit @param {Screen} screen @param {Naming} naming @param {boolean} arrived */
export function updateCircuit(circuit, screen, naming, arrived) {
  const { symbol, renamed } = symbolsFor(circuit.symbolStore, naming);
  if (renamed) circuit.looks = [];
  const now = drawingScreen(screen, circuit.context, naming, arrived, symbol);
  updateHighlights(circuit.highlights, screen);
  updateInputs(circuit, now);
  updateOutputs(circuit, now);
  updateEdges(circuit, now);
  const inStep = circuit.fills ? unitsOfStep(now, circuit.edges) : null;
  set(circuit.svg, { "data-step": inStep ? "" : null });
  now.states.forEach((column, index) =>
    column.forEach((unit, j) => {
      const l = index + 1;
      set(at(at(circuit.units, index), j).group, { "data-apart": apart(inStep, `${l}.${j}`) });
      updateStepNodes(circuit, now, unit, l, j);
      const look = lookOf(circuit, now, unit, `${l}.${j}`);
      const looks = (circuit.looks[index] ??= []);
      if (looks[j] === look) return;
      looks[j] = look;
      updateUnit(circuit, now, at(at(circuit.units, index), j), unit, l, j);
    }),
  );
  removeOthers(circuit.stepNodes);
}

/**
 * Where pulses run: through edges and wires, back, along loops and the arrows of targets.
 * @param {Circuit} circuit @param {Screen} screen @returns {Route[]}
 */
export function circuitRoutes({ network, edges, units, outputs, places }, { frame }) {
  const states = diagramStateOf(frame, network);
  /** @type {Route[]} */
  const routes = [];
  for (const { layer, unit, input, place, back } of edges) {
    const phase = edgeState(states, layer, unit, input);
    const nodes = at(at(units, layer - 1), unit);
    if (phase === "signal")
      routes.push({ points: [place.from, place.to, nodes.wire.from, nodes.wire.to], kind: "signal" });
    if (phase === "weight")
      routes.push({ points: [nodes.back.from, nodes.back.to, back.from, back.to], kind: "transport" });
  }
  states.forEach((column, index) =>
    column.forEach((unit, j) => {
      if (unit.looping) {
        const { points } = placeCircuitLoop(places, at(at(units, index), j).point);
        routes.push({ points, kind: "update" });
      }
      if (unit.comparing) {
        const { from, to } = at(outputs, j).back;
        routes.push({ points: [from, to], kind: "transport" });
      }
    }),
  );
  return routes;
}
