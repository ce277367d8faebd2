// Draws a screen on the flow drawing: complete, and the same whatever was drawn before.

import { at } from "../../../core/at.js";
import { set } from "../../../draw/svg.js";
import { ballFamily } from "../../notation.js";
import { diagramStateOf, edgeState } from "../../diagram_state.js";
import { placeLoop } from "../../layout.js";
import { apart, unitsOfStep } from "../diagram/apart.js";
import { keepLoop, removeOthers } from "../diagram/arrows.js";
import { drawingScreen, isShown, symbolsFor, numberOf } from "../diagram/drawing_screen.js";
import { ghostOf } from "../../ghost.js";
import { updateBall } from "./balls.js";
import { updateEdges } from "./edges.js";
import { showsFigureRule } from "./figure_rule.js";
import { updateSlopes } from "./slopes.js";
import { updateInputs, updateOutputs } from "./terminals.js";
import { placeTransports, updateTransports } from "./transports.js";
import { updateUnit } from "./units.js";

/** @import { Screen } from "../../types.js" */
/** @import { Route } from "../../../draw/pulses.js" */
/** @import { UnitState } from "../../diagram_state.js" */
/** @import { Naming } from "../../notation.js" */
/** @import { DrawingScreen } from "../diagram/drawing_screen.js" */
/** @import { Flow } from "./build.js" */

/** @param {Flow} flow @param {Screen} screen @param {Naming} naming @param {boolean} arrived */
export function updateFlow(flow, screen, naming, arrived) {
  const { symbol } = symbolsFor(flow.symbolStore, naming);
  const now = drawingScreen(screen, flow.context, naming, arrived, symbol);
  updateInputs(flow, now);
  updateOutputs(flow, now);
  updateSlopes(flow, now);
  updateTransports(flow, now);
  updateEdges(flow, now);
  const inStep = flow.fills ? unitsOfStep(now, flow.edges) : null;
  set(flow.svg, { "data-step": inStep ? "" : null });
  now.states.forEach((column, index) =>
    column.forEach((unit, j) => {
      updateUnitAndBall(flow, now, unit, index + 1, j);
      const isApart = { "data-apart": apart(inStep, `${index + 1}.${j}`) };
      for (const node of [
        at(at(flow.units, index), j).group,
        at(at(flow.discs, index), j),
        at(at(flow.balls, index), j).group,
      ])
        set(node, isApart);
    }),
  );
  updateLoops(flow, now);
  removeOthers(flow.stepNodes);
}

/**
 * @param {Flow} flow @param {DrawingScreen} now @param {UnitState} unit @param {number} l @param {number} j
 */
function updateUnitAndBall(flow, now, unit, l, j) {
  const look = lookOf(now, unit, l, j);
  const looks = (flow.looks[l - 1] ??= []);
  // The figures' numbers are not part of the look.
  if (looks[j] === look && !showsFigureRule(now)) return;
  looks[j] = look;
  updateUnit(flow, now, at(at(flow.units, l - 1), j), unit, l, j);
  const error = `${ballFamily(l, now.naming)}${l}.${j}`;
  set(at(at(flow.discs, l - 1), j), { "data-state": unit.ball, "data-focus": error });
  updateBall(flow, now, at(at(flow.balls, l - 1), j), unit, l, j);
}

/**
 * All that a neuron and its ball show, as a key.
 * @param {DrawingScreen} now @param {UnitState} unit @param {number} l @param {number} j
 */
function lookOf(now, unit, l, j) {
  const addresses = [`z${l}.${j}`, `a${l}.${j}`, `${ballFamily(l, now.naming)}${l}.${j}`];
  const values = addresses.map((address) => numberOf(now, address));
  return [
    now.naming.notation,
    now.naming.fused,
    unit.state,
    unit.summed,
    unit.ball,
    showsFigureRule(now),
    ...values,
    ...addresses.map((address, k) => ghostOf(now.screen, address, at(values, k))),
    ...addresses.map((address) => isShown(now, address)),
  ].join();
}

/** The green loops of an update. @param {Flow} flow @param {DrawingScreen} now */
function updateLoops({ stepNodes, groups, places }, { states }) {
  states.forEach((column, index) =>
    column.forEach(({ looping }, j) => {
      if (!looping) return;
      keepLoop(stepNodes, groups.loops, `${index + 1}.${j}`, placeLoop(places, index + 1, j));
    }),
  );
}

/**
 * Where pulses run: along edges, red arrows, loops and the two arrows of a comparison.
 * @param {Flow} flow @param {Screen} screen @returns {Route[]}
 */
export function flowRoutes(flow, { frame }) {
  const states = diagramStateOf(frame, flow.network);
  /** @type {Route[]} */
  const routes = [];
  for (const { layer, unit, input, place } of flow.edges)
    if (edgeState(states, layer, unit, input) === "signal")
      routes.push({ points: [place.from, place.to], kind: "signal" });
  states.forEach((column, index) =>
    column.forEach((unit, j) => {
      const l = index + 1;
      if (unit.collecting)
        for (const { from, to } of placeTransports(flow, l, j))
          routes.push({ points: [from, to], kind: "transport" });
      if (unit.looping) routes.push({ points: placeLoop(flow.places, l, j).points, kind: "update" });
      if (unit.comparing) {
        const { fromTarget, fromOutput } = at(flow.outputs, j).place;
        routes.push(
          { points: [fromTarget.from, fromTarget.to], kind: "compare" },
          { points: fromOutput.points, kind: "compare" },
        );
      }
    }),
  );
  return routes;
}
