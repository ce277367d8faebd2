// Builds the diagram: the stage that every drawing stands on, once; and the drawing itself, for each topology.

import { element } from "../../../draw/dom.js";
/** @import { Media } from "../../../core/browser/media.js" */
import { media } from "../../../core/browser/media.js";
import { pixelRatio } from "../../../core/browser/pixel_ratio.js";
import { mountPulses } from "../../../draw/pulses.js";
import { defineShades } from "../../../draw/shades.js";
import { set, shape } from "../../../draw/svg.js";
import { drawCircuit } from "../diagram_circuit.js";
import { drawFlow } from "../diagram_flow.js";
import { drawMatrices } from "../matrices.js";
import { countEdges } from "../presentation.js";
import { buildPicking } from "./picking.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Context, Screen, Trace } from "../../types.js" */
/** @import { Route } from "../../../draw/pulses.js" */
/** @import { Presentation } from "../presentation.js" */
/** @import { Picking } from "./picking.js" */

/** A network with a wider layer than this, or with more weights, is drawn as matrices. */
const MAX_DIAGRAM_UNITS = 64;
const MAX_DIAGRAM_EDGES = 10_000;

const DRAW = { figure: drawFlow, derivation: drawCircuit, matrices: drawMatrices };

/**
 * @typedef {object} DiagramParts what is built once
 * @property {Context} context
 * @property {HTMLElement} stage scrolls where the drawing is wider than its place
 * @property {HTMLElement} sheet holds the drawing
 * @property {HTMLCanvasElement} canvas
 * @property {ReturnType<typeof mountPulses>} pulses
 * @property {Picking} picking
 * @property {Media} dark whether the system prefers a dark theme
 * @property {Media} still whether it prefers reduced motion
 */
/**
 * @typedef {object} DiagramState
 * @property {Screen | null} screen the latest
 * @property {Presentation | null} presentation
 * @property {string} topology that it was built for, as a key
 * @property {Trace | null} builtFor
 * @property {number} edges
 * @property {string} theme
 * @property {string} fitted the size and the pixel ratio that it was last fitted to
 * @property {Route[]} routes of the pulses
 * @property {boolean} arrived the numbers of the step are shown
 * @property {number} restyled when the drawing was last restyled, in ms
 * @property {ReturnType<typeof setTimeout> | undefined} late the restyling that was put off
 * @property {number} position that was last scrolled into sight
 * @property {Address | null} pointed the number under the pointer or the focus, as it was last dispatched
 * @property {Element[]} lit the nodes of the page's focus
 */
/** @typedef {DiagramParts & DiagramState} Diagram */

/** @param {HTMLElement} root @param {Context} context @returns {Diagram} */
export function buildDiagram(root, context) {
  const stage = element("div", {
    class: "diagram",
    tabindex: 0,
    role: "region",
    "aria-label": context.t("diagram.title"),
  });
  const sheet = element("div", { class: "sheet" });
  stage.append(sheet);
  root.append(stage);
  const canvas = element("canvas", { class: "pulses", "aria-hidden": "true" });
  return {
    context,
    stage,
    sheet,
    canvas,
    pulses: mountPulses(canvas),
    picking: buildPicking(stage, sheet, context),
    dark: media("(prefers-color-scheme: dark)"),
    still: media("(prefers-reduced-motion: reduce)"),
    screen: null,
    presentation: null,
    topology: "",
    builtFor: null,
    edges: 0,
    theme: "",
    fitted: "",
    routes: [],
    arrived: true,
    restyled: 0,
    late: undefined,
    position: -1,
    pointed: null,
    lit: [],
  };
}

/** @param {Screen} screen @returns {keyof typeof DRAW} */
function presentationOf({ trace: { network }, state }) {
  const widest = Math.max(network.inputs, ...network.layers.map((layer) => layer.units));
  if (widest > MAX_DIAGRAM_UNITS || countEdges(network) > MAX_DIAGRAM_EDGES) return "matrices";
  return state.grammar ?? state.notation;
}

/**
 * What a drawing is built for: it is built anew when this changes.
 * @param {Screen} screen @param {Context} context
 */
export const topologyKey = (screen, context) =>
  JSON.stringify([
    presentationOf(screen),
    context.language(),
    screen.trace.network.inputs,
    screen.trace.network.layers.map(({ units, activation, biases }) => [units, activation, biases === null]),
  ]);

/** Replaces the drawing. @param {Diagram} diagram @param {Screen} screen */
export function buildDrawing(diagram, screen) {
  const { context, sheet, stage, canvas } = diagram;
  const svg = shape("svg", {
    class: "network",
    role: "group",
    "aria-label": context.t("diagram.title"),
  });
  defineShades();
  sheet.replaceChildren(svg, canvas);
  const name = presentationOf(screen);
  const presentation = DRAW[name](svg, context, screen);
  const { width, height } = presentation;
  set(svg, { viewBox: `0 0 ${width.toFixed(1)} ${height.toFixed(1)}` });
  sheet.style.setProperty("--drawing-width", `${width.toFixed(0)}px`);
  sheet.style.setProperty("--drawing-aspect", (width / height).toFixed(3));
  stage.dataset["presentation"] = name;
  diagram.presentation = presentation;
  diagram.edges = countEdges(screen.trace.network);
  diagram.fitted = "";
  fit(diagram);
}

/** Fits what is painted in pixels to the size of the sheet. @param {Diagram} diagram */
export function fit(diagram) {
  const { sheet, presentation, pulses } = diagram;
  const { clientWidth: width, clientHeight: height } = sheet;
  const size = `${width} ${height} ${pixelRatio()}`;
  if (!presentation || width === 0 || diagram.fitted === size) return;
  diagram.fitted = size;
  pulses.resize(width, height, presentation.width);
  presentation.resized(width, height);
}
