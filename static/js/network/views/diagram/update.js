// Draws screens on the diagram: rebuilds the drawing where the topology changed, restyles it, and moves its pulses.

import { pixelRatio } from "../../../core/browser/pixel_ratio.js";
import { namingOf } from "../../notation.js";
import { ARRIVAL, DENSE_EDGES, MAX_RENDERED_EDGES } from "../presentation.js";
import { buildDrawing, cornerOf, fit, roomOf, topologyKey } from "./build.js";
import { nodesOf, updatePicking } from "./picking.js";
import { placeInput } from "./value_input.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Screen } from "../../types.js" */
/** @import { Diagram } from "./build.js" */

/** A dense drawing is restyled at most this often while it plays, in ms. */
const RESTYLE_INTERVAL = 100;
/** Where the step happens. */
const ACTIVE = ["unit", "disc", "ball"]
  .map((name) => `[data-${name}][data-state="active"]`)
  .concat("[data-loop]", ".part", '.number-label:not([data-state="idle"], [data-state="given"], [data-room])')
  .join();
/** What a line of a derivation is about. */
const LIT = '[data-lit="yes"], .bright';

/** @param {Diagram} diagram @param {Screen} screen */
export function updateDiagram(diagram, screen) {
  const { context, dark, pulses } = diagram;
  diagram.screen = screen;
  const theme = `${document.documentElement.dataset["theme"]} ${dark.matches}`;
  const topology = topologyKey(screen, context, roomOf(diagram));
  // The edges of a very dense network are painted once, for its weights and the theme.
  const outdated =
    diagram.edges > MAX_RENDERED_EDGES && (diagram.builtFor !== screen.trace || theme !== diagram.theme);
  if (topology !== diagram.topology || outdated) {
    diagram.topology = topology;
    diagram.builtFor = screen.trace;
    buildDrawing(diagram, screen);
  }
  diagram.arrived = hasArrived(diagram, screen);
  diagram.routes = diagram.presentation?.routes(screen) ?? [];
  if (theme !== diagram.theme) {
    diagram.theme = theme;
    pulses.readColours();
  }
  if (!diagram.fitted.endsWith(` ${pixelRatio()}`)) fit(diagram);
  redrawSoon(diagram, screen);
  animateDiagram(diagram, screen);
}

/** One frame of the animation between two steps. @param {Diagram} diagram @param {Screen} screen */
export function animateDiagram(diagram, screen) {
  diagram.screen = screen;
  const arrived = hasArrived(diagram, screen);
  if (arrived !== diagram.arrived) {
    diagram.arrived = arrived;
    redraw(diagram, screen);
  }
  const { pulses, still, routes, presentation } = diagram;
  pulses.draw(still.matches ? [] : routes, screen.frame.t, presentation?.radius ?? 0, cornerOf(diagram));
}

/** After a change of the zoom, or of the size of the stage. @param {Diagram} diagram */
export function redrawView(diagram) {
  fit(diagram);
  placeInput(diagram);
  if (diagram.screen) animateDiagram(diagram, diagram.screen);
}

/** @param {Diagram} diagram @param {Screen} screen */
const hasArrived = ({ still }, { frame }) => frame.t >= ARRIVAL || still.matches;

/**
 * At once, or a little later where a dense drawing has just been restyled.
 * @param {Diagram} diagram @param {Screen} screen
 */
function redrawSoon(diagram, screen) {
  clearTimeout(diagram.late);
  const wait = diagram.restyled + RESTYLE_INTERVAL - performance.now();
  if (diagram.edges <= DENSE_EDGES || !screen.playing || wait <= 0) {
    redraw(diagram, screen);
    return;
  }
  diagram.late = setTimeout(() => {
    if (diagram.screen) redraw(diagram, diagram.screen);
  }, wait);
}

/** @param {Diagram} diagram @param {Screen} screen */
function redraw(diagram, screen) {
  clearTimeout(diagram.late);
  diagram.restyled = performance.now();
  const naming = namingOf(screen, diagram.context.catalog);
  diagram.presentation?.update(screen, naming, diagram.arrived);
  showFocus(diagram, screen.focus);
  updatePicking(diagram.picking, screen, naming, diagram.topology);
  revealStep(diagram, screen);
}

/** @param {Diagram} diagram @param {Address | null} focus */
function showFocus(diagram, focus) {
  if (focus === null && diagram.lit.length === 0) return;
  for (const node of diagram.lit) node.classList.remove("lit");
  diagram.lit = focus === null ? [] : nodesOf(diagram.sheet, focus);
  for (const node of diagram.lit) node.classList.add("lit");
}

/** Of a drawing that is larger than its stage, what is highlighted comes into sight, or else the place of the step.
 * @param {Diagram} diagram @param {Screen} screen */
function revealStep(diagram, { frame, pick, state: { position } }) {
  const { sheet, zoom } = diagram;
  const lit = frame.active.at(-1)?.lights ?? pick?.lights ?? null;
  const wanted = JSON.stringify([position, lit, diagram.topology]);
  if (wanted === diagram.revealed) return;
  diagram.revealed = wanted;
  zoom.revealAll([...sheet.querySelectorAll(lit === null ? ACTIVE : LIT)]);
}
